/// The first bytes of a text, in which the head is looked for.
struct HeadSample {
  let bytes: [UInt8]
  /// Whether the text ends with them.
  let isWhole: Bool
  let recordByteLimit: Int

  /// The first records under one delimiter.
  struct Records {
    /// Records that are not blank, at most as many as asked for.
    var records: [CarefulRecord] = []
    /// What ended the reading early.
    var fault: StructureFault?
    /// The number of blank lines before each record and behind the last one.
    var blankLineCounts: [Int] = []

    /// The number of fields of each record.
    var fieldCounts: [Int] { records.map(\.fields.count) }
  }

  /// Reads the first records that are not blank.
  func records(_ dialect: Dialect, limit: Int) -> Records {
    bytes.withUnsafeBytes { buffer in
      let scanner = CarefulScanner(
        bytes: buffer, dialect: dialect, recordByteLimit: recordByteLimit, isWhole: isWhole)
      var result = Records()
      var offset = 0
      var blankLineCount = 0
      while result.records.count < limit {
        switch scanner.record(at: offset) {
        case .incomplete, .end: return result
        case .fault(let fault):
          result.fault = fault
          return result
        case .record(let record):
          offset = record.next
          if record.isBlank {
            blankLineCount += 1
          } else {
            result.records.append(record)
            result.blankLineCounts.append(blankLineCount)
          }
        }
      }
      return result
    }
  }

  /// The bytes of one field, quotes taken off.
  func content(of field: Range<Int>, _ quoting: Quoting) -> [UInt8] {
    bytes.withUnsafeBytes { buffer in
      FieldText.withContent(UnsafeRawBufferPointer(rebasing: buffer[field]), quoting) { Array($0) }
    }
  }

  /// The texts of a record's fields; what is ill-formed becomes U+FFFD.
  func texts(of record: CarefulRecord, _ quoting: Quoting) -> [String] {
    record.fields.map { String(decoding: content(of: $0, quoting), as: UTF8.self) }
  }

  /// The line and column of an offset.
  func lineColumn(of offset: Int) -> LineColumn {
    bytes.withUnsafeBytes { LineColumn(of: offset, in: $0, from: 0) }
  }
}
