public import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Rotated loadings of factors that may correlate.
///
/// Use it where factors are about the same people and hardly independent: needs, attitudes. With
/// correlations near 0 the result is that of `Varimax`, which is then easier to tell. The pattern
/// says what each factor adds to an item, the structure how the item correlates with it.
public struct ObliqueRotation: Sendable, Equatable {
  /// The pattern `[p x m]`: columns by the sums of squares of `Φ P'P`, largest first; each column's
  /// sum is 0 or more.
  public let pattern: Matrix
  /// The correlations of the factors Φ `[m x m]`, 1 on the diagonal.
  public let factorCorrelation: Matrix
  /// The criterion at the end: oblimin's; for promax the varimax criterion of its start.
  public let criterion: Double
  /// Whether rows were scaled to length 1 while rotating (Kaiser's normalisation), which changes
  /// the answer.
  public let isNormalized: Bool
  /// Whether the best start reached a stationary point.
  public let hasConverged: Bool
  /// How many starts came within 1e-8 of the best criterion.
  public let bestStartCount: Int

  /// The structure `P Φ` `[p x m]`: correlations of items and factors.
  public var structure: Matrix { Matrix.product(pattern, factorCorrelation) }

  /// How to search.
  public struct Options: Sendable, Equatable {
    /// Whether rows are scaled to length 1 while rotating; off by default.
    public var isNormalized: Bool
    /// The given orientation and so many less one random ones; 1 or more.
    public var startCount: Int
    /// The largest number of steps from each start.
    public var maximumIterations: Int

    /// Options with their defaults.
    public init(isNormalized: Bool = false, startCount: Int = 9, maximumIterations: Int = 5_000) {
      self.isNormalized = isNormalized
      self.startCount = startCount
      self.maximumIterations = maximumIterations
    }
  }

  /// Direct oblimin; with γ = 0 direct quartimin.
  ///
  /// ```text
  /// f = ¼ Σ_(j ≠ k) [Σ_i l²_ij l²_ik - γ / p Σ_i l²_ij Σ_i l²_ik],   P = A T⁻¹',  Φ = T'T
  /// ```
  ///
  /// minimised over T with columns of length 1 by projected gradients, from the given orientation
  /// and from random orthogonal ones; the lowest criterion is kept.
  ///
  /// - Parameters:
  ///   - loadings: A `[p x m]`, unrotated.
  ///   - gamma: 0 or less; the lower, the less the factors correlate. Above 0 the criterion has no
  ///     minimum for many loadings.
  ///   - options: how to search.
  ///   - seed: the seed of the random orientations.
  /// - Returns: the best rotation found.
  /// - Complexity: O(starts steps p m²).
  ///
  /// Source: Jennrich and Sampson (1966), Rotation for simple loadings; Jennrich (2002), A simple
  /// general method for oblique rotation (projected gradients); Barzilai and Borwein (1988),
  /// Two-point step size gradient methods (the step).
  public static func oblimin(
    _ loadings: Matrix, gamma: Double = 0, options: Options = Options(), seed: UInt64
  ) -> ObliqueRotation {
    precondition(gamma <= 0, "oblimin with gamma \(gamma)")
    let heights =
      options.isNormalized
      ? Varimax.heights(loadings) : [Double](repeating: 1, count: loadings.rowCount)
    let search = ObliminSearch(
      loadings: Varimax.normalized(loadings, heights), gamma: gamma,
      maximumIterations: options.maximumIterations)
    var found: [ObliminSearch.Place] = []
    for start in 0..<max(1, options.startCount) {
      var stream = RandomStream(seed: seed, purpose: "oblimin start", index: UInt64(start))
      let turn =
        start == 0
        ? Matrix.identity(loadings.columnCount)
        : ObliqueRotation.orthogonal(loadings.columnCount, &stream)
      if let place = search.run(from: turn) { found.append(place) }
    }
    // A later start must be better by more than rounding to replace an earlier one.
    let best = found.indices.reduce(0) {
      found[$1].criterion < found[$0].criterion - 1e-10 ? $1 : $0
    }
    let place = found[best]
    return ObliqueRotation(
      place, heights, isNormalized: options.isNormalized,
      bestStartCount: found.count { $0.criterion <= place.criterion + 1e-8 })
  }

