/// Finds out what a table's first bytes are: delimiter, header rows, columns.
struct HeadDetector {
  private let sample: HeadSample
  private let format: TableFormat
  private let inputName: String
  private let encoding: TextEncoding

  /// What detection found.
  struct Result {
    var head: TableHead
    /// Where the data begin.
    var start: DataStart
  }

  init(_ sample: HeadSample, format: TableFormat, inputName: String, encoding: TextEncoding) {
    self.sample = sample
    self.format = format
    self.inputName = inputName
    self.encoding = encoding
  }

  /// How many bytes detection needs: any four records, and more, whatever the block size.
  static func sampleByteCount(for format: TableFormat) -> Int {
    let recordCount = max(3, format.headerRowCount ?? 0) + 1
    return recordCount * (format.recordByteLimit + 2) + 1 << 16
  }

  func result() throws(TableError) -> Result {
    let detection = DialectDetection(sample, format: format)
    let (dialect, dialectEvidence) = detection.result
    let found = sample.records(dialect, limit: DialectDetection.recordCount)
    try checkFirstRecord(found)
    let rows = comparableRows(found.records, dialect.quoting)
    let header = HeaderDetection(rows: rows, declared: format.headerRowCount)
    if format.headerRowCount == nil, header.layout == .plain, let width = detection.widthBelowTitle
    {
      throw .firstRowDiffers(
        place(of: found.records[0].range.lowerBound), found: rows[0].count, mostRecordsHave: width)
    }
    try checkHeader(found, rowCount: header.rowCount)
    let headerRecords = found.records.prefix(header.rowCount)
    let hasPhantom = hasPhantomColumn(
      found.records, headerRowCount: header.rowCount, dialect.quoting)
    let headerTexts = headerRecords.map { sample.texts(of: $0, dialect.quoting) }
    let count = found.records[0].fields.count - (hasPhantom ? 1 : 0)
    let head = TableHead(
      inputName: inputName, delimiter: dialect.delimiter, headerRowCount: header.rowCount,
      encoding: encoding, layout: header.layout,
      columns: header.columns(of: headerTexts, count: count), hasPhantomColumn: hasPhantom,
      evidence: evidence(dialectEvidence, header.evidence, hasPhantom), quoting: dialect.quoting)
    return Result(head: head, start: dataStart(found, headerRowCount: header.rowCount))
  }

  // MARK: - Steps

  private func checkFirstRecord(_ found: HeadSample.Records) throws(TableError) {
    guard found.records.isEmpty else { return }
    if let fault = found.fault { throw error(of: fault) }
    if sample.isWhole { throw .empty(input: inputName) }
    throw .noHeader(input: inputName, byteCount: sample.bytes.count)
  }

  /// The texts of the first rows that have as many fields as the first one, at most four.
  private func comparableRows(_ records: [CarefulRecord], _ quoting: Quoting) -> [[String]] {
    let width = records[0].fields.count
    return records.prefix(4).prefix { $0.fields.count == width }
      .map { sample.texts(of: $0, quoting) }
  }

  private func checkHeader(_ found: HeadSample.Records, rowCount: Int) throws(TableError) {
    guard found.records.count >= rowCount else {
      if let fault = found.fault { throw error(of: fault) }
      throw .noRespondents(input: inputName, headerRowCount: found.records.count)
    }
    let width = found.records[0].fields.count
    for record in found.records.prefix(rowCount) {
      guard record.fields.count == width else {
        throw .headerRowLength(
          place(of: record.range.lowerBound), found: record.fields.count, expected: width)
      }
      let illFormed = sample.bytes.withUnsafeBytes {
        TextValidity.firstIllFormed(UnsafeRawBufferPointer(rebasing: $0[record.range]))
      }
      if let illFormed {
        throw .invalidText(place(of: record.range.lowerBound + illFormed), encoding: encoding)
      }
    }
  }

  /// Whether the last column is blank in the header rows and in every record of the sample.
  private func hasPhantomColumn(
    _ records: [CarefulRecord], headerRowCount: Int, _ quoting: Quoting
  ) -> Bool {
    let width = records[0].fields.count
    let complete = records.filter { $0.fields.count == width }
    guard headerRowCount > 0, width > 1, complete.count > headerRowCount else { return false }
    return complete.allSatisfy { sample.content(of: $0.fields[width - 1], quoting).isEmpty }
  }

  private func dataStart(_ found: HeadSample.Records, headerRowCount: Int) -> DataStart {
    guard headerRowCount > 0 else { return DataStart(offset: 0, lineCount: 0, blankLineCount: 0) }
    let last = found.records[headerRowCount - 1]
    let isAtLineStart = last.next > last.range.upperBound
    return DataStart(
      offset: last.next,
      lineCount: sample.lineColumn(of: last.range.upperBound).line + (isAtLineStart ? 1 : 0),
      blankLineCount: found.blankLineCounts[headerRowCount - 1])
  }

  private func evidence(_ delimiter: String, _ header: String, _ hasPhantom: Bool) -> [String] {
    var sentences = [delimiter, header]
    if format.delimiter != nil {
      let name = Byte.name(ofDelimiter: format.delimiter ?? Byte.comma)
      sentences[0] = "The delimiter, the \(name), was declared."
    }
    if hasPhantom {
      sentences.append("Every row ends in a delimiter: the unnamed last column is left out.")
    }
    if format.encoding != nil {
      sentences.append("The encoding, \(encoding.rawValue), was declared.")
    } else if encoding != .utf8 {
      sentences.append("The encoding is \(encoding.rawValue): the byte order mark says so.")
    }
    return sentences
  }

  private func place(of offset: Int) -> TablePlace {
    let position = sample.lineColumn(of: offset)
    return TablePlace(
      input: inputName, line: position.line + 1, byteColumn: position.byteColumn)
  }

  private func error(of fault: StructureFault) -> TableError {
    let place = place(of: fault.offset)
    if case .textAfterQuote(let offset) = fault.kind {
      let text = sample.lineColumn(of: offset)
      return .textAfterQuote(
        place, textLine: text.line + 1, textByteColumn: text.byteColumn)
    }
    return fault.kind.error(at: place, recordByteLimit: format.recordByteLimit)
  }
}

/// Where the data begin: behind the header rows.
struct DataStart: Sendable {
  var offset: Int
  /// The number of lines before.
  var lineCount: Int
  /// The number of blank lines among them.
  var blankLineCount: Int
}

extension StructureFault.Kind {
  /// The error of a fault that needs one place only.
  func error(at place: TablePlace, recordByteLimit: Int) -> TableError {
    switch self {
    case .nulByte: .nulByte(place)
    case .unclosedQuote: .unclosedQuote(place)
    case .quoteInBareField: .quoteInBareField(place)
    case .recordTooLong: .recordTooLong(place, limit: recordByteLimit)
    case .textAfterQuote:
      .textAfterQuote(place, textLine: place.line, textByteColumn: place.byteColumn)
    }
  }
}
