/// A finished table with all that is needed to go on from its end: what `TableReader.decode`
/// takes where a file grew by appending.
///
/// It is a cache: every table can be decoded anew without it, to the same values.
public struct TableSnapshot: Sendable {
  /// The number of bytes of the input.
  public let byteCount: Int
  /// The SHA-256 digest of those bytes in hexadecimal digits; empty where none was computed.
  public let sha256: String
  /// One column for each plan.
  public let columns: [DecodedColumn]
  /// A digest of each row's record, where asked for.
  public let recordDigests: [RecordDigest]?
  /// Hashes of identities that earlier tables held and this one lacks, as its keeper told.
  public let absentIdentities: [UInt64]
  let counts: TableCounts
  let key: TableKey
  /// Whether the last byte is a line feed. As no field stays open at the end of a table, the next
  /// byte then begins a record.
  let endsInLineFeed: Bool

  /// The number of rows.
  public var rowCount: Int { counts.rowCount }
}

extension DecodedTable {
  /// The table as a later reading can go on from it. The columns are shared, not copied.
  public var snapshot: TableSnapshot { snapshot(absentIdentities: []) }

  /// The same, with identities that earlier tables held and this one lacks.
  public func snapshot(absentIdentities: [UInt64]) -> TableSnapshot {
    TableSnapshot(
      byteCount: byteCount, sha256: sha256, columns: columns, recordDigests: recordDigests,
      absentIdentities: absentIdentities, counts: counts, key: key, endsInLineFeed: endsInLineFeed)
  }

  /// How many rows were taken over from an earlier reading.
  public var continuedRowCount: Int {
    if case .continued(let earlier) = continuation { earlier.rowCount } else { 0 }
  }

  /// How many records were decoded anew.
  public var decodedRecordCount: Int {
    if case .continued(let earlier) = continuation {
      recordCount - earlier.recordCount
    } else {
      recordCount
    }
  }

  /// How many bytes were decoded anew. All bytes are read, because all are hashed.
  public var decodedByteCount: Int {
    if case .continued(let earlier) = continuation {
      byteCount - earlier.byteCount
    } else {
      byteCount
    }
  }
}

/// Whether a table was decoded from its beginning or from the end of an earlier reading.
public enum TableContinuation: Sendable, Equatable {
  /// There was no earlier reading.
  case none
  /// The earlier part was taken over.
  case continued(Earlier)
  /// Everything was decoded, in spite of an earlier reading.
  case refused(Obstacle)

  /// The size of the part that was taken over.
  public struct Earlier: Sendable, Equatable {
    /// Its bytes.
    public var byteCount: Int
    /// Its data records, accepted and rejected.
    public var recordCount: Int
    /// Its accepted records.
    public var rowCount: Int
  }

  /// Why an earlier reading could not be gone on from.
  public enum Obstacle: String, Sendable, CaseIterable {
    /// The input cannot be read twice: a pipe.
    case input = "the input is no file"
    /// The text is not UTF-8, so that places in it are not places of the file.
    case encoding = "the file is not in UTF-8"
    /// Other header rows, columns, delimiter or quotes.
    case head = "its columns are others than before"
    /// Other columns are wanted, or other answers stand for the same codes.
    case plans = "the study reads other columns or answers than before"
    /// A plan that keeps no cells.
    case summaries = "columns are only summed up"
    /// The file has fewer bytes than before.
    case shorter = "the file is shorter than before"
    /// The earlier part did not end in a line feed.
    case openEnd = "the last line had no end"
    /// What was read before has changed.
    case bytes = "it did not grow by appending alone"
  }
}

/// What a table holds besides its columns: everything that further records add to.
struct TableCounts: Sendable, Equatable {
  var lineCount = 0
  var recordCount = 0
  var rowCount = 0
  var blankLineCount = 0
  var lineEndKinds: LineEndKinds = []
  var rejected = RejectedRecords()
  var invalidTextInSkippedColumns = 0
  var phantomColumnTextCount = 0
}
