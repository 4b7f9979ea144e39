/// One text file of the project as the rules see it.
struct SourceFile {
  /// The path from the root of the package, as in `Sources/Tables/CSVReader.swift`.
  let path: String
  /// The lines as written.
  let lines: [String]
  /// The lines of a Swift file with comments and texts blanked; empty for other files.
  let codeLines: [String]
  /// Whether the owner may run it.
  let isExecutable: Bool

  init(path: String, text: String, isExecutable: Bool = false) {
    self.path = path
    self.isExecutable = isExecutable
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    codeLines = path.hasSuffix(".swift") ? CodeText.lines(of: text) : []
  }

  /// The room whose source this is, `nil` for tests and other files.
  var room: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }

  /// The names and keywords of a code line, with what stands around them.
  func tokens(line: Int) -> [Token] {
    Token.all(in: codeLines[line])
  }
}

/// A name or keyword in a line of code.
struct Token: Equatable {
  let text: String
  /// The last character before it that is not a space.
  let before: Character?
  /// The name or keyword before it in the line.
  let previous: String?
  /// The character right after it.
  let after: Character?

  static func all(in line: String) -> [Token] {
    var result: [Token] = []
    var before: Character?
    var rest = Substring(line)
    while let first = rest.first {
      guard isPartOfName(first) else {
        if first != " " { before = first }
        rest.removeFirst()
        continue
      }
      let name = rest.prefix(while: isPartOfName)
      rest = rest.dropFirst(name.count)
      result.append(
        Token(
          text: String(name), before: before, previous: result.last?.text, after: rest.first))
      before = name.last
    }
    return result
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character == "_" || character.isLetter || character.isNumber
  }
}

/// A place that breaks a rule.
struct Offence: Equatable, CustomStringConvertible {
  let path: String
  /// The line, from 1; 0 where the whole file is meant.
  let line: Int
  let what: String

  init(_ file: SourceFile, _ line: Int = 0, _ what: String) {
    path = file.path
    self.line = line
    self.what = what
  }

  var description: String {
    line > 0 ? "\(path):\(line): \(what)" : "\(path): \(what)"
  }
}
