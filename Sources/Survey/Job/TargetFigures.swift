import NumericCore
import Statistics

/// Finds the figures that targets are about among what was computed of a survey.
struct TargetFigures {
  let study: Study
  /// Everybody and all scored segments.
  let segments: [SegmentScores]
  /// Success outcomes by group, where the study has them.
  let experience: ExperienceSection?

  /// A figure, or why there is none.
  enum Found {
    case figure(TargetFigure)
    case none(String)
  }

  /// The figure of a target.
  func figure(of target: Target) -> Found {
    let (name, label) = (target.segmentation ?? "all", target.segment ?? "all")
    switch target.subject {
    case .key(let outcome):
      let segment = segments.first { $0.segmentation == name && $0.segment == label }
      guard let segment else { return .none("there is no such group") }
      let score = segment.outcomes.first { $0.outcome == outcome }
      let reason = [score?.note, segment.reason].compactMap { $0 }.first { !$0.isEmpty }
      return scored(score, target.metric) ?? .none(reason ?? "not scored")
    case .success(let outcome):
      let group = experience?.groups.first { $0.segmentation == name && $0.segment == label }
      guard let own = group?.outcomes[outcome] else { return .none("there is no such group") }
      guard target.metric.isShare else {
        return scored(own.score, target.metric) ?? .none("not scored: the base is too small")
      }
      return share(target.metric == .attained ? own.attained : own.metRate)
    }
  }

  // MARK: - Shares of people

  private func share(_ mean: PeopleMean?) -> Found {
    guard let mean else { return .none("fewer than \(Disclosure.floor) respondents") }
    return .figure(
      TargetFigure(
        value: mean.value, standardError: mean.standardError,
        bounds: TargetFigures.shareBounds(
          mean.value, mean.standardError, count: mean.respondentCount,
          effectiveCount: mean.effectiveCount, degrees: mean.degreesOfFreedom),
        respondentCount: mean.respondentCount, effectiveCount: mean.effectiveCount,
        degreesOfFreedom: mean.degreesOfFreedom))
  }

  /// Korn and Graubard's bounds, .95 each.
  private static func shareBounds(
    _ share: Double, _ error: Double, count: Int, effectiveCount: Double, degrees: Int
  ) -> ClosedRange<Double>? {
    guard degrees > 0, count > 1 else { return nil }
    let interval = ShareInterval.kornGraubard(
      share: min(1, max(0, share)), standardError: error, count: count,
      degreesOfFreedom: Double(degrees), effectiveCount: effectiveCount,
      level: 2 * ImprovementTest.level - 1)
    return interval.low...interval.high
  }

  // MARK: - Scores

  private func scored(_ score: OutcomeScore?, _ metric: Target.Metric) -> Found? {
    guard let score, let pair = score.pair else { return nil }
    let estimate: Estimate? =
      switch metric {
      case .importance: score.importance
      case .satisfaction: score.satisfaction
      default: score.opportunity
      }
    guard let estimate else { return nil }
    return .figure(
      TargetFigure(
        value: estimate.value, standardError: estimate.standardError,
        bounds: metric == .opportunity ? bounds(pair) : bounds(estimate, score),
        respondentCount: score.pairedCount, effectiveCount: score.effectiveCount,
        degreesOfFreedom: pair.degreesOfFreedom, note: score.note))
  }

  /// Those of the opportunity, ended at the scale.
  private func bounds(_ pair: PairScore) -> ClosedRange<Double>? {
    guard let bounds = pair.oneSidedBounds() else { return nil }
    let range = study.range(of: .opportunity)
    let low = min(range.upperBound, max(range.lowerBound, bounds.low))
    return low...min(range.upperBound, max(low, bounds.high))
  }

  /// Those of importance or satisfaction: of a share, else Student's, ended at the scale.
  private func bounds(_ estimate: Estimate, _ score: OutcomeScore) -> ClosedRange<Double>? {
    let degrees = score.degreesOfFreedom
    guard degrees > 0 else { return nil }
    if study.scoring.scorer == .topBox {
      let shares = TargetFigures.shareBounds(
        estimate.value / 10, estimate.standardError / 10, count: score.pairedCount,
        effectiveCount: score.effectiveCount, degrees: degrees)
      return shares.map { 10 * $0.lowerBound...10 * $0.upperBound }
    }
    guard estimate.standardError > 0 else { return nil }
    let half =
      StudentT.quantile(ImprovementTest.level, degreesOfFreedom: Double(degrees))
      * estimate.standardError
    let range = study.range(of: .satisfaction)
    return max(
      range.lowerBound, estimate.value - half)...min(range.upperBound, estimate.value + half)
  }
}
