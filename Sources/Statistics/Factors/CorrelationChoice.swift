internal import NumericCore

/// Which correlation suits the items of a battery, and why.
///
/// The rule: Pearson's for items of five points or more; polychoric for the whole battery as soon
/// as an item has four points or fewer, or its skewness is 2 or more in size. Fewer points and
/// skew draw Pearson's correlation of the codes towards 0, by more the fewer and the stronger, and
/// different items by different amounts, which looks like factors of easy and of hard items.
///
/// Source: Olsson (1979), On the robustness of factor analysis against crude classification of
/// the observations; West, Finch and Curran (1995), Structural equation models with nonnormal
/// variables (the skewness).
public struct CorrelationChoice: Sendable, Equatable {
  /// A kind of correlation.
  public enum Kind: Sendable, Equatable {
    /// Of the codes as numbers.
    case pearson
    /// Of the normal numbers behind ordered answers.
    case polychoric
  }

  /// The kind that suits.
  public let kind: Kind
  /// By item, the number of different answers that occur.
  public let pointCounts: [Int]
  /// By item, the weighted skewness `m3 / m2^1.5`, 0 where it does not vary.
  public let skewness: [Double]
  /// The items that ask for a polychoric correlation; constant ones do not.
  public let coarseItems: [Int]

  /// Fewest points for Pearson's correlation.
  public static let fewestPoints = 5
  /// Skewness from which on Pearson's correlation is not used.
  public static let strongSkewness = 2.0

  /// Looks at answers.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`; missing answers are left out.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  public init(_ rows: IntegerMatrix, weights: [Int64]? = nil) throws(StatisticsFailure) {
    let whole = try KMeans.usable(weights, rows.rowCount)
    var (counts, skewness) = ([Int](), [Double]())
    for column in 0..<rows.columnCount {
      var sums = [Int64](repeating: 0, count: 256)
      for row in 0..<rows.rowCount where rows[row, column] != IntegerMatrix.missing {
        sums[Int(rows[row, column]) + 128] += whole[row]
      }
      counts.append(sums.count { $0 > 0 })
      skewness.append(CorrelationChoice.skewness(sums))
    }
    pointCounts = counts
    self.skewness = skewness
    coarseItems = counts.indices.filter {
      counts[$0] > 1
        && (counts[$0] < CorrelationChoice.fewestPoints
          || abs(skewness[$0]) >= CorrelationChoice.strongSkewness)
    }
    kind = coarseItems.isEmpty ? .pearson : .polychoric
  }

  /// The skewness of codes -128...127 with summed weights.
  private static func skewness(_ sums: [Int64]) -> Double {
    let total = sums.reduce(0.0) { $0 + Double($1) }
    guard total > 0 else { return 0 }
    let mean = sums.indices.reduce(0.0) { $0 + Double($1) * Double(sums[$1]) } / total
    func moment(_ power: Int) -> Double {
      sums.indices.reduce(0.0) { sum, code in
        let distance = Double(code) - mean
        return sum + Double(sums[code]) * (0..<power).reduce(1.0) { value, _ in value * distance }
      } / total
    }
    let variance = moment(2)
    return variance > 0 ? moment(3) / (variance * variance.squareRoot()) : 0
  }
}
