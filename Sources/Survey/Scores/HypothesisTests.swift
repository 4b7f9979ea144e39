import Statistics

/// What became of a declared hypothesis.
public struct HypothesisResult: Sendable, Equatable {
  /// The claim as declared.
  public var hypothesis: Hypothesis
  /// The opportunity, or its difference from that of the other segments together.
  public var estimate: Estimate?
  /// Its 95 % interval.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?
  /// How often chance alone supports the claim as much where it is not true, 0...1.
  public var p: Double?
  /// `p` adjusted for all declared hypotheses together (Holm).
  public var adjustedP: Double?
  /// Why it could not be tested; empty when it was.
  public var refusal: String

  /// Whether the data support the claim at 5 %, all hypotheses together.
  public var isSupported: Bool { (adjustedP ?? 1) <= 0.05 }
}

/// Tests the hypotheses that the study declares, as a family of their own.
enum HypothesisTests {
  /// - Parameters:
  ///   - study: the study.
  ///   - segments: everybody and all scored segments.
  ///   - comparisons: each segment against the rest.
  /// - Returns: one result a hypothesis, in their order, adjusted by Holm.
  static func results(
    _ study: Study, _ segments: [SegmentScores], _ comparisons: [SegmentationComparisons]
  ) -> [HypothesisResult] {
    var results = study.hypotheses.map { hypothesis in
      switch hypothesis.claim {
      case .atLeast, .below: onLevel(hypothesis, segments)
      case .higher, .lower, .different: onDifference(hypothesis, comparisons)
      }
    }
    let adjusted = AdjustedPValues.holm(results.map(\.p))
    for index in results.indices { results[index].adjustedP = adjusted[index] }
    return results
  }

  // MARK: - Steps

  private static func refused(_ hypothesis: Hypothesis, _ reason: String) -> HypothesisResult {
    HypothesisResult(
      hypothesis: hypothesis, estimate: nil, low: nil, high: nil, p: nil, adjustedP: nil,
      refusal: reason)
  }

  /// Against a cut. The score is the larger of two linear statistics: it reaches the cut when
  /// either does, and stays below it when both do.
  private static func onLevel(
    _ hypothesis: Hypothesis, _ segments: [SegmentScores]
  ) -> HypothesisResult {
    let segment = segments.first {
      $0.segmentation == hypothesis.segmentation ?? "all"
        && $0.segment == hypothesis.segment ?? "all"
    }
    guard let segment else { return refused(hypothesis, "there is no such group") }
    let score = segment.outcomes.first { $0.outcome == hypothesis.outcome }
    guard let score, let pair = score.pair, pair.degreesOfFreedom > 0 else {
      return refused(hypothesis, segment.reason.isEmpty ? "not scored" : segment.reason)
    }
    func upper(_ gradient: PairScore.Gradient, _ cut: Double) -> Double {
      let value = gradient.first * pair.first + gradient.second * pair.second
      let test = DifferenceTest(
        difference: value - cut,
        variance: pair.standardError(gradient) * pair.standardError(gradient),
        degreesOfFreedom: Double(pair.degreesOfFreedom))
      return test.upperP
    }
    let gradients: [PairScore.Gradient] = pair.isFloored ? [.floor, .above] : [.above]
    let p: Double
    switch hypothesis.claim {
    case .atLeast(let cut): p = gradients.map { upper($0, cut) }.min() ?? 1
    case .below(let cut): p = gradients.map { 1 - upper($0, cut) }.max() ?? 1
    default: p = 1
    }
    return HypothesisResult(
      hypothesis: hypothesis, estimate: score.opportunity, low: score.low, high: score.high, p: p,
      adjustedP: nil, refusal: "")
  }

  /// Against all other segments together, by the guarded test.
  private static func onDifference(
    _ hypothesis: Hypothesis, _ comparisons: [SegmentationComparisons]
  ) -> HypothesisResult {
    let family = comparisons.first { $0.segmentation == hypothesis.segmentation }
    let found = family?.againstRest.first {
      $0.outcome == hypothesis.outcome && $0.segment == hypothesis.segment
    }
    guard let found, let p = found.p else {
      let reason = family.map { $0.refusal.isEmpty ? "the group is not scored" : $0.refusal }
      return refused(hypothesis, reason ?? "there is no such segmentation")
    }
    let isHigher = found.difference.value > 0
    let oneSided: Double
    switch hypothesis.claim {
    case .higher: oneSided = isHigher ? p / 2 : 1 - p / 2
    case .lower: oneSided = isHigher ? 1 - p / 2 : p / 2
    default: oneSided = p
    }
    return HypothesisResult(
      hypothesis: hypothesis, estimate: found.difference, low: found.low, high: found.high,
      p: oneSided, adjustedP: nil, refusal: "")
  }
}
