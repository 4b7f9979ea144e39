public import NumericCore

/// Pearson correlations.
public enum Correlation {
  /// The correlation of complete or incomplete rows.
  ///
  /// Complete rows: from exact integer cross products. With missing answers: from the maximum
  /// likelihood covariance of `NormalModel`; fit the model yourself to see how it converged.
  ///
  /// ```text
  /// r = cov(x, y) / √(var(x) var(y))
  /// ```
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  /// - Returns: `[p x p]`; the diagonal is exactly 1, columns that do not vary have 0 elsewhere.
  /// - Throws: as `NormalModel.fit`.
  ///
  /// Source: Pearson (1896), Mathematical contributions to the theory of evolution III.
  public static func matrix(
    of rows: IntegerMatrix, weights: [Int64]?
  ) throws(StatisticsFailure) -> Matrix {
    guard rows.missingCount == 0 else {
      return try NormalModel.fit(rows, weights: weights).correlation
    }
    let whole = try KMeans.usable(weights, rows.rowCount)
    return CrossProducts(
      of: rows.elements, columnCount: rows.columnCount, rows: Array(0..<rows.rowCount),
      weights: whole
    ).correlation
  }

  /// The correlation that belongs to a covariance.
  ///
  /// - Parameter covariance: `[p x p]`, symmetric.
  /// - Returns: `[p x p]`; the diagonal is exactly 1, columns of zero variance have 0 elsewhere.
  ///
  /// Source: Pearson (1896), Mathematical contributions to the theory of evolution III.
  public static func matrix(of covariance: Matrix) -> Matrix {
    let deviations = covariance.diagonal.map { max(0, $0).squareRoot() }
    var result = Matrix.identity(covariance.rowCount)
    for row in 0..<covariance.rowCount {
      for column in 0..<row where deviations[row] > 0 && deviations[column] > 0 {
        let value = covariance[row, column] / (deviations[row] * deviations[column])
        result[row, column] = min(1, max(-1, value))
        result[column, row] = result[row, column]
      }
    }
    return result
  }
}
