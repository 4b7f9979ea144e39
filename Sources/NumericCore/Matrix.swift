internal import COpenBLAS

/// A dense matrix of real numbers, row by row.
///
/// Use it for covariances, loadings and other small square or thin matrices. Respondents'
/// answers never stand in it: they are whole numbers and stay so (`WholeRows`).
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The cells, row after row, `rowCount * columnCount` of them.
  public var elements: [Double]

  /// Makes a matrix of equal cells.
  ///
  /// - Parameters:
  ///   - rowCount: 0 or more.
  ///   - columnCount: 0 or more.
  ///   - value: the value of every cell.
  public init(rowCount: Int, columnCount: Int, repeating value: Double = 0) {
    precondition(rowCount >= 0 && columnCount >= 0, "a matrix of \(rowCount) x \(columnCount)")
    self.rowCount = rowCount
    self.columnCount = columnCount
    elements = [Double](repeating: value, count: rowCount * columnCount)
  }

  /// Makes a matrix of the cells given row by row.
  ///
  /// - Parameters:
  ///   - rowCount: 0 or more.
  ///   - columnCount: 0 or more.
  ///   - elements: `rowCount * columnCount` cells.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(
      elements.count == rowCount * columnCount,
      "\(elements.count) cells for a matrix of \(rowCount) x \(columnCount)")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// The identity matrix.
  ///
  /// - Parameter count: its order p, 0 or more.
  /// - Returns: `[p x p]`.
  public static func identity(_ count: Int) -> Matrix {
    var result = Matrix(rowCount: count, columnCount: count)
    for index in 0..<count { result[index, index] = 1 }
    return result
  }

  /// One cell.
  public subscript(row: Int, column: Int) -> Double {
    get {
      checkCell(row, column)
      return elements[row * columnCount + column]
    }
    set {
      checkCell(row, column)
      elements[row * columnCount + column] = newValue
    }
  }

  private func checkCell(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < rowCount && column >= 0 && column < columnCount,
      "cell \(row), \(column) of a matrix of \(rowCount) x \(columnCount)")
  }

  /// One row, as a new array.
  public func row(_ row: Int) -> [Double] {
    precondition(row >= 0 && row < rowCount, "row \(row) of \(rowCount)")
    return Array(elements[row * columnCount..<(row + 1) * columnCount])
  }

  /// One column, as a new array.
  public func column(_ column: Int) -> [Double] {
    (0..<rowCount).map { self[$0, column] }
  }

  /// The diagonal of a square matrix.
  public var diagonal: [Double] {
    (0..<min(rowCount, columnCount)).map { self[$0, $0] }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for row in 0..<rowCount {
      for column in 0..<columnCount { result[column, row] = self[row, column] }
    }
    return result
  }

  /// The matrix of the named rows and columns, in their order.
  public func selecting(rows: [Int], columns: [Int]) -> Matrix {
    Matrix(
      rowCount: rows.count, columnCount: columns.count,
      elements: rows.flatMap { row in columns.map { self[row, $0] } })
  }
}

// MARK: - Products

extension Matrix {
  /// The matrix product of two matrices, either of them transposed first if wished.
  ///
  /// - Parameters:
  ///   - left: `[n x k]`, or `[k x n]` when `transposeLeft`.
  ///   - right: `[k x m]`, or `[m x k]` when `transposeRight`.
  ///   - transposeLeft: use the transpose of `left`.
  ///   - transposeRight: use the transpose of `right`.
  /// - Returns: `[n x m]`.
  /// - Complexity: O(n k m), by BLAS `dgemm` on one thread.
  public static func product(
    _ left: Matrix, _ right: Matrix, transposeLeft: Bool = false, transposeRight: Bool = false
  ) -> Matrix {
    let rows = transposeLeft ? left.columnCount : left.rowCount
    let inner = transposeLeft ? left.rowCount : left.columnCount
    let columns = transposeRight ? right.rowCount : right.columnCount
    let innerRight = transposeRight ? right.columnCount : right.rowCount
    precondition(inner == innerRight, "a product of inner sizes \(inner) and \(innerRight)")
    var result = Matrix(rowCount: rows, columnCount: columns)
    guard rows > 0, columns > 0, inner > 0 else { return result }
    OpenBLAS.useOneThread()
    cblas_dgemm(
      CblasRowMajor, transposeLeft ? CblasTrans : CblasNoTrans,
      transposeRight ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1,
      left.elements, Int32(left.columnCount), right.elements, Int32(right.columnCount), 0,
      &result.elements, Int32(columns))
    return result
  }

  /// The symmetric product `X'X` of this matrix `X` `[n x p]`.
  ///
  /// - Returns: `[p x p]`, exactly symmetric.
  /// - Complexity: O(n p²), by BLAS `dsyrk` on one thread.
  public func crossProduct() -> Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: columnCount)
    guard rowCount > 0, columnCount > 0 else { return result }
    OpenBLAS.useOneThread()
    cblas_dsyrk(
      CblasRowMajor, CblasLower, CblasTrans, Int32(columnCount), Int32(rowCount), 1, elements,
      Int32(columnCount), 0, &result.elements, Int32(columnCount))
    result.mirrorLowerTriangle()
    return result
  }

  /// The product of this matrix `[n x p]` and a vector of length p.
  ///
  /// - Returns: n numbers.
  public func times(_ vector: [Double]) -> [Double] {
    Matrix.product(
      self, Matrix(rowCount: vector.count, columnCount: 1, elements: vector)
    ).elements
  }

  /// Copies the cells below the diagonal to their mirror places above it.
  mutating func mirrorLowerTriangle() {
    for row in 0..<rowCount {
      for column in 0..<row { self[column, row] = self[row, column] }
    }
  }
}
