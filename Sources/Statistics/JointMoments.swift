/// The weighted means of two values read off a joint table, with the design variances and the
/// covariance of those means.
///
/// Use it for any pair of scores that are functions of two coded answers: scale points, top-box
/// indicators, both. The covariance is what makes the standard error of their difference honest.
///
///     mean  = sum(w f) / sum(w)
///     V     = n/(n - 1) * sum(w^2 (f - mean)^2) / sum(w)^2          (rows outside: influence 0)
///     C     = n/(n - 1) * sum(w^2 (f - mean_f)(g - mean_g)) / (sum_f(w) sum_g(w))
///
/// Source: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.5
/// (linearised ratio of totals), every row its own sampling unit, one stratum.
public struct JointMoments: Sendable, Equatable {
  /// Rows of positive weight that have the first value.
  public let firstCount: Int
  /// Rows of positive weight that have the second value.
  public let secondCount: Int
  /// Rows of positive weight that have both values.
  public let pairedCount: Int
  /// Kish's effective number of the rows that have both values: (sum w)^2 / sum w^2.
  public let pairedEffectiveCount: Double
  /// Means over their bases; `nil` when the base carries no weight.
  public let firstMean: Double?
  /// The mean of the second value over its base.
  public let secondMean: Double?
  /// Variances of the two means and their covariance; 0 where a mean is `nil`.
  public let firstVariance: Double
  /// The variance of the second mean.
  public let secondVariance: Double
  /// The covariance of the two means.
  public let covariance: Double

  /// Reads the moments off a table.
  ///
  /// - Parameters:
  ///   - table: the joint table of the domain.
  ///   - firstValues: 16 values by code of the first column; `nil` is missing.
  ///   - secondValues: 16 values by code of the second column; `nil` is missing.
  ///   - isPaired: whether both means are over the rows that have both values.
  ///   - designCount: n, the rows of the whole design, at least the rows of the table.
  /// - Complexity: O(256).
  public init(
    _ table: JointTable, firstValues: [Double?], secondValues: [Double?], isPaired: Bool,
    designCount: Int
  ) {
    let cells = JointMoments.valued(table, firstValues, secondValues)
    let pairs = cells.filter { $0.first != nil && $0.second != nil }
    let firstBase = isPaired ? pairs : cells.filter { $0.first != nil }
    let secondBase = isPaired ? pairs : cells.filter { $0.second != nil }
    firstCount = JointMoments.count(cells.filter { $0.first != nil })
    secondCount = JointMoments.count(cells.filter { $0.second != nil })
    pairedCount = JointMoments.count(pairs)
    let pairedWeight = Double(pairs.reduce(Int64(0)) { $0 + $1.cell.weight })
    let pairedSquare = Double(pairs.reduce(Int128(0)) { $0 + $1.cell.squaredWeight })
    pairedEffectiveCount = pairedSquare > 0 ? pairedWeight * pairedWeight / pairedSquare : 0

    let factor = designCount > 1 ? Double(designCount) / Double(designCount - 1) : 0
    let first = JointMoments.mean(firstBase) { $0.first ?? 0 }
    let second = JointMoments.mean(secondBase) { $0.second ?? 0 }
    firstMean = first?.mean
    secondMean = second?.mean
    firstVariance =
      first.map { base in
        factor * JointMoments.squares(firstBase) { ($0.first ?? 0) - base.mean }
          / (base.weight * base.weight)
      } ?? 0
    secondVariance =
      second.map { base in
        factor * JointMoments.squares(secondBase) { ($0.second ?? 0) - base.mean }
          / (base.weight * base.weight)
      } ?? 0
    guard let first, let second else {
      covariance = 0
      return
    }
    let products = pairs.reduce(0.0) { sum, entry in
      sum + Double(entry.cell.squaredWeight) * ((entry.first ?? 0) - first.mean)
        * ((entry.second ?? 0) - second.mean)
    }
    covariance = factor * products / (first.weight * second.weight)
  }

  /// The standard error of `a * first + b * second`.
  public func standardError(first a: Double, second b: Double) -> Double {
    let variance =
      a * a * firstVariance + b * b * secondVariance + 2 * a * b * covariance
    // Perfect correlation can leave a rounding error below zero.
    return max(0, variance).squareRoot()
  }

  // MARK: - Steps

  private typealias Entry = (cell: JointTable.Cell, first: Double?, second: Double?)

  private static func valued(
    _ table: JointTable, _ firstValues: [Double?], _ secondValues: [Double?]
  ) -> [Entry] {
    precondition(firstValues.count == 16 && secondValues.count == 16, "16 codes a column")
    return table.cells.indices.compactMap { index in
      let cell = table.cells[index]
      return cell.count == 0
        ? nil : (cell, firstValues[index >> 4], secondValues[index & 15])
    }
  }

  private static func count(_ entries: [Entry]) -> Int {
    entries.reduce(0) { $0 + Int($1.cell.count) }
  }

  private static func mean(
    _ base: [Entry], of value: (Entry) -> Double
  ) -> (mean: Double, weight: Double)? {
    let weight = Double(base.reduce(Int64(0)) { $0 + $1.cell.weight })
    guard weight > 0 else { return nil }
    return (base.reduce(0.0) { $0 + Double($1.cell.weight) * value($1) } / weight, weight)
  }

  private static func squares(_ base: [Entry], of deviation: (Entry) -> Double) -> Double {
    base.reduce(0.0) { sum, entry in
      let value = deviation(entry)
      return sum + Double(entry.cell.squaredWeight) * value * value
    }
  }
}
