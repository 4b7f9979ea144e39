import Groundwork
import Statistics

/// Puts segments into the growth strategy matrix, and tells how sure that is.
struct GrowthAnalysis {
  let study: Study
  let responses: Responses
  let replicates: ReplicateSource
  let options: AnalysisOptions

  /// The section.
  ///
  /// - Parameters:
  ///   - groupings: declared segmentations, and the clusters.
  ///   - scores: the scored segments.
  /// - Returns: refused where the scorer has no zones.
  func section(
    _ groupings: [Grouping], scores: [SegmentScores]
  ) -> SectionOutcome<GrowthSection> {
    guard study.scoring.scorer != .unfloored else {
      return .refused(
        reason: "zones need the scorer top-box or mean: the unfloored one has none")
    }
    let columns = DecisionColumns(study: study, responses: responses)
    let (nothing, keptBack) = (columns.usesNothing, columns.isKeptBack)
    let segments = options.workers.map(scores.count) { place -> GrowthSection.Segment? in
      let own = scores[place]
      guard own.status != .missing else { return nil }
      return segment(own, rows(of: own, groupings), nothing, keptBack)
    }
    return .done(GrowthSection(segments: segments.compactMap { $0 }))
  }

  // MARK: - Steps

  private func rows(of segment: SegmentScores, _ groupings: [Grouping]) -> [Int32] {
    let all = (0..<Int32(responses.respondentCount)).map { $0 }
    guard segment.segmentation != "all" else { return all }
    guard let grouping = groupings.first(where: { $0.name == segment.segmentation }),
      let level = grouping.levels.firstIndex(where: { ByteText($0) == ByteText(segment.segment) })
    else { return [] }
    return all.filter { Int(grouping.codes[Int($0)]) == level }
  }

  private func segment(
    _ scores: SegmentScores, _ rows: [Int32], _ nothing: [Bool?]?, _ keptBack: [Bool?]?
  ) -> GrowthSection.Segment {
    var segment = GrowthSection.Segment(
      segmentation: scores.segmentation, segment: scores.segment,
      respondentCount: scores.respondentCount)
    let scored = scores.outcomes.filter { $0.zone != nil }
    guard !scored.isEmpty else {
      segment.note = scores.reason.isEmpty ? "nothing is scored" : scores.reason
      return segment
    }
    segment.scoredCount = scored.count
    segment.underservedCount = scored.count { $0.zone == .underserved }
    segment.overservedCount = scored.count { $0.zone == .overserved }
    segment.nothing = nothing.flatMap { share($0, rows) }
    segment.keptBack = keptBack.flatMap { share($0, rows) }
    segment.cell = GrowthSection.Cell(
      underserved: Double(segment.underservedCount) / Double(scored.count),
      overserved: Double(segment.overservedCount) / Double(scored.count),
      nothing: segment.nothing?.value, keptBack: segment.keptBack?.value)
    let marks = [segment.nothing == nil ? nil : nothing, segment.keptBack == nil ? nil : keptBack]
    let cells = cells(scored.map(\.outcome), rows, marks)
    if !cells.isEmpty {
      segment.cellShares = GrowthSection.Cell.allCases.map { cell in
        Double(cells.count { $0 == cell }) / Double(cells.count)
      }
    }
    let unknown = [
      segment.nothing == nil ? "use of nothing" : nil,
      segment.keptBack == nil ? "barriers" : nil,
    ].compactMap { $0 }
    segment.note = (unknown + ["price"]).joined(separator: ", ") + " not known"
    return segment
  }

  private func share(_ marks: [Bool?], _ rows: [Int32]) -> PeopleMean? {
    var own = [Int32](repeating: -1, count: marks.count)
    for row in rows { own[Int(row)] = marks[Int(row)].map { $0 ? 1 : 0 } ?? -1 }
    return responses.share(own)
  }

  /// The cell in each replicate.
  ///
  /// Two scores without a floor give both means: that of importance with itself is importance, that
  /// of importance and satisfaction twice importance less satisfaction. Marks ride along as ratings
  /// at the ends of the scale, so that all figures of a replicate belong together.
  private func cells(
    _ outcomes: [Int], _ rows: [Int32], _ marks: [[Bool?]?]
  ) -> [GrowthSection.Cell] {
    let scale = study.responses.scale
    let (low, high) = (
      RatingCode.lowest, RatingCode.code(point: scale.high, on: scale)
    )
    let isPaired = study.scoring.base == .paired
    let importance = outcomes.map { outcome in
      zip(responses.importance[outcome], responses.satisfaction[outcome]).map { first, second in
        !isPaired || RatingCode.isAnswered(second) ? first : MissingReason.notAnswered.rawValue
      }
    }
    let known = marks.compactMap { $0 }.map { own in
      own.map { $0.map { $0 ? high : low } ?? MissingReason.notAnswered.rawValue }
    }
    let first = importance + importance + known
    let second = outcomes.map { responses.satisfaction[$0] } + importance + known
    let rule = OpportunityScoring(
      scale: scale, plan: study.scoring, designCount: responses.respondentCount
    ).rule
    let draws = replicates.scores(
      first, second, rule: rule, isFloored: false, rows: rows, workers: Workers(threadCount: 1))
    guard let count = draws.first?.count else { return [] }
    return (0..<count).map { draw in
      cell(draws.map { $0[draw] }, outcomes.count, hasMark: marks.map { $0 != nil })
    }
  }

  private func cell(
    _ draw: [Double], _ count: Int, hasMark: [Bool]
  ) -> GrowthSection.Cell {
    let zones = (0..<count).map { place -> Zone in
      let importance = draw[count + place]
      let satisfaction = 2 * importance - draw[place]
      return Zone(
        importance: importance, satisfaction: satisfaction,
        opportunity: importance + max(importance - satisfaction, 0))
    }
    var shares = draw[(2 * count)...].map { $0 / 10 }
    func next(_ isThere: Bool) -> Double? { isThere ? shares.removeFirst() : nil }
    return GrowthSection.Cell(
      underserved: Double(zones.count { $0 == .underserved }) / Double(count),
      overserved: Double(zones.count { $0 == .overserved }) / Double(count),
      nothing: next(hasMark[0]), keptBack: next(hasMark[1]))
  }
}
