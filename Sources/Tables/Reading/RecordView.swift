/// One record of a piece: where its fields end.
struct RecordView {
  let bytes: UnsafeRawBufferPointer
  /// `bounds[i]` is the offset before field i's first byte, `bounds[i + 1]` the one behind its
  /// last byte: where its delimiter stands.
  let bounds: UnsafePointer<UInt32>
  /// The offset of its first byte.
  let start: Int
  /// The offset behind its last byte.
  let end: Int
  /// The number of lines before it in the piece.
  let line: Int
  /// The number of data records before it in the piece.
  let number: Int
  /// Whether a line end may stand within quotes.
  let mayHoldLineEnds: Bool
  let quoting: Quoting

  /// The raw bytes of a field, quotes and all.
  @inline(__always)
  func raw(_ position: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range(position)])
  }

  /// Hands the text of a field to `body`.
  @inline(__always)
  func withContent<Result>(
    _ position: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    FieldText.withContent(raw(position), quoting, body)
  }

  /// Where the bytes of a field stand.
  @inline(__always)
  func range(_ position: Int) -> Range<Int> {
    Int(bounds[position] &+ 1)..<Int(bounds[position + 1])
  }

  /// The place of an offset within the record, found at once where no line ends within: a record
  /// may have very many columns, each with something to tell.
  func place(of offset: Int, position: Int) -> PiecePlace {
    guard mayHoldLineEnds else {
      return PiecePlace(
        line: line, byteColumn: offset - start + 1, record: number, position: position)
    }
    let found = LineColumn(of: offset, in: bytes, from: start)
    return PiecePlace(
      line: line + found.line, byteColumn: found.byteColumn, record: number, position: position)
  }

  /// A cell for a finding.
  func cell(_ position: Int, content: UnsafeRawBufferPointer) -> PieceCell {
    PieceCell(
      place: place(of: range(position).lowerBound, position: position),
      text: TextValidity.lossyText(content, limit: PlaceLimits.textByteCount))
  }
}

/// A place counted from the start of a piece.
struct PiecePlace: Sendable {
  /// The number of lines before it.
  var line: Int
  /// The byte in the line, from 1.
  var byteColumn: Int
  /// The number of data records before its own.
  var record: Int
  /// The position of the column.
  var position: Int
}

/// A cell of a piece, for a finding.
struct PieceCell: Sendable {
  var place: PiecePlace
  var text: String
}

/// A count of cells and the first of them.
struct PieceFindings: Sendable {
  private(set) var count = 0
  private(set) var first: [PieceCell] = []

  mutating func add(_ cell: @autoclosure () -> PieceCell) {
    if count < PlaceLimits.placeCount { first.append(cell()) }
    count += 1
  }
}

/// What ended the decoding of a piece.
struct PieceFault: Sendable {
  enum Kind: Sendable {
    case structure(StructureFault.Kind)
    /// Text behind a closing quote: the line and column of that text, counted as in the place.
    case textAfterQuote(line: Int, byteColumn: Int)
    case invalidText
  }

  var kind: Kind
  var place: PiecePlace
}
