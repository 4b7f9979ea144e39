public import Groundwork

/// Reads a table: delimited text with a header, from a file, the standard input or memory.
///
/// Opening reads the first bytes and finds out delimiter, header rows and columns. `decode` then
/// reads to the end and decodes the wanted columns, in parallel, into typed storage:
///
/// ```swift
/// let reader = try TableReader(.file(path: "responses.csv"))
/// let scale = CodeBook(entries: [("1", 1), ("2", 2), ("", 0)], invalidCode: 255)
/// let table = try reader.decode([ColumnPlan(position: 4, kind: .codes(scale))])
/// ```
///
/// The text follows RFC 4180, with these additions: records may end in LF, CR LF or CR, also
/// mixed; lines without a single byte are skipped and counted, in tables of one column too (a
/// blank cell there is written `""`); the last line end may be missing. Quotes are strict: a
/// quote inside a bare field, text behind a closing quote, an unclosed quote and a NUL byte are
/// errors, and the first one in file order is thrown, whatever the block size and the threads.
public final class TableReader {
  /// What was found in the first bytes.
  public let head: TableHead

  private let format: TableFormat
  private let start: DataStart
  private var stream: TextStream?

  /// Opens a table.
  ///
  /// - Parameters:
  ///   - input: where the bytes come from.
  ///   - format: what is known beforehand; everything else is detected.
  /// - Throws: when the input cannot be opened, is empty, or its header cannot be read.
  public init(_ input: TableInput, format: TableFormat = TableFormat()) throws(TableError) {
    format.checkSettings()
    self.format = format
    var stream = try TextStream(ByteSource(input), declared: format.encoding)
    let (bytes, isWhole) = try stream.peek(HeadDetector.sampleByteCount(for: format))
    let sample = HeadSample(
      bytes: bytes, isWhole: isWhole, recordByteLimit: format.recordByteLimit)
    let found = try HeadDetector(
      sample, format: format, inputName: input.name, encoding: stream.encoding
    ).result()
    head = found.head
    start = found.start
    stream.skip(found.start.offset)
    self.stream = stream
  }

  /// Reads to the end and decodes columns. Call it once.
  ///
  /// - Parameters:
  ///   - plans: the columns to decode; a column may stand in more than one plan.
  ///   - recordDigests: whether to compute a digest of each row's record.
  ///   - inputDigest: whether to compute the SHA-256 digest of the input.
  ///   - workers: the threads; the result does not depend on them.
  /// - Returns: the columns, in the order of the plans, and what was noticed.
  /// - Throws: the first fault in file order. Records with a wrong number of fields are no fault
  ///   but rejected and counted, except a last record with too few: then the file was cut.
  /// - Complexity: O(bytes) time; memory for the columns, and for a few blocks a thread.
  public func decode(
    _ plans: [ColumnPlan], recordDigests: Bool = false, inputDigest: Bool = true,
    workers: Workers = Workers()
  ) throws(TableError) -> DecodedTable {
    var nothing: TableSnapshot?
    return try decode(
      plans, recordDigests: recordDigests, inputDigest: inputDigest, workers: workers,
      continuing: &nothing)
  }

