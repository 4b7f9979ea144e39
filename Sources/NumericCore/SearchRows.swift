internal import COpenBLAS

/// Rows of whole numbers laid out for many searches over the same few rows: each column stands
/// together, so that one product with some centers runs at full speed, and each row too, so that
/// it can be moved from one center to another.
///
/// Use it for up to some million cells (16 bytes a cell); `WholeRows` serves blocks of many rows.
public struct SearchRows: Sendable {
  /// The number of rows n.
  public let rowCount: Int
  /// The number of columns p.
  public let columnCount: Int
  /// The sum of squares of each row, exactly.
  public let squaredNorms: [Double]
  /// Row after row.
  let byRow: [Double]
  /// Column after column.
  let byColumn: [Double]

  /// How many rows go through one product: the tile of the columns stays in the cache.
  static let tileRowCount = 1_024

  /// Takes rows.
  ///
  /// - Parameters:
  ///   - elements: `[n x p]`, row after row.
  ///   - columnCount: p, 1 or more.
  public init(_ elements: [Int16], columnCount: Int) {
    precondition(
      columnCount > 0 && elements.count % columnCount == 0,
      "\(elements.count) cells in rows of \(columnCount)")
    let rowCount = elements.count / columnCount
    var byColumn = [Double](repeating: 0, count: elements.count)
    var norms = [Double](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      var squares: Int64 = 0
      for column in 0..<columnCount {
        let cell = Int64(elements[row * columnCount + column])
        byColumn[column * rowCount + row] = Double(cell)
        squares &+= cell &* cell
      }
      norms[row] = Double(squares)
    }
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.byColumn = byColumn
    byRow = elements.map(Double.init)
    squaredNorms = norms
  }

  /// The cells of one row.
  public func row(_ row: Int) -> ArraySlice<Double> {
    byRow[row * columnCount..<(row + 1) * columnCount]
  }

  /// Lowers each row's squared distance to the nearest of some chosen rows by one more of them:
  /// the inner step of k-means++. Exact, like `RowDistances.lower`.
  ///
  /// - Parameters:
  ///   - nearest: each row's smallest squared distance so far (infinite at first); changed.
  ///   - chosen: the newly chosen row.
  ///   - scratch: memory kept between calls.
  /// - Complexity: O(n p).
  public func lower(
    _ nearest: inout [Double], byChoosing chosen: Int, scratch: inout [Double]
  ) {
    precondition(nearest.count == rowCount, "\(nearest.count) distances of \(rowCount) rows")
    if scratch.count < rowCount { scratch = [Double](repeating: 0, count: rowCount) }
    multiply(Array(row(chosen)), count: 1, into: &scratch)
    let norm = squaredNorms[chosen]
    nearest.withUnsafeMutableBufferPointer { nearest in
      squaredNorms.withUnsafeBufferPointer { norms in
        scratch.withUnsafeBufferPointer { products in
          for row in nearest.indices {
            let distance = norms[row] + norm - 2 * products[row]
            nearest[row] = distance < nearest[row] ? distance : nearest[row]
          }
        }
      }
    }
  }

  /// The products of all rows with some centers.
  ///
  /// - Parameters:
  ///   - centers: `[k x p]`, row after row.
  ///   - count: k.
  ///   - result: `[k x n]`; changed.
  func multiply(_ centers: [Double], count: Int, into result: inout [Double]) {
    SearchRows.multiply(
      centers, count: count, byColumn: byColumn, rowCount: rowCount, stride: rowCount,
      into: &result)
  }

  /// The same for columns that stand `stride` cells apart and are `rowCount` long.
  static func multiply(
    _ centers: [Double], count: Int, byColumn: [Double], rowCount: Int, stride: Int,
    into result: inout [Double]
  ) {
    let columns = Int32(centers.count / count)
    OpenBLAS.useOneThread()
    byColumn.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        guard let base = source.baseAddress, let end = target.baseAddress else { return }
        for start in Swift.stride(from: 0, to: rowCount, by: tileRowCount) {
          cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(count),
            Int32(min(tileRowCount, rowCount - start)), columns, 1, centers, columns,
            base + start, Int32(stride), 0, end + start, Int32(stride))
        }
      }
    }
  }
}
