public import NumericCore

/// How much each of several correlated predictors has to do with an outcome: Johnson's relative
/// weights, which share out R² among them.
///
/// Regression coefficients of predictors that go together are unstable and may have either sign.
/// Relative weights ask the uncorrelated variables nearest to the predictors instead, and hand what
/// those explain back to the predictors:
///
/// ```text
/// R = Q D Q',  Λ = Q √D Q',  b = Λ⁻¹ r,  weight_j = Σ_k Λ_jk² b_k²,  Σ_j weight_j = b'b = R²
/// ```
///
/// They are 0 or more by construction, so a sign is read off the coefficient, and whether a weight
/// is above chance off the weight of a random predictor (`DriverModel`). A predictor that goes with
/// a strong one has a weight too: weights tell what goes together, not what would change.
///
/// Source: Johnson (2000), A heuristic method for estimating the relative weight of predictor
/// variables in multiple regression.
public struct RelativeWeights: Sendable, Equatable {
  /// By predictor, its part of R², 0...1; they sum to it.
  public let weights: [Double]
  /// R², the share of the outcome's variance that the predictors explain together, 0...1.
  public let rSquared: Double
  /// By predictor, the standardised coefficient of the regression on all of them.
  public let coefficients: [Double]

  /// Q of the predictors' correlation.
  private let vectors: Matrix
  /// √D, the roots of its eigenvalues.
  private let roots: [Double]
  /// Λ `[p x p]`.
  private let root: Matrix
  /// Λ⁻¹ `[p x p]`.
  private let inverseRoot: Matrix
  /// b: the coefficients on the uncorrelated variables.
  private let orthogonal: [Double]

  /// An eigenvalue under this makes a correlation singular.
  private static let smallestEigenvalue = 1e-10

  /// Shares out R².
  ///
  /// - Parameter correlation: `[(p + 1) x (p + 1)]`, 1 on the diagonal, positive definite; the
  ///   outcome comes last, p is 1 or more.
  /// - Throws: `NumericError.notPositiveDefinite` where a predictor follows from the others,
  ///   `.noConvergence`.
  /// - Complexity: O(p³).
  public init(_ correlation: Matrix) throws(NumericError) {
    let count = correlation.rowCount - 1
    precondition(
      count > 0 && correlation.columnCount == count + 1, "\(count) predictors of an outcome")
    let all = Array(0..<count)
    let eigen = try SymmetricEigen(of: correlation.selecting(rows: all, columns: all))
    guard let last = eigen.values.last, last > RelativeWeights.smallestEigenvalue else {
      throw .notPositiveDefinite(order: count)
    }
    vectors = eigen.vectors
    roots = eigen.values.map { $0.squareRoot() }
    root = RelativeWeights.scaled(eigen.vectors, roots)
    inverseRoot = RelativeWeights.scaled(eigen.vectors, roots.map { 1 / $0 })
    let orthogonal = inverseRoot.times(all.map { correlation[$0, count] })
    self.orthogonal = orthogonal
    coefficients = inverseRoot.times(orthogonal)
    let root = root
    weights = all.map { row in
      all.reduce(0) { sum, place in
        let part = root[row, place] * orthogonal[place]
        return sum + part * part
      }
    }
    rSquared = orthogonal.reduce(0) { $0 + $1 * $1 }
  }

  /// How a weight moves with the correlations.
  ///
  /// ```text
  /// dΛ = Q (G ∘ Q' dR Q) Q',  G_ab = 1 / (√d_a + √d_b),  db = Λ⁻¹ (dr - dΛ b)
  /// ```
  ///
  /// - Parameter predictor: j, from 0.
  /// - Returns: C `[(p + 1) x (p + 1)]`, symmetric, with d weight_j = Σ_kl C_kl dR_kl over all
  ///   ordered pairs.
  /// - Complexity: O(p³).
  ///
  /// Source: Daleckii and Krein (1965), Integration and differentiation of functions of Hermitian
  /// operators (the derivative of the square root).
  func gradient(of predictor: Int) -> Matrix {
    let count = weights.count
    let onRoot = (0..<count).map {
      2 * root[predictor, $0] * orthogonal[$0] * orthogonal[$0]
    }
    let onOutcome = inverseRoot.times(
      (0..<count).map { 2 * root[predictor, $0] * root[predictor, $0] * orthogonal[$0] })
    let turned = vectors.transposed
    let (own, first) = (vectors.row(predictor), turned.times(onRoot))
    let (second, third) = (turned.times(onOutcome), turned.times(orthogonal))
    var inner = Matrix(rowCount: count, columnCount: count)
    for row in 0..<count {
      for column in 0..<count {
        inner[row, column] =
          (own[row] * first[column] - second[row] * third[column]) / (roots[row] + roots[column])
      }
    }
    let onPredictors = Matrix.product(
      Matrix.product(vectors, inner), vectors, transposeRight: true)
    var result = Matrix(rowCount: count + 1, columnCount: count + 1)
    for row in 0..<count {
      for column in 0..<count where row != column {
        result[row, column] = (onPredictors[row, column] + onPredictors[column, row]) / 2
      }
      result[row, count] = onOutcome[row] / 2
      result[count, row] = onOutcome[row] / 2
    }
    return result
  }

  // MARK: - Steps

  /// V diag(values) V'.
  private static func scaled(_ vectors: Matrix, _ values: [Double]) -> Matrix {
    var left = vectors
    for row in 0..<left.rowCount {
      for column in 0..<left.columnCount { left[row, column] *= values[column] }
    }
    return Matrix.product(left, vectors, transposeRight: true)
  }
}
