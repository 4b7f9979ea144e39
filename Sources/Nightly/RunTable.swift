import Groundwork
public import Tables

/// A table of a run, read back: cells by row and column name.
public struct RunTable: Sendable {
  /// The names of its columns; none where the file holds no row.
  public let columns: [String]
  /// The number of rows.
  public let rowCount: Int
  private let cells: [String: TextColumn]

  /// Reads a table as `unmet` writes it.
  ///
  /// - Parameter input: a file, or bytes.
  /// - Throws: `TableError` where it is no such table; one without rows is none.
  public init(_ input: TableInput) throws(TableError) {
    self = try RunTable.read(input)
  }

  /// The text of a cell, without the apostrophe that guards formulas; `nil` where the table lacks
  /// the column.
  public func text(_ row: Int, _ column: String) -> String? {
    guard let cells = cells[column] else { return nil }
    return cells.levels[Int(cells.codes[row])]
  }

  /// The number in a cell; `nil` where there is none.
  public func number(_ row: Int, _ column: String) -> Double? {
    text(row, column).flatMap(RunTable.number)
  }

  /// Whether the table has a column.
  public func has(_ column: String) -> Bool { cells[column] != nil }

  // MARK: - Steps

  private static func read(_ input: TableInput) throws(TableError) -> RunTable {
    let format = TableFormat(delimiter: UInt8(ascii: ","), headerRowCount: 1, encoding: .utf8)
    do throws(TableError) {
      let reader = try TableReader(input, format: format)
      let plans = reader.head.columns.map { ColumnPlan(position: $0.position, kind: .text) }
      let table = try reader.decode(
        plans, inputDigest: false, workers: Workers(threadCount: 1))
      return RunTable(reader.head.columns.map(\.name), table)
    } catch {
      guard case .noRespondents = error else { throw error }
      return RunTable()
    }
  }

  private init() {
    (columns, rowCount, cells) = ([], 0, [:])
  }

  private init(_ names: [String], _ table: DecodedTable) {
    var cells: [String: TextColumn] = [:]
    for (name, column) in zip(names, table.columns) {
      guard case .text(var texts) = column, cells[name] == nil else { continue }
      texts.levels = texts.levels.map(RunTable.unguarded)
      cells[name] = texts
    }
    self.columns = names
    self.rowCount = table.rowCount
    self.cells = cells
  }

  /// A number in plain digits: the words that `Double` knows are none.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ digits.contains($0) }), let value = Double(text),
      value.isFinite
    else { return nil }
    return value
  }

  private static let digits = Set("0123456789+-.eE".utf8)

  private static func unguarded(_ text: String) -> String {
    let bytes = text.utf8.prefix(2)
    guard bytes.count == 2, bytes.first == UInt8(ascii: "'"), let second = bytes.last,
      "=+-@\t\r".utf8.contains(second)
    else { return text }
    return String(text.dropFirst())
  }
}
