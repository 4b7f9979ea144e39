import Foundation
import Testing

@testable import Tables

/// One line of the torture table.
struct TortureCase: CustomTestStringConvertible {
  var path: String
  var settings: String
  var outcome: String

  var testDescription: String { "\(path) \(settings)" }

  init(_ line: Substring) {
    let parts = line.split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    (path, settings, outcome) = (parts[0], parts[1], parts[2])
  }

  static let all = tortureTable.split(separator: "\n").map(TortureCase.init)

  func format(blockByteCount: Int) -> TableFormat {
    var format = TableFormat(blockByteCount: blockByteCount)
    for setting in settings.split(separator: " ") {
      let parts = setting.split(separator: "=").map(String.init)
      switch parts[0] {
      case "header": format.headerRowCount = Int(parts[1])
      case "encoding": format.encoding = TextEncoding(rawValue: parts[1])
      default: format.delimiter = parts[1].utf8.first
      }
    }
    return format
  }
}

// The samples lie outside the project; where they are absent these tests are skipped.
@Suite("Awkward CSV files", .enabled(if: SharedFolder.isPresent("csv-torture")))
struct TortureTests {
  private static let folder = "csv-torture"

  @Test("the table names every file")
  func everyFileIsListed() {
    let files = SharedFolder.files(below: TortureTests.folder, extensions: ["csv", "tsv"])
    #expect(files == Array(Set(TortureCase.all.map(\.path))).sorted())
  }

  @Test("every file gives what the table says", arguments: TortureCase.all)
  func outcome(expected: TortureCase) {
    for blockByteCount in [4 << 20, 64, 1] {
      let path = SharedFolder.sample("\(TortureTests.folder)/\(expected.path)")
      let format = expected.format(blockByteCount: blockByteCount)
      let outcome: String
      do throws(TableError) {
        outcome = try TableReader(.file(path: path), format: format).decodeTexts().summary
      } catch {
        outcome = error.summary
      }
      #expect(outcome == expected.outcome, "blocks of \(blockByteCount) bytes")
    }
  }

  @Test("the reference scanner agrees on every UTF-8 file", arguments: TortureCase.all)
  func reference(expected: TortureCase) throws {
    let path = "\(TortureTests.folder)/\(expected.path)"
    var bytes = try SharedFolder.bytes(path)
    // The reference scanner reads no other encoding, and no header that detection refuses.
    guard bytes.prefix(2) != [0xFF, 0xFE], !expected.settings.contains("encoding"),
      !expected.outcome.hasPrefix("firstRowDiffers")
    else { return }
    if bytes.prefix(3) == [0xEF, 0xBB, 0xBF] { bytes.removeFirst(3) }
    var format = expected.format(blockByteCount: 7)
    format.headerRowCount = format.headerRowCount ?? 1
    let sample = HeadSample(bytes: bytes, isWhole: true, recordByteLimit: 1 << 20)
    format.delimiter = DialectDetection(sample, format: format).result.dialect.delimiter
    #expect(Comparison(bytes: bytes, format: format).difference() == nil)
  }

  @Test(
    "csv-spectrum's own JSON files hold exactly what is read",
    arguments: [
      "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines",
      "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
    ])
  func spectrum(name: String) throws {
    let folder = "\(TortureTests.folder)/csv-spectrum"
    let json = Data(try SharedFolder.bytes("\(folder)/json/\(name).json"))
    let expected = try JSONDecoder().decode([[String: String]].self, from: json)
    let path = SharedFolder.sample("\(folder)/csvs/\(name).csv")
    let table = try TableReader(.file(path: path)).decodeTexts()
    let names = table.head.columns.map(\.name)
    // One CSV lost its CRs on the way into the samples, its JSON did not.
    let rows = table.textRows.map { row in
      Dictionary(zip(names, row)) { first, _ in first }
    }
    let expectedRows = expected.map { row in
      row.mapValues { $0.replacingOccurrences(of: "\r\n", with: "\n") }
    }
    #expect(rows == expectedRows)
  }
}
