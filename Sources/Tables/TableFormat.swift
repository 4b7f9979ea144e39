/// What the caller knows or decides about a table before it is read.
///
/// Every setting that is `nil` is detected from the first bytes; `TableHead.evidence` then says
/// what was found and why. No result depends on `blockByteCount`.
public struct TableFormat: Sendable, Equatable {
  /// The byte between two fields; `nil` tries comma, semicolon, tab and pipe.
  public var delimiter: UInt8?
  /// The number of header rows; `nil` decides by evidence. 0 names the columns `#1`, `#2`, ...
  public var headerRowCount: Int?
  /// The encoding; `nil` takes UTF-8, or UTF-16 where a byte order mark says so.
  public var encoding: TextEncoding?
  /// What a quote means; `nil` follows RFC 4180 unless a tab-separated text shows otherwise.
  public var quoting: Quoting?
  /// The number of bytes read and decoded at a time, at least 1.
  public var blockByteCount: Int
  /// The largest number of bytes in one record, line end not counted, at least 1.
  public var recordByteLimit: Int

  /// A format in which everything is detected unless it is given.
  public init(
    delimiter: UInt8? = nil, headerRowCount: Int? = nil, encoding: TextEncoding? = nil,
    blockByteCount: Int = 4 << 20, recordByteLimit: Int = 1 << 20, quoting: Quoting? = nil
  ) {
    self.delimiter = delimiter
    self.headerRowCount = headerRowCount
    self.encoding = encoding
    self.quoting = quoting
    self.blockByteCount = blockByteCount
    self.recordByteLimit = recordByteLimit
  }

  /// The delimiters that detection tries, in order of preference.
  public static let knownDelimiters: [UInt8] = Array(",;\t|".utf8)

  /// Ends the program when the settings cannot work: they come from code, never from data.
  func checkSettings() {
    precondition((1...1 << 30).contains(blockByteCount), "block of \(blockByteCount) bytes")
    precondition(
      (1...1 << 30).contains(recordByteLimit), "record limit of \(recordByteLimit) bytes")
    precondition(
      (0...100).contains(headerRowCount ?? 1), "\(headerRowCount ?? 1) header rows")
    if let delimiter {
      let isForbidden = delimiter == Byte.quote || Byte.isLineEnd(delimiter)
      precondition(
        delimiter != 0 && delimiter < 128 && !isForbidden, "delimiter byte \(delimiter)")
    }
  }
}
