import Foundation
import Testing

@testable import Tables

@Suite("Writing")
struct WriterTests {
  @Test("fields are quoted where they must be, formulas are guarded")
  func quoting() {
    var writer = CSVWriter()
    let texts = ["plain", "a,b", "say \"x\"", "two\nlines", "a\rb", " é "]
    for text in texts { writer.text(text) }
    writer.endRecord()
    for text in ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=b"] { writer.text(text) }
    writer.endRecord()
    writer.rawText("=1+1")
    writer.rawText("-")
    writer.text("")
    writer.endRecord()
    let expected =
      "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"a\rb\", é \n"
      + "'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",a=b\n=1+1,-,\n"
    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
  }

  @Test(
    "numbers have the shortest digits that read back exactly",
    arguments: [
      (1.0, "1"), (-2.5, "-2.5"), (0.1, "0.1"), (1.0 / 3, "0.3333333333333333"), (-0.0, "0"),
      (1e16, "1e+16"), (1e-7, "1e-07"), (123_456_789.25, "123456789.25"),
      (.leastNonzeroMagnitude, "5e-324"),
      (100, "100"), (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    ])
  func numbers(value: Double, expected: String) {
    var writer = CSVWriter()
    writer.number(value)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    #expect(Double(expected) == value)
  }

  @Test("missing numbers are empty cells, a single empty cell is no blank line")
  func missing() {
    var writer = CSVWriter()
    writer.number(nil)
    writer.integer(nil)
    writer.integer(-7)
    writer.endRecord()
    writer.text("")
    writer.endRecord()
    #expect(String(decoding: writer.bytes, as: UTF8.self) == ",,-7\n\"\"\n")
  }

  @Test("what is written is read back", arguments: 0..<20)
  func roundTrip(seed: UInt64) throws {
    var random = RandomNumbers(seed: seed)
    let pieces = ["", "a", ",", "\"", "\n", "\r", "\r\n", "é", "=", "'", ";", "\t", " ", "1"]
    let columnCount = 1 + random.below(5)
    let rows = (0..<50).map { _ in
      (0..<columnCount).map { _ in
        (0..<random.below(5)).map { _ in random.element(pieces) }.joined()
      }
    }
    var writer = CSVWriter()
    for row in [(0..<columnCount).map { "c\($0)" }] + rows {
      for text in row { writer.rawText(text) }
      writer.endRecord()
    }
    let format = TableFormat(delimiter: Byte.comma, headerRowCount: 1)
    let table = try TableReader(.bytes(writer.bytes, name: "t"), format: format).decodeTexts()
    #expect(table.blankLineCount == 0)
    #expect(table.textRows == rows)
  }

  @Test("a file is created with its permissions, and never replaced")
  func outputFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "o.csv").path()
    try OutputFile.write(Array("a\n".utf8), to: path, permissions: 0o600)
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("a\n".utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(throws: TableError.cannotCreate(path: path, code: 17)) {
      try OutputFile.write([], to: path)
    }
    let nowhere = folder.appending(path: "none/o.csv").path()
    #expect(throws: TableError.cannotCreate(path: nowhere, code: 2)) {
      try OutputFile.write([], to: nowhere)
    }
    let empty = folder.appending(path: "empty.csv").path()
    try OutputFile.write([], to: empty)
    #expect(try Data(contentsOf: URL(filePath: empty)).isEmpty)
  }
}
