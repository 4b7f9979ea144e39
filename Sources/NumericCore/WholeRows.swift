/// Rows of whole numbers, widened to `Double` so that BLAS can multiply them.
///
/// For the next worker: everything exact in clustering rests on this. A product of two rows of
/// p columns is a sum of p products below 2^30, so it is a whole number below 2^53 for up to
/// 2^23 columns, and `dgemm` returns it exactly whatever the order of its additions, its
/// threads, fused multiply-adds or processor kernels. Center distances, sums and inertia are
/// built from such products and from integers only; keep it so.
public struct WholeRows: Sendable {
  /// The number of columns.
  public let columnCount: Int
  /// The number of rows now held.
  public private(set) var rowCount = 0
  /// The sum of squares of each row.
  public private(set) var squaredNorms: [Double] = []
  /// The cells, row after row.
  private(set) var values: [Double] = []

  /// The largest number of columns for which all products are exact.
  public static let largestColumnCount = 1 << 22

  /// Makes an empty block of rows.
  ///
  /// - Parameter columnCount: 1 or more.
  public init(columnCount: Int) {
    precondition(
      columnCount > 0 && columnCount <= WholeRows.largestColumnCount,
      "rows of \(columnCount) columns")
    self.columnCount = columnCount
  }

  /// Takes a range of rows, replacing those held.
  ///
  /// - Parameters:
  ///   - elements: the cells of all rows, row after row.
  ///   - rows: which rows to take.
  public mutating func load(_ elements: [Int16], rows: Range<Int>) {
    reserve(rows.count)
    let columnCount = columnCount
    let first = rows.lowerBound
    let count = rows.count
    precondition(
      rows.lowerBound >= 0 && rows.upperBound * columnCount <= elements.count,
      "rows \(rows) of \(elements.count / columnCount)")
    elements.withUnsafeBufferPointer { source in
      values.withUnsafeMutableBufferPointer { target in
        squaredNorms.withUnsafeMutableBufferPointer { norms in
          guard let sourceBase = source.baseAddress, let targetBase = target.baseAddress else {
            return
          }
          for row in 0..<count {
            norms[row] = widen(
              sourceBase + (first + row) * columnCount, targetBase + row * columnCount,
              columnCount)
          }
        }
      }
    }
  }

  /// Takes the named rows in the given order, replacing those held.
  ///
  /// - Parameters:
  ///   - elements: the cells of all rows, row after row.
  ///   - rows: which rows to take.
  public mutating func load(_ elements: [Int16], rows: [Int]) {
    reserve(rows.count)
    let columnCount = columnCount
    let rowLimit = elements.count / columnCount
    elements.withUnsafeBufferPointer { source in
      values.withUnsafeMutableBufferPointer { target in
        squaredNorms.withUnsafeMutableBufferPointer { norms in
          guard let sourceBase = source.baseAddress, let targetBase = target.baseAddress else {
            return
          }
          for (place, row) in rows.enumerated() {
            precondition(row >= 0 && row < rowLimit, "row \(row) of \(rowLimit)")
            norms[place] = widen(
              sourceBase + row * columnCount, targetBase + place * columnCount, columnCount)
          }
        }
      }
    }
  }

  /// One row's cells.
  public func row(_ row: Int) -> [Double] {
    Array(values[row * columnCount..<(row + 1) * columnCount])
  }

  private mutating func reserve(_ count: Int) {
    rowCount = count
    if squaredNorms.count < count {
      squaredNorms = [Double](repeating: 0, count: count)
      values = [Double](repeating: 0, count: count * columnCount)
    }
  }
}

/// Widens one row and returns its sum of squares.
private func widen(
  _ source: UnsafePointer<Int16>, _ target: UnsafeMutablePointer<Double>, _ count: Int
) -> Double {
  var squares: Int64 = 0
  for column in 0..<count {
    let value = Int32(source[column])
    target[column] = Double(value)
    squares &+= Int64(value &* value)
  }
  return Double(squares)
}
