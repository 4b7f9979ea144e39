internal import NumericCore

/// The order and the signs of factors, which no criterion tells: by size, largest first, each
/// column's sum 0 or more. A convention of this project.
struct LoadingOrder {
  /// By new place, the old column.
  let places: [Int]
  /// By new place, 1 or -1.
  let signs: [Double]

  /// Orders the columns of loadings.
  ///
  /// - Parameters:
  ///   - loadings: `[p x m]`.
  ///   - sizes: by column, what it is ordered by; the sum of squares without it.
  init(_ loadings: Matrix, sizes: [Double]? = nil) {
    let columns = (0..<loadings.columnCount).map { loadings.column($0) }
    let sizes = sizes ?? columns.map { $0.reduce(0) { $0 + $1 * $1 } }
    places = columns.indices.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }
    signs = places.map { columns[$0].reduce(0, +) < 0 ? -1 : 1 }
  }

  /// The columns of a matrix in the new order, with the new signs.
  func columns(of matrix: Matrix) -> Matrix {
    var result = matrix
    for (target, source) in places.enumerated() {
      for row in 0..<matrix.rowCount { result[row, target] = signs[target] * matrix[row, source] }
    }
    return result
  }

  /// The correlations of the factors in the new order, with the new signs.
  func symmetric(_ matrix: Matrix) -> Matrix {
    var result = matrix
    for (row, first) in places.enumerated() {
      for (column, second) in places.enumerated() {
        result[row, column] = signs[row] * signs[column] * matrix[first, second]
      }
    }
    return result
  }
}
