public import NumericCore

/// Pearson correlations of incomplete rows, each from the rows that answer both columns.
///
/// Use it to look at pairs one by one. For factors `NormalModel` is the better start: pairs of
/// different rows need not fit together (the matrix may not be positive definite, see
/// `smallestEigenvalue` and `CorrelationRepair`), and answers that are missing for a reason
/// shift each pair differently.
public struct PairwiseCorrelation: Sendable, Equatable {
  /// The correlation `[p x p]`: 1 on the diagonal; 0 where one of the two does not vary in the
  /// pair's rows, or fewer than two rows answer both.
  public let correlation: Matrix
  /// By pair, the number of rows with both answers and a weight; by column on the diagonal.
  public let counts: [[Int]]
  /// The smallest eigenvalue of the correlation; below 0 the matrix fits no complete data.
  public let smallestEigenvalue: Double

  /// Correlates pairs.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`; a missing answer is not a number.
  ///   - weights: n numbers of 0 or more, or `nil` for weight 1 each.
  /// - Throws: `NumericError.noConvergence`.
  /// - Complexity: O(n p²).
  ///
  /// Source: Pearson (1896), Mathematical contributions to the theory of evolution III.
  public init(_ rows: Matrix, weights: [Double]? = nil) throws(NumericError) {
    let columns = (0..<rows.columnCount).map { rows.column($0) }
    var result = Matrix.identity(columns.count)
    var counts = columns.map { _ in [Int](repeating: 0, count: columns.count) }
    for first in columns.indices {
      for second in 0...first {
        let both = columns[first].indices.filter {
          !columns[first][$0].isNaN && !columns[second][$0].isNaN && weights?[$0] ?? 1 > 0
        }
        counts[first][second] = both.count
        counts[second][first] = both.count
        guard first != second, both.count > 1 else { continue }
        var pair = Matrix(rowCount: both.count, columnCount: 2)
        for (place, row) in both.enumerated() {
          pair[place, 0] = columns[first][row]
          pair[place, 1] = columns[second][row]
        }
        let moments = try? RowMoments(pair, weights: weights.map { all in both.map { all[$0] } })
        result[first, second] = moments?.correlation[0, 1] ?? 0
        result[second, first] = result[first, second]
      }
    }
    self.counts = counts
    correlation = result
    smallestEigenvalue = try SymmetricEigen.values(of: result).last ?? 0
  }

  /// The harmonic mean of the pairs' numbers of rows: the n to use for tests on this matrix; 0
  /// where a pair has none.
  public var harmonicCount: Double {
    var (sum, pairs) = (0.0, 0.0)
    for first in counts.indices {
      for second in 0..<first {
        sum += 1 / Double(counts[first][second])
        pairs += 1
      }
    }
    return pairs > 0 ? pairs / sum : 0
  }
}

extension IntegerMatrix {
  /// The cells as real numbers; a missing one is not a number.
  public var real: Matrix {
    Matrix(
      rowCount: rowCount, columnCount: columnCount,
      elements: elements.map { $0 == IntegerMatrix.missing ? .nan : Double($0) })
  }
}
