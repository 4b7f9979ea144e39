/// Small whole numbers, row by row, some of them missing: the features of clustering before
/// missing answers are filled in.
///
/// Gaps (-10...10), opportunities and ratings all fit one byte.
public struct IntegerMatrix: Sendable, Equatable {
  /// The mark of a missing cell.
  public static let missing = Int8.min

  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The cells, row after row, `rowCount * columnCount` of them.
  public let elements: [Int8]

  /// Makes a matrix of the cells given row by row.
  ///
  /// - Parameters:
  ///   - rowCount: n, 0 or more.
  ///   - columnCount: p, 1 or more.
  ///   - elements: `n * p` cells, -127...127 or `missing`.
  public init(rowCount: Int, columnCount: Int, elements: [Int8]) {
    precondition(
      columnCount > 0 && elements.count == rowCount * columnCount,
      "\(elements.count) cells for a matrix of \(rowCount) x \(columnCount)")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// One cell.
  public subscript(row: Int, column: Int) -> Int8 {
    elements[row * columnCount + column]
  }

  /// The cells of one row.
  public func row(_ row: Int) -> ArraySlice<Int8> {
    elements[row * columnCount..<(row + 1) * columnCount]
  }

  /// The number of missing cells.
  public var missingCount: Int {
    elements.reduce(0) { $0 + ($1 == IntegerMatrix.missing ? 1 : 0) }
  }

  /// The matrix of the named columns, in their order.
  public func selecting(columns: [Int]) -> IntegerMatrix {
    var cells: [Int8] = []
    cells.reserveCapacity(rowCount * columns.count)
    for row in 0..<rowCount {
      for column in columns { cells.append(self[row, column]) }
    }
    return IntegerMatrix(rowCount: rowCount, columnCount: columns.count, elements: cells)
  }

  /// The matrix of the named rows, in their order.
  public func selecting(rows: [Int]) -> IntegerMatrix {
    var cells: [Int8] = []
    cells.reserveCapacity(rows.count * columnCount)
    for row in rows { cells.append(contentsOf: self.row(row)) }
    return IntegerMatrix(rowCount: rows.count, columnCount: columnCount, elements: cells)
  }

  /// The largest absolute value among the cells that are not missing, 0 when there is none.
  public var largestMagnitude: Int {
    elements.reduce(0) { $1 == IntegerMatrix.missing ? $0 : max($0, abs(Int($1))) }
  }
}
