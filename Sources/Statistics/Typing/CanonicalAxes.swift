public import NumericCore

/// The directions in which groups lie farthest apart, measured by the spread within them.
///
/// Use them to draw groups in two dimensions and to say along what they differ. The generalised
/// eigenproblem `B v = λ W v` is solved with the Cholesky factor of the covariance within.
public struct CanonicalAxes: Sendable, Equatable {
  /// The axes as columns `[p x r]`, r at most p and g - 1: scores along them have variance 1 within
  /// the groups. The sum of each column is 0 or more.
  public let scaling: Matrix
  /// The singular values: the standard deviation between the groups over that within, along each
  /// axis, largest first.
  public let singularValues: [Double]
  /// The share of each axis in what separates the groups, sums to 1.
  public let traceShares: [Double]
  /// The eigenvalues λ of `W⁻¹ B`.
  public let eigenvalues: [Double]
  /// The canonical correlations, `sqrt(λ / (1 + λ))`.
  public let correlations: [Double]

  /// Axes that carry less than this of the first are none.
  private static let leastShare = 1e-12

  /// Takes what is known of the groups.
  ///
  /// - Parameters:
  ///   - means: `[g x p]`.
  ///   - covariance: the factor of the covariance within, divisor n - g.
  ///   - shares: of the groups, g numbers that sum to 1.
  ///   - rowCount: n.
  /// - Throws: `NumericError.noConvergence`.
  /// - Complexity: O(g p² + g³).
  ///
  /// Source: Fisher (1936), The use of multiple measurements in taxonomic problems; Venables and
  /// Ripley (2002), Modern Applied Statistics with S, section 12.1 (the scaling).
  public init(
    means: Matrix, covariance: Cholesky, shares: [Double], rowCount: Double
  ) throws(NumericError) {
    let (groups, columns) = (means.rowCount, means.columnCount)
    var distances = Matrix(rowCount: columns, columnCount: groups)
    for column in 0..<columns {
      let center = (0..<groups).reduce(0) { $0 + shares[$1] * means[$1, column] }
      for group in 0..<groups {
        let factor = (rowCount * shares[group] / Double(groups - 1)).squareRoot()
        distances[column, group] = factor * (means[group, column] - center)
      }
    }
    let reduced = covariance.solveLower(distances)
    let eigen = try SymmetricEigen(of: reduced.crossProduct())
    let first = eigen.values.first ?? 0
    let kept = (0..<min(columns, groups - 1)).filter {
      eigen.values[$0] > CanonicalAxes.leastShare * first
    }
    let values = kept.map { eigen.values[$0] }
    singularValues = values.map { $0.squareRoot() }
    let sum = values.reduce(0, +)
    traceShares = values.map { $0 / sum }
    eigenvalues = values.map { $0 * Double(groups - 1) / (rowCount - Double(groups)) }
    correlations = eigenvalues.map { ($0 / (1 + $0)).squareRoot() }
    let directions = Matrix.product(
      reduced, eigen.vectors.selecting(rows: Array(0..<groups), columns: kept))
    scaling = CanonicalAxes.signed(covariance.solveUpper(directions), singularValues)
  }

  /// Axes of length 1 within the groups, the sum of each 0 or more.
  private static func signed(_ axes: Matrix, _ lengths: [Double]) -> Matrix {
    var result = axes
    for column in 0..<axes.columnCount {
      let sum = axes.column(column).reduce(0, +)
      let factor = (sum < 0 ? -1 : 1) / lengths[column]
      for row in 0..<axes.rowCount { result[row, column] *= factor }
    }
    return result
  }
}
