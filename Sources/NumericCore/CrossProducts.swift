internal import COpenBLAS

/// Exact weighted sums and cross products of rows of small whole numbers.
///
/// Use it for means, covariances and correlations of complete answers: the sums are integers, so
/// they are the same for any order and any cutting of the rows, and the covariance loses no
/// digits to cancellation.
public struct CrossProducts: Sendable, Equatable {
  /// The number of columns.
  public let columnCount: Int
  /// The sum of the weights.
  public private(set) var weight: Int64 = 0
  /// The weighted sum of each column.
  public private(set) var sums: [Int64]
  /// The weighted sum of products of each pair of columns `[p x p]`, row after row.
  public private(set) var products: [Int64]

  /// Sums of no rows.
  public init(columnCount: Int) {
    self.columnCount = columnCount
    sums = [Int64](repeating: 0, count: columnCount)
    products = [Int64](repeating: 0, count: columnCount * columnCount)
  }

  /// Sums over the named rows.
  ///
  /// - Parameters:
  ///   - elements: the cells of all rows, row after row, each -127...127.
  ///   - columnCount: the number of columns.
  ///   - rows: which rows to take.
  ///   - weights: the weights of all rows.
  /// - Complexity: O(n p²), by BLAS `dgemm` on blocks whose sums stay below 2^53.
  public init(of elements: [Int8], columnCount: Int, rows: [Int], weights: WholeWeights) {
    self.init(columnCount: columnCount)
    let largest = weights.maximum.multipliedReportingOverflow(by: 127 * 127)
    let exact = largest.overflow ? 1 : (Int64(1) << 53) / max(1, largest.partialValue)
    let blockSize = Int(max(1, min(512, exact)))
    var plain = [Double](repeating: 0, count: blockSize * columnCount)
    var weighted = plain
    var block = [Double](repeating: 0, count: columnCount * columnCount)
    var start = 0
    while start < rows.count {
      let end = min(rows.count, start + blockSize)
      for (place, row) in rows[start..<end].enumerated() {
        add(elements, row, weights[row], place, &plain, &weighted)
      }
      CrossProducts.multiply(weighted, plain, end - start, columnCount, &block)
      for index in products.indices { products[index] += Int64(block[index]) }
      start = end
    }
  }

  /// Adds the sums of other rows.
  public mutating func merge(_ other: CrossProducts) {
    precondition(other.columnCount == columnCount, "\(other.columnCount) columns")
    weight += other.weight
    for index in sums.indices { sums[index] += other.sums[index] }
    for index in products.indices { products[index] += other.products[index] }
  }

  /// The weighted means.
  public var mean: [Double] {
    sums.map { Double($0) / Double(weight) }
  }

  /// The weighted covariance with divisor Σw (maximum likelihood), its numerators exact.
  ///
  /// ```text
  /// cov = (W Σwxy - Σwx Σwy) / W²
  /// ```
  public var covariance: Matrix {
    let square = Double(weight) * Double(weight)
    var result = Matrix(rowCount: columnCount, columnCount: columnCount)
    for row in 0..<columnCount {
      for column in 0..<columnCount {
        result[row, column] = Double(numerator(row, column)) / square
      }
    }
    return result
  }

  /// The Pearson correlation; columns without variance get 0 with the others and 1 with
  /// themselves.
  public var correlation: Matrix {
    var result = Matrix.identity(columnCount)
    let scales = (0..<columnCount).map { Double(numerator($0, $0)).squareRoot() }
    for row in 0..<columnCount {
      for column in 0..<row where scales[row] > 0 && scales[column] > 0 {
        let value = Double(numerator(row, column)) / (scales[row] * scales[column])
        result[row, column] = min(1, max(-1, value))
        result[column, row] = result[row, column]
      }
    }
    return result
  }

  // MARK: - Steps

  private func numerator(_ row: Int, _ column: Int) -> Int128 {
    Int128(weight) * Int128(products[row * columnCount + column])
      - Int128(sums[row]) * Int128(sums[column])
  }

  private mutating func add(
    _ elements: [Int8], _ row: Int, _ rowWeight: Int64, _ place: Int, _ plain: inout [Double],
    _ weighted: inout [Double]
  ) {
    weight += rowWeight
    for column in 0..<columnCount {
      let value = Int64(elements[row * columnCount + column])
      sums[column] += rowWeight * value
      plain[place * columnCount + column] = Double(value)
      weighted[place * columnCount + column] = Double(rowWeight * value)
    }
  }

  private static func multiply(
    _ weighted: [Double], _ plain: [Double], _ count: Int, _ columnCount: Int,
    _ block: inout [Double]
  ) {
    OpenBLAS.useOneThread()
    let columns = Int32(columnCount)
    cblas_dgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, columns, columns, Int32(count), 1, weighted,
      columns, plain, columns, 0, &block, columns)
  }
}
