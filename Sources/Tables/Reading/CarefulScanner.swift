/// One record as the careful scanner saw it.
struct CarefulRecord {
  /// The raw bytes of each field, quotes and all.
  var fields: [Range<Int>]
  /// The bytes of the record without its line end.
  var range: Range<Int>
  /// Where the next record starts.
  var next: Int

  /// Whether there is not a single byte before the line end.
  var isBlank: Bool { range.isEmpty }
}

/// A fault of a record's structure, at byte offsets.
struct StructureFault: Sendable {
  enum Kind: Sendable {
    case nulByte, unclosedQuote, quoteInBareField, recordTooLong
    /// The offset is that of the text.
    case textAfterQuote(offset: Int)
  }

  var kind: Kind
  /// The place to name: the quote, the NUL byte, the record's first byte.
  var offset: Int
  /// The field in which it stands.
  var fieldIndex: Int

  /// The byte at which the fault shows itself.
  var detectionOffset: Int {
    if case .textAfterQuote(let offset) = kind { offset } else { offset }
  }
}

/// Reads one record byte by byte: slow, exact, the only place that knows each fault's name.
///
/// It reads the header rows, and it explains what the fast scanner refuses. Faults are found in
/// the order of the bytes at which they show themselves.
struct CarefulScanner {
  enum Outcome {
    case record(CarefulRecord)
    case fault(StructureFault)
    /// The bytes end before the record does, and the text goes on.
    case incomplete
    /// There are no more bytes.
    case end
  }

  let bytes: UnsafeRawBufferPointer
  let dialect: Dialect
  let recordByteLimit: Int
  /// Whether the text ends with these bytes.
  let isWhole: Bool

  private enum State { case fieldStart, bare, quoted, closed }

  /// Reads the record that starts at an offset.
  func record(at start: Int) -> Outcome {
    guard start < bytes.count else { return isWhole ? .end : .incomplete }
    let (delimiter, areQuotesText) = (dialect.delimiter, dialect.quoting == .none)
    var state = State.fieldStart
    var fields: [Range<Int>] = []
    var fieldStart = start
    var index = start
    func fault(_ kind: StructureFault.Kind, at offset: Int) -> Outcome {
      .fault(StructureFault(kind: kind, offset: offset, fieldIndex: fields.count))
    }
    while index < bytes.count {
      let byte = bytes[index]
      if state != .quoted, Byte.isLineEnd(byte) { break }
      if index - start >= recordByteLimit { return fault(.recordTooLong, at: start) }
      if byte == Byte.nul { return fault(.nulByte, at: index) }
      switch (state, byte) {
      case (_, Byte.quote) where areQuotesText: state = .bare
      case (.fieldStart, Byte.quote), (.closed, Byte.quote): state = .quoted
      case (.quoted, Byte.quote): state = .closed
      case (.quoted, _): break
      case (_, delimiter):
        fields.append(fieldStart..<index)
        (fieldStart, state) = (index + 1, .fieldStart)
      case (.closed, _): return fault(.textAfterQuote(offset: index), at: fieldStart)
      case (_, Byte.quote): return fault(.quoteInBareField, at: index)
      default: state = .bare
      }
      index += 1
    }
    if index == bytes.count, !isWhole { return .incomplete }
    if state == .quoted { return fault(.unclosedQuote, at: fieldStart) }
    fields.append(fieldStart..<index)
    guard let next = offsetBehindLineEnd(at: index) else { return .incomplete }
    return .record(CarefulRecord(fields: fields, range: start..<index, next: next))
  }

  /// The offset behind the line end at `index`; `nil` when its second half may be missing.
  private func offsetBehindLineEnd(at index: Int) -> Int? {
    guard index < bytes.count, bytes[index] == Byte.carriageReturn else {
      return min(index + 1, bytes.count)
    }
    guard index + 1 < bytes.count else { return isWhole ? index + 1 : nil }
    return bytes[index + 1] == Byte.lineFeed ? index + 2 : index + 1
  }
}

/// A place as line and column.
struct LineColumn: Equatable {
  /// The number of line ends before the place.
  var line: Int
  /// The byte in the line, from 1.
  var byteColumn: Int

  /// Counts from `start`, the first byte of a line, to `offset`.
  init(of offset: Int, in bytes: UnsafeRawBufferPointer, from start: Int) {
    var lineStart = start
    line = 0
    var index = start
    while index < offset {
      let byte = bytes[index]
      index += 1
      guard Byte.isLineEnd(byte) else { continue }
      if byte == Byte.carriageReturn, index < offset, bytes[index] == Byte.lineFeed { index += 1 }
      line += 1
      lineStart = index
    }
    byteColumn = offset - lineStart + 1
  }
}
