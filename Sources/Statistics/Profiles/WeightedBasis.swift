/// Columns that are orthonormal under weights, the first of them constant: what is taken out of
/// other columns.
///
/// Source: Björck (1967), Solving linear least squares problems by Gram-Schmidt
/// orthogonalization; each column is projected twice, which keeps it orthogonal to rounding.
struct WeightedBasis {
  /// By row, summing to 1.
  private let weights: [Double]
  /// Columns u with Σ w u u' = the identity.
  private(set) var columns: [[Double]]

  /// A column of which less than this share of its variance remains says nothing of its own.
  private static let tolerance = 1e-8

  /// - Parameter weights: by row, 0 or more, summing to 1.
  init(weights: [Double]) {
    self.weights = weights
    columns = [[Double](repeating: 1, count: weights.count)]
  }

  /// Adds columns; those that follow from the ones before are left out.
  mutating func add(_ others: [[Double]]) { columns += residuals(others) }

  /// What of some columns is not explained by the basis, made orthonormal.
  ///
  /// - Parameter others: columns of as many rows.
  /// - Returns: as many columns or fewer.
  func residuals(_ others: [[Double]]) -> [[Double]] {
    var found: [[Double]] = []
    for other in others {
      let centred = projected(other, off: columns.prefix(1))
      let whole = square(centred)
      guard whole > 0 else { continue }
      var column = centred
      for _ in 0..<2 {
        column = projected(column, off: columns[...])
        column = projected(column, off: found[...])
      }
      let rest = square(column)
      guard rest > WeightedBasis.tolerance * whole else { continue }
      let scale = 1 / rest.squareRoot()
      found.append(column.map { $0 * scale })
    }
    return found
  }

  // MARK: - Steps

  private func projected(_ column: [Double], off basis: ArraySlice<[Double]>) -> [Double] {
    var column = column
    for direction in basis {
      var product = 0.0
      for row in column.indices { product += weights[row] * direction[row] * column[row] }
      for row in column.indices { column[row] -= product * direction[row] }
    }
    return column
  }

  private func square(_ column: [Double]) -> Double {
    zip(weights, column).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
  }
}
