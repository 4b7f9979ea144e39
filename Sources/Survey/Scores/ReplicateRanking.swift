import Groundwork
import Statistics

/// Adds to scored segments how sure the order of their outcomes is: every replicate scores and
/// ranks all outcomes of a segment again.
struct ReplicateRanking {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions
  private let source: ReplicateSource
  private let rule: PairRule

  /// Rows from which one segment keeps all threads busy; smaller ones share them.
  private static let largeSegment = 50_000

  init(
    study: Study, responses: Responses, source: ReplicateSource, options: AnalysisOptions
  ) {
    (self.study, self.responses, self.options) = (study, responses, options)
    self.source = source
    rule =
      OpportunityScoring(
        scale: study.responses.scale, plan: study.scoring, designCount: responses.respondentCount
      ).rule
  }

  /// Everybody together.
  func ranked(everybody: SegmentScores) -> [SegmentScores] {
    ranked([(everybody, (0..<Int32(responses.respondentCount)).map { $0 })])
  }

  /// The segments of some segmentations.
  ///
  /// - Parameters:
  ///   - segments: of all segmentations, as `SegmentScoring.segments` returns them.
  ///   - groupings: who belongs where.
  /// - Returns: the same segments in the same order.
  func ranked(_ segments: [SegmentScores], of groupings: [Grouping]) -> [SegmentScores] {
    var members: [ByteText: [ByteText: [Int32]]] = [:]
    for grouping in groupings {
      var rows = [[Int32]](repeating: [], count: grouping.levels.count + 1)
      for (row, code) in grouping.codes.enumerated() { rows[Int(code)].append(Int32(row)) }
      members[ByteText(grouping.name)] = Dictionary(
        zip(grouping.levels, rows).map { (ByteText($0), $1) },
        uniquingKeysWith: { first, _ in first })
    }
    return ranked(
      segments.map {
        ($0, members[ByteText($0.segmentation)]?[ByteText($0.segment)] ?? [])
      })
  }

  // MARK: - Steps

  private func ranked(_ segments: [(scores: SegmentScores, rows: [Int32])]) -> [SegmentScores] {
    let isLarge = responses.respondentCount >= ReplicateRanking.largeSegment
    let outer = isLarge ? Workers(threadCount: 1) : options.workers
    let inner = isLarge ? options.workers : Workers(threadCount: 1)
    return outer.map(segments.count) { index in
      ranked(segments[index].scores, segments[index].rows, inner)
    }
  }

  private func ranked(
    _ segment: SegmentScores, _ rows: [Int32], _ workers: Workers
  ) -> SegmentScores {
    let scored = segment.outcomes.indices.filter { segment.outcomes[$0].opportunity != nil }
    // Without a degree of freedom the spread of replicates means nothing.
    let degrees = scored.map { segment.outcomes[$0].degreesOfFreedom }.min() ?? 0
    guard scored.count > 1, degrees > 0 else { return segment }
    let replicates = scores(scored.map { segment.outcomes[$0].outcome }, rows, workers)
    guard let count = replicates.first?.count, count > 0 else { return segment }
    let summary = RankSummary(
      estimates: scored.map { segment.outcomes[$0].opportunity?.value ?? 0 },
      replicates: replicates, degreesOfFreedom: degrees)
    var result = segment
    for (place, index) in scored.enumerated() {
      result.outcomes[index].ranking = Ranking(
        interval: summary.intervals[place], simultaneous: summary.simultaneousRanks[place],
        topShares: summary.topShares[place], tier: summary.tiers[place])
    }
    return result
  }

  /// By outcome, the opportunity in each replicate; replicates in which an outcome lost all its
  /// respondents are left out.
  private func scores(_ outcomes: [Int], _ rows: [Int32], _ workers: Workers) -> [[Double]] {
    let (first, second) = (
      outcomes.map { responses.importance[$0] }, outcomes.map { responses.satisfaction[$0] }
    )
    return source.scores(
      first, second, rule: rule, isFloored: study.scoring.scorer != .unfloored, rows: rows,
      workers: workers)
  }
}
