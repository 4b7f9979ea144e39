import Groundwork
import Statistics

/// How evidence is reckoned for the streams of a study.
struct AlertPlanning {
  let study: Study
  let plan: AlertPlan
  let scores: [SegmentScores]
  let sums: AlertSums

  /// Standard deviations that are reckoned with, before any data: of a share, and of means by the
  /// width of the scale. Evidence holds whatever they are; it is largest soonest where they are
  /// about right.
  private static let shareSpread = 0.45
  private static let partOfScale = 0.25
  /// 2 importance - satisfaction varies so much more than importance.
  private static let spreadAbove = 2.2
  /// Changes that are reckoned with: of a segment's share and of the part of missing ratings.
  private static let membershipChange = 0.1
  private static let missingChange = 0.05
  private static let missingSpread = 0.15
  /// The part of the weight that a claim about all answers lays on the first.
  private static let partOfFirst = 0.5

  /// The claim of a stream tonight.
  func evidencePlan(_ stream: AlertStream, _ state: AlertLedger.Stream) -> EvidencePlan {
    let numbers = sums.numbers(stream)
    let (change, spread) = expected(stream)
    let isAbove = numbers.first.lowerBound < 0
    return EvidencePlan(
      first: EvidencePlan.Number(
        values: numbers.values(numbers.first), change: change,
        spread: spread * (isAbove ? AlertPlanning.spreadAbove : 1)),
      second: numbers.second.map {
        EvidencePlan.Number(
          values: numbers.values($0), change: change, spread: spread * AlertPlanning.spreadAbove)
      },
      claim: claim(stream, isAbove: state.isAbove), designEffect: state.designEffect,
      weights: StartWeights(
        horizon: plan.horizon, firstPart: stream.countsEverything ? AlertPlanning.partOfFirst : 0))
  }

  /// What the design costs a stream, by the variances of its scores; of people who were drawn one
  /// by one nothing.
  func designEffect(
    _ stream: AlertStream, _ answers: AnswerSums, _ responses: Responses
  ) -> Double {
    guard hasDesign(responses) else { return 1 }
    guard case .outcome(let outcome, _) = stream.numbers else {
      // Nothing is known of these; the largest of the scores is on the safe side.
      return scores.first.map { largest($0, responses) } ?? 1
    }
    let segment = scores.first {
      $0.segmentation == stream.group.segmentation && $0.segment == stream.group.segment
    }
    guard let pair = segment?.outcomes.first(where: { $0.outcome == outcome })?.pair else {
      return scores.first.map { largest($0, responses) } ?? 1
    }
    return ratio(pair, stream, answers)
  }

  /// Whether people were drawn in another way than one by one.
  func hasDesign(_ responses: Responses) -> Bool {
    !responses.sample.design.hasRowUnits || responses.sample.replicates != nil
  }

  // MARK: - Steps

  private func claim(_ stream: AlertStream, isAbove: Bool) -> EvidencePlan.Claim {
    guard let bound = stream.bound else {
      return stream.rule.kind == .findingsRise ? .rise : .change
    }
    var own = bound
    if case .outcome = stream.numbers { own -= sums.offset }
    return isAbove || stream.isForBelow ? .below(own) : .above(own)
  }

  /// The change that is reckoned with, and the standard deviation.
  private func expected(_ stream: AlertStream) -> (change: Double, spread: Double) {
    switch stream.numbers {
    case .membership: return (AlertPlanning.membershipChange, AlertPlanning.shareSpread)
    case .missing, .target: return (AlertPlanning.missingChange, AlertPlanning.missingSpread)
    case .outcome:
      var by = study.scoring.usualChange(study)
      if case .change(_, let own) = stream.rule.kind { by = own }
      let scale = study.responses.scale
      switch study.scoring.scorer {
      case .topBox: return (by, 10 * AlertPlanning.shareSpread)
      case .mean: return (by, 10 * AlertPlanning.partOfScale)
      case .unfloored: return (by, Double(scale.high - scale.low) * AlertPlanning.partOfScale)
      }
    }
  }

  private func ratio(_ pair: PairScore, _ stream: AlertStream, _ answers: AnswerSums) -> Double {
    guard case .outcome(_, let figure) = stream.numbers else { return 1 }
    let error = pair.standardError(.above)
    var variances: [Double]
    switch figure {
    case .importance: variances = [pair.firstVariance]
    case .satisfaction: variances = [pair.secondVariance]
    case .opportunity where study.scoring.scorer == .unfloored: variances = [error * error]
    case .opportunity: variances = [pair.firstVariance, error * error]
    }
    let alone = evidencePlan(stream, AlertLedger.Stream(key: "", part: 1, total: .zero)).variances(
      answers)
    return zip(variances, alone).reduce(1) { $1.1 > 0 ? max($0, $1.0 / $1.1) : $0 }
  }

  /// The largest of all outcomes, from the figures of the scores alone.
  private func largest(_ segment: SegmentScores, _ responses: Responses) -> Double {
    segment.outcomes.compactMap { score in
      guard let pair = score.pair, study.scoring.scorer == .topBox, score.effectiveCount > 0 else {
        return nil
      }
      let spread = pair.first * (10 - pair.first)
      return spread > 0 ? pair.firstVariance * score.effectiveCount / spread : nil
    }.reduce(1, max)
  }
}
