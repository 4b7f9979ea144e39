public import Groundwork

/// Where in the input a fault stands.
public struct TablePlace: Sendable, Equatable {
  /// The name of the input.
  public var input: String
  /// The physical line, from 1.
  public var line: Int
  /// The byte in the line, from 1, counted in UTF-8.
  public var byteColumn: Int
  /// The number of the data record, from 1; `nil` in the header.
  public var record: Int?
  /// The name of the column, where it is known.
  public var columnName: String?

  /// A place in the input.
  public init(
    input: String, line: Int, byteColumn: Int, record: Int? = nil, columnName: String? = nil
  ) {
    self.input = input
    self.line = line
    self.byteColumn = byteColumn
    self.record = record
    self.columnName = columnName
  }
}

/// Why a table cannot be read, or a file not be written.
public enum TableError: Failure, Equatable {
  /// The input does not exist or cannot be opened; `code` is the system's error number.
  case cannotOpen(input: String, code: Int32)
  /// The input is a directory.
  case isDirectory(input: String)
  /// Reading failed.
  case cannotRead(input: String, code: Int32)
  /// The file was changed while it was read.
  case inputChanged(input: String)
  /// The file is no text but of another program.
  case foreignFormat(input: String, ForeignFormat)
  /// There is not a single record.
  case empty(input: String)
  /// There is a header, and nothing below it.
  case noRespondents(input: String, headerRowCount: Int)
  /// No header ends within the first bytes.
  case noHeader(input: String, byteCount: Int)
  /// A NUL byte.
  case nulByte(TablePlace)
  /// A quoted field is not closed before the end; the place is its opening quote.
  case unclosedQuote(TablePlace)
  /// A quote inside a field that does not begin with one.
  case quoteInBareField(TablePlace)
  /// Text behind a closing quote; the place is the opening quote of that field.
  case textAfterQuote(TablePlace, textLine: Int, textByteColumn: Int)
  /// A record is longer than the limit; the place is its first byte, the column the one in which
  /// the limit is reached.
  case recordTooLong(TablePlace, limit: Int)
  /// A byte that is no well-formed text in the encoding.
  case invalidText(TablePlace, encoding: TextEncoding)
  /// The last record has too few fields: the file was probably cut.
  case lastRecordCut(TablePlace, found: Int, expected: Int)
  /// A header row has another number of fields than the first one.
  case headerRowLength(TablePlace, found: Int, expected: Int)
  /// Most records agree on a larger number of fields than the first row has.
  case firstRowDiffers(TablePlace, found: Int, mostRecordsHave: Int)
  /// The declared encoding contradicts the byte order mark.
  case encodingConflict(input: String, declared: TextEncoding, byteOrderMark: TextEncoding)
  /// A file cannot be created; `code` is the system's error number.
  case cannotCreate(path: String, code: Int32)
  /// A file cannot be written to its end; it was removed.
  case cannotWrite(path: String, code: Int32)
}
