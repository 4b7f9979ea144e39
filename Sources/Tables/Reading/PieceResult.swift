/// What a piece holds besides its columns.
struct PieceTotals: Sendable {
  var lineCount = 0
  var recordCount = 0
  var blankLineCount = 0
  var lineEndKinds: LineEndKinds = []
  /// Lines and records are counted from the start of the piece, from 0.
  var rejected = RejectedRecords()
  /// The piece's last record, when it has too few fields.
  var cutRecord: RejectedRecord?

  mutating func reject(_ record: RecordView, fieldCount: Int, expected: Int) {
    let rejection = RejectedRecord(
      line: record.line, record: record.number, foundFieldCount: fieldCount,
      expectedFieldCount: expected)
    if rejected.count < PlaceLimits.placeCount { rejected.first.append(rejection) }
    rejected.records.append(record.number)
    rejected.count += 1
    cutRecord = fieldCount < expected ? rejection : nil
  }
}

/// What one piece gave.
struct PieceResult: Sendable {
  var totals: PieceTotals
  var rowCount: Int
  /// One column for each plan.
  var columns: [PieceColumn]
  var recordDigests: [RecordDigest]
  var invalidTextInSkippedColumns: Int
  var phantomColumnTextCount: Int
  /// The first fault. What comes behind it was not read.
  var fault: PieceFault?
}

/// The cells of one column in one piece.
enum PieceColumn: Sendable {
  /// The cells stand in column `index` of the matrix.
  case codes(CodeMatrix, index: Int, PieceFindings)
  case text(codes: [UInt32], LevelTable)
  case decimal(DecimalCells)
  case identity(IdentityColumn)
  case summary(SummaryTally)
}
