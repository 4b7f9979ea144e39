/// How long files, functions and lines may be.
enum SizeRules {
  static let longestFile = 500
  static let longestFunction = 70
  static let longestLine = 100

  static func offences(in file: SourceFile) -> [Offence] {
    var result: [Offence] = []
    let lineCount = file.lines.count - (file.lines.last == "" ? 1 : 0)
    if lineCount > longestFile {
      result.append(Offence(file, 0, "\(lineCount) lines, at most \(longestFile)"))
    }
    for (index, line) in file.lines.enumerated() where line.count > longestLine {
      result.append(Offence(file, index + 1, "\(line.count) columns, at most \(longestLine)"))
    }
    for body in functions(of: file) where body.count > longestFunction {
      let what = "a function of \(body.count) lines, at most \(longestFunction)"
      result.append(Offence(file, body.lowerBound + 1, what))
    }
    return result
  }

  /// The lines of each function, initialiser, subscript and computed property that has a body.
  static func functions(of file: SourceFile) -> [Range<Int>] {
    file.codeLines.indices.compactMap { line in
      declaresBody(file.codeLines[line]) ? body(of: file, from: line) : nil
    }
  }

  // MARK: - Steps

  private static func declaresBody(_ line: String) -> Bool {
    for token in Token.all(in: line) {
      switch token.text {
      case "func", "deinit", "subscript": return token.before != "."
      case "init": return token.before != "." && token.after.map("(<?".contains) == true
      case "var": return line.trimmed.hasSuffix("{") && !line.contains("=")
      default: continue
      }
    }
    return false
  }

  /// The lines from a declaration to the brace that closes its body, `nil` without a body, as in
  /// a protocol.
  private static func body(of file: SourceFile, from start: Int) -> Range<Int>? {
    var parentheses = 0
    var braces = 0
    for line in start..<file.codeLines.count {
      if line > start, braces == 0, parentheses == 0, startsDeclaration(file.codeLines[line]) {
        return nil
      }
      for character in file.codeLines[line] {
        switch character {
        case "(", "[": parentheses += 1
        case ")", "]": parentheses -= 1
        case "{" where parentheses == 0 || braces > 0: braces += 1
        case "}" where braces == 1 && parentheses == 0: return start..<(line + 1)
        case "}" where braces > 0: braces -= 1
        case "}" where parentheses == 0: return nil
        default: continue
        }
      }
    }
    return nil
  }

  private static func startsDeclaration(_ line: String) -> Bool {
    let names = Token.all(in: line).prefix(4).map(\.text)
    return names.contains { ["func", "init", "var", "let", "case", "subscript"].contains($0) }
  }
}
