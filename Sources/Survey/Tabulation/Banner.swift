/// The columns of all tables of a run, and who stands in each.
struct Banner: Sendable {
  /// The groupings of the plan, in the order of the study.
  let groupings: [Grouping]
  /// Everybody, then each grouping's levels.
  let columns: [BannerColumn]
  /// By grouping, the position of its first column.
  let starts: [Int]
  /// By column: respondents of positive weight.
  let counts: [Int]
  /// By column: Kish's effective number of respondents.
  let effectiveCounts: [Double]

  init(_ plan: TabulationPlan, study: Study, responses: Responses) throws(SurveyError) {
    var columns = [BannerColumn(segmentation: "all", segment: "all", letter: "")]
    var counts = [responses.peopleCount]
    var effectiveCounts = [responses.effectiveCount]
    var starts: [Int] = []
    for position in plan.segmentations {
      let grouping = responses.groupings[position]
      guard grouping.levels.count <= TabulationPlan.segmentLimit else {
        throw .tooManySegments(
          study.segmentations[position].column, name: grouping.name,
          found: grouping.levels.count, limit: TabulationPlan.segmentLimit)
      }
      starts.append(columns.count)
      columns += grouping.levels.enumerated().map { place, level in
        BannerColumn(
          segmentation: grouping.name, segment: level, letter: BannerColumn.letter(at: place))
      }
      let sizes = Banner.sizes(grouping, responses.weights)
      counts += sizes.map(\.count)
      effectiveCounts += sizes.map(\.effective)
    }
    groupings = plan.segmentations.map { responses.groupings[$0] }
    (self.columns, self.starts) = (columns, starts)
    (self.counts, self.effectiveCounts) = (counts, effectiveCounts)
  }

  private static func sizes(
    _ grouping: Grouping, _ weights: [Int64]?
  ) -> [(count: Int, effective: Double)] {
    let levelCount = grouping.levels.count
    var counts = [Int](repeating: 0, count: levelCount)
    var sums = [Int64](repeating: 0, count: levelCount)
    var squares = [Int128](repeating: 0, count: levelCount)
    for (row, code) in grouping.codes.enumerated() where Int(code) < levelCount {
      let weight = weights?[row] ?? 1
      counts[Int(code)] += weight > 0 ? 1 : 0
      sums[Int(code)] += weight
      squares[Int(code)] += Int128(weight) * Int128(weight)
    }
    return counts.indices.map { level in
      let sum = Double(sums[level])
      return (counts[level], squares[level] > 0 ? sum * sum / Double(squares[level]) : 0)
    }
  }
}

/// Some columns side by side that are compared with each other: everybody alone, or the segments
/// of one segmentation.
struct TableSlice {
  var bases: [TableBase?]
  /// By statistic, then column.
  var cells: [[TableCell?]]
  var test: TableTest?
}

extension TableBase {
  /// Whether a column of so many effective respondents is compared; a whole number must not fail
  /// its own limit by a rounding error.
  static func isCompared(_ effectiveCount: Double) -> Bool {
    effectiveCount >= TabulationPlan.comparisonBase * (1 - 1e-12)
  }
}
