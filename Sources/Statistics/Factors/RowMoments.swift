public import NumericCore

/// Means and covariances of complete rows of real numbers.
///
/// Use it where answers are not small whole numbers: times, sizes, ranks. Ratings go through
/// `Correlation.matrix(of:weights:)`, whose sums are exact.
///
/// ```text
/// m = Σ w x / Σ w,   C = Σ w (x - m)(x - m)' / Σ w
/// ```
///
/// A first row is subtracted, then the mean of the rest, and each sum carries what its additions
/// lose: a mean of many digits costs none of the covariance's.
public struct RowMoments: Sendable, Equatable {
  /// The weighted means `[p]`.
  public let mean: [Double]
  /// The weighted covariance `[p x p]` with divisor Σw.
  public let covariance: Matrix
  /// Σw² / (Σw)²: 1 over the effective number of rows.
  public let concentration: Double

  /// Sums up rows.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, all finite; n is 1 or more.
  ///   - weights: n numbers of 0 or more with a positive sum, or `nil` for weight 1 each.
  /// - Throws: `StatisticsFailure.noAnswers` without rows, `.unusableWeights`.
  /// - Complexity: O(n p²).
  ///
  /// Source: Chan, Golub and LeVeque (1983), Algorithms for computing the sample variance (the
  /// corrected two-pass algorithm).
  public init(_ rows: Matrix, weights: [Double]? = nil) throws(StatisticsFailure) {
    guard rows.rowCount > 0 else { throw .noAnswers(rowCount: 0) }
    let used = weights ?? [Double](repeating: 1, count: rows.rowCount)
    precondition(used.count == rows.rowCount, "\(used.count) weights, \(rows.rowCount) rows")
    let total = used.compensatedSum { $0 }
    guard used.allSatisfy({ $0 >= 0 }), total > 0, total.isFinite else { throw .unusableWeights }
    var columns: [[Double]] = []
    var mean: [Double] = []
    for column in 0..<rows.columnCount {
      let pivot = rows[0, column]
      var values = rows.column(column).map { $0 - pivot }
      let center = zip(used, values).compensatedSum { $0 * $1 } / total
      for place in values.indices { values[place] -= center }
      columns.append(values)
      mean.append(pivot + center)
    }
    var covariance = Matrix(rowCount: columns.count, columnCount: columns.count)
    let left = columns.map { zip(used, $0).compensatedSum { $0 * $1 } / total }
    for row in columns.indices {
      for column in 0...row {
        let products = columns[row].indices.compensatedSum {
          used[$0] * columns[row][$0] * columns[column][$0]
        }
        covariance[row, column] = products / total - left[row] * left[column]
        covariance[column, row] = covariance[row, column]
      }
    }
    self.mean = mean
    self.covariance = covariance
    concentration = used.compensatedSum { $0 * $0 } / (total * total)
  }

  /// The covariance with divisor Σw (1 - Σw²/(Σw)²), unbiased where weights tell how precise a
  /// row is; n - 1 for equal weights. `nil` where one row has all the weight.
  public var unbiasedCovariance: Matrix? {
    guard concentration < 1 else { return nil }
    return Matrix(
      rowCount: covariance.rowCount, columnCount: covariance.columnCount,
      elements: covariance.elements.map { $0 / (1 - concentration) })
  }

  /// The Pearson correlation `[p x p]`; columns that do not vary have 0 with the others.
  public var correlation: Matrix { Correlation.matrix(of: covariance) }
}
