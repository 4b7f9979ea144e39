internal import Groundwork

/// Takes the cells of one column of a piece, one after the other.
protocol CellDecoder: AnyObject {
  /// Adds a cell, whose text may go away after the call, and tells whether it is well-formed.
  func append(_ content: UnsafeRawBufferPointer, of record: RecordView, _ position: Int) -> Bool

  /// All cells so far.
  var column: PieceColumn { get }
}

final class TextDecoder: CellDecoder {
  private var codes: [UInt32] = []
  private var levels = LevelTable()

  func append(_ content: UnsafeRawBufferPointer, of record: RecordView, _ position: Int) -> Bool {
    let levelCount = levels.count
    let level = levels.index(of: content)
    codes.append(UInt32(level))
    return levels.count == levelCount || TextValidity.firstIllFormed(content) == nil
  }

  var column: PieceColumn { .text(codes: codes, levels) }
}

/// The decimal cells of a piece.
struct DecimalCells: Sendable {
  var values: [Int64] = []
  var blanks = PieceFindings()
  var invalid = PieceFindings()
  var roundedCount = 0
}

final class DecimalDecoder: CellDecoder {
  private var cells = DecimalCells()

  func append(_ content: UnsafeRawBufferPointer, of record: RecordView, _ position: Int) -> Bool {
    if content.isEmpty {
      cells.values.append(DecimalColumn.blank)
      cells.blanks.add(record.cell(position, content: content))
    } else if let number = DecimalText.parse(content) {
      cells.values.append(number.millionths)
      if number.isRounded { cells.roundedCount += 1 }
    } else {
      cells.values.append(DecimalColumn.invalid)
      cells.invalid.add(record.cell(position, content: content))
      return TextValidity.firstIllFormed(content) == nil
    }
    return true
  }

  var column: PieceColumn { .decimal(cells) }
}

final class IdentityDecoder: CellDecoder {
  private var cells = IdentityColumn()

  func append(_ content: UnsafeRawBufferPointer, of record: RecordView, _ position: Int) -> Bool {
    cells.bytes.append(contentsOf: content)
    cells.ends.append(cells.bytes.count)
    cells.hashes.append(StableHash.hash(content))
    if content.isEmpty { cells.blankCount += 1 }
    return TextValidity.firstIllFormed(content) == nil
  }

  var column: PieceColumn { .identity(cells) }
}

final class SummaryDecoder: CellDecoder {
  private var tally: SummaryTally

  init(levelLimit: Int) { tally = SummaryTally(levelLimit: levelLimit) }

  func append(_ content: UnsafeRawBufferPointer, of record: RecordView, _ position: Int) -> Bool {
    tally.add(content)
    return true
  }

  var column: PieceColumn { .summary(tally) }
}
