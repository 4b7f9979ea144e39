/// Where a cell stands and what it holds, for a finding.
public struct FieldPlace: Sendable, Equatable {
  /// The physical line on which the field starts, from 1.
  public var line: Int
  /// The byte at which the field starts in its line, from 1, counted in UTF-8.
  public var byteColumn: Int
  /// The number of the data record, from 1.
  public var record: Int
  /// The name of the column.
  public var columnName: String
  /// The text of the cell, cut after 40 bytes.
  public var text: String

  /// A place in a file and what stands there.
  public init(line: Int, byteColumn: Int, record: Int, columnName: String, text: String) {
    self.line = line
    self.byteColumn = byteColumn
    self.record = record
    self.columnName = columnName
    self.text = text
  }
}
