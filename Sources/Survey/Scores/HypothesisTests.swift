import Statistics

/// What became of a declared hypothesis.
public struct HypothesisResult: Sendable, Equatable {
  /// The claim as declared.
  public var hypothesis: Hypothesis
  /// The opportunity, or its difference from that of all others with an answer of the segmentation.
  public var estimate: Estimate?
  /// Its two-sided 95 % interval.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?
  /// How often chance alone supports the claim as much where it is not true, 0...1: one-sided but
  /// for `different`.
  public var p: Double?
  /// `p` adjusted for all declared hypotheses together (Holm).
  public var adjustedP: Double?
  /// Why it could not be tested; empty when it was.
  public var refusal: String
  /// The one-sided p-value of the opposite claim; `nil` for `different`, whose opposite (exactly
  /// the same) no data can support.
  public var oppositeP: Double?
  /// `oppositeP` adjusted for the opposites of all declared hypotheses together (Holm).
  public var adjustedOppositeP: Double?

  /// What the data say of a claim.
  public enum Verdict: String, Sendable, CaseIterable {
    /// They support it at 5 %, all hypotheses together.
    case supported
    /// They support its opposite at 5 %, all opposites together.
    case refuted
    /// They support neither.
    case unproven
    /// It could not be tested.
    case notTested = "not tested"
  }

  /// What the data say of the claim.
  public var verdict: Verdict {
    guard refusal.isEmpty else { return .notTested }
    if (adjustedP ?? 1) <= 0.05 { return .supported }
    return (adjustedOppositeP ?? 1) <= 0.05 ? .refuted : .unproven
  }
}

/// Tests the hypotheses that the study declares, as a family of their own.
enum HypothesisTests {
  /// - Parameters:
  ///   - study: the study.
  ///   - segments: everybody and all scored segments.
  ///   - comparisons: each segment against all others.
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
    let opposite = AdjustedPValues.holm(results.map(\.oppositeP))
    for index in results.indices {
      results[index].adjustedP = adjusted[index]
      results[index].adjustedOppositeP = opposite[index]
    }
    return results
  }

  // MARK: - Steps

  private static func refused(_ hypothesis: Hypothesis, _ reason: String) -> HypothesisResult {
    HypothesisResult(
      hypothesis: hypothesis, estimate: nil, low: nil, high: nil, p: nil, adjustedP: nil,
      refusal: reason)
  }

  private static let noError = "no standard error: the answers do not vary"
  private static let noDegrees = "too few sampling units for a degree of freedom"

  /// Why an outcome has no score in a group.
  private static func unscored(_ segment: SegmentScores, _ score: OutcomeScore?) -> String {
    [score?.note, segment.reason].compactMap { $0 }.first { !$0.isEmpty } ?? "not scored"
  }

  /// Against a cut.
  private static func onLevel(
    _ hypothesis: Hypothesis, _ segments: [SegmentScores]
  ) -> HypothesisResult {
    let segment = segments.first {
      $0.segmentation == hypothesis.segmentation ?? "all"
        && $0.segment == hypothesis.segment ?? "all"
    }
    guard let segment else { return refused(hypothesis, "there is no such group") }
    let score = segment.outcomes.first { $0.outcome == hypothesis.outcome }
    guard let score, let pair = score.pair else {
      return refused(hypothesis, unscored(segment, score))
    }
    let test = { (cut: Double) in PairCutTest(pair, cut: cut) }
    let p: (own: Double?, opposite: Double?)
    switch hypothesis.claim {
    case .atLeast(let cut): p = (test(cut).atLeastP, test(cut).belowP)
    case .below(let cut): p = (test(cut).belowP, test(cut).atLeastP)
    default: p = (nil, nil)
    }
    guard let own = p.own else {
      return refused(hypothesis, pair.degreesOfFreedom > 0 ? noError : noDegrees)
    }
    return HypothesisResult(
      hypothesis: hypothesis, estimate: score.opportunity, low: score.low, high: score.high,
      p: own, adjustedP: nil, refusal: "", oppositeP: p.opposite)
  }

  /// Against all others with an answer of the segmentation, by the guarded test.
  private static func onDifference(
    _ hypothesis: Hypothesis, _ comparisons: [SegmentationComparisons]
  ) -> HypothesisResult {
    let family = comparisons.first { $0.segmentation == hypothesis.segmentation }
    let found = family?.againstRest.first {
      $0.outcome == hypothesis.outcome && $0.segment == hypothesis.segment
    }
    guard let found else {
      let reason = family.map {
        $0.refusal.isEmpty ? "the group is not scored, or \(noDegrees)" : $0.refusal
      }
      return refused(hypothesis, reason ?? "there is no such segmentation")
    }
    guard let p = found.p else { return refused(hypothesis, noError) }
    let higher = found.difference.value > 0 ? p / 2 : 1 - p / 2
    let lower = found.difference.value > 0 ? 1 - p / 2 : p / 2
    let own: (p: Double, opposite: Double?)
    switch hypothesis.claim {
    case .higher: own = (higher, lower)
    case .lower: own = (lower, higher)
    default: own = (p, nil)
    }
    return HypothesisResult(
      hypothesis: hypothesis, estimate: found.difference, low: found.low, high: found.high,
      p: own.p, adjustedP: nil, refusal: "", oppositeP: own.opposite)
  }
}
