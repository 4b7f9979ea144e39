/// Complete records for one worker.
struct Piece: Sendable {
  /// The bytes, sealed. They begin at the start of a record.
  let block: ByteBlock
  /// Whether the text ends behind them. Only then may the last record lack its line end.
  let isLast: Bool
}

/// Cuts a text into pieces at true record ends, in one sequential pass.
///
/// A line end ends a record only outside quotes, and that is told by the number of quotes before
/// it: even is outside. So a block needs one quick count of its quotes and a short walk backwards
/// from its end.
///
/// In a faulty file the count can be wrong behind the fault, never before it. So the pieces are
/// right up to the one that holds the first fault; decoding finds that fault, and what comes
/// behind it is thrown away. This is why cutting need not understand faults, and why the first
/// fault is the same for every block size.
struct BlockCutter {
  private(set) var stream: TextStream
  private let blockByteCount: Int
  private let recordByteLimit: Int
  private let areQuotesText: Bool
  /// The beginning of a record whose end was not found yet.
  private var rest: ByteBlock?
  /// Blocks whose memory can be used again: fresh memory costs a page fault for every 4 KiB.
  private var spares: [ByteBlock] = []

  init(_ stream: TextStream, format: TableFormat, quoting: Quoting) {
    self.stream = stream
    blockByteCount = format.blockByteCount
    recordByteLimit = format.recordByteLimit
    areQuotesText = quoting == .none
  }

  /// The next piece, `nil` when the text has ended.
  mutating func nextPiece() throws(TableError) -> Piece? {
    let block = rest ?? emptyBlock()
    rest = nil
    var counted = 0
    var isInside = false
    while try stream.read(blockByteCount, into: block) {
      let added = UnsafeRawBufferPointer(rebasing: block.bytes[counted...])
      if !areQuotesText, StructureMasks.hasOddCount(of: Byte.quote, in: added) {
        isInside.toggle()
      }
      // One byte back: there may stand a CR that could not be judged without its next byte.
      let cut = lastRecordEnd(
        in: block.bytes, notBefore: max(0, counted - 1), isInsideAtEnd: isInside)
      if let cut {
        let next = emptyBlock()
        block.moveEnd(from: cut, to: next)
        rest = next
        return sealed(block, isLast: false)
      }
      counted = block.count
      // No record end in so many bytes: the record is too long, or a fault hides its end.
      if block.count > recordByteLimit + 2 { return sealed(block, isLast: false) }
    }
    return block.count == 0 ? nil : sealed(block, isLast: true)
  }

  /// Takes back a block that nobody reads any more.
  mutating func recycle(_ block: ByteBlock) {
    block.clear()
    spares.append(block)
  }

  // MARK: - Steps

  private mutating func emptyBlock() -> ByteBlock {
    spares.popLast() ?? ByteBlock(capacity: blockByteCount)
  }

  private func sealed(_ block: ByteBlock, isLast: Bool) -> Piece {
    block.seal()
    return Piece(block: block, isLast: isLast)
  }

  /// The offset behind the last line end outside quotes, `nil` when there is none.
  ///
  /// A CR as the very last byte does not count: it may be the first half of CR LF.
  private func lastRecordEnd(
    in bytes: UnsafeRawBufferPointer, notBefore first: Int, isInsideAtEnd: Bool
  ) -> Int? {
    var isInside = isInsideAtEnd
    var index = bytes.count - 1
    while index >= first {
      let byte = bytes[index]
      if byte == Byte.quote, !areQuotesText {
        isInside.toggle()
      } else if !isInside {
        if byte == Byte.lineFeed { return index + 1 }
        if byte == Byte.carriageReturn, index + 1 < bytes.count { return index + 1 }
      }
      index -= 1
    }
    return nil
  }
}
