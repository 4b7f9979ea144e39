internal import COpenBLAS

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The Cholesky factor of a symmetric positive definite matrix: `A = L L'`.
///
/// Use it to solve equations with a covariance matrix and for its determinant, instead of an
/// inverse.
public struct Cholesky: Sendable {
  /// The lower triangular factor `L` `[p x p]`, zero above the diagonal.
  public let factor: Matrix

  /// Factors a symmetric matrix; only its lower triangle is read.
  ///
  /// - Parameter matrix: `[p x p]`, positive definite.
  /// - Throws: `NumericError.notPositiveDefinite` with the order of the first failing minor.
  /// - Complexity: O(p³/3), by LAPACK `dpotrf`.
  public init(of matrix: Matrix) throws(NumericError) {
    precondition(
      matrix.rowCount == matrix.columnCount,
      "factor of a matrix of \(matrix.rowCount) x \(matrix.columnCount)")
    var factor = matrix
    if matrix.rowCount > 0 {
      OpenBLAS.useOneThread()
      var order = Int32(matrix.rowCount)
      var leading = order
      var info: Int32 = 0
      // The row-major lower triangle is the column-major upper one, hence "U".
      dpotrf_("U", &order, &factor.elements, &leading, &info, 1)
      guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
    }
    for row in 0..<factor.rowCount {
      for column in row + 1..<max(row + 1, factor.columnCount) { factor[row, column] = 0 }
    }
    self.factor = factor
  }

  /// The natural logarithm of the determinant of A.
  public var logDeterminant: Double {
    2 * factor.diagonal.reduce(0) { $0 + log($1) }
  }

  /// Solves `A x = b`.
  ///
  /// - Parameter right: b, p numbers.
  /// - Returns: x, p numbers.
  public func solve(_ right: [Double]) -> [Double] {
    solve(Matrix(rowCount: right.count, columnCount: 1, elements: right)).elements
  }

  /// Solves `A X = B`.
  ///
  /// - Parameter right: B `[p x m]`.
  /// - Returns: X `[p x m]`.
  /// - Complexity: O(p² m), by LAPACK `dpotrs`.
  public func solve(_ right: Matrix) -> Matrix {
    precondition(
      right.rowCount == factor.rowCount,
      "\(right.rowCount) equations for a factor of \(factor.rowCount)")
    guard right.rowCount > 0, right.columnCount > 0 else { return right }
    OpenBLAS.useOneThread()
    var solution = right.transposed
    var order = Int32(factor.rowCount)
    var columns = Int32(right.columnCount)
    var leading = order
    var leadingRight = order
    var info: Int32 = 0
    dpotrs_(
      "U", &order, &columns, factor.elements, &leading, &solution.elements, &leadingRight, &info, 1)
    precondition(info == 0, "dpotrs refused argument \(-info)")
    return solution.transposed
  }

  /// Solves `L X = B` with the lower triangular factor.
  ///
  /// - Parameter right: B `[p x m]`.
  /// - Returns: X `[p x m]`.
  /// - Complexity: O(p² m), by BLAS `dtrsm`.
  public func solveLower(_ right: Matrix) -> Matrix {
    triangular(right, transposed: false)
  }

  /// Solves `L' X = B` with the transposed factor.
  ///
  /// - Parameter right: B `[p x m]`.
  /// - Returns: X `[p x m]`.
  /// - Complexity: O(p² m), by BLAS `dtrsm`.
  public func solveUpper(_ right: Matrix) -> Matrix {
    triangular(right, transposed: true)
  }

  private func triangular(_ right: Matrix, transposed: Bool) -> Matrix {
    precondition(
      right.rowCount == factor.rowCount,
      "\(right.rowCount) equations for a factor of \(factor.rowCount)")
    guard right.rowCount > 0, right.columnCount > 0 else { return right }
    OpenBLAS.useOneThread()
    var solution = right
    cblas_dtrsm(
      CblasRowMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit,
      Int32(right.rowCount), Int32(right.columnCount), 1, factor.elements, Int32(right.rowCount),
      &solution.elements, Int32(right.columnCount))
    return solution
  }

  /// The precision matrix, the inverse of A.
  ///
  /// Elsewhere equations are solved and nothing is inverted. Conditional distributions of a
  /// multivariate normal are the exception: the precision matrix itself holds, for any set of
  /// missing items, their conditional covariance (the inverse of its own block) and their
  /// regression on the rest, so one inversion serves every pattern of missing answers.
  ///
  /// - Returns: `[p x p]`, exactly symmetric.
  /// - Complexity: O(2 p³/3), by LAPACK `dpotri`.
  public func precision() -> Matrix {
    var inverse = factor
    guard factor.rowCount > 0 else { return inverse }
    OpenBLAS.useOneThread()
    var order = Int32(factor.rowCount)
    var leading = order
    var info: Int32 = 0
    dpotri_("U", &order, &inverse.elements, &leading, &info, 1)
    precondition(info == 0, "dpotri met a zero pivot at \(info)")
    inverse.mirrorLowerTriangle()
    return inverse
  }
}
