public import NumericCore

/// Whether two classifications depend on each other in a sample of any design: Wald's test that no
/// cell differs from what its row and column let expect.
///
/// ```text
/// y_rc = N_rc - N_r. N_.c / N,   without the first row and column
/// W = y' V(y)^-1 y,   F = W / k   on   k = (r - 1)(c - 1)   and   ν   degrees of freedom
/// ```
///
/// With few sampling units for so many cells F is too large too often; the adjusted statistic
/// `F (ν - k + 1) / ν` on k and ν - k + 1 degrees of freedom is so less often. `AssociationTest`
/// holds its size better than either and needs no inverse of V: it is the first choice, these are
/// there because they are published and asked for.
///
/// Source: Koch, Freeman and Freeman (1975), Strategies in the multivariate analysis of data from
/// complex surveys; Fellegi (1980), Approximate tests of independence and goodness of fit based on
/// stratified multistage samples; Thomas and Rao (1987), Small-sample comparisons of level and
/// power for simple goodness-of-fit statistics under cluster sampling.
public struct InteractionWaldTest: Sendable, Equatable {
  /// W, 0 or more.
  public let wald: Double
  /// k, the numerator's degrees of freedom.
  public let contrastCount: Int
  /// ν, those of the design.
  public let degreesOfFreedom: Double

  /// W / k.
  public var f: Double { wald / Double(contrastCount) }

  /// How often chance alone gives as large an F, 0...1.
  public var p: Double {
    FDistribution.upperTail(
      f, numerator: Double(contrastCount), denominator: degreesOfFreedom)
  }

  /// ν - k + 1, the adjusted denominator's degrees of freedom; the adjusted test stands above 0.
  public var adjustedDegrees: Double { degreesOfFreedom - Double(contrastCount) + 1 }

  /// F (ν - k + 1) / ν; `nil` with ν - k + 1 of 0 or less.
  public var adjustedF: Double? {
    adjustedDegrees > 0 ? f * adjustedDegrees / degreesOfFreedom : nil
  }

  /// How often chance alone gives as large an adjusted F, 0...1; `nil` as above.
  public var adjustedP: Double? {
    adjustedF.map {
      FDistribution.upperTail(
        $0, numerator: Double(contrastCount), denominator: adjustedDegrees)
    }
  }

  /// Takes a table of estimated totals. Shares will not do: their errors leave out that of the
  /// total, which the interactions of totals have.
  ///
  /// - Parameters:
  ///   - weights: the weight N of each cell `[r x c]`, r and c 2 or more, in any unit.
  ///   - covariance: the design covariance of those weights `[rc x rc]`, cells row after row.
  ///   - degreesOfFreedom: ν, those of the design, above 0. The test is `nil` where the
  ///     interactions have no covariance of full rank.
  public init?(weights: Matrix, covariance: Matrix, degreesOfFreedom: Double) {
    self.init(
      interactions: InteractionWaldTest.interactions(weights),
      covariance: InteractionWaldTest.covariance(weights, covariance),
      degreesOfFreedom: degreesOfFreedom)
  }

  /// - Parameters:
  ///   - interactions: y, k of them.
  ///   - covariance: V(y).
  ///   - degreesOfFreedom: ν, above 0.
  init?(interactions: [Double], covariance: Matrix, degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    guard let factor = try? Cholesky(of: covariance) else { return nil }
    let solved = factor.solve(interactions)
    wald = zip(interactions, solved).reduce(0) { $0 + $1.0 * $1.1 }
    contrastCount = interactions.count
    self.degreesOfFreedom = degreesOfFreedom
  }

  // MARK: - Steps

  /// y, row after row.
  static func interactions(_ weights: Matrix) -> [Double] {
    let (rows, columns, total) = sums(weights)
    return (1..<rows.count).flatMap { row in
      (1..<columns.count).map { weights[row, $0] - rows[row] * (columns[$0] / total) }
    }
  }

  /// J C J': a cell's weight moves y_rc by 1 in the cell itself, less N_.c / N in its row, less
  /// N_r. / N in its column, and by the product of both everywhere.
  static func covariance(_ weights: Matrix, _ covariance: Matrix) -> Matrix {
    let (rows, columns, total) = sums(weights)
    let (height, width) = (rows.count, columns.count)
    precondition(
      height > 1 && width > 1 && covariance.rowCount == height * width,
      "a table of \(height) x \(width), a covariance of \(covariance.rowCount)")
    var slopes = Matrix(rowCount: (height - 1) * (width - 1), columnCount: height * width)
    for row in 1..<height {
      for column in 1..<width {
        for cell in 0..<height * width {
          let inRow = (cell / width == row ? 1 : 0) - rows[row] / total
          let inColumn = (cell % width == column ? 1 : 0) - columns[column] / total
          slopes[(row - 1) * (width - 1) + column - 1, cell] = inRow * inColumn
        }
      }
    }
    return Matrix.product(Matrix.product(slopes, covariance), slopes, transposeRight: true)
  }

  private static func sums(
    _ weights: Matrix
  ) -> (rows: [Double], columns: [Double], total: Double) {
    let rows = (0..<weights.rowCount).map { weights.row($0).reduce(0, +) }
    let columns = (0..<weights.columnCount).map { weights.column($0).reduce(0, +) }
    return (rows, columns, rows.reduce(0, +))
  }
}
