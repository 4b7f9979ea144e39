public import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Rotated loadings that are as nearly as possible either large or small.
///
/// Use it to read factors: each column of the result names a group of items. Rows are scaled to
/// length 1 while rotating (Kaiser's normalisation), so that items of low communality count as
/// much as others. Pairs of columns are turned by the angle that is best for the pair, in closed
/// form, until no angle exceeds 1e-12. The criterion has local optima, so several random
/// orientations are tried and the best kept.
///
/// ```text
/// V = Σ_j [ Σ_i z_ij⁴ / p - (Σ_i z_ij² / p)² ],   z_ij = l_ij / h_i
/// ```
public struct Varimax: Sendable, Equatable {
  /// The rotated loadings `[p x m]`: columns by sum of squares, largest first; each column's sum
  /// is 0 or more.
  public let loadings: Matrix
  /// The criterion V, 0 or more.
  public let criterion: Double
  /// Whether the last sweep of the best start turned nothing by more than 1e-12.
  public let hasConverged: Bool

  /// Rotates loadings.
  ///
  /// - Parameters:
  ///   - loadings: `[p x m]`, such as eigenvectors times roots of eigenvalues.
  ///   - startCount: the given orientation and so many less one random ones; 1 or more.
  ///   - isNormalized: whether rows are scaled to length 1 while rotating.
  ///   - seed: the seed of the random orientations.
  /// - Returns: the best rotation found.
  /// - Complexity: O(starts sweeps p m²).
  ///
  /// Source: Kaiser (1958), The varimax criterion for analytic rotation in factor analysis,
  /// equations for the angle; sign and order are conventions of this project.
  public static func rotate(
    _ loadings: Matrix, startCount: Int = 10, isNormalized: Bool = true, seed: UInt64
  ) -> Varimax {
    let heights =
      isNormalized
      ? Varimax.heights(loadings) : [Double](repeating: 1, count: loadings.rowCount)
    var best: (matrix: Matrix, criterion: Double, hasConverged: Bool)?
    for start in 0..<max(1, startCount) {
      var stream = RandomStream(seed: seed, purpose: "varimax start", index: UInt64(start))
      var matrix = normalized(loadings, heights)
      if start > 0 { turnAtRandom(&matrix, &stream) }
      let hasConverged = sweep(&matrix)
      let value = criterion(matrix)
      // A later start must be better by more than rounding to replace an earlier one.
      if value > (best?.criterion ?? -1) + 1e-10 { best = (matrix, value, hasConverged) }
    }
    var rotated = best?.matrix ?? loadings
    for row in 0..<rotated.rowCount {
      for column in 0..<rotated.columnCount { rotated[row, column] *= heights[row] }
    }
    return Varimax(
      loadings: LoadingOrder(rotated).columns(of: rotated), criterion: best?.criterion ?? 0,
      hasConverged: best?.hasConverged ?? true)
  }

  // MARK: - Steps

  /// The root of each item's communality.
  static func heights(_ loadings: Matrix) -> [Double] {
    (0..<loadings.rowCount).map { row in
      loadings.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }

  /// Rows scaled to length 1; rows of height 0 stay.
  static func normalized(_ loadings: Matrix, _ heights: [Double]) -> Matrix {
    var result = loadings
    for row in 0..<loadings.rowCount where heights[row] > 0 {
      for column in 0..<loadings.columnCount { result[row, column] /= heights[row] }
    }
    return result
  }

  /// Turns every pair of columns by a random angle, twice.
  private static func turnAtRandom(_ matrix: inout Matrix, _ stream: inout RandomStream) {
    for _ in 0..<2 {
      for first in 0..<matrix.columnCount {
        for second in first + 1..<max(first + 1, matrix.columnCount) {
          turn(&matrix, first, second, by: 2 * Double.pi * stream.uniform())
        }
      }
    }
  }

  /// Sweeps over all pairs until no angle is above 1e-12; whether that was reached.
  private static func sweep(_ matrix: inout Matrix) -> Bool {
    for _ in 0..<1_000 {
      var largest = 0.0
      for first in 0..<matrix.columnCount {
        for second in first + 1..<max(first + 1, matrix.columnCount) {
          let angle = bestAngle(matrix, first, second)
          largest = max(largest, abs(angle))
          if angle != 0 { turn(&matrix, first, second, by: angle) }
        }
      }
      if largest <= 1e-12 { return true }
    }
    return false
  }

  private static func bestAngle(_ matrix: Matrix, _ first: Int, _ second: Int) -> Double {
    let count = Double(matrix.rowCount)
    var (sumU, sumV, sumUV, sumSquares) = (0.0, 0.0, 0.0, 0.0)
    for row in 0..<matrix.rowCount {
      let x = matrix[row, first]
      let y = matrix[row, second]
      let u = x * x - y * y
      let v = 2 * x * y
      sumU += u
      sumV += v
      sumUV += u * v
      sumSquares += u * u - v * v
    }
    let top = 2 * (sumUV - sumU * sumV / count)
    let bottom = sumSquares - (sumU * sumU - sumV * sumV) / count
    return atan2(top, bottom) / 4
  }

  private static func turn(
    _ matrix: inout Matrix, _ first: Int, _ second: Int, by angle: Double
  ) {
    let (cosine, sine) = (cos(angle), sin(angle))
    for row in 0..<matrix.rowCount {
      let x = matrix[row, first]
      let y = matrix[row, second]
      matrix[row, first] = cosine * x + sine * y
      matrix[row, second] = cosine * y - sine * x
    }
  }

  private static func criterion(_ matrix: Matrix) -> Double {
    let count = Double(matrix.rowCount)
    guard count > 0 else { return 0 }
    return (0..<matrix.columnCount).reduce(0) { sum, column in
      let squares = matrix.column(column).map { $0 * $0 }
      let mean = squares.reduce(0, +) / count
      return sum + squares.reduce(0) { $0 + $1 * $1 } / count - mean * mean
    }
  }
}
