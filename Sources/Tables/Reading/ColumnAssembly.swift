/// Joins the cells of one column, piece by piece.
protocol ColumnAssembly: AnyObject {
  /// The bytes that one row takes.
  var bytesPerRow: Int { get }
  /// Makes room for about so many rows.
  func reserve(_ rowCount: Int)
  /// Adds the cells of the next piece.
  func add(_ cells: PieceColumn, rowCount: Int, _ base: PieceBase)
  /// The whole column.
  var decoded: DecodedColumn { get }
}

extension PieceFindings {
  /// The places to keep when `keptCount` places are kept already.
  fileprivate func places(beside keptCount: Int, _ base: PieceBase) -> [FieldPlace] {
    first.prefix(PlaceLimits.placeCount - keptCount).map(base.placed)
  }
}

final class CodeAssembly: ColumnAssembly {
  private var column: CodeColumn
  let bytesPerRow = 1

  init(_ column: CodeColumn = CodeColumn()) { self.column = column }

  func reserve(_ rowCount: Int) { column.codes.reserveCapacity(rowCount) }

  func add(_ cells: PieceColumn, rowCount: Int, _ base: PieceBase) {
    guard case .codes(let matrix, let index, let findings) = cells else { return }
    withExtendedLifetime(matrix) {
      column.codes.append(contentsOf: matrix.cells(index, rowCount: rowCount))
    }
    column.invalidCount += findings.count
    column.firstInvalid += findings.places(beside: column.firstInvalid.count, base)
  }

  var decoded: DecodedColumn { .codes(column) }
}

final class TextAssembly: ColumnAssembly {
  private var codes: [UInt32]
  private var levels = LevelTable()
  let bytesPerRow = 4

  init(_ column: TextColumn = TextColumn()) {
    codes = column.codes
    for level in column.levels { Array(level.utf8).withUnsafeBytes { _ = levels.index(of: $0) } }
  }

  func reserve(_ rowCount: Int) { codes.reserveCapacity(rowCount) }

  func add(_ cells: PieceColumn, rowCount: Int, _ base: PieceBase) {
    guard case .text(let pieceCodes, let pieceLevels) = cells else { return }
    let renumbered = (0..<pieceLevels.count).map { level in
      UInt32(pieceLevels.withBytes(of: level) { levels.index(of: $0) })
    }
    for code in pieceCodes { codes.append(renumbered[Int(code)]) }
  }

  var decoded: DecodedColumn {
    .text(TextColumn(codes: codes, levels: (0..<levels.count).map(levels.text(of:))))
  }
}

final class DecimalAssembly: ColumnAssembly {
  private var column: DecimalColumn
  let bytesPerRow = 8

  init(_ column: DecimalColumn = DecimalColumn()) { self.column = column }

  func reserve(_ rowCount: Int) { column.values.reserveCapacity(rowCount) }

  func add(_ cells: PieceColumn, rowCount: Int, _ base: PieceBase) {
    guard case .decimal(let piece) = cells else { return }
    column.values += piece.values
    column.roundedCount += piece.roundedCount
    column.blankCount += piece.blanks.count
    column.firstBlank += piece.blanks.places(beside: column.firstBlank.count, base)
    column.invalidCount += piece.invalid.count
    column.firstInvalid += piece.invalid.places(beside: column.firstInvalid.count, base)
  }

  var decoded: DecodedColumn { .decimal(column) }
}

final class IdentityAssembly: ColumnAssembly {
  private var column: IdentityColumn
  let bytesPerRow = 16

  init(_ column: IdentityColumn = IdentityColumn()) { self.column = column }

  func reserve(_ rowCount: Int) {
    column.ends.reserveCapacity(rowCount)
    column.hashes.reserveCapacity(rowCount)
  }

  func add(_ cells: PieceColumn, rowCount: Int, _ base: PieceBase) {
    guard case .identity(let piece) = cells else { return }
    let byteCount = column.bytes.count
    column.bytes += piece.bytes
    for end in piece.ends { column.ends.append(byteCount + end) }
    column.hashes += piece.hashes
    column.blankCount += piece.blankCount
  }

  var decoded: DecodedColumn { .identity(column) }
}

final class SummaryAssembly: ColumnAssembly {
  private var tally: SummaryTally
  let bytesPerRow = 0

  init(levelLimit: Int) { tally = SummaryTally(levelLimit: levelLimit) }

  func reserve(_ rowCount: Int) {}

  func add(_ cells: PieceColumn, rowCount: Int, _ base: PieceBase) {
    guard case .summary(let piece) = cells else { return }
    tally.merge(piece)
  }

  var decoded: DecodedColumn { .summary(tally.result) }
}
