import Statistics

/// Adds corrected scores and the probability of each band and zone.
///
/// Everybody's outcomes are drawn towards what they have in common; a segment's towards
/// everybody's. Clusters are left out: they were chosen by the very scores, which no such
/// correction undoes.
enum ScoreCorrection {
  /// Everybody together.
  static func corrected(everybody: SegmentScores) -> SegmentScores {
    let scored = scoredOutcomes(everybody)
    guard let group = group(everybody, scored), let result = CorrectedScores(group) else {
      return everybody
    }
    return adding(result, to: everybody, scored)
  }

  /// The segments of one segmentation.
  ///
  /// - Parameters:
  ///   - segments: all of them; those in which other outcomes are scored than over everybody get
  ///     no correction.
  ///   - everybody: all respondents together.
  /// - Returns: the same segments in the same order.
  static func corrected(
    _ segments: [SegmentScores], everybody: SegmentScores
  ) -> [SegmentScores] {
    let scored = scoredOutcomes(everybody)
    let whole = segments.indices.filter { scoredOutcomes(segments[$0]) == scored }
    let groups = whole.compactMap { group(segments[$0], scored) }
    guard let everybodysGroup = group(everybody, scored), groups.count == whole.count,
      let results = CorrectedScores.segments(
        groups, sizes: whole.map { segments[$0].effectiveCount }, everybody: everybodysGroup)
    else { return segments }
    var corrected = segments
    for (index, result) in zip(whole, results) {
      corrected[index] = adding(result, to: segments[index], scored)
    }
    return corrected
  }

  // MARK: - Steps

  private static func scoredOutcomes(_ segment: SegmentScores) -> [Int] {
    segment.outcomes.indices.filter { segment.outcomes[$0].pair?.isFloored == true }
  }

  private static func group(_ segment: SegmentScores, _ scored: [Int]) -> ScoredGroup? {
    let outcomes = scored.map { segment.outcomes[$0] }
    let scores = outcomes.compactMap(\.pair)
    guard !scores.isEmpty, scores.count == outcomes.count else { return nil }
    return ScoredGroup(scores: scores, effectiveCounts: outcomes.map(\.effectiveCount))
  }

  private static func adding(
    _ result: CorrectedScores, to segment: SegmentScores, _ scored: [Int]
  ) -> SegmentScores {
    var segment = segment
    for (index, score) in zip(scored, result.outcomes) {
      segment.outcomes[index].corrected = score
    }
    return segment
  }
}
