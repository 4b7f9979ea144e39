/// Finds the records of a piece and hands them to the decoder: the fast scanner.
///
/// Advice for the next worker: 64 bytes at a time become bit masks (`StructureMasks`), quotes
/// become "inside" bits (`QuoteState`), and the set bits become field bounds. Nothing here looks
/// at single bytes. Whatever is odd (a misplaced quote, a NUL byte, a record that is too long)
/// only stops the scan; `CarefulScanner` then reads that one record again and names the fault.
/// The two must agree on what is odd: change them together, and the reference scanner of the
/// tests too.
struct PieceScanner {
  private let piece: Piece
  private let bytes: UnsafeRawBufferPointer
  private let layout: DecodeLayout
  private let decoder: PieceDecoder
  /// `bounds[0]` is the offset before the record; then one bound for each field found so far.
  private let bounds: UnsafeMutablePointer<UInt32>
  // Owns the memory of `bounds`.
  private let boundsMemory: BoundsMemory
  private var fieldCount = 0
  private var recordStart = 0
  private var quotedLineEndCount = 0
  private var hasUpperBytes = false
  private var totals = PieceTotals()

  init(_ piece: Piece, layout: DecodeLayout) {
    self.piece = piece
    self.layout = layout
    bytes = piece.block.bytes
    precondition(bytes.count < UInt32.max, "a piece of \(bytes.count) bytes")
    decoder = PieceDecoder(layout, byteCount: bytes.count)
    boundsMemory = BoundsMemory(capacity: bytes.count + 2)
    bounds = boundsMemory.start
    bounds[0] = UInt32.max
  }

  /// Decodes a piece.
  static func decode(_ piece: Piece, layout: DecodeLayout) -> PieceResult {
    var scanner = PieceScanner(piece, layout: layout)
    let fault = scanner.scan()
    let result = scanner.decoder.result(scanner.totals, fault: fault)
    // The scanner reads through pointers into the block and the bounds: both live up to here.
    withExtendedLifetime((piece, scanner)) {}
    return result
  }

  // MARK: - Steps

  private mutating func scan() -> PieceFault? {
    let pattern = StructureMasks.pattern(layout.dialect.delimiter)
    let areQuotesText = layout.dialect.quoting == .none
    var state = QuoteState()
    var offset = 0
    while offset < bytes.count {
      var masks = StructureMasks(piece.block.address(offset), delimiters: pattern)
      let left = bytes.count - offset
      if left < 64 { masks.keep(left) }
      if areQuotesText { masks.quotes = 0 }
      var chunk = state.read(masks)
      if left < 64 { chunk.faults &= (1 << UInt64(left)) - 1 }
      hasUpperBytes = hasUpperBytes || masks.hasUpperBytes
      let isFaulty = chunk.faults != 0
      if isFaulty { chunk.keepBeforeFault() }
      if let fault = take(chunk, at: offset, masks.hasUpperBytes) { return fault }
      if isFaulty { return explainedFault() }
      offset += 64
    }
    guard recordStart < bytes.count else { return nil }
    if !piece.isLast || state.isInside { return explainedFault() }
    addBound(bytes.count)
    return endRecord(at: bytes.count)
  }

  @inline(__always)
  private mutating func take(
    _ chunk: QuoteState.Chunk, at offset: Int, _ hasUpperBytesNow: Bool
  ) -> PieceFault? {
    var fieldEnds = chunk.fieldEnds
    var recordEnds = chunk.recordEnds
    var quotedLineEnds = chunk.quotedLineEnds
    while recordEnds != 0 {
      let upToEnd = recordEnds ^ (recordEnds &- 1)
      addBounds(fieldEnds & upToEnd, offset)
      quotedLineEndCount &+= (quotedLineEnds & upToEnd).nonzeroBitCount
      fieldEnds &= ~upToEnd
      quotedLineEnds &= ~upToEnd
      let end = offset &+ recordEnds.trailingZeroBitCount
      recordEnds &= recordEnds &- 1
      if let fault = endRecord(at: end) { return fault }
      hasUpperBytes = hasUpperBytesNow
    }
    addBounds(fieldEnds, offset)
    if quotedLineEnds != 0 { quotedLineEndCount &+= quotedLineEnds.nonzeroBitCount }
    return nil
  }

