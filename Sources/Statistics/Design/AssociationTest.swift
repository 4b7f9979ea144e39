public import NumericCore

/// Whether two classifications depend on each other in a sample of any design: Rao and Scott's
/// second-order correction of Pearson's chi-square.
///
/// Pearson's test on weighted counts is wrong by the design effect of the cells; here the
/// eigenvalues of the design effect matrix Δ of the interaction contrasts correct it,
///
/// ```text
/// F = X² / tr Δ   on   d0 = (tr Δ)² / tr Δ²   and   d0 ν   degrees of freedom,
/// ```
///
/// with X² computed on weighted shares and n people. It does not depend on the weights' scale.
///
/// Source: Rao and Scott (1984), On chi-squared tests for multiway contingency tables with cell
/// proportions estimated from survey data; Thomas and Rao (1987) for F.
public struct AssociationTest: Sendable, Equatable {
  /// Pearson's X² of the weighted shares, scaled to n people.
  public let chiSquare: Double
  /// The corrected statistic.
  public let f: Double
  /// d0, the degrees of freedom of its numerator.
  public let numeratorDegrees: Double
  /// d0 ν.
  public let denominatorDegrees: Double
  /// The mean design effect of the contrasts, tr Δ / ((r - 1)(c - 1)).
  public let meanEffect: Double
  /// The design effects of the contrasts, the eigenvalues of Δ, the largest first: far apart they
  /// make the second order needed.
  public let effects: [Double]

  /// How often chance alone gives as large a statistic, 0...1.
  public var p: Double {
    FDistribution.upperTail(f, numerator: numeratorDegrees, denominator: denominatorDegrees)
  }

  /// The statistic of the first-order correction, X² over the mean design effect.
  public var firstOrderChiSquare: Double { chiSquare / meanEffect }

  /// How often chance alone gives as large a statistic of the first order, on (r - 1)(c - 1)
  /// degrees of freedom; too low where `effects` are far apart.
  public var firstOrderP: Double {
    ChiSquare.upperTail(firstOrderChiSquare, degreesOfFreedom: Double(effects.count))
  }

  /// Fails where a row, a column or so many cells are empty that the contrasts vanish.
  ///
  /// - Parameters:
  ///   - shares: the weighted share of each cell `[r x c]`, r and c 2 or more, summing to 1.
  ///   - covariance: the design covariance of those shares `[rc x rc]`, cells row after row.
  ///   - count: n, the people in the table.
  ///   - degreesOfFreedom: ν, those of the design, above 0.
  public init?(
    shares: Matrix, covariance: Matrix, count: Int, degreesOfFreedom: Double
  ) {
    let (rows, columns) = (shares.rowCount, shares.columnCount)
    precondition(
      rows > 1 && columns > 1 && covariance.rowCount == rows * columns && degreesOfFreedom > 0,
      "a table of \(rows) x \(columns), \(degreesOfFreedom) degrees of freedom")
    let contrasts = AssociationTest.contrasts(rows, columns)
    // D^-1 C; an empty cell has no variance and takes no part.
    var scaled = contrasts
    for cell in 0..<rows * columns {
      for column in 0..<contrasts.columnCount {
        let share = shares.elements[cell]
        scaled[cell, column] = share > 0 ? contrasts[cell, column] / share : 0
      }
    }
    let simple = Matrix.product(contrasts, scaled, transposeLeft: true)
    let measured = Matrix.product(
      Matrix.product(scaled, covariance, transposeLeft: true), scaled)
    guard let factor = try? Cholesky(of: simple),
      let chiSquare = AssociationTest.chiSquare(shares, count),
      let effects = AssociationTest.effects(simple, measured)
    else { return nil }
    var delta = factor.solve(measured)
    for index in delta.elements.indices { delta.elements[index] *= Double(count) }
    let trace = delta.diagonal.reduce(0, +)
    let squares = Matrix.product(delta, delta).diagonal.reduce(0, +)
    guard trace > 0, squares > 0 else { return nil }
    self.effects = effects.map { $0 * Double(count) }
    self.chiSquare = chiSquare
    f = chiSquare / trace
    numeratorDegrees = trace * trace / squares
    denominatorDegrees = numeratorDegrees * degreesOfFreedom
    meanEffect = trace / Double(contrasts.columnCount)
  }

  // MARK: - Steps

  /// The eigenvalues of S^-1 M for a positive definite S: those of S^-1/2 M S^-1/2.
  private static func effects(_ simple: Matrix, _ measured: Matrix) -> [Double]? {
    guard let own = try? SymmetricEigen(of: simple) else { return nil }
    var root = own.vectors
    for row in 0..<root.rowCount {
      for column in 0..<root.columnCount { root[row, column] /= own.values[column].squareRoot() }
    }
    let whitened = Matrix.product(Matrix.product(root, measured, transposeLeft: true), root)
    return try? SymmetricEigen.values(of: whitened)
  }

  /// The interaction columns of a log-linear model less their projection on the main effects:
  /// on a full grid, products of centred indicators.
  private static func contrasts(_ rows: Int, _ columns: Int) -> Matrix {
    var result = Matrix(rowCount: rows * columns, columnCount: (rows - 1) * (columns - 1))
    for row in 0..<rows {
      for column in 0..<columns {
        for left in 1..<rows {
          for right in 1..<columns {
            let first = (row == left ? 1 : 0) - 1 / Double(rows)
            let second = (column == right ? 1 : 0) - 1 / Double(columns)
            result[row * columns + column, (left - 1) * (columns - 1) + right - 1] =
              first * second
          }
        }
      }
    }
    return result
  }

  private static func chiSquare(_ shares: Matrix, _ count: Int) -> Double? {
    let rowSums = (0..<shares.rowCount).map { shares.row($0).reduce(0, +) }
    let columnSums = (0..<shares.columnCount).map { shares.column($0).reduce(0, +) }
    guard (rowSums + columnSums).allSatisfy({ $0 > 0 }) else { return nil }
    var sum = 0.0
    for row in rowSums.indices {
      for column in columnSums.indices {
        let expected = rowSums[row] * columnSums[column]
        sum += (shares[row, column] - expected) * (shares[row, column] - expected) / expected
      }
    }
    return sum * Double(count)
  }
}
