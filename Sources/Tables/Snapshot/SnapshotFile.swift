internal import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Snapshots on the disk. Whatever is wrong with a file, it reads as no snapshot.
extension TableSnapshot {
  /// Raise it whenever a part is added, left out or means something else.
  static let formatVersion = 2

  /// Writes the snapshot, for its owner alone, and flushes it to the disk.
  ///
  /// - Parameters:
  ///   - path: a file that must not exist yet.
  ///   - program: the version of the program: what another one wrote is not read.
  /// - Throws: `cannotCreate`, or `cannotWrite`; then the file is removed.
  /// - Complexity: O(cells); memory for one block, and 4 bytes for each respondent's id.
  public func write(to path: String, program: String) throws(TableError) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, code: errno) }
    var writer = SnapshotWriter(descriptor: descriptor)
    put(into: &writer, program: program)
    var failure = writer.finish()
    if failure == nil, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == nil { failure = errno }
    guard let failure else { return }
    unlink(path)
    throw .cannotWrite(path: path, code: failure)
  }

  /// Reads a snapshot; `nil` where there is none, or one that is damaged, cut or by another
  /// version of the program.
  public static func read(_ path: String, program: String) -> TableSnapshot? {
    guard let reader = SnapshotReader(path: path), let opening = reader.opening(program),
      let snapshot = reader.snapshot(opening), reader.isSealed()
    else { return nil }
    return snapshot
  }

  /// The digest of the input that a snapshot was made of, from the first bytes of its file; `nil`
  /// where those are no snapshot's. What comes behind them is not looked at.
  public static func inputSHA256(of path: String, program: String) -> String? {
    SnapshotReader(path: path)?.opening(program)?.sha256
  }

  // MARK: - Steps

  private func put(into writer: inout SnapshotWriter, program: String) {
    writer.put(SnapshotOpening.magic)
    writer.put(TableSnapshot.formatVersion)
    for text in [program, sha256, key.head, key.plans] { writer.put(text) }
    writer.put(byteCount)
    writer.put(endsInLineFeed ? 1 : 0)
    writer.put(counts)
    writer.put(columns.count)
    for column in columns { writer.put(column) }
    writer.put(recordDigests == nil ? 0 : 1)
    writer.put(recordDigests ?? [])
    writer.put(absentIdentities)
  }
}

/// What a snapshot's file begins with.
struct SnapshotOpening {
  /// Eight bytes that spell `unmetSNP` only where numbers are little-endian.
  static let magic = 0x504E_5374_656D_6E75

  var sha256: String
  var key: TableKey
  var byteCount: Int
  var endsInLineFeed: Bool
}

// MARK: - Parts, written and read in the same order: change both together.

extension SnapshotWriter {
  fileprivate mutating func put(_ counts: TableCounts) {
    for number in [
      counts.lineCount, counts.recordCount, counts.rowCount, counts.blankLineCount,
      Int(counts.lineEndKinds.rawValue), counts.invalidTextInSkippedColumns,
      counts.phantomColumnTextCount, counts.rejected.count, counts.rejected.first.count,
    ] { put(number) }
    for record in counts.rejected.first {
      for number in [
        record.line, record.record, record.foundFieldCount, record.expectedFieldCount,
      ] { put(number) }
    }
    put(counts.rejected.records)
  }

  fileprivate mutating func put(_ column: DecodedColumn) {
    switch column {
    case .codes(let column):
      put(1)
      put(column.codes)
      put(column.invalidCount)
      put(column.firstInvalid)
    case .text(let column):
      put(2)
      put(column.codes)
      put(column.levels.count)
      for level in column.levels { put(level) }
    case .decimal(let column):
      put(3)
      put(column.values)
      for number in [column.blankCount, column.invalidCount, column.roundedCount] { put(number) }
      put(column.firstInvalid)
      put(column.firstBlank)
    case .identity(let column):
      put(4)
      put(column.bytes)
      // Lengths: they take half the room of ends, and hashes follow from the bytes.
      put(column.ends.indices.map { UInt32(column.bytes(of: $0).count) })
      put(column.blankCount)
    case .summary: put(5)
    }
  }

  private mutating func put(_ places: [FieldPlace]) {
    put(places.count)
    for place in places {
      for number in [place.line, place.byteColumn, place.record] { put(number) }
      put(place.columnName)
      put(place.text)
    }
  }
}

extension SnapshotReader {
  fileprivate func opening(_ program: String) -> SnapshotOpening? {
    guard number() == SnapshotOpening.magic, number() == TableSnapshot.formatVersion,
      text() == program, let sha256 = text(), let head = text(), let plans = text(),
      let byteCount = number(), let isEnded = number()
    else { return nil }
    return SnapshotOpening(
      sha256: sha256, key: TableKey(head: head, plans: plans), byteCount: byteCount,
      endsInLineFeed: isEnded == 1)
  }

