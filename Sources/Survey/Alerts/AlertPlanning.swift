import Groundwork
import Statistics

/// How evidence is reckoned for the streams of a study.
struct AlertPlanning {
  let study: Study
  let plan: AlertPlan
  let scores: [SegmentScores]
  /// What is added to means of ratings, see `AlertSums.offset`.
  let offset: Double

  /// Standard deviations that are reckoned with, before any data: of a share times ten, of means
  /// on 0...10, and of the raw scale by its width. Evidence holds whatever they are; it is largest
  /// soonest where they are about right.
  private static let shareSpread = 4.5
  private static let partOfScale = 0.25
  /// 2 importance - satisfaction varies so much more than importance.
  private static let spreadAbove = 2.2
  /// Of a segment's share: a tenth of people, in standard deviations.
  private static let membershipEffect = 0.25
  /// Of the share of missing ratings.
  private static let missingEffect = 0.3
  /// The part of the weight that a claim about all answers lays on the first.
  private static let partOfFirst = 0.5

  /// The claim of a stream tonight.
  func evidencePlan(_ stream: AlertStream, _ state: AlertLedger.Stream) -> EvidencePlan {
    let weights = StartWeights(
      horizon: plan.horizon, firstPart: stream.countsEverything ? AlertPlanning.partOfFirst : 0)
    let claim = claim(stream, isAbove: state.isAbove)
    switch stream.numbers {
    case .outcome(_, let figure):
      let isLarger = figure == .opportunity && study.scoring.scorer != .unfloored
      let effects = effects(stream.rule, figure)
      return EvidencePlan(
        figure: isLarger ? .larger : .single, claim: claim, firstEffect: effects.0,
        secondEffect: effects.1, shareUnit: study.scoring.scorer == .topBox ? 10 : nil,
        designEffect: state.designEffect, weights: weights)
    case .membership:
      return EvidencePlan(
        figure: .single, claim: claim, firstEffect: AlertPlanning.membershipEffect, shareUnit: 1,
        designEffect: state.designEffect, weights: weights)
    case .missing, .target:
      return EvidencePlan(
        figure: .single, claim: claim, firstEffect: AlertPlanning.missingEffect,
        designEffect: state.designEffect, weights: weights)
    }
  }

  /// What the design costs a stream, by the variances of its scores; of people who were drawn one
  /// by one nothing.
  func designEffect(
    _ stream: AlertStream, _ sums: AnswerSums, _ responses: Responses
  ) -> Double {
    let sample = responses.sample
    guard !sample.design.hasRowUnits || sample.replicates != nil else { return 1 }
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
    return ratio(pair, sums)
  }

  // MARK: - Steps

  private func claim(_ stream: AlertStream, isAbove: Bool) -> EvidencePlan.Claim {
    guard let bound = stream.bound else {
      return stream.rule.kind == .findingsRise ? .rise : .change
    }
    var own = bound
    if case .outcome = stream.numbers { own -= offset }
    return isAbove || stream.isForBelow ? .below(own) : .above(own)
  }

  private func effects(
    _ rule: AlertRule, _ figure: AlertRule.Figure
  ) -> (Double, Double) {
    var by = study.scoring.usualChange(study)
    if case .change(_, let own) = rule.kind { by = own }
    let scale = study.responses.scale
    let spread =
      switch study.scoring.scorer {
      case .topBox: AlertPlanning.shareSpread
      case .mean: 10 * AlertPlanning.partOfScale
      case .unfloored: Double(scale.high - scale.low) * AlertPlanning.partOfScale
      }
    let above = by / spread / AlertPlanning.spreadAbove
    let isAbove = figure == .opportunity && study.scoring.scorer == .unfloored
    return (isAbove ? above : by / spread, above)
  }

  private func ratio(_ pair: PairScore, _ sums: AnswerSums) -> Double {
    let mean = sums.weight > 0 ? sums.first / sums.weight : 0
    let spread = sums.weight > 0 ? sums.firstSquares / sums.weight - mean * mean : 0
    let above = sums.weight > 0 ? sums.second / sums.weight : 0
    let aboveSpread = sums.weight > 0 ? sums.secondSquares / sums.weight - above * above : 0
    let error = pair.standardError(.above)
    let count = sums.effectiveCount
    return max(
      1, spread > 0 ? pair.firstVariance * count / spread : 1,
      aboveSpread > 0 ? error * error * count / aboveSpread : 1)
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
