import NumericCore
import Statistics

/// Tabulates the scores of one outcome by the columns of the banner: the same figures as
/// opportunities.csv, and which columns are higher than which.
struct ScoreTabulation {
  let study: Study
  let responses: Responses
  let banner: Banner
  let comparison: TabulationPlan.Comparison

  /// The rows of a table of scores.
  static let statistics: [TableStatistic] = [.importance, .satisfaction, .opportunity]

  /// The table of one outcome's scores.
  func block(_ subject: TableSubject) -> TableBlock {
    let slices =
      [slice(subject.outcome, nil, start: 0)]
      + zip(banner.groupings, banner.starts).map { slice(subject.outcome, $0, start: $1) }
    return TableBlock(
      subject: subject, item: "", bases: slices.flatMap(\.bases),
      rows: Self.statistics.enumerated().map { row, statistic in
        TableRow(statistic: statistic, cells: slices.flatMap { $0.cells[row] })
      },
      tests: [])
  }

  // MARK: - Steps

  /// What the scores of one segmentation's segments rest on.
  private struct Scored {
    var scores: [OutcomeScore]
    var bases: [TableBase?]
    var covariance: PairCovariance
    var degrees: DomainDegrees
  }

  private func slice(_ outcome: Int, _ grouping: Grouping?, start: Int) -> TableSlice {
    let levelCount = grouping?.levels.count ?? 1
    guard levelCount > 0 else {
      return TableSlice(bases: [], cells: Self.statistics.map { _ in [] })
    }
    let scored = scored(outcome, grouping, levelCount, start: start)
    let cells = Self.statistics.map { statistic in
      let higher = higher(statistic, scored)
      return scored.scores.indices.map { group -> TableCell? in
        guard scored.bases[group] != nil else { return nil }
        var cell = cell(statistic, scored.scores[group])
        cell?.higherThan = higher[group].map { $0.map { start + $0 } }
        return cell
      }
    }
    return TableSlice(bases: scored.bases, cells: cells)
  }

  private func scored(
    _ outcome: Int, _ grouping: Grouping?, _ levelCount: Int, start: Int
  ) -> Scored {
    let (first, second) = (responses.importance[outcome], responses.satisfaction[outcome])
    let groupCount = levelCount + (grouping == nil ? 0 : 1)
    let scoring = scoring
    var tally = JointTally(groupCount: groupCount)
    tally.add(
      0..<responses.respondentCount, first: first, second: second, groups: grouping?.codes,
      weights: responses.weights)
    let covariance = PairCovariance(
      PairCovariance.Columns(
        first: first, second: second, groups: grouping?.codes, groupCount: groupCount),
      domains: (0..<levelCount).map { [$0] }, rule: scoring.rule, sample: responses.sample)
    let floor = Double(Disclosure.floor)
    let minimumBase = grouping == nil ? floor : study.scoring.minimumBase
    let tables = tally.tables
    var scored = Scored(
      scores: (0..<levelCount).map { group in
        let isAdmitted = banner.effectiveCounts[start + group] >= minimumBase * (1 - 1e-12)
        return scoring.score(
          tables[group], outcome: outcome, minimumBase: isAdmitted ? minimumBase : .infinity,
          spread: responses.sample.isSimple ? nil : covariance.score(of: group))
      }, bases: [], covariance: covariance,
      degrees: degrees(first, second, grouping, levelCount))
    scored.bases = (0..<levelCount).map { group in
      base(scored, group, tables[group], size: banner.counts[start + group])
    }
    return scored
  }

  private var scoring: OpportunityScoring {
    OpportunityScoring(
      scale: study.responses.scale, plan: study.scoring, designCount: responses.respondentCount)
  }

  private func degrees(
    _ first: [UInt8], _ second: [UInt8], _ grouping: Grouping?, _ levelCount: Int
  ) -> DomainDegrees {
    let groups = first.indices.map { row -> Int32 in
      let isPaired = RatingCode.isAnswered(first[row]) && RatingCode.isAnswered(second[row])
      let group = Int(grouping?.codes[row] ?? 0)
      return isPaired && group < levelCount ? Int32(group) : -1
    }
    return DomainDegrees(groups: groups, groupCount: levelCount, sample: responses.sample)
  }

  private func base(
    _ scored: Scored, _ group: Int, _ table: JointTable, size: Int
  ) -> TableBase? {
    let score = scored.scores[group]
    guard score.pairedCount >= Disclosure.floor else { return nil }
    return TableBase(
      respondentCount: score.pairedCount,
      weight: Double(pairedWeight(table)) / responses.weightUnit,
      effectiveCount: score.effectiveCount, missingCount: size - score.pairedCount,
      degreesOfFreedom: scored.degrees.degreesOfFreedom(of: [group]),
      isCompared: TableBase.isCompared(score.effectiveCount))
  }

  private func pairedWeight(_ table: JointTable) -> Int64 {
    let codes = RatingCode.lowest..<RatingCode.lowest + UInt8(study.responses.scale.pointCount)
    return codes.reduce(0) { sum, first in
      codes.reduce(sum) { $0 + table[first, $1].weight }
    }
  }

  private func higher(_ statistic: TableStatistic, _ scored: Scored) -> [[[Int]]] {
    let values = scored.scores.indices.map { group -> Double? in
      guard scored.bases[group]?.isCompared == true else { return nil }
      return estimate(statistic, scored.scores[group])?.value
    }
    return ColumnComparison(comparison: comparison).higher(values) { left, right in
      p(statistic, scored, left, right)
    }
  }

  private func p(
    _ statistic: TableStatistic, _ scored: Scored, _ left: Int, _ right: Int
  ) -> Double? {
    // The smaller side decides how well the variance is known, as in `SegmentTests`.
    let degrees = min(
      scored.degrees.degreesOfFreedom(of: [left]), scored.degrees.degreesOfFreedom(of: [right]))
    guard let one = scored.scores[left].pair, let other = scored.scores[right].pair else {
      return nil
    }
    let compared = PairComparison(
      one, left, other, right, covariance: scored.covariance, degreesOfFreedom: degrees,
      isPooled: true)
    let test =
      switch statistic {
      case .importance: compared.first
      case .satisfaction: compared.second
      default: compared.guarded
      }
    return ColumnComparison.p(
      test.difference, variance: test.standardError * test.standardError,
      degreesOfFreedom: degrees)
  }

  private func estimate(_ statistic: TableStatistic, _ score: OutcomeScore) -> Estimate? {
    switch statistic {
    case .importance: score.importance
    case .satisfaction: score.satisfaction
    default: score.opportunity
    }
  }

  private func cell(_ statistic: TableStatistic, _ score: OutcomeScore) -> TableCell? {
    guard let estimate = estimate(statistic, score) else { return nil }
    var cell = TableCell(value: estimate.value, standardError: estimate.standardError)
    if statistic == .opportunity {
      (cell.low, cell.high) = (score.low, score.high)
    } else {
      let interval = DifferenceTest(
        difference: estimate.value, variance: estimate.standardError * estimate.standardError,
        degreesOfFreedom: Double(score.degreesOfFreedom)
      ).interval()
      let range = scoring.meanRange
      cell.low = interval.map { max(range.lowerBound, $0.low) }
      cell.high = interval.map { min(range.upperBound, $0.high) }
    }
    return cell
  }
}
