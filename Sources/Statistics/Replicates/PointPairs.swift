/// The pairs of points that the rows of a joint table give, each with its number of rows.
struct PointPairs: Sendable, Equatable {
  /// By kind, the points of the first value.
  private(set) var first: [Int] = []
  /// By kind, the points of the second value.
  private(set) var second: [Int] = []
  /// By kind, how many rows have both points, 1 or more.
  private(set) var counts: [Int64] = []

  /// Reads them off the rows that have both values.
  ///
  /// - Parameters:
  ///   - table: counted, not weighted.
  ///   - rule: what the codes are worth.
  init(_ table: JointTable, rule: PairRule) {
    let width = PairRule.largestPoint + 1
    var sums = [Int64](repeating: 0, count: width * width)
    for (index, cell) in table.cells.enumerated() where cell.count > 0 {
      guard let left = rule.first[index >> 4], let right = rule.second[index & 15] else { continue }
      sums[left * width + right] += cell.count
    }
    for (place, count) in sums.enumerated() where count > 0 {
      first.append(place / width)
      second.append(place % width)
      counts.append(count)
    }
  }

  /// n, the rows that have both values.
  var rowCount: Int { Int(counts.reduce(0, +)) }
}
