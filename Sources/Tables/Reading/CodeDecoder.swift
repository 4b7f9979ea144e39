/// Decodes all code columns of a piece.
struct CodeDecoder {
  private struct Slot {
    let position: Int
    let direct: UnsafePointer<UInt8>
    let invalidCode: UInt8
    let cells: UnsafeMutablePointer<UInt8>
  }

  private let slots: [Slot]
  // Keeps the memory that the slots point to.
  private let books: [CodeBook]
  private let matrix: CodeMatrix
  private var findings: [PieceFindings]
  private var rowCount = 0

  init(_ plans: [ColumnPlan], rowCapacity: Int) {
    let coded = plans.compactMap { plan in
      if case .codes(let book) = plan.kind { (plan.position, book) } else { nil }
    }
    books = coded.map(\.1)
    let matrix = CodeMatrix(rowCapacity: rowCapacity, columnCount: coded.count)
    self.matrix = matrix
    slots = coded.enumerated().map { index, plan in
      Slot(
        position: plan.0, direct: UnsafePointer(plan.1.storage.direct),
        invalidCode: plan.1.invalidCode, cells: matrix.storage + index * matrix.stride)
    }
    findings = Array(repeating: PieceFindings(), count: coded.count)
  }

  /// Decodes one record and gives the offset of the first ill-formed byte in an invalid cell,
  /// `Int.max` without one.
  @inline(__always)
  mutating func decode(_ record: RecordView, row: Int) -> Int {
    var faultOffset = Int.max
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
          slot.cells[row] = code
          if code != slot.invalidCode { continue }
        }
        faultOffset = min(faultOffset, decodeSlowly(record, index, row))
      }
    }
    rowCount = row &+ 1
    return faultOffset
  }

  /// The cells of one column.
  func column(_ index: Int) -> PieceColumn {
    .codes(matrix, index: index, findings[index])
  }

  // MARK: - Steps

  /// A cell that is longer, quoted or invalid.
  private mutating func decodeSlowly(_ record: RecordView, _ index: Int, _ row: Int) -> Int {
    let slot = slots[index]
    let raw = record.raw(slot.position)
    var faultOffset = Int.max
    record.withContent(slot.position) { content in
      if let code = books[index].storage.code(of: content) {
        slot.cells[row] = code
        return
      }
      slot.cells[row] = slot.invalidCode
      findings[index].add(record.cell(slot.position, content: content))
      if let illFormed = TextValidity.firstIllFormed(raw) {
        faultOffset = record.range(slot.position).lowerBound + illFormed
      }
    }
    return faultOffset
  }
}