  /// Promax: varimax loadings, turned obliquely towards a power of themselves.
  ///
  /// ```text
  /// V varimax,   q_ij = v_ij |v_ij|^(power - 1),   U = (V'V)⁻¹ V'Q,
  /// columns of U scaled so that diag((U'U)⁻¹) = 1,   P = V U,   Φ = (U'U)⁻¹
  /// ```
  ///
  /// - Parameters:
  ///   - loadings: `[p x m]`, unrotated, of rank m.
  ///   - power: above 1; 4 is usual, more makes factors correlate more.
  ///   - isNormalized: whether the varimax rotation scales rows to length 1.
  ///   - seed: the seed of varimax's random orientations.
  /// - Returns: the rotation.
  /// - Throws: `NumericError.notPositiveDefinite` where the loadings' rank is below m.
  ///
  /// Source: Hendrickson and White (1964), Promax: a quick method for rotation to oblique simple
  /// structure.
  public static func promax(
    _ loadings: Matrix, power: Double = 4, isNormalized: Bool = true, seed: UInt64
  ) throws(NumericError) -> ObliqueRotation {
    precondition(power > 1, "promax with the power \(power)")
    let start = Varimax.rotate(loadings, isNormalized: isNormalized, seed: seed)
    let varimax = start.loadings
    var target = varimax
    for index in target.elements.indices {
      target.elements[index] *= pow(abs(target.elements[index]), power - 1)
    }
    var turn = try Cholesky(of: varimax.crossProduct()).solve(
      Matrix.product(varimax, target, transposeLeft: true))
    let raw = try Cholesky(of: turn.crossProduct()).precision()
    for row in 0..<turn.rowCount {
      for column in 0..<turn.columnCount {
        turn[row, column] *= raw[column, column].squareRoot()
      }
    }
    let place = ObliminSearch.Place(
      turn: turn, pattern: Matrix.product(varimax, turn),
      factorCorrelation: Correlation.matrix(of: raw), criterion: start.criterion,
      gradient: turn, hasConverged: start.hasConverged)
    return ObliqueRotation(
      place, [Double](repeating: 1, count: loadings.rowCount), isNormalized: isNormalized,
      bestStartCount: 1)
  }

  // MARK: - Steps

  private init(
    _ place: ObliminSearch.Place, _ heights: [Double], isNormalized: Bool, bestStartCount: Int
  ) {
    let factors = place.factorCorrelation
    var scaled = place.pattern
    for row in 0..<scaled.rowCount {
      for column in 0..<scaled.columnCount { scaled[row, column] *= heights[row] }
    }
    let sizes = Matrix.product(factors, scaled.crossProduct()).diagonal
    let order = LoadingOrder(scaled, sizes: sizes)
    self.pattern = order.columns(of: scaled)
    factorCorrelation = order.symmetric(factors)
    criterion = place.criterion
    self.isNormalized = isNormalized
    hasConverged = place.hasConverged
    self.bestStartCount = bestStartCount
  }

  /// A random orthogonal matrix: normal columns, each less its parts along those before.
  ///
  /// Source: Stewart (1980), The efficient generation of random orthogonal matrices.
  static func orthogonal(_ count: Int, _ stream: inout RandomStream) -> Matrix {
    var result = Matrix(rowCount: count, columnCount: count)
    for column in 0..<count {
      var vector = (0..<count).map { _ in stream.normal() }
      // Twice, so that rounding leaves no part either.
      for _ in 0..<2 {
        for before in 0..<column {
          let other = result.column(before)
          let part = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
          for row in 0..<count { vector[row] -= part * other[row] }
        }
      }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for row in 0..<count { result[row, column] = vector[row] / length }
    }
    return result
  }
}
