internal import Groundwork

/// Joins the results of the pieces, in file order, into one table.
struct TableAssembly {
  private let head: TableHead
  private let recordByteLimit: Int
  private let expectedByteCount: Int?
  private var columns: [any ColumnAssembly]
  private var counts = TableCounts()
  private var cutRecord: RejectedRecord?
  private var recordDigests: [RecordDigest] = []
  private let wantsRecordDigests: Bool
  let key: TableKey
  private var continuation = TableContinuation.none
  private var endsInLineFeed = false

  init(
    head: TableHead, start: DataStart, layout: DecodeLayout, key: TableKey,
    expectedByteCount: Int?
  ) {
    self.head = head
    self.expectedByteCount = expectedByteCount
    recordByteLimit = layout.recordByteLimit
    wantsRecordDigests = layout.wantsRecordDigests
    self.key = key
    counts.lineCount = start.lineCount
    counts.blankLineCount = start.blankLineCount
    columns = layout.plans.map { TableAssembly.column(for: $0, head: head) }
  }

  /// Takes over what an earlier reading of the first bytes gave.
  mutating func goOn(from earlier: TableSnapshot) {
    columns = earlier.columns.map(TableAssembly.column(of:))
    counts = earlier.counts
    recordDigests = earlier.recordDigests ?? []
    endsInLineFeed = earlier.endsInLineFeed
    continuation = .continued(
      TableContinuation.Earlier(
        byteCount: earlier.byteCount, recordCount: counts.recordCount, rowCount: counts.rowCount))
  }

  /// Makes room for the rows to come. Call it when nobody else holds the columns that were taken
  /// over: they would be copied.
  func reserveRest() {
    guard case .continued(let earlier) = continuation else { return }
    reserveRows(earlier.rowCount, byteCount: earlier.byteCount)
  }

  /// Notes why nothing was taken over.
  mutating func refuse(_ obstacle: TableContinuation.Obstacle) {
    continuation = .refused(obstacle)
  }

  /// Adds the next piece, decoded from some bytes; throws its fault, if it has one.
  mutating func add(_ piece: PieceResult, of bytes: UnsafeRawBufferPointer) throws(TableError) {
    let base = PieceBase(
      head: head, lineCount: counts.lineCount, recordCount: counts.recordCount)
    if let fault = piece.fault {
      throw base.error(of: fault, recordByteLimit: recordByteLimit)
    }
    if counts.rowCount == 0 { reserveRows(piece.rowCount, byteCount: bytes.count) }
    for (column, cells) in zip(columns, piece.columns) {
      column.add(cells, rowCount: piece.rowCount, base)
    }
    if piece.totals.recordCount > 0 { cutRecord = piece.totals.cutRecord.map(base.placed) }
    recordDigests += piece.recordDigests
    counts.add(piece, base)
    endsInLineFeed = bytes.last == Byte.lineFeed
  }

  /// The whole table, once the last piece was added.
  func table(_ stream: TextStream) throws(TableError) -> DecodedTable {
    if let cutRecord {
      let place = TablePlace(
        input: head.inputName, line: cutRecord.line, byteColumn: 1, record: cutRecord.record)
      throw .lastRecordCut(
        place, found: cutRecord.foundFieldCount, expected: cutRecord.expectedFieldCount)
    }
    guard counts.recordCount > 0 else {
      throw .noRespondents(input: head.inputName, headerRowCount: head.headerRowCount)
    }
    return DecodedTable(
      head: head, rowCount: counts.rowCount, recordCount: counts.recordCount,
      columns: columns.map(\.decoded), rejectedRecords: counts.rejected,
      recordDigests: wantsRecordDigests ? recordDigests : nil,
      blankLineCount: counts.blankLineCount, lineEndKinds: counts.lineEndKinds,
      byteCount: stream.byteCount, sha256: stream.hexDigest,
      invalidTextInSkippedColumns: counts.invalidTextInSkippedColumns,
      phantomColumnTextCount: counts.phantomColumnTextCount, continuation: continuation,
      counts: counts, key: key, endsInLineFeed: endsInLineFeed)
  }

