public import NumericCore

/// A correlation matrix made positive definite.
///
/// Use it before factors are taken from pairwise or polychoric correlations, and say that it was
/// done: the smallest eigenvalue before and the largest change tell how much. Eigenvalues below a
/// floor are lifted to it, then rows and columns are scaled back to a diagonal of 1. A matrix
/// whose eigenvalues all reach the floor is returned as it is.
///
/// ```text
/// A = V max(λ, floor) V',   r_ij = a_ij / √(a_ii a_jj)
/// ```
public struct CorrelationRepair: Sendable, Equatable {
  /// The positive definite correlation `[p x p]`, 1 on the diagonal.
  public let correlation: Matrix
  /// The smallest eigenvalue of the matrix given.
  public let smallestEigenvalueBefore: Double
  /// The smallest eigenvalue of the result.
  public let smallestEigenvalue: Double
  /// How many eigenvalues were lifted; 0 where nothing was done.
  public let liftedCount: Int
  /// The largest absolute change of a correlation.
  public let largestChange: Double
  /// The root mean square change of the correlations off the diagonal.
  public let typicalChange: Double

  /// Repairs a matrix.
  ///
  /// - Parameters:
  ///   - matrix: `[p x p]`, symmetric, 1 on the diagonal.
  ///   - floor: what eigenvalues must reach, above 0 and far below 1.
  /// - Throws: `NumericError.noConvergence`.
  /// - Complexity: O(p³).
  ///
  /// Source: Knol and Berger (1991), Empirical comparison between factor analysis and
  /// multidimensional item response models (smoothing).
  public init(_ matrix: Matrix, floor: Double = 1e-8) throws(NumericError) {
    precondition(floor > 0 && floor < 1, "a floor of \(floor)")
    let eigen = try SymmetricEigen(of: matrix)
    smallestEigenvalueBefore = eigen.values.last ?? 1
    liftedCount = eigen.values.count { $0 < floor }
    guard liftedCount > 0 else {
      (correlation, smallestEigenvalue) = (matrix, smallestEigenvalueBefore)
      (largestChange, typicalChange) = (0, 0)
      return
    }
    var scaled = eigen.vectors
    for column in 0..<scaled.columnCount {
      let root = max(eigen.values[column], floor).squareRoot()
      for row in 0..<scaled.rowCount { scaled[row, column] *= root }
    }
    let repaired = Correlation.matrix(of: Matrix.product(scaled, scaled, transposeRight: true))
    let changes = zip(repaired.elements, matrix.elements).map { $0 - $1 }
    let pairs = Double(max(1, matrix.rowCount * (matrix.rowCount - 1)))
    correlation = repaired
    smallestEigenvalue = try SymmetricEigen.values(of: repaired).last ?? 1
    largestChange = changes.reduce(0) { max($0, abs($1)) }
    typicalChange = (changes.reduce(0) { $0 + $1 * $1 } / pairs).squareRoot()
  }
}