  /// Reads to the end and decodes columns, those bytes only that an earlier reading has not seen.
  ///
  /// Use it where a file grows by appending. The first bytes are hashed; where they are those of
  /// the earlier reading, its columns are taken over and what follows is decoded. The table is the
  /// same as without, to the last place of a finding; its `continuation` tells which way it went.
  ///
  /// - Parameters:
  ///   - plans: the columns to decode; a column may stand in more than one plan.
  ///   - recordDigests: whether to compute a digest of each row's record.
  ///   - inputDigest: whether to compute the SHA-256 digest of the input.
  ///   - workers: the threads; the result does not depend on them.
  ///   - earlier: the earlier reading. It is `nil` afterwards when its columns were taken over,
  ///     so that they are not held twice.
  /// - Returns: the columns, in the order of the plans, and what was noticed.
  /// - Throws: what `decode` throws without an earlier reading.
  /// - Complexity: O(bytes) for the digest, O(new bytes) for decoding.
  public func decode(
    _ plans: [ColumnPlan], recordDigests: Bool = false, inputDigest: Bool = true,
    workers: Workers = Workers(), continuing earlier: inout TableSnapshot?
  ) throws(TableError) -> DecodedTable {
    guard var stream else { preconditionFailure("a table is decoded once") }
    self.stream = nil
    let layout = DecodeLayout(
      head: head, recordByteLimit: format.recordByteLimit, plans: plans,
      recordDigests: recordDigests)
    var assembly = TableAssembly(
      head: head, start: start, layout: layout, key: TableKey(head, start, layout),
      expectedByteCount: stream.expectedByteCount)
    if try TableReader.goOn(from: &earlier, &stream, &assembly, digest: inputDigest) {
      assembly.reserveRest()
    } else {
      stream.beginReading(digest: inputDigest)
    }
    let cutter = BlockCutter(stream, format: format, quoting: head.quoting)
    // Threads beyond the processors would only hold more blocks in memory.
    let threadCount = min(workers.threadCount, Workers.processorCount)
    let reader = WaveReader(cutter, pieceCount: 2 * threadCount)
    try TableReader.decodeWaves(reader, layout, workers, into: &assembly)
    return try assembly.table(reader.stream)
  }

  // MARK: - Steps

  /// Takes over an earlier reading, if there is one that fits; whether it did.
  private static func goOn(
    from earlier: inout TableSnapshot?, _ stream: inout TextStream,
    _ assembly: inout TableAssembly, digest: Bool
  ) throws(TableError) -> Bool {
    guard let snapshot = earlier else { return false }
    if let obstacle = obstacle(to: snapshot, stream, key: assembly.key) {
      assembly.refuse(obstacle)
      return false
    }
    let hasher = try stream.hasher(ofFirst: snapshot.byteCount)
    guard hasher.hexDigest == snapshot.sha256 else {
      assembly.refuse(.bytes)
      return false
    }
    try stream.beginReading(behind: snapshot.byteCount, hasher: digest ? hasher : nil)
    assembly.goOn(from: snapshot)
    earlier = nil
    return true
  }

  /// What can be told to be in the way without reading the first bytes again.
  private static func obstacle(
    to snapshot: TableSnapshot, _ stream: TextStream, key: TableKey
  ) -> TableContinuation.Obstacle? {
    if let obstacle = stream.obstacle { return obstacle }
    if snapshot.key.head != key.head { return .head }
    if snapshot.key.plans != key.plans { return .plans }
    let holdsSummary = snapshot.columns.contains { if case .summary = $0 { true } else { false } }
    if holdsSummary { return .summaries }
    if snapshot.byteCount > stream.expectedByteCount ?? 0 { return .shorter }
    return snapshot.endsInLineFeed ? nil : .openEnd
  }

  private static func decodeWaves(
    _ reader: WaveReader, _ layout: DecodeLayout, _ workers: Workers,
    into assembly: inout TableAssembly
  ) throws(TableError) {
    var wave = reader.next()
    while !wave.isEmpty {
      // A changing file explains every other fault, so that it is told first.
      if case .inputChanged(let input)? = wave.failure { throw .inputChanged(input: input) }
      let pieces = wave.pieces
      // The first piece of work reads ahead, the others decode.
      let results = workers.map(pieces.count + 1) { index -> PieceResult? in
        guard index > 0 else {
          reader.readAhead()
          return nil
        }
        return PieceScanner.decode(pieces[index - 1], layout: layout)
      }
      for (piece, result) in zip(pieces, results.dropFirst()) {
        if let result { try assembly.add(result, of: piece.block.bytes) }
      }
      if let failure = wave.failure { throw failure }
      reader.recycle(wave)
      wave = reader.takeAhead()
    }
  }
}
