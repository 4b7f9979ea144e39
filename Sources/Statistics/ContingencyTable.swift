public import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A table of two classifications of the same people, each counted once: whether they depend on
/// each other, how much, and where.
///
/// The tests hold for people drawn one by one with equal weights. Never fill the table with
/// weighted counts: their chi-square is not one.
public struct ContingencyTable: Sendable, Equatable {
  /// The counts `[r x c]`.
  public let counts: Matrix
  /// All people, n.
  public let total: Double
  /// What independence lets expect, `[r x c]`: row sum times column sum over n.
  public let expected: Matrix
  private let rowSums: [Double]
  private let columnSums: [Double]

  /// Takes a table of counts.
  ///
  /// - Parameter counts: `[r x c]` whole counts from 2 x 2 on; no row and no column is empty.
  public init(counts: Matrix) {
    precondition(
      counts.rowCount > 1 && counts.columnCount > 1
        && counts.elements.allSatisfy { $0 >= 0 && $0 == $0.rounded() && $0.isFinite },
      "a table of \(counts.rowCount) x \(counts.columnCount)")
    self.counts = counts
    rowSums = (0..<counts.rowCount).map { counts.row($0).reduce(0, +) }
    columnSums = (0..<counts.columnCount).map { counts.column($0).reduce(0, +) }
    total = rowSums.reduce(0, +)
    precondition((rowSums + columnSums).allSatisfy { $0 > 0 }, "a row or column without people")
    var expected = counts
    for row in rowSums.indices {
      for column in columnSums.indices {
        expected[row, column] = rowSums[row] * columnSums[column] / total
      }
    }
    self.expected = expected
  }

  /// The degrees of freedom, (r - 1)(c - 1).
  public var degreesOfFreedom: Int { (rowSums.count - 1) * (columnSums.count - 1) }

  /// Pearson's statistic, Σ (O - E)² / E.
  ///
  /// Source: Pearson (1900), On the criterion that a given system of deviations is such that it
  /// can be reasonably supposed to have arisen from random sampling.
  public var chiSquare: Double {
    zip(counts.elements, expected.elements).reduce(0) { sum, cell in
      sum + (cell.0 - cell.1) * (cell.0 - cell.1) / cell.1
    }
  }

  /// The likelihood ratio statistic, 2 Σ O log(O / E).
  public var likelihoodRatio: Double {
    2
      * zip(counts.elements, expected.elements).reduce(0) { sum, cell in
        cell.0 > 0 ? sum + cell.0 * log(cell.0 / cell.1) : sum
      }
  }

  /// The probability of so large a `chiSquare` under independence, without Yates's correction.
  public var probability: Double {
    ChiSquare.upperTail(chiSquare, degreesOfFreedom: Double(degreesOfFreedom))
  }

  /// The smallest expected count: under 5 the probability is a rough one.
  public var smallestExpected: Double { expected.elements.min() ?? 0 }

  /// Cramér's V, 0 (independent) to 1 (one tells the other).
  ///
  /// Source: Cramér (1946), Mathematical Methods of Statistics, section 21.9.
  public var cramersV: Double {
    let limit = total * Double(min(rowSums.count, columnSums.count) - 1)
    return min(1, (chiSquare / limit).squareRoot())
  }

  /// Cramér's V without what chance alone adds to it.
  ///
  /// Source: Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T.
  public var correctedCramersV: Double {
    let chance = Double(degreesOfFreedom) / (total - 1)
    let spans = [rowSums.count, columnSums.count].map { count in
      let span = Double(count - 1)
      return span - span * span / (total - 1)
    }
    let least = min(spans[0], spans[1])
    return least > 0 ? (max(0, chiSquare / total - chance) / least).squareRoot() : 0
  }

  /// The residuals (O - E) / √(E (1 - row share) (1 - column share)), `[r x c]`: about standard
  /// normal under independence.
  ///
  /// Source: Haberman (1973), The analysis of residuals in cross-classified tables.
  public var adjustedResiduals: Matrix {
    map { row, column in
      let spread =
        expected[row, column] * (1 - rowSums[row] / total) * (1 - columnSums[column] / total)
      return (counts[row, column] - expected[row, column]) / spread.squareRoot()
    }
  }

  /// 100 times the share of a row within a column over its share among all, `[r x c]`.
  public var indices: Matrix {
    map { row, column in 100 * counts[row, column] / expected[row, column] }
  }

  /// The tests of each pair of columns within a row: z with the pooled share, two-sided.
  ///
  /// - Parameter row: the row whose share is compared.
  /// - Returns: the pairs in the order 0-1, 0-2, ..., 1-2, ...; `adjusted` is Holm's among them.
  public func columnTests(inRow row: Int) -> [ColumnTest] {
    let pairs = columnSums.indices.flatMap { first in
      columnSums.indices.dropFirst(first + 1).map { (first, $0) }
    }
    let scores = pairs.map { score(row, $0.0, $0.1) }
    let values = scores.map { score in score.map { 2 * Normal.upperTail(abs($0)) } }
    // A test that could not be done does not count among them.
    let adjusted = AdjustedPValues.holm(values)
    return pairs.indices.map { index in
      ColumnTest(
        first: pairs[index].0, second: pairs[index].1, score: scores[index] ?? 0,
        probability: values[index] ?? 1, adjusted: adjusted[index] ?? 1)
    }
  }

  /// One pair of columns within a row.
  public struct ColumnTest: Sendable, Equatable {
    /// The first column of the pair.
    public let first: Int
    /// The second column of the pair.
    public let second: Int
    /// The difference of the shares over its standard error; 0 where both are 0 or both 1.
    public let score: Double
    /// The probability of so large a difference either way.
    public let probability: Double
    /// The probability adjusted for the number of pairs in the row.
    public let adjusted: Double
  }

  // MARK: - Steps

  private func map(_ cell: (Int, Int) -> Double) -> Matrix {
    var result = counts
    for row in rowSums.indices {
      for column in columnSums.indices { result[row, column] = cell(row, column) }
    }
    return result
  }

  private func score(_ row: Int, _ first: Int, _ second: Int) -> Double? {
    let (one, other) = (columnSums[first], columnSums[second])
    let pooled = (counts[row, first] + counts[row, second]) / (one + other)
    guard pooled > 0, pooled < 1 else { return nil }
    return (counts[row, first] / one - counts[row, second] / other)
      / (pooled * (1 - pooled) * (1 / one + 1 / other)).squareRoot()
  }
}
