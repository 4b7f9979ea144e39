#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A 2 x 2 matrix, column by column: covariances of an outcome's two values.
struct TwoByTwo: Sendable, Equatable {
  var left: SIMD2<Double>
  var right: SIMD2<Double>

  static let zero = TwoByTwo(left: .zero, right: .zero)
  static let identity = TwoByTwo(left: SIMD2(1, 0), right: SIMD2(0, 1))

  init(left: SIMD2<Double>, right: SIMD2<Double>) {
    (self.left, self.right) = (left, right)
  }

  /// The covariance matrix of two values.
  init(variances: SIMD2<Double>, covariance: Double) {
    left = SIMD2(variances.x, covariance)
    right = SIMD2(covariance, variances.y)
  }

  /// The product `v v'`.
  init(square vector: SIMD2<Double>) {
    (left, right) = (vector * vector.x, vector * vector.y)
  }

  var transposed: TwoByTwo {
    TwoByTwo(left: SIMD2(left.x, right.x), right: SIMD2(left.y, right.y))
  }

  /// What rounding has left unequal across the diagonal, made equal.
  var symmetric: TwoByTwo { 0.5 * (self + transposed) }

  static func + (one: TwoByTwo, other: TwoByTwo) -> TwoByTwo {
    TwoByTwo(left: one.left + other.left, right: one.right + other.right)
  }

  static func - (one: TwoByTwo, other: TwoByTwo) -> TwoByTwo {
    TwoByTwo(left: one.left - other.left, right: one.right - other.right)
  }

  static func * (factor: Double, matrix: TwoByTwo) -> TwoByTwo {
    TwoByTwo(left: factor * matrix.left, right: factor * matrix.right)
  }

  static func * (matrix: TwoByTwo, vector: SIMD2<Double>) -> SIMD2<Double> {
    matrix.left * vector.x + matrix.right * vector.y
  }

  static func * (one: TwoByTwo, other: TwoByTwo) -> TwoByTwo {
    TwoByTwo(left: one * other.left, right: one * other.right)
  }

  /// The solution x of `A x = b`, by Cramer's rule; A is this matrix and not singular.
  func solve(_ vector: SIMD2<Double>) -> SIMD2<Double> {
    SIMD2(
      vector.x * right.y - vector.y * right.x, vector.y * left.x - vector.x * left.y)
      / (left.x * right.y - right.x * left.y)
  }

  /// The solution X of `A X = B`.
  func solve(_ matrix: TwoByTwo) -> TwoByTwo {
    TwoByTwo(left: solve(matrix.left), right: solve(matrix.right))
  }

  /// The lower triangle L of a positive definite `L L'`.
  var choleskyFactor: TwoByTwo {
    let first = left.x.squareRoot()
    let below = left.y / first
    return TwoByTwo(
      left: SIMD2(first, below),
      right: SIMD2(0, (right.y - below * below).squareRoot()))
  }

  /// The covariance matrix of independent values.
  init(variances: SIMD2<Double>) { self.init(variances: variances, covariance: 0) }

  /// The eigenvalues of a symmetric matrix and its unit eigenvectors, as columns.
  ///
  /// The larger value comes first: the angle of the first vector is `atan2(2 c, a - b) / 2`.
  var eigen: (values: SIMD2<Double>, vectors: TwoByTwo) {
    let (center, half) = ((left.x + right.y) / 2, (left.x - right.y) / 2)
    let radius = (half * half + left.y * left.y).squareRoot()
    let angle = atan2(left.y, half) / 2
    let (cosine, sine) = (cos(angle), sin(angle))
    return (
      SIMD2(center + radius, center - radius),
      TwoByTwo(left: SIMD2(cosine, sine), right: SIMD2(-sine, cosine))
    )
  }

  /// The symmetric matrix `B A B'`.
  func within(_ other: TwoByTwo) -> TwoByTwo { (other * self * other.transposed).symmetric }
}
