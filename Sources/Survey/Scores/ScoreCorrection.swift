import Groundwork
import Statistics

/// Adds corrected scores and the probability of each band and zone.
///
/// Everybody's outcomes are drawn towards what they have in common; a segment's towards
/// everybody's. Clusters are left out: they were chosen by the very scores, which no such
/// correction undoes.
struct ScoreCorrection {
  private let responses: Responses
  private let rule: PairRule
  private let workers: Workers
  private let everybody: SegmentScores
  /// The outcomes that are scored over everybody, and their scores with what errors share.
  private let scored: [Int]
  private var everybodysGroup: ScoredGroup?

  /// - Parameters:
  ///   - everybody: all respondents together, scored.
  ///   - responses: what they answered.
  ///   - rule: what answers are worth.
  ///   - workers: the threads.
  init(everybody: SegmentScores, responses: Responses, rule: PairRule, workers: Workers) {
    (self.responses, self.rule, self.workers) = (responses, rule, workers)
    self.everybody = everybody
    scored = ScoreCorrection.scoredOutcomes(everybody)
    everybodysGroup = groups([everybody], of: nil)[0]
  }

  /// Everybody together.
  func corrected() -> SegmentScores {
    guard let everybodysGroup, let result = CorrectedScores(everybodysGroup) else {
      return everybody
    }
    return adding(result, to: everybody)
  }

  /// The segments of one segmentation.
  ///
  /// - Parameters:
  ///   - segments: all of them, the levels of the grouping first; those in which other outcomes
  ///     are scored than over everybody, or with too few degrees of freedom, get no correction.
  ///   - grouping: the segmentation.
  /// - Returns: the same segments in the same order.
  func corrected(_ segments: [SegmentScores], of grouping: Grouping) -> [SegmentScores] {
    let found = groups(segments, of: grouping)
    let whole = segments.indices.filter { found[$0].map(CorrectedScores.suffices) ?? false }
    guard let everybodysGroup,
      let results = CorrectedScores.segments(
        whole.compactMap { found[$0] }, sizes: whole.map { segments[$0].effectiveCount },
        everybody: everybodysGroup)
    else { return segments }
    var corrected = segments
    for (index, result) in zip(whole, results) {
      corrected[index] = adding(result, to: segments[index])
    }
    return corrected
  }

  // MARK: - Steps

  private static func scoredOutcomes(_ segment: SegmentScores) -> [Int] {
    segment.outcomes.indices.filter { segment.outcomes[$0].pair?.isFloored == true }
  }

  /// By segment, its scores with what their errors have in common; `nil` where not just these
  /// outcomes are scored.
  private func groups(
    _ segments: [SegmentScores], of grouping: Grouping?
  ) -> [ScoredGroup?] {
    let scores = segments.map { segment in
      ScoreCorrection.scoredOutcomes(segment) == scored
        ? scored.compactMap { segment.outcomes[$0].pair } : []
    }
    let battery = scored.map { outcome in
      PairCovariance.Columns(
        first: responses.importance[outcome], second: responses.satisfaction[outcome],
        groups: grouping?.codes, groupCount: segments.count)
    }
    let shared = SharedError.groups(
      battery, scores: scores, rule: rule, sample: responses.sample, workers: workers)
    return segments.indices.map { index in
      guard !scores[index].isEmpty else { return nil }
      return ScoredGroup(
        scores: scores[index],
        effectiveCounts: scored.map { segments[index].outcomes[$0].effectiveCount },
        shared: shared[index])
    }
  }

  private func adding(_ result: CorrectedScores, to segment: SegmentScores) -> SegmentScores {
    var segment = segment
    for (index, score) in zip(scored, result.outcomes) {
      segment.outcomes[index].corrected = score
    }
    return segment
  }
}
