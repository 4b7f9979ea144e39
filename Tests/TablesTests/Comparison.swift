import Groundwork
import Testing

@testable import Tables

/// Reads the same bytes with the reader and with the reference scanner and compares everything.
struct Comparison {
  var bytes: [UInt8]
  var format: TableFormat
  var threadCount = 1

  static let entries: [(text: String, code: UInt8)] = [
    ("", 0), ("1", 1), ("a", 2), ("11", 3), ("a\"", 4), ("long label", 5), ("é", 6), ("\"", 7),
    ("1,1", 8),
  ]
  private static let book = CodeBook(entries: entries, invalidCode: 99)

  /// The difference between the two, `nil` when they agree.
  func difference() -> String? {
    let reader = Result { () throws(TableError) in
      try TableReader(.bytes(bytes, name: "t.csv"), format: format)
    }
    let fast = fastResult(reader)
    // Names and phantom column are found in the head, which has tests of its own.
    let slow = slowResult((try? reader.get())?.head)
    switch (fast, slow) {
    case (.success(let table), .success(let outcome)): return difference(table, outcome)
    case (.failure(let one), .failure(let other)):
      return one == other ? nil : "reader throws \(one), reference \(other)"
    case (.success(let table), .failure(let error)):
      return "reader gives \(table.rowCount) rows, reference throws \(error)"
    case (.failure(let error), .success(let outcome)):
      return "reader throws \(error), reference gives \(outcome.rows.count) rows"
    }
  }

  // MARK: - Steps

  /// Every fourth column is skipped, the others take turns.
  private func plans(columnCount: Int) -> [ColumnPlan] {
    let kinds: [ColumnPlan.Kind?] = [
      .text, .codes(Comparison.book), .identity, nil,
    ]
    return (0..<columnCount).compactMap { position in
      kinds[position % 4].map { ColumnPlan(position: position, kind: $0) }
    }
  }

  private func fastResult(
    _ reader: Result<TableReader, TableError>
  ) -> Result<DecodedTable, TableError> {
    reader.flatMap { reader in
      Result { () throws(TableError) in
        try reader.decode(
          plans(columnCount: reader.head.columns.count), inputDigest: false,
          workers: Workers(threadCount: threadCount))
      }
    }
  }

  private func slowResult(_ head: TableHead?) -> Result<ReferenceScanner.Outcome, TableError> {
    Result { () throws(TableError) in
      var scanner = ReferenceScanner(
        bytes, delimiter: format.delimiter ?? Byte.comma,
        headerRowCount: format.headerRowCount ?? 1)
      scanner.recordByteLimit = format.recordByteLimit
      scanner.areQuotesText = format.quoting == Quoting.none
      var outcome = ReferenceScanner.Outcome()
      _ = try scanner.readHeader(&outcome)
      guard let head else { return outcome }
      try scanner.readData(
        &outcome, fieldCount: head.fieldCount, names: head.columns.map(\.name),
        used: Set(plans(columnCount: head.columns.count).map(\.position)))
      return outcome
    }
  }

  private func difference(_ table: DecodedTable, _ slow: ReferenceScanner.Outcome) -> String? {
    if table.rowCount != slow.rows.count { return "\(table.rowCount) rows, \(slow.rows.count)" }
    if table.recordCount != slow.recordCount { return "\(table.recordCount) records" }
    if table.blankLineCount != slow.blankLineCount { return "\(table.blankLineCount) blank lines" }
    if table.rejectedRecords.count != slow.rejected.count
      || table.rejectedRecords.first != Array(slow.rejected.prefix(20))
    {
      return "rejected \(table.rejectedRecords), reference \(slow.rejected)"
    }
    if table.lineEndKinds != slow.lineEndKinds { return "line ends \(table.lineEndKinds)" }
    let plans = plans(columnCount: table.head.columns.count)
    let skipped = Set(table.head.columns.indices).subtracting(plans.map(\.position))
    let invalid = slow.rows.joined().enumerated().count { index, field in
      skipped.contains(index % table.head.fieldCount)
        && ReferenceScanner.illFormedOffset(field.raw) != nil
    }
    if table.invalidTextInSkippedColumns != invalid { return "\(invalid) invalid texts" }
    for (plan, column) in zip(plans, table.columns) {
      let fields = slow.rows.map { $0[plan.position] }
      if let difference = difference(column, fields) {
        return "column \(plan.position): \(difference)"
      }
    }
    return nil
  }

  private func difference(
    _ column: DecodedColumn, _ fields: [ReferenceScanner.Field]
  ) -> String? {
    let texts = fields.map(\.text)
    switch column {
    case .text(let column):
      let levels = column.levels.map { Array($0.utf8) }
      var seen: [[UInt8]] = []
      for text in texts where !seen.contains(text) { seen.append(text) }
      if levels != seen { return "levels \(levels), reference \(seen)" }
      return column.codes.map { levels[Int($0)] } == texts ? nil : "codes \(column.codes)"
    case .identity(let column):
      let same = texts.indices.allSatisfy { Array(column.bytes(of: $0)) == texts[$0] }
      let hashes = texts.map { StableHash.hash($0) }
      return same && column.hashes == hashes ? nil : "ids differ"
    case .codes(let column):
      let entries = Comparison.entries.map { (Array($0.text.utf8), $0.code) }
      let codes = texts.map { text in entries.first { $0.0 == text }?.1 ?? 99 }
      if column.codes != codes { return "codes \(column.codes), reference \(codes)" }
      let invalid = fields.indices.filter { codes[$0] == 99 }
      if column.invalidCount != invalid.count { return "\(column.invalidCount) invalid cells" }
      let places = invalid.prefix(20).map { [fields[$0].line, fields[$0].column] }
      return column.firstInvalid.map { [$0.line, $0.byteColumn] } == places ? nil : "places"
    default: return nil
    }
  }
}
