/// The joint table of two coded columns in one group of rows: how many rows, and how much
/// weight, hold each pair of codes.
///
/// Both columns hold codes 0...15, so the table has 256 cells and the pair is the index. All
/// sums are whole numbers: tables of different blocks, threads or machines merge by plain
/// addition and the result is the same to the last bit whatever the cut. Everything that a
/// score, its standard error and its interval need in a design of one stage is in it.
public struct JointTable: Sendable, Equatable {
  /// What one pair of codes sums up to.
  public struct Cell: Sendable, Equatable {
    /// Rows of positive weight: a row of weight 0 is nobody.
    public var count: Int64 = 0
    /// Sum of the weights, in the weights' own whole unit.
    public var weight: Int64 = 0
    /// Sum of the squared weights. It fits: it is at most the square of a 63-bit sum.
    public var squaredWeight: Int128 = 0

    /// A cell that nothing has been added to.
    public init() {}
  }

  /// Cells by `first code * 16 + second code`.
  public private(set) var cells: [Cell]

  /// A table that nothing has been added to.
  public init() {
    cells = [Cell](repeating: Cell(), count: 256)
  }

  fileprivate init(cells: ArraySlice<Cell>) {
    self.cells = Array(cells)
  }

  /// The cell of a pair of codes.
  public subscript(first: UInt8, second: UInt8) -> Cell {
    cells[Int(first) << 4 | Int(second)]
  }

  /// Adds equal rows of weight 1.
  ///
  /// - Parameters:
  ///   - count: how many, 0 or more.
  ///   - first: their code of the first column, 0...15.
  ///   - second: their code of the second column, 0...15.
  public mutating func add(_ count: Int64, first: UInt8, second: UInt8) {
    let index = Int(first & 15) << 4 | Int(second & 15)
    cells[index].count += count
    cells[index].weight += count
    cells[index].squaredWeight += Int128(count)
  }

  /// Adds another table of the same two columns.
  public mutating func merge(_ other: JointTable) {
    for index in cells.indices {
      cells[index].count += other.cells[index].count
      cells[index].weight += other.cells[index].weight
      cells[index].squaredWeight += other.cells[index].squaredWeight
    }
  }
}

/// The joint tables of one pair of columns, group by group.
///
/// Use it for one outcome's two ratings over the groups of one segmentation. Rows are added
/// range by range; ranges may be cut anywhere and added in any order.
public struct JointTally: Sendable {
  /// The number of groups; rows carry group codes `0..<groupCount`.
  public let groupCount: Int
  private var cells: [JointTable.Cell]

  /// - Parameter groupCount: at least 1.
  public init(groupCount: Int) {
    precondition(groupCount >= 1, "\(groupCount) groups")
    self.groupCount = groupCount
    cells = [JointTable.Cell](repeating: JointTable.Cell(), count: 256 * groupCount)
  }

  /// The table of each group, in the order of the codes.
  public var tables: [JointTable] {
    (0..<groupCount).map { JointTable(cells: cells[256 * $0..<256 * ($0 + 1)]) }
  }

  /// The table of all groups together.
  public var total: JointTable {
    tables.reduce(into: JointTable()) { $0.merge($1) }
  }

  /// Adds rows.
  ///
  /// - Parameters:
  ///   - rows: which rows of the columns to add.
  ///   - first: codes 0...15, by row.
  ///   - second: codes 0...15, by row.
  ///   - groups: group codes by row; `nil` puts every row into group 0.
  ///   - weights: whole, non-negative weights by row whose sum over all rows fits 63 bits;
  ///     `nil` counts every row as 1.
  /// - Complexity: O(rows), one cell touched a row.
  public mutating func add(
    _ rows: Range<Int>, first: [UInt8], second: [UInt8], groups: [UInt16]?, weights: [Int64]?
  ) {
    switch (groups, weights) {
    case (nil, nil):
      for row in rows { addOne(Int(first[row] & 15) << 4 | Int(second[row] & 15)) }
    case (let groups?, nil):
      for row in rows {
        addOne(Int(groups[row]) << 8 | Int(first[row] & 15) << 4 | Int(second[row] & 15))
      }
    case (nil, let weights?):
      for row in rows {
        add(weights[row], at: Int(first[row] & 15) << 4 | Int(second[row] & 15))
      }
    case (let groups?, let weights?):
      for row in rows {
        let cell = Int(groups[row]) << 8 | Int(first[row] & 15) << 4 | Int(second[row] & 15)
        add(weights[row], at: cell)
      }
    }
  }

  // MARK: - Steps

  @inline(__always)
  private mutating func addOne(_ cell: Int) {
    cells[cell].count += 1
    cells[cell].weight += 1
    cells[cell].squaredWeight += 1
  }

  @inline(__always)
  private mutating func add(_ weight: Int64, at cell: Int) {
    cells[cell].count += weight > 0 ? 1 : 0
    cells[cell].weight += weight
    cells[cell].squaredWeight += Int128(weight) * Int128(weight)
  }
}
