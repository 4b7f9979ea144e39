import Tables

/// The slow twin of the reader: a state machine that takes one byte at a time and keeps arrays of
/// arrays. It shares no code with the fast scanner; the two must agree on every text.
///
/// It reads UTF-8 without a byte order mark. The delimiter and the number of header rows are
/// given: finding them is tested elsewhere.
struct ReferenceScanner {
  /// A field: its text without quotes, its raw bytes, and where it starts.
  struct Field {
    var text: [UInt8] = []
    var raw: [UInt8] = []
    var line: Int
    var column: Int
  }

  /// A record; a blank line has no fields.
  struct Record {
    var fields: [Field] = []
    var line: Int
    var lineEnd: LineEndKinds = []
  }

  /// What a text must give.
  struct Outcome {
    /// The rows that have the right number of fields.
    var rows: [[Field]] = []
    var recordCount = 0
    var rejected: [RejectedRecord] = []
    var blankLineCount = 0
    var lineEndKinds: LineEndKinds = []
  }

  let bytes: [UInt8]
  let delimiter: UInt8
  let headerRowCount: Int
  var recordByteLimit = 1 << 20
  var areQuotesText = false
  var name = "t.csv"

  private var index = 0
  private var line = 1
  private var column = 1

  init(_ bytes: [UInt8], delimiter: UInt8, headerRowCount: Int) {
    (self.bytes, self.delimiter, self.headerRowCount) = (bytes, delimiter, headerRowCount)
  }

  // MARK: - One record

  /// Reads the next record; `nil` at the end of the text. `place` completes a place with record
  /// number and column name.
  mutating func nextRecord(
    _ place: (_ line: Int, _ column: Int, _ field: Int) -> TablePlace
  ) throws(TableError) -> Record? {
    guard index < bytes.count else { return nil }
    var record = Record(line: line)
    let first = (line: line, column: column, index: index)
    if let lineEnd = takeLineEnd() {
      record.lineEnd = lineEnd
      return record
    }
    var field = Field(line: line, column: column)
    var state = "start"
    var opened = (line: 0, column: 0)
    while index < bytes.count {
      let byte = bytes[index]
      let isLineEnd = byte == 10 || byte == 13
      if isLineEnd, state != "quoted" { break }
      let number = record.fields.count
      if index - first.index == recordByteLimit {
        throw .recordTooLong(place(first.line, first.column, number), limit: recordByteLimit)
      }
      if byte == 0 { throw .nulByte(place(line, column, number)) }
      if byte == delimiter, state != "quoted" {
        record.fields.append(field)
        advance()
        field = Field(line: line, column: column)
        state = "start"
        continue
      }
      if byte == 34, !areQuotesText {
        switch state {
        case "start":
          opened = (line, column)
          state = "quoted"
        case "quoted": state = "closed"
        case "closed":
          field.text.append(34)
          state = "quoted"
        default: throw .quoteInBareField(place(line, column, number))
        }
      } else if state == "closed" {
        throw .textAfterQuote(
          place(opened.line, opened.column, number), textLine: line, textByteColumn: column)
      } else {
        field.text.append(byte)
        if state == "start" { state = "bare" }
      }
      field.raw.append(byte)
      advance()
    }
    if state == "quoted" {
      throw .unclosedQuote(place(opened.line, opened.column, record.fields.count))
    }
    record.fields.append(field)
    if areQuotesText {
      for index in record.fields.indices where record.fields[index].text == [34, 34] {
        record.fields[index].text = []
      }
    }
    record.lineEnd = takeLineEnd() ?? []
    return record
  }

  private mutating func takeLineEnd() -> LineEndKinds? {
    guard index < bytes.count, bytes[index] == 10 || bytes[index] == 13 else { return nil }
    if bytes[index] == 10 {
      advance()
      return .lineFeed
    }
    advance()
    guard index < bytes.count, bytes[index] == 10 else { return .carriageReturn }
    advance()
    return .carriageReturnLineFeed
  }

