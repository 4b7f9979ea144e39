import Groundwork
import Statistics

/// Scores every outcome in every segment of one segmentation.
struct SegmentScoring {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// Everybody together: segmentation `all`, segment `all`.
  func everybody() -> SegmentScores {
    let tallies = tallies(groups: nil, groupCount: 1, domainCount: 1)
    var all = base(of: nil, segmentation: "all", segment: "all", code: 0)
    // Nobody declared this segment, so only the disclosure floor may refuse it.
    admit(&all, minimumBase: Double(Disclosure.floor))
    if all.status != .refused {
      all.outcomes = scores(tallies, of: 0, minimumBase: Double(Disclosure.floor))
    }
    return all
  }

  /// Each level of a grouping, then the respondents in none of them.
  ///
  /// - Parameters:
  ///   - grouping: who belongs to which level.
  ///   - minimumBase: the fewest effective respondents that are scored.
  /// - Returns: the levels in order; the respondents in none last, when there are any.
  func segments(of grouping: Grouping, minimumBase: Double) -> [SegmentScores] {
    let groupCount = grouping.levels.count + 1
    let tallies = tallies(
      groups: grouping.codes, groupCount: groupCount, domainCount: grouping.levels.count)
    return (0..<groupCount).compactMap { code in
      let isMissing = code == grouping.levels.count
      var segment = base(
        of: grouping, segmentation: grouping.name,
        segment: isMissing ? "" : grouping.levels[code], code: UInt16(code))
      if isMissing {
        segment.status = .missing
        segment.reason = "no answer that names a segment"
        return segment.respondentCount > 0 ? segment : nil
      }
      admit(&segment, minimumBase: minimumBase)
      if segment.status != .refused {
        segment.outcomes = scores(tallies, of: code, minimumBase: minimumBase)
      }
      return segment
    }
  }

  // MARK: - Steps

  /// What one outcome adds up to: its joint table by group, and the covariance over the groups
  /// where the tables alone do not hold it.
  private struct OutcomeTally {
    var tables: [JointTable]
    var covariance: PairCovariance?
  }

  /// Tallies by outcome. Outcomes are shared out among the threads; within an outcome the rows are
  /// added block by block, which is how files too large for memory will be.
  private func tallies(groups: [UInt16]?, groupCount: Int, domainCount: Int) -> [OutcomeTally] {
    let responses = responses
    let blockRowCount = options.blockRowCount
    let rule = scoring.rule
    return options.workers.map(study.outcomes.count) { outcome in
      let columns = PairCovariance.Columns(
        first: responses.importance[outcome], second: responses.satisfaction[outcome],
        groups: groups, groupCount: groupCount)
      var tally = JointTally(groupCount: groupCount)
      for start in stride(from: 0, to: responses.respondentCount, by: blockRowCount) {
        tally.add(
          start..<min(start + blockRowCount, responses.respondentCount),
          first: columns.first, second: columns.second, groups: groups,
          weights: responses.weights)
      }
      guard !responses.sample.isSimple else { return OutcomeTally(tables: tally.tables) }
      return OutcomeTally(
        tables: tally.tables,
        covariance: PairCovariance(
          columns, domains: (0..<domainCount).map { [$0] }, rule: rule, sample: responses.sample))
    }
  }

  var scoring: OpportunityScoring {
    OpportunityScoring(
      scale: study.responses.scale, plan: study.scoring, designCount: responses.respondentCount,
      growth: responses.sample.growth)
  }

  private func base(
    of grouping: Grouping?, segmentation: String, segment: String, code: UInt16
  ) -> SegmentScores {
    var count = 0
    var weight: Int64 = 0
    var square: Int128 = 0
    for row in 0..<responses.respondentCount where grouping.map({ $0.codes[row] == code }) ?? true {
      let own = responses.weights?[row] ?? 1
      count += own > 0 ? 1 : 0
      weight += own
      square += Int128(own) * Int128(own)
    }
    return SegmentScores(
      segmentation: segmentation, segment: segment, respondentCount: count,
      share: Double(weight) / Double(responses.totalWeight),
      effectiveCount: square > 0 ? Double(weight) * Double(weight) / Double(square) : 0)
  }

  private func admit(_ segment: inout SegmentScores, minimumBase: Double) {
    if segment.respondentCount < Disclosure.floor {
      segment.status = .refused
      segment.reason = "fewer than \(Disclosure.floor) respondents"
    } else if segment.effectiveCount < minimumBase * (1 - 1e-12) {
      segment.status = .refused
      segment.reason = "fewer than \(wholeText(minimumBase)) effective respondents"
    } else if segment.effectiveCount < SegmentScoring.comfortableBase * (1 - 1e-12) {
      segment.status = .smallBase
      segment.reason =
        "fewer than \(wholeText(SegmentScoring.comfortableBase)) effective respondents"
    }
  }

  /// The effective respondents under which a scored segment is marked as small.
  static let comfortableBase = 60.0

  private func scores(
    _ tallies: [OutcomeTally], of group: Int, minimumBase: Double
  ) -> [OutcomeScore] {
    let scoring = scoring
    var scores = tallies.indices.map { outcome in
      scoring.score(
        tallies[outcome].tables[group], outcome: outcome, minimumBase: minimumBase,
        spread: tallies[outcome].covariance?.score(of: group))
    }
    rank(&scores)
    let adjusted = AdjustedPValues.benjaminiHochberg(scores.map(\.gapP))
    for index in scores.indices { scores[index].adjustedGapP = adjusted[index] }
    return scores
  }

  /// Ranks by opportunity; equal scores share the better rank.
  private func rank(_ scores: inout [OutcomeScore]) {
    let opportunities = scores.compactMap { $0.opportunity?.value }
    for index in scores.indices {
      guard let own = scores[index].opportunity?.value else { continue }
      scores[index].rank = 1 + opportunities.count { $0 > own + 1e-9 }
    }
  }
}
