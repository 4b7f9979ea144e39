/// Which room may import which, read from the table in ARCHITECTURE.md.
struct RoomTable {
  /// By room: the modules of the project and the packages that it may import.
  let allowed: [String: Set<String>]

  /// Modules that come with the platform, by room. What is not listed belongs to nobody:
  /// Foundation above all, which is large and reads numbers by locale.
  static let platform: [String: Set<String>] = [
    "*": ["Glibc", "Musl"],
    "Groundwork": ["Dispatch", "Synchronization"],
  ]

  /// Reads the rows `| room | reason | modules |` below the head `| Room | ... | May import |`.
  init(architecture: SourceFile) {
    var allowed: [String: Set<String>] = [:]
    var isInside = false
    for line in architecture.lines {
      let cells = line.split(separator: "|").map { $0.trimmed }
      if cells.count == 3, cells[0] == "Room", cells[2] == "May import" { isInside = true }
      guard isInside else { continue }
      guard cells.count == 3 else { break }
      let modules = cells[2].split(separator: ",").map { $0.trimmed }
      allowed[cells[0]] = Set(modules).subtracting(["nothing"])
    }
    allowed["Room"] = nil
    allowed["---"] = nil
    self.allowed = allowed
  }

  /// Imports that the table does not allow, and rooms that it does not know.
  func offences(in file: SourceFile) -> [Offence] {
    guard let room = file.room else { return testOffences(in: file) }
    guard let modules = allowed[room] else {
      return [Offence(file, 0, "room \(room) is not in the table of ARCHITECTURE.md")]
    }
    let platform = RoomTable.platform["*", default: []]
      .union(RoomTable.platform[room, default: []])
    return imports(of: file)
      .filter { !modules.contains($0.module) && !platform.contains($0.module) }
      .map { line, module in
        Offence(file, line, "\(room) imports \(module), which ARCHITECTURE.md does not allow")
      }
  }

  // MARK: - Steps

  private func testOffences(in file: SourceFile) -> [Offence] {
    imports(of: file).filter { $0.module == "XCTest" }
      .map { line, _ in Offence(file, line, "tests are written with Swift Testing alone") }
  }

  private func imports(of file: SourceFile) -> [(line: Int, module: String)] {
    file.codeLines.indices.compactMap { line in
      let names = file.tokens(line: line).map(\.text)
      guard let position = names.firstIndex(of: "import") else { return nil }
      let kinds = ["struct", "class", "enum", "protocol", "func", "typealias", "let", "var"]
      return names[(position + 1)...].first { !kinds.contains($0) }.map { (line + 1, $0) }
    }
  }
}

extension StringProtocol {
  /// The text without the spaces at its ends.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }
}
