import Groundwork
import Testing

@testable import Tables

@Suite("Files of other programs")
struct ForeignFormatTests {
  /// What opening says of a file with these bytes.
  private func sentence(_ bytes: [UInt8]) -> String? {
    do throws(TableError) {
      _ = try TableReader(.bytes(bytes, name: "t"))
      return nil
    } catch {
      #expect(error.exitStatus.rawValue == 65)
      return error.message.description
    }
  }

  private static let zip = Array("PK\u{3}\u{4}".utf8) + [20, 0, 0, 0, 8, 0]
  private static let sheet = "save the sheet as CSV (UTF-8) and name that file"
  private static let export = "export it as CSV (UTF-8), or the survey once more"
  private static let unpack = "unpack it and name the CSV file inside"

  static let files: [(bytes: [UInt8], words: String, fix: String)] = [
    (zip + Array("[Content_Types].xml\0x".utf8), "an Excel workbook (.xlsx)", sheet),
    (zip + Array("docProps/app.xml\0xl/workbook.xml".utf8), "an Excel workbook (.xlsx)", sheet),
    (zip + Array("answers.csv\0".utf8), "a zip archive", unpack),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0],
      "an Excel workbook (.xls, or one with a password)", sheet
    ),
    (Array("$FL2@(#) SPSS DATA FILE\0".utf8), "an SPSS file (.sav)", export),
    (Array("$FL3@(#) SPSS DATA FILE\0".utf8), "an SPSS file (.sav)", export),
    (
      [UInt8](repeating: 0, count: 12) + [
        0xC2, 0xEA, 0x81, 0x60, 0xB3, 0x14, 0x11, 0xCF, 0xBD, 0x92, 0x08, 0x00, 0x09, 0xC7, 0x31,
        0x8C, 0x18, 0x1F, 0x10, 0x11, 0x22,
      ], "a SAS file (.sas7bdat or .xpt)", export
    ),
    (Array("<stata_dta><header>".utf8), "a Stata file (.dta)", export),
    (Array("PAR1".utf8) + [0x15, 4, 0x15], "a Parquet file", export),
    ([0x1F, 0x8B, 0x08, 0, 0], "a file compressed by gzip (.gz)", unpack),
  ]

  @Test("Workbooks, data of statistics programs and archives are called by name", arguments: files)
  func foreign(bytes: [UInt8], words: String, fix: String) {
    #expect(sentence(bytes) == "t: this is \(words), expected a CSV file. Fix: \(fix).")
  }

  @Test("Text that begins alike is text", arguments: ["PAR1,b", "PK,b", "$FL2,b", "<stata>,b"])
  func text(header: String) {
    #expect(sentence(Array("\(header)\n1,2\n".utf8)) == nil)
  }
}