  private mutating func advance() {
    let byte = bytes[index]
    index += 1
    let isFirstOfTwo = byte == 13 && index < bytes.count && bytes[index] == 10
    if byte == 10 || byte == 13 && !isFirstOfTwo {
      line += 1
      column = 1
    } else {
      column += 1
    }
  }

  // MARK: - The whole text

  /// Reads the header rows and checks them.
  mutating func readHeader(_ outcome: inout Outcome) throws(TableError) -> [Record] {
    var rows: [Record] = []
    let inHeader = { (name: String) in
      { (line: Int, column: Int, _: Int) in
        TablePlace(input: name, line: line, byteColumn: column)
      }
    }(name)
    // Without header rows the first record still tells the number of columns.
    var ahead = self
    var isEmpty = true
    while isEmpty, let record = try ahead.nextRecord(inHeader) { isEmpty = record.fields.isEmpty }
    if isEmpty { throw .empty(input: name) }
    while rows.count < headerRowCount, let record = try nextRecord(inHeader) {
      if record.fields.isEmpty { outcome.blankLineCount += 1 } else { rows.append(record) }
    }
    if rows.count < headerRowCount {
      throw .noRespondents(input: name, headerRowCount: rows.count)
    }
    for row in rows {
      guard row.fields.count == rows[0].fields.count else {
        throw .headerRowLength(
          inHeader(row.line, 1, 0), found: row.fields.count, expected: rows[0].fields.count)
      }
      if let place = firstIllFormed(in: row.fields) {
        throw .invalidText(inHeader(place.line, place.column, 0), encoding: .utf8)
      }
    }
    return rows
  }

  /// Reads the data records below the header: `fieldCount` fields each, columns called `names`,
  /// ill-formed text a fault at the positions `used`.
  mutating func readData(
    _ outcome: inout Outcome, fieldCount: Int, names: [String], used: Set<Int>
  ) throws(TableError) {
    var isLastCut: RejectedRecord?
    while true {
      let number = outcome.recordCount + 1
      let input = name
      let place = { (line: Int, column: Int, field: Int) in
        TablePlace(
          input: input, line: line, byteColumn: column, record: number,
          columnName: field < names.count ? names[field] : nil)
      }
      guard let record = try nextRecord(place) else { break }
      outcome.lineEndKinds.formUnion(record.lineEnd)
      if record.fields.isEmpty {
        outcome.blankLineCount += 1
        continue
      }
      outcome.recordCount += 1
      guard record.fields.count == fieldCount else {
        let rejected = RejectedRecord(
          line: record.line, record: number, foundFieldCount: record.fields.count,
          expectedFieldCount: fieldCount)
        outcome.rejected.append(rejected)
        isLastCut = record.fields.count < fieldCount ? rejected : nil
        continue
      }
      isLastCut = nil
      for position in used.sorted() {
        if let bad = firstIllFormed(in: [record.fields[position]]) {
          throw .invalidText(place(bad.line, bad.column, position), encoding: .utf8)
        }
      }
      outcome.rows.append(record.fields)
    }
    if let cut = isLastCut {
      throw .lastRecordCut(
        TablePlace(input: name, line: cut.line, byteColumn: 1, record: cut.record),
        found: cut.foundFieldCount, expected: fieldCount)
    }
    if outcome.recordCount == 0 {
      throw .noRespondents(input: name, headerRowCount: headerRowCount)
    }
  }

  /// Line and column of the first byte that is not well-formed UTF-8, told by the standard
  /// library's parser.
  private func firstIllFormed(in fields: [Field]) -> (line: Int, column: Int)? {
    for field in fields {
      guard let offset = ReferenceScanner.illFormedOffset(field.raw) else { continue }
      var (line, column) = (field.line, field.column)
      for (index, byte) in field.raw[..<offset].enumerated() {
        let isFirstOfTwo = byte == 13 && field.raw[index + 1] == 10
        let endsLine = byte == 10 || byte == 13 && !isFirstOfTwo
        (line, column) = endsLine ? (line + 1, 1) : (line, column + 1)
      }
      return (line, column)
    }
    return nil
  }

  /// The offset of the first ill-formed byte.
  static func illFormedOffset(_ bytes: [UInt8]) -> Int? {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let sequence): offset += sequence.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}