  @inline(__always)
  private mutating func addBounds(_ bits: UInt64, _ offset: Int) {
    // Copies, so that the loop need not load them again behind every store.
    let bounds = bounds
    var bits = bits
    var next = fieldCount &+ 1
    let base = UInt32(truncatingIfNeeded: offset)
    while bits != 0 {
      bounds[next] = base &+ UInt32(truncatingIfNeeded: bits.trailingZeroBitCount)
      next &+= 1
      bits &= bits &- 1
    }
    fieldCount = next &- 1
  }

  private mutating func addBound(_ offset: Int) {
    fieldCount += 1
    bounds[fieldCount] = UInt32(offset)
  }

  /// Closes the record whose line end stands at `end`.
  private mutating func endRecord(at end: Int) -> PieceFault? {
    let length = end - recordStart
    if length > 0 {
      if length > layout.recordByteLimit { return explainedFault() }
      if let fault = takeRecord(end) { return fault }
    } else if recordStart > 0, bytes[end] == Byte.lineFeed,
      bytes[recordStart - 1] == Byte.carriageReturn
    {
      // The second half of CR LF, whose first half has ended the record before.
      startRecord(at: end + 1)
      return nil
    } else {
      totals.blankLineCount += 1
    }
    noteLineEnd(at: end)
    totals.lineCount += 1 + quotedLineEndCount
    startRecord(at: end + 1)
    return nil
  }

  @inline(__always)
  private mutating func startRecord(at start: Int) {
    recordStart = start
    fieldCount = 0
    quotedLineEndCount = 0
    bounds[0] = UInt32(truncatingIfNeeded: start) &- 1
  }

  private mutating func takeRecord(_ end: Int) -> PieceFault? {
    let record = RecordView(
      bytes: bytes, bounds: UnsafePointer(bounds), start: recordStart, end: end,
      line: totals.lineCount, number: totals.recordCount,
      mayHoldLineEnds: quotedLineEndCount > 0, quoting: layout.dialect.quoting)
    totals.recordCount += 1
    guard fieldCount == layout.fieldCount else {
      totals.reject(record, fieldCount: fieldCount, expected: layout.fieldCount)
      return nil
    }
    totals.cutRecord = nil
    return decoder.decode(record, hasUpperBytes: hasUpperBytes)
  }

  private mutating func noteLineEnd(at end: Int) {
    guard end < bytes.count else { return }
    if bytes[end] == Byte.lineFeed {
      totals.lineEndKinds.insert(.lineFeed)
    } else if end + 1 < bytes.count, bytes[end + 1] == Byte.lineFeed {
      totals.lineEndKinds.insert(.carriageReturnLineFeed)
    } else {
      totals.lineEndKinds.insert(.carriageReturn)
    }
  }

  /// Reads the present record again, slowly, and names its fault.
  private func explainedFault() -> PieceFault {
    let scanner = CarefulScanner(
      bytes: bytes, dialect: layout.dialect, recordByteLimit: layout.recordByteLimit,
      isWhole: piece.isLast)
    guard case .fault(let fault) = scanner.record(at: recordStart) else {
      preconditionFailure("the fast scanner found a fault at \(recordStart), the careful none")
    }
    let record = RecordView(
      bytes: bytes, bounds: UnsafePointer(bounds), start: recordStart, end: bytes.count,
      line: totals.lineCount, number: totals.recordCount, mayHoldLineEnds: true,
      quoting: layout.dialect.quoting)
    let place = record.place(of: fault.offset, position: fault.fieldIndex)
    guard case .textAfterQuote(let offset) = fault.kind else {
      return PieceFault(kind: .structure(fault.kind), place: place)
    }
    let text = record.place(of: offset, position: fault.fieldIndex)
    return PieceFault(
      kind: .textAfterQuote(line: text.line, byteColumn: text.byteColumn), place: place)
  }
}

extension QuoteState.Chunk {
  /// Forgets everything from the first fault on.
  fileprivate mutating func keepBeforeFault() {
    let before = (faults & (0 &- faults)) &- 1
    fieldEnds &= before
    recordEnds &= before
    quotedLineEnds &= before
  }
}

/// The memory for the bounds of one record: never more than a piece has bytes.
private final class BoundsMemory {
  let start: UnsafeMutablePointer<UInt32>

  init(capacity: Int) { start = .allocate(capacity: capacity) }

  deinit { start.deallocate() }
}
