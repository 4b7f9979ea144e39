import Groundwork
import Testing

@testable import Tables

@Suite("Faults in a table")
struct ErrorTests {
  private func outcome(_ text: String, _ format: TableFormat) -> String {
    do throws(TableError) {
      return try TableReader(.bytes(Array(text.utf8), name: "t.csv"), format: format)
        .decodeTexts().summary
    } catch {
      return error.summary
    }
  }

  @Test(
    "the first fault in file order is told, for any block size",
    arguments: [
      ("a,b\n1,\"2\n3,4\n", "unclosedQuote 2:3"),
      ("a,b\n1,2\"\n3,4\n", "quoteInBareField 2:4"),
      ("a,b\n1,\"2\"x\n3,4\n", "textAfterQuote 2:3"),
      ("a,b\n1,\"2\n3\" \n3,4\n", "textAfterQuote 2:3"),
      ("a,b\n1,2\n\"\n\n\",\0\n", "nulByte 5:3"),
      ("a,b\n1,2\n3,\0\n\"x", "nulByte 3:3"),
      ("a,b\n1,2\n3,4\"\n5,\0\n", "quoteInBareField 3:4"),
      ("a,b\n1,2\n3\n", "lastRecordCut 3:1"),
      ("a,b\n1,2\n3", "lastRecordCut 3:1"),
      ("a,b\n1,2\n3\n\n\n", "lastRecordCut 3:1"),
      ("a,b\n1\n2\n3,4\n", "1 x 2 rejected 2:1 3:1"),
      ("a,b\n1,2,3\n4,5,6", "0 x 2 rejected 2:3 3:3"),
      ("a,b\n", "noRespondents"),
      ("a,b\n\n\n", "noRespondents"),
      ("a,b", "noRespondents"),
      ("a,b\n1,2\n123456789,12345678901\n", "recordTooLong 3:1"),
      ("a,b\n1,2\n12345678901234567890\"", "recordTooLong 3:1"),
      ("a,b\n1,2\n1234567,\"89012345678901234567890", "recordTooLong 3:1"),
      ("a,b\n1,2\n12345,\"\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n3,4\n", "recordTooLong 3:1"),
    ])
  func firstFault(text: String, expected: String) {
    for blockByteCount in [1, 2, 3, 5, 16, 1 << 20] {
      let format = TableFormat(
        delimiter: Byte.comma, headerRowCount: 1, blockByteCount: blockByteCount,
        recordByteLimit: 20)
      #expect(outcome(text, format) == expected, "blocks of \(blockByteCount) bytes")
    }
  }

