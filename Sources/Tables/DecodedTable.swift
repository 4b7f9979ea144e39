/// A table after reading: the planned columns, and what was noticed on the way.
public struct DecodedTable: Sendable {
  /// What was known before the records were read.
  public var head: TableHead
  /// The number of accepted records: the length of every column.
  public var rowCount: Int
  /// The number of data records, accepted and rejected.
  public var recordCount: Int
  /// One column for each plan, in the order of the plans.
  public var columns: [DecodedColumn]
  /// The records that have too few or too many fields. They are not among the rows.
  public var rejectedRecords: RejectedRecords
  /// A digest of each row's record, when asked for.
  public var recordDigests: [RecordDigest]?
  /// The number of lines without a single byte, which are skipped.
  public var blankLineCount: Int
  /// The line ends that closed records.
  public var lineEndKinds: LineEndKinds
  /// The number of bytes of the input.
  public var byteCount: Int
  /// The SHA-256 digest of the input's bytes in hexadecimal digits; empty when not asked for.
  public var sha256: String
  /// The number of cells in columns without a plan that are not well-formed text.
  public var invalidTextInSkippedColumns: Int
  /// The number of rows with text in the phantom column, which is not read.
  public var phantomColumnTextCount: Int
  /// Whether an earlier reading was gone on from.
  public var continuation: TableContinuation
  let counts: TableCounts
  let key: TableKey
  let endsInLineFeed: Bool
}

/// One column after reading, by the kind of its plan.
public enum DecodedColumn: Sendable {
  case codes(CodeColumn)
  case text(TextColumn)
  case decimal(DecimalColumn)
  case identity(IdentityColumn)
  case summary(ColumnSummary)
}

/// The line ends seen behind records; inside quoted fields they are part of the text.
public struct LineEndKinds: OptionSet, Sendable, Hashable {
  /// One bit a kind.
  public let rawValue: UInt8

  /// Kinds by their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// LF, as Unix writes it.
  public static let lineFeed = LineEndKinds(rawValue: 1)
  /// CR LF, as Windows writes it.
  public static let carriageReturnLineFeed = LineEndKinds(rawValue: 2)
  /// CR alone, as Macintosh wrote it before macOS.
  public static let carriageReturn = LineEndKinds(rawValue: 4)

  /// Whether more than one kind was seen.
  public var isMixed: Bool { rawValue.nonzeroBitCount > 1 }
}

/// 128 bits that stand for a record: the stable hash, with two seeds, of its bytes without the
/// line end.
public struct RecordDigest: Sendable, Hashable, Comparable, BitwiseCopyable {
  /// The hash with the first seed.
  public var high: UInt64
  /// The hash with the second seed.
  public var low: UInt64

  /// A digest by its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Orders digests by their numbers.
  public static func < (left: RecordDigest, right: RecordDigest) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// The records that were left out because their number of fields is wrong.
public struct RejectedRecords: Sendable, Equatable {
  /// How many records.
  public var count: Int
  /// The first of them in file order, at most `PlaceLimits.placeCount`.
  public var first: [RejectedRecord]
  /// The numbers of all of them among the data records, from 1, ascending; at most
  /// `PlaceLimits.numberCount`.
  public var records: [Int]

  /// A count and the first records.
  public init(count: Int = 0, first: [RejectedRecord] = [], records: [Int] = []) {
    self.count = count
    self.first = first
    self.records = records
  }
}

/// A record with a wrong number of fields.
public struct RejectedRecord: Sendable, Equatable {
  /// The physical line on which it starts, from 1.
  public var line: Int
  /// Its number among the data records, from 1.
  public var record: Int
  /// The number of its fields.
  public var foundFieldCount: Int
  /// The number of fields that the header asks for.
  public var expectedFieldCount: Int

  /// A rejected record and its place.
  public init(line: Int, record: Int, foundFieldCount: Int, expectedFieldCount: Int) {
    self.line = line
    self.record = record
    self.foundFieldCount = foundFieldCount
    self.expectedFieldCount = expectedFieldCount
  }
}

/// Fixed limits of what is kept for messages.
public enum PlaceLimits {
  /// How many places of one kind are kept.
  public static let placeCount = 20
  /// How many numbers of rejected records are kept.
  public static let numberCount = 1_000_000
  /// How many bytes of a cell's text are kept.
  public static let textByteCount = 40
}
