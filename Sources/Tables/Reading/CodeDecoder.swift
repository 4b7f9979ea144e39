/// Decodes all code columns of a piece.
struct CodeDecoder {
  private struct Slot {
    let position: Int
    let direct: UnsafePointer<UInt8>
    let invalidCode: UInt8
  }

  private let slots: [Slot]
  // Keeps the memory that the slots point to.
  private let books: [CodeBook]
  private let matrix: CodeMatrix
  private var findings: [PieceFindings]

  init(_ plans: [ColumnPlan], rowCapacity: Int) {
    let coded = plans.compactMap { plan in
      if case .codes(let book) = plan.kind { (plan.position, book) } else { nil }
    }
    books = coded.map(\.1)
    matrix = CodeMatrix(rowCapacity: rowCapacity, columnCount: coded.count)
    slots = coded.map { position, book in
      Slot(
        position: position, direct: UnsafePointer(book.storage.direct),
        invalidCode: book.invalidCode)
    }
    findings = Array(repeating: PieceFindings(), count: coded.count)
  }

  /// Decodes one record and gives the offset of the first ill-formed byte in an invalid cell,
  /// `Int.max` without one.
  @inline(__always)
  mutating func decode(_ record: RecordView, row: Int) -> Int {
    var faultOffset = Int.max
    let cells = matrix.row(row)
    slots.withUnsafeBufferPointer { slots in
      for index in slots.indices {
        let slot = slots[index]
        let start = record.bounds[slot.position] &+ 1
        let length = record.bounds[slot.position &+ 1] &- start
        if length <= 2 {
          // Loads two bytes and clears those that do not belong to the field.
          let word = UInt16(
            littleEndian: record.bytes.baseAddress.unsafelyUnwrapped.loadUnaligned(
              fromByteOffset: Int(start), as: UInt16.self))
          let kept = UInt16(truncatingIfNeeded: (1 as UInt32) &<< (8 &* length) &- 1)
          let code = slot.direct[Int(word & kept)]
          cells[index] = code
          if code != slot.invalidCode { continue }
        }
        faultOffset = min(faultOffset, decodeSlowly(record, index, cells))
      }
    }
    return faultOffset
  }

  /// Accepts the record that was decoded last.
  @inline(__always)
  func endRow(_ row: Int) { matrix.endRow(row) }

  /// Accepts no more records, after so many.
  func finish(rowCount: Int) { matrix.finish(rowCount: rowCount) }

  /// The cells of one column.
  func column(_ index: Int) -> PieceColumn {
    .codes(matrix, index: index, findings[index])
  }

  // MARK: - Steps

  /// A cell that is longer, quoted or invalid.
  private mutating func decodeSlowly(
    _ record: RecordView, _ index: Int, _ cells: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let slot = slots[index]
    let raw = record.raw(slot.position)
    var faultOffset = Int.max
    record.withContent(slot.position) { content in
      if let code = books[index].storage.code(of: content) {
        cells[index] = code
        return
      }
      cells[index] = slot.invalidCode
      findings[index].add(record.cell(slot.position, content: content))
      if let illFormed = TextValidity.firstIllFormed(raw) {
        faultOffset = record.range(slot.position).lowerBound + illFormed
      }
    }
    return faultOffset
  }
}