  @Test("a fault knows line, column, record and field")
  func place() {
    let text = "id,answer\n1,a\n\n2,\"b\nb\"\n3,c\"c\n"
    let expected = TablePlace(
      input: "t.csv", line: 6, byteColumn: 4, record: 3, columnName: "answer")
    #expect(throws: TableError.quoteInBareField(expected)) {
      try TableReader(.bytes(Array(text.utf8), name: "t.csv")).decodeTexts()
    }
  }

  private static let place = TablePlace(
    input: "r.csv", line: 12, byteColumn: 5, record: 11, columnName: "age")

  /// An error, the status that it stands for, and its sentence.
  struct Sentence: Sendable {
    var error: TableError
    var status: Int32
    var text: String

    init(_ error: TableError, _ status: Int32, _ text: String) {
      (self.error, self.status, self.text) = (error, status, text)
    }
  }

  private static let sentences: [Sentence] = [
    Sentence(
      .nulByte(place), 65,
      """
      r.csv:12:5: the data hold a NUL byte, record 11, column age, found byte 0, \
      expected text. Fix: export again; if the file is UTF-16, save it as UTF-8.
      """),
    Sentence(
      .unclosedQuote(place), 65,
      """
      r.csv:12:5: the quote that opens here is never closed, record 11, column age. \
      Fix: close it, or export again if the file was cut.
      """),
    Sentence(
      .quoteInBareField(place), 65,
      """
      r.csv:12:5: a quote stands inside a field that does not begin with one, record \
      11, column age. Fix: put the whole field in quotes and double the quotes \
      inside it.
      """),
    Sentence(
      .textAfterQuote(place, textLine: 13, textByteColumn: 2), 65,
      """
      r.csv:12:5: the quoted field that opens here goes on behind its closing quote, \
      record 11, column age, found text at 13:2, expected a delimiter or the line's \
      end. Fix: double the quotes inside the field.
      """),
    Sentence(
      .recordTooLong(place, limit: 9), 65,
      """
      r.csv:12:5: a record is too long, record 11, column age, found more than 9 \
      bytes, expected at most 9. Fix: look for a quote that is not closed in it.
      """),
    Sentence(
      .invalidText(place, encoding: .utf8), 65,
      """
      r.csv:12:5: a byte is not utf-8, record 11, column age, expected utf-8 text. \
      Fix: declare the encoding (utf-16, windows-1252, iso-8859-1, mac-roman) by \
      `encoding:` in the study or --encoding, or save the file as UTF-8.
      """),
    Sentence(
      .lastRecordCut(place, found: 1, expected: 9), 65,
      """
      r.csv:12:5: the last record is incomplete, record 11, column age, found 1 \
      field, expected 9. Fix: export again, the file was probably cut.
      """),
    Sentence(
      .headerRowLength(
        TablePlace(input: "r.csv", line: 2, byteColumn: 1),
        found: 3, expected: 4), 65,
      """
      r.csv:2:1: a header row does not fit the first one, found 3 fields, expected \
      4. Fix: correct the number of header rows.
      """),
    Sentence(
      .firstRowDiffers(
        TablePlace(input: "r.csv", line: 1, byteColumn: 1),
        found: 1, mostRecordsHave: 4), 65,
      """
      r.csv:1:1: the first row is not the header of what follows, found 1 field, \
      expected 4 as in most records. Fix: remove the lines above the header.
      """),
    Sentence(
      .empty(input: "r.csv"), 65,
      """
      r.csv: no respondents, found an empty file, expected a header and records. \
      Fix: export the survey again.
      """),
    Sentence(
      .noRespondents(input: "r.csv", headerRowCount: 3), 65,
      """
      r.csv: no respondents, found only 3 header rows, expected records below the \
      header. Fix: export the survey with its responses.
      """),
    Sentence(
      .noHeader(input: "r.csv", byteCount: 99), 65,
      """
      r.csv: no header ends within the first 99 bytes. Fix: check that this is a CSV \
      file.
      """),
    Sentence(
      .encodingConflict(input: "r.csv", declared: .latin1, byteOrderMark: .utf16), 65,
      """
      r.csv: the declared encoding does not fit, found the byte order mark of \
      utf-16, expected iso-8859-1. Fix: declare utf-16, or leave the encoding out.
      """),
    Sentence(
      .inputChanged(input: "r.csv"), 75,
      """
      r.csv: the file changed while it was read. Fix: wait until it is complete, try \
      again.
      """),
    Sentence(
      .cannotOpen(input: "r.csv", code: 2), 66,
      """
      r.csv: cannot be opened: no such file or directory. Fix: correct the path.
      """),
    Sentence(
      .cannotOpen(input: "r.csv", code: 13), 77,
      """
      r.csv: cannot be opened: permission denied. Fix: ask for the right to read it.
      """),
    Sentence(
      .isDirectory(input: "r"), 66,
      """
      r: cannot be read, found a directory, expected a CSV file. Fix: name the file \
      inside it.
      """),
    Sentence(
      .cannotRead(input: "r.csv", code: 5), 74,
      """
      r.csv: reading failed: input/output error. Fix: check the disk and try again.
      """),
    Sentence(
      .cannotCreate(path: "o.csv", code: 13), 77,
      """
      o.csv: cannot be created: permission denied. Fix: choose another place for the \
      output.
      """),
    Sentence(
      .cannotCreate(path: "o.csv", code: 17), 73,
      """
      o.csv: cannot be created: file exists. Fix: choose another place for the \
      output.
      """),
    Sentence(
      .cannotCreate(path: "o.csv", code: 28), 74,
      """
      o.csv: cannot be created: no space left on device. Fix: choose another place \
      for the output.
      """),
    Sentence(
      .cannotWrite(path: "o.csv", code: 28), 74,
      """
      o.csv: writing failed, nothing was kept: no space left on device. Fix: make \
      room on the disk and try again.
      """),
  ]

  @Test("every error makes one sentence in the house's form", arguments: sentences)
  func message(expected: Sentence) {
    #expect(expected.error.exitStatus.rawValue == expected.status)
    #expect(expected.error.message.description == expected.text)
  }
}
