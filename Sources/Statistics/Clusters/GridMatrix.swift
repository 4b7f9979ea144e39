/// Numbers on a binary grid, row by row: each cell is `q / 2^gridBits` with `|q| < 2^15`.
///
/// Clustering works on these whole numbers q alone. Every product and every sum over them is
/// exact, so its result cannot depend on threads, blocks or processor kernels.
public struct GridMatrix: Sendable, Equatable {
  /// The finest grid that is ever used: steps of 1/4096.
  public static let finestGridBits = 12
  /// Cells stay below this value.
  public static let limit = 1 << 15

  /// The number of rows.
  public let rowCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The whole numbers q, row after row.
  public let elements: [Int16]
  /// How many binary places the grid has.
  public let gridBits: Int

  /// Makes a matrix of the whole numbers given row by row.
  ///
  /// - Parameters:
  ///   - rowCount: n, 0 or more.
  ///   - columnCount: p, 1 or more.
  ///   - elements: `n * p` whole numbers above -2^15.
  ///   - gridBits: 0...12; a cell means `q / 2^gridBits`.
  public init(rowCount: Int, columnCount: Int, elements: [Int16], gridBits: Int) {
    precondition(
      columnCount > 0 && elements.count == rowCount * columnCount,
      "\(elements.count) cells for a matrix of \(rowCount) x \(columnCount)")
    precondition((0...GridMatrix.finestGridBits).contains(gridBits), "\(gridBits) grid bits")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
    self.gridBits = gridBits
  }

  /// Puts complete whole numbers on the finest grid that holds them.
  ///
  /// - Parameter matrix: no cell is missing.
  public init(_ matrix: IntegerMatrix) {
    let bits = GridMatrix.gridBits(forMagnitude: matrix.largestMagnitude)
    self.init(
      rowCount: matrix.rowCount, columnCount: matrix.columnCount,
      elements: matrix.elements.map { cell in
        precondition(cell != IntegerMatrix.missing, "a missing cell on the grid")
        return Int16(cell) << Int16(bits)
      }, gridBits: bits)
  }

  /// The number of binary places of the finest grid that holds values up to a magnitude.
  ///
  /// - Parameter magnitude: 0 or more.
  /// - Returns: 12 up to 7, 11 up to 15, 10 up to 31, ...
  public static func gridBits(forMagnitude magnitude: Int) -> Int {
    var bits = finestGridBits
    while bits > 0, magnitude << bits >= limit { bits -= 1 }
    precondition(magnitude << bits < limit, "a magnitude of \(magnitude) on the grid")
    return bits
  }

  /// One cell as a real number.
  public func value(_ row: Int, _ column: Int) -> Double {
    Double(elements[row * columnCount + column]) / Double(1 << gridBits)
  }

  /// The whole numbers of one row.
  public func row(_ row: Int) -> ArraySlice<Int16> {
    elements[row * columnCount..<(row + 1) * columnCount]
  }

  /// The matrix of the named rows, in their order.
  public func selecting(rows: [Int]) -> GridMatrix {
    var cells: [Int16] = []
    cells.reserveCapacity(rows.count * columnCount)
    for row in rows { cells.append(contentsOf: self.row(row)) }
    return GridMatrix(
      rowCount: rows.count, columnCount: columnCount, elements: cells, gridBits: gridBits)
  }

  /// The matrix of a range of rows.
  public func selecting(rows: Range<Int>) -> GridMatrix {
    GridMatrix(
      rowCount: rows.count, columnCount: columnCount,
      elements: Array(elements[rows.lowerBound * columnCount..<rows.upperBound * columnCount]),
      gridBits: gridBits)
  }

  /// Each row minus its own mean.
  ///
  /// Use it where a respondent's overall level should not count, only the pattern. Rows of p
  /// columns then have rank p - 1.
  ///
  /// - Parameter wished: the grid of the result, at most this one's, or `nil` for the finest
  ///   one that holds it; rows that are to be compared need the same grid.
  /// - Returns: `[n x p]`; each cell is rounded once, halves away from zero.
  public func centeredByRow(gridBits wished: Int? = nil) -> GridMatrix {
    levelled(.none, gridBits: wished)
  }

  /// Each row with its own mean counting in part only.
  ///
  /// ```text
  /// x_j - (1 - a) mean(x)
  /// ```
  ///
  /// - Parameters:
  ///   - weight: a.
  ///   - wished: the grid of the result, at most this one's, or `nil` for the finest one that
  ///     holds it; rows that are to be compared need the same grid.
  /// - Returns: `[n x p]`; each cell is rounded once, halves away from zero.
  public func levelled(_ weight: LevelWeight, gridBits wished: Int? = nil) -> GridMatrix {
    let sums = (0..<rowCount).map { row($0).reduce(0) { $0 + Int($1) } }
    let bits = wished ?? levelledGridBits(sums, weight)
    precondition((0...gridBits).contains(bits), "\(bits) grid bits from \(gridBits)")
    let (whole, rest) = (LevelWeight.whole * columnCount, LevelWeight.whole - weight.parts)
    let divisor = Double(whole << (gridBits - bits))
    var cells = elements
    for (row, sum) in sums.enumerated() {
      for place in row * columnCount..<(row + 1) * columnCount {
        // The same as `rounded`: a quotient is a half or at least 1 / divisor away from one.
        let quotient = Double(whole * Int(cells[place]) - rest * sum) / divisor
        cells[place] = Int16(quotient + (quotient < 0 ? -0.5 : 0.5))
      }
    }
    return GridMatrix(
      rowCount: rowCount, columnCount: columnCount, elements: cells, gridBits: bits)
  }

  /// The same on a wished grid, or on the finest that holds the result where that is coarser.
  func levelled(_ weight: LevelWeight, noFinerThan bits: Int) -> GridMatrix {
    let sums = (0..<rowCount).map { row($0).reduce(0) { $0 + Int($1) } }
    return levelled(weight, gridBits: min(bits, levelledGridBits(sums, weight)))
  }

  /// The finest grid on which each levelled cell stays below the limit.
  private func levelledGridBits(_ sums: [Int], _ weight: LevelWeight) -> Int {
    let (whole, rest) = (LevelWeight.whole * columnCount, LevelWeight.whole - weight.parts)
    var largest = 0
    for (row, sum) in sums.enumerated() {
      // The largest difference is at the smallest or the largest cell.
      var (low, high) = (Int16.max, Int16.min)
      for place in row * columnCount..<(row + 1) * columnCount {
        (low, high) = (min(low, elements[place]), max(high, elements[place]))
      }
      largest = max(largest, whole * Int(high) - rest * sum, rest * sum - whole * Int(low))
    }
    var bits = gridBits
    while GridMatrix.rounded(largest, whole << (gridBits - bits)) >= GridMatrix.limit {
      bits -= 1
    }
    return bits
  }

  /// The number of different rows, counted no further than a limit.
  ///
  /// - Parameter limit: 1 or more.
  /// - Returns: at most `limit`.
  /// - Complexity: O(n limit p).
  public func distinctRowCount(upTo limit: Int) -> Int {
    var found: [Int] = []
    for row in 0..<rowCount where found.count < limit {
      let cells = self.row(row)
      if !found.contains(where: { self.row($0).elementsEqual(cells) }) { found.append(row) }
    }
    return found.count
  }

  static func rounded(_ value: Int, _ divisor: Int) -> Int {
    let half = divisor / 2
    return value >= 0 ? (value + half) / divisor : -((-value + half) / divisor)
  }
}