  fileprivate func snapshot(_ opening: SnapshotOpening) -> TableSnapshot? {
    guard let counts = self.counts(), let columnCount = count(of: 8) else { return nil }
    var columns: [DecodedColumn] = []
    for _ in 0..<columnCount {
      guard let column = self.column() else { return nil }
      columns.append(column)
    }
    guard let hasDigests = number(), let digests = array(of: RecordDigest.self),
      let absent = array(of: UInt64.self)
    else { return nil }
    return TableSnapshot(
      byteCount: opening.byteCount, sha256: opening.sha256, columns: columns,
      recordDigests: hasDigests == 1 ? digests : nil, absentIdentities: absent,
      counts: counts, key: opening.key, endsInLineFeed: opening.endsInLineFeed)
  }

  private func numbers(_ count: Int) -> [Int]? {
    let numbers = (0..<count).compactMap { _ in number() }
    return numbers.count == count ? numbers : nil
  }

  private func counts() -> TableCounts? {
    guard let numbers = numbers(8), let firstCount = count(of: 32) else { return nil }
    var rejected = RejectedRecords(count: numbers[7])
    for _ in 0..<firstCount {
      guard let parts = self.numbers(4) else { return nil }
      rejected.first.append(
        RejectedRecord(
          line: parts[0], record: parts[1], foundFieldCount: parts[2],
          expectedFieldCount: parts[3]))
    }
    guard let records = array(of: Int.self) else { return nil }
    rejected.records = records
    return TableCounts(
      lineCount: numbers[0], recordCount: numbers[1], rowCount: numbers[2],
      blankLineCount: numbers[3],
      lineEndKinds: LineEndKinds(rawValue: UInt8(truncatingIfNeeded: numbers[4])),
      rejected: rejected, invalidTextInSkippedColumns: numbers[5],
      phantomColumnTextCount: numbers[6])
  }

  private func column() -> DecodedColumn? {
    guard let kind = number() else { return nil }
    switch kind {
    case 1:
      guard let codes = array(of: UInt8.self), let invalidCount = number(),
        let firstInvalid = places()
      else { return nil }
      return .codes(
        CodeColumn(codes: codes, invalidCount: invalidCount, firstInvalid: firstInvalid))
    case 2: return textColumn().map { .text($0) }
    case 3: return decimalColumn().map { .decimal($0) }
    case 4: return identityColumn().map { .identity($0) }
    case 5: return .summary(ColumnSummary())
    default: return nil
    }
  }

  private func textColumn() -> TextColumn? {
    guard let codes = array(of: UInt32.self), let levelCount = count(of: 8) else { return nil }
    var levels: [String] = []
    for _ in 0..<levelCount {
      guard let level = text() else { return nil }
      levels.append(level)
    }
    return TextColumn(codes: codes, levels: levels)
  }

  private func decimalColumn() -> DecimalColumn? {
    guard let values = array(of: Int64.self), let counts = numbers(3),
      let firstInvalid = places(), let firstBlank = places()
    else { return nil }
    var column = DecimalColumn(values: values)
    (column.blankCount, column.invalidCount, column.roundedCount) =
      (counts[0], counts[1], counts[2])
    (column.firstInvalid, column.firstBlank) = (firstInvalid, firstBlank)
    return column
  }

  private func identityColumn() -> IdentityColumn? {
    guard let bytes = array(of: UInt8.self), let lengths = array(of: UInt32.self),
      let blankCount = number(), lengths.reduce(0, { $0 + Int($1) }) == bytes.count
    else { return nil }
    var column = IdentityColumn(bytes: bytes, blankCount: blankCount)
    column.ends.reserveCapacity(lengths.count + lengths.count / 32)
    column.hashes.reserveCapacity(lengths.count + lengths.count / 32)
    var end = 0
    bytes.withUnsafeBytes { bytes in
      for length in lengths {
        let id = UnsafeRawBufferPointer(rebasing: bytes[end..<end + Int(length)])
        end += id.count
        column.ends.append(end)
        column.hashes.append(StableHash.hash(id))
      }
    }
    return column
  }

  private func places() -> [FieldPlace]? {
    guard let count = count(of: 40) else { return nil }
    var places: [FieldPlace] = []
    for _ in 0..<count {
      guard let parts = numbers(3), let name = text(), let content = text() else { return nil }
      places.append(
        FieldPlace(
          line: parts[0], byteColumn: parts[1], record: parts[2], columnName: name, text: content))
    }
    return places
  }
}
