/// The distribution of two values over single rows, and of `2 first - second`: what a larger
/// sample of the same kind is foretold from.
public struct PairMoments: Sendable, Equatable {
  /// The mean of the first value, 0...10.
  public let first: Double
  /// The mean of the second value, 0...10.
  public let second: Double
  /// The variance of one row's first value.
  public let firstVariance: Double
  /// The covariance of one row's first value with its `2 first - second`.
  public let covariance: Double
  /// The variance of one row's `2 first - second`.
  public let aboveVariance: Double
  /// The third central moment of one row's `2 first - second`.
  public let aboveThird: Double
  /// The fourth central moment of one row's `2 first - second`.
  public let aboveFourth: Double

  /// Reads the moments off the rows that have both values, by their weights.
  ///
  /// - Parameters:
  ///   - table: the joint table of the group.
  ///   - rule: what the codes are worth, in points of 0...10 after its factor; `nil` when no row
  ///     with both values carries weight.
  public init?(_ table: JointTable, rule: PairRule) {
    let rows = PairMoments.rows(table, rule)
    let total = rows.reduce(0.0) { $0 + $1.weight }
    guard total > 0 else { return nil }
    func mean(_ value: (Row) -> Double) -> Double {
      rows.reduce(0.0) { $0 + $1.weight * value($1) } / total
    }
    let (first, second) = (mean(\.first), mean(\.second))
    func above(_ row: Row) -> Double { 2 * (row.first - first) - (row.second - second) }
    (self.first, self.second) = (first, second)
    firstVariance = mean { ($0.first - first) * ($0.first - first) }
    covariance = mean { ($0.first - first) * above($0) }
    aboveVariance = mean { above($0) * above($0) }
    aboveThird = mean { above($0) * above($0) * above($0) }
    aboveFourth = mean { above($0) * above($0) * above($0) * above($0) }
  }

  // MARK: - Steps

  private typealias Row = (weight: Double, first: Double, second: Double)

  private static func rows(_ table: JointTable, _ rule: PairRule) -> [Row] {
    table.cells.indices.compactMap { index in
      let weight = table.cells[index].weight
      guard weight > 0, let first = rule.first[index >> 4], let second = rule.second[index & 15]
      else { return nil }
      return (Double(weight), rule.factor * Double(first), rule.factor * Double(second))
    }
  }
}
