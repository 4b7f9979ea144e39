import Foundation
import Groundwork

@testable import Tables

/// The folder of samples that lies beside the project, or where UNMET_SHARED says. It is not part
/// of the project: tests that need it are skipped where it is absent.
enum SharedFolder {
  static let path: String = {
    if let declared = ProcessInfo.processInfo.environment["UNMET_SHARED"] { return declared }
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return package.deletingLastPathComponent().appending(path: "shared").path()
  }()

  static func isPresent(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(path)/samples/\(folder)")
  }

  static func sample(_ file: String) -> String { "\(path)/samples/\(file)" }

  static func bytes(_ file: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: sample(file))))
  }

  /// The paths of all files below a folder with one of the extensions, sorted.
  static func files(below folder: String, extensions: Set<String>) -> [String] {
    let all = FileManager.default.subpaths(atPath: sample(folder)) ?? []
    return all.filter { extensions.contains(URL(filePath: $0).pathExtension) }.sorted()
  }
}

extension TableError {
  /// The name of the case, and the place where there is one: `unclosedQuote 5:1`.
  var summary: String {
    let name = "\(self)".prefix { $0 != "(" }
    let parts = message.place.split(separator: ":")
    guard parts.count > 2, let line = Int(parts[parts.count - 2]),
      let column = Int(parts[parts.count - 1])
    else { return String(name) }
    return "\(name) \(line):\(column)"
  }
}

extension DecodedTable {
  /// Rows by columns, and what was left out: `2 x 3 rejected 2:4 blank 1`.
  var summary: String {
    var text = "\(rowCount) x \(head.columns.count)"
    if rejectedRecords.count > 0 {
      text += " rejected"
      for record in rejectedRecords.first { text += " \(record.line):\(record.foundFieldCount)" }
    }
    if blankLineCount > 0 { text += " blank \(blankLineCount)" }
    return text
  }

  /// The rows as texts, for tables whose columns are all decoded as text.
  var textRows: [[String]] {
    let texts = columns.map { column -> [String] in
      guard case .text(let text) = column else { return [] }
      return text.codes.map { text.levels[Int($0)] }
    }
    return (0..<rowCount).map { row in texts.map { $0[row] } }
  }
}

extension TableReader {
  /// Decodes every column as text.
  func decodeTexts() throws(TableError) -> DecodedTable {
    try decode(head.columns.map { ColumnPlan(position: $0.position, kind: .text) })
  }
}