  // MARK: - Steps

  private static func column(for plan: ColumnPlan, head: TableHead) -> any ColumnAssembly {
    switch plan.kind {
    case .codes: CodeAssembly()
    case .text: TextAssembly()
    case .decimal: DecimalAssembly()
    case .identity: IdentityAssembly()
    case .summary(let levelLimit): SummaryAssembly(levelLimit: levelLimit)
    }
  }

  private static func column(of earlier: DecodedColumn) -> any ColumnAssembly {
    switch earlier {
    case .codes(let column): CodeAssembly(column)
    case .text(let column): TextAssembly(column)
    case .decimal(let column): DecimalAssembly(column)
    case .identity(let column): IdentityAssembly(column)
    // A summary cannot be gone on from: `TableReader` does not ask for it.
    case .summary: preconditionFailure("a summary holds no cells")
    }
  }

  /// Reserves memory for all rows, as far as the first piece lets guess how many there will be.
  ///
  /// A file may claim any size and hold nothing (a sparse one), so no more than a part of the
  /// memory is reserved on its word.
  private func reserveRows(_ rowCount: Int, byteCount: Int) {
    guard let expectedByteCount, expectedByteCount > byteCount, byteCount > 0 else { return }
    let guess = Double(rowCount) * Double(expectedByteCount) / Double(byteCount)
    let bytesPerRow = columns.reduce(1) { $0 + $1.bytesPerRow }
    let most = Double(Workers.memoryByteCount / 4 / bytesPerRow)
    for column in columns { column.reserve(Int(min(guess * 1.01 + 16, most))) }
  }
}

extension TableCounts {
  /// Adds what a piece holds besides its columns.
  fileprivate mutating func add(_ piece: PieceResult, _ base: PieceBase) {
    let totals = piece.totals
    rejected.count += totals.rejected.count
    let missing = PlaceLimits.placeCount - rejected.first.count
    rejected.first += totals.rejected.first.prefix(missing).map(base.placed)
    let unnumbered = PlaceLimits.numberCount - rejected.records.count
    rejected.records += totals.rejected.records.prefix(unnumbered).map { recordCount + $0 + 1 }
    rowCount += piece.rowCount
    lineCount += totals.lineCount
    recordCount += totals.recordCount
    blankLineCount += totals.blankLineCount
    lineEndKinds.formUnion(totals.lineEndKinds)
    invalidTextInSkippedColumns += piece.invalidTextInSkippedColumns
    phantomColumnTextCount += piece.phantomColumnTextCount
  }
}

/// What stands before a piece: turns its places into places of the file.
struct PieceBase {
  let head: TableHead
  let lineCount: Int
  let recordCount: Int

  /// A cell's place in the file.
  func placed(_ cell: PieceCell) -> FieldPlace {
    FieldPlace(
      line: lineCount + cell.place.line + 1, byteColumn: cell.place.byteColumn,
      record: recordCount + cell.place.record + 1,
      columnName: head.columns[cell.place.position].name, text: cell.text)
  }

  /// A rejected record's place in the file.
  func placed(_ rejection: RejectedRecord) -> RejectedRecord {
    var placed = rejection
    placed.line += lineCount + 1
    placed.record += recordCount + 1
    return placed
  }

  /// The error that a fault stands for.
  func error(of fault: PieceFault, recordByteLimit: Int) -> TableError {
    let isNamed = fault.place.position < head.columns.count
    let place = TablePlace(
      input: head.inputName, line: lineCount + fault.place.line + 1,
      byteColumn: fault.place.byteColumn, record: recordCount + fault.place.record + 1,
      columnName: isNamed ? head.columns[fault.place.position].name : nil)
    switch fault.kind {
    case .invalidText: return .invalidText(place, encoding: head.encoding)
    case .structure(let kind): return kind.error(at: place, recordByteLimit: recordByteLimit)
    case .textAfterQuote(let line, let byteColumn):
      return .textAfterQuote(
        place, textLine: lineCount + line + 1, textByteColumn: byteColumn)
    }
  }
}
