/// The rows' weights as whole numbers, so that weighted sums are exact in any order.
///
/// Given weights are whole millionths; no weights means 1 for each row. Weights are divided by
/// their greatest common divisor, so equal weights give the same bytes as none. Where the exact
/// sums of the clustering kernels would not fit (a total above 280 million, or one weight above
/// 130 thousand, as expansion weights of a large country may be), all weights are halved,
/// rounded, as often as needed: the smallest unit grows, the proportions stay to 11 digits.
public struct WholeWeights: Sendable, Equatable {
  /// The number of rows.
  public let rowCount: Int
  /// The weights in units of `1 / unit`, or `nil` when every row weighs the same.
  public let values: [Int64]?
  /// How many of these units make a weight of 1.
  public let unit: Double
  /// The sum of the weights in these units.
  public let total: Int64
  /// The largest weight in these units.
  public let maximum: Int64

  /// Takes the weights of some rows; fails when a weight is negative or all are 0.
  ///
  /// - Parameters:
  ///   - millionths: one weight a row, 0 or more, or `nil` for weight 1 each.
  ///   - rowCount: the number of rows.
  public init?(millionths: [Int64]?, rowCount: Int) {
    guard let millionths else {
      self.init(ones: rowCount)
      return
    }
    precondition(millionths.count == rowCount, "\(millionths.count) weights, \(rowCount) rows")
    var divisor: Int64 = 0
    var largest: Int64 = 0
    var sum: Int128 = 0
    for weight in millionths {
      guard weight >= 0 else { return nil }
      sum += Int128(weight)
      largest = max(largest, weight)
      divisor = WholeWeights.greatestCommonDivisor(divisor, weight)
    }
    guard sum > 0 else { return nil }
    var shift: Int64 = 0
    let (reducedSum, reducedLargest) = (sum / Int128(divisor), largest / divisor)
    while reducedSum >> shift > Int128(1) << 48 || reducedLargest >> shift > Int64(1) << 37 {
      shift += 1
    }
    self.init(
      multiplicities: millionths.map { WholeWeights.halved($0 / divisor, times: shift) },
      unit: 1_000_000 / Double(divisor) / Double(Int64(1) << shift))
  }

  /// Takes whole multiplicities, such as how often each row was drawn.
  ///
  /// - Parameters:
  ///   - counts: one number a row, 0 or more, not all 0.
  ///   - unit: how many make a weight of 1.
  public init(multiplicities counts: [Int64], unit: Double = 1) {
    rowCount = counts.count
    values = counts.allSatisfy { $0 == 1 } ? nil : counts
    self.unit = unit
    total = counts.reduce(0, +)
    maximum = counts.max() ?? 1
    precondition(total > 0, "multiplicities sum to \(total)")
  }

  /// Weight 1 for each row.
  ///
  /// - Parameter count: the number of rows.
  public init(ones count: Int) {
    rowCount = count
    values = nil
    unit = 1
    total = Int64(count)
    maximum = 1
  }

  /// The weight of one row in these units.
  public subscript(row: Int) -> Int64 {
    values?[row] ?? 1
  }

  /// The sum of all weights, in units of 1.
  public var sum: Double {
    Double(total) / unit
  }

  /// The effective number of rows, `(Σ w)² / Σ w²`.
  ///
  /// Source: Kish (1965), Survey Sampling, section 11.7.
  public var effectiveCount: Double {
    guard let values else { return Double(rowCount) }
    let squares = values.reduce(0.0) { $0 + Double($1) * Double($1) }
    return Double(total) * Double(total) / squares
  }

  /// `value / 2^shift`, rounded to nearest, halves upwards.
  private static func halved(_ value: Int64, times shift: Int64) -> Int64 {
    shift == 0 ? value : value >> shift + (value >> (shift - 1)) & 1
  }

  private static func greatestCommonDivisor(_ first: Int64, _ second: Int64) -> Int64 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}
