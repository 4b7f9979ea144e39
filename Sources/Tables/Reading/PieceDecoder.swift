internal import Groundwork

/// Turns the records of one piece into cells.
///
/// Code columns have a loop of their own, because a survey is mostly ratings: two loaded bytes
/// index the code book's direct table. All other kinds go through `CellDecoder`.
final class PieceDecoder {
  private let layout: DecodeLayout
  private var codes: CodeDecoder
  private let others: [(position: Int, decoder: any CellDecoder)]
  private var rowCount = 0
  private var recordDigests: [RecordDigest] = []
  private var invalidTextInSkippedColumns = 0
  private var phantomColumnTextCount = 0

  /// Prepares for a piece, whose number of bytes bounds the number of rows.
  init(_ layout: DecodeLayout, byteCount: Int) {
    self.layout = layout
    // A record of n fields takes n - 1 delimiters and a line end, which only the last may lack.
    codes = CodeDecoder(layout.plans, rowCapacity: byteCount / layout.fieldCount + 1)
    others = layout.plans.compactMap { plan in
      PieceDecoder.decoder(for: plan.kind).map { (plan.position, $0) }
    }
  }

  /// Decodes one record with the right number of fields.
  ///
  /// - Returns: the fault that stands first in the record, if there is one.
  @inline(__always)
  func decode(_ record: RecordView, hasUpperBytes: Bool) -> PieceFault? {
    var faultOffset = codes.decode(record, row: rowCount)
    for (position, decoder) in others {
      let isValid = record.withContent(position) { decoder.append($0, of: record, position) }
      if !isValid { faultOffset = min(faultOffset, illFormedOffset(in: record, position)) }
    }
    if faultOffset < Int.max { return invalidText(in: record, at: faultOffset) }
    codes.endRow(rowCount)
    rowCount += 1
    if hasUpperBytes { checkSkippedColumns(of: record) }
    if layout.hasPhantomColumn { checkPhantomColumn(of: record) }
    if layout.wantsRecordDigests { addDigest(of: record) }
    return nil
  }

  /// Everything decoded.
  func result(_ totals: PieceTotals, fault: PieceFault?) -> PieceResult {
    codes.finish(rowCount: rowCount)
    var nextOther = 0
    var nextCode = 0
    let columns = layout.plans.map { plan in
      if case .codes = plan.kind {
        nextCode += 1
        return codes.column(nextCode - 1)
      }
      nextOther += 1
      return others[nextOther - 1].decoder.column
    }
    return PieceResult(
      totals: totals, rowCount: rowCount, columns: columns, recordDigests: recordDigests,
      invalidTextInSkippedColumns: invalidTextInSkippedColumns,
      phantomColumnTextCount: phantomColumnTextCount, fault: fault)
  }

  // MARK: - Steps

  private static func decoder(for kind: ColumnPlan.Kind) -> (any CellDecoder)? {
    switch kind {
    case .codes: nil
    case .text: TextDecoder()
    case .decimal: DecimalDecoder()
    case .identity: IdentityDecoder()
    case .summary(let levelLimit): SummaryDecoder(levelLimit: levelLimit)
    }
  }

  private func illFormedOffset(in record: RecordView, _ position: Int) -> Int {
    let raw = record.raw(position)
    return record.range(position).lowerBound + (TextValidity.firstIllFormed(raw) ?? 0)
  }

  private func invalidText(in record: RecordView, at offset: Int) -> PieceFault {
    let position =
      layout.plans.map(\.position).first { record.range($0).contains(offset) } ?? 0
    return PieceFault(kind: .invalidText, place: record.place(of: offset, position: position))
  }

  private func checkSkippedColumns(of record: RecordView) {
    for position in layout.skippedPositions
    where TextValidity.firstIllFormed(record.raw(position)) != nil {
      invalidTextInSkippedColumns += 1
    }
  }

  private func checkPhantomColumn(of record: RecordView) {
    let isBlank = record.withContent(layout.fieldCount - 1) { $0.isEmpty }
    if !isBlank { phantomColumnTextCount += 1 }
  }

  private func addDigest(of record: RecordView) {
    let bytes = UnsafeRawBufferPointer(rebasing: record.bytes[record.start..<record.end])
    recordDigests.append(
      RecordDigest(
        high: StableHash.hash(bytes, seed: 1), low: StableHash.hash(bytes, seed: 2)))
  }
}
