/// Rules on what stands in texts, scripts and comments rather than in code.
enum DocumentRules {
  /// Methods name where their formulas come from: each file of Statistics with a public function
  /// has a `Source:` in its documentation.
  ///
  /// A file whose first public declaration is a struct holds values (a matrix, a result): its
  /// functions are accessors and need no source.
  static func missingSource(in file: SourceFile) -> [Offence] {
    guard file.room == "Statistics" else { return [] }
    let names = file.codeLines.indices.map { file.tokens(line: $0).map(\.text) }
    let first = names.first { $0.contains("public") && !$0.contains("import") }
    guard first?.contains("struct") != true else { return [] }
    let declaration = names.firstIndex { $0.contains("public") && $0.contains("func") }
    let namesSource = file.lines.contains { $0.trimmed.hasPrefix("///") && $0.contains("Source:") }
    guard let declaration, !namesSource else { return [] }
    return [Offence(file, declaration + 1, "a public function, but no `Source:` in the file")]
  }

  /// Marks of work left undone.
  static func unfinishedWork(in file: SourceFile) -> [Offence] {
    // Data are not written by us.
    guard !file.path.hasSuffix(".csv"), !file.path.hasSuffix(".json") else { return [] }
    // Written in pieces, so that this file does not offend.
    let marks: Set<String> = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]
    return file.lines.enumerated().flatMap { index, line in
      Token.all(in: line).filter { marks.contains($0.text) }
        .map { Offence(file, index + 1, "\($0.text): finish it, or say why it is so") }
    }
  }

  /// Tests that are switched off.
  static func switchedOffTests(in file: SourceFile) -> [Offence] {
    guard file.path.hasPrefix("Tests/") else { return [] }
    return file.codeLines.indices.filter { line in
      file.tokens(line: line).contains { $0.text == "disabled" && $0.before == "." }
    }.map { Offence(file, $0 + 1, "a test that is switched off") }
  }

  /// Paths that exist on one machine only.
  static func machinePaths(in file: SourceFile) -> [Offence] {
    let folders = ["wo" + "rk", "ho" + "me", "ro" + "ot", "Us" + "ers", "tm" + "p"]
    return file.lines.enumerated().flatMap { index, line in
      folders.filter { holdsPath(line, folder: $0) }
        .map { Offence(file, index + 1, "a path of one machine, /\($0)/...") }
    }
  }

  /// A script can be run, and its first lines say what it does.
  static func scriptManners(in file: SourceFile) -> [Offence] {
    guard file.path.hasPrefix("Scripts/") || file.path == ".ci/run" else { return [] }
    var result: [Offence] = []
    if !file.isExecutable { result.append(Offence(file, 0, "not executable (chmod +x)")) }
    if file.lines.first?.hasPrefix("#!/usr/bin/env ") != true {
      result.append(Offence(file, 1, "the first line must be #!/usr/bin/env ..."))
    }
    if file.lines.count < 2 || !file.lines[1].hasPrefix("# ") {
      result.append(Offence(file, 2, "the second line must begin the comment on what it does"))
    }
    return result
  }

  /// A module with a type of its own name cannot be named in full.
  static func typeNamedLikeModule(in file: SourceFile) -> [Offence] {
    let kinds: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    return file.codeLines.indices.filter { line in
      let names = file.tokens(line: line).map(\.text)
      return zip(names, names.dropFirst()).contains { kinds.contains($0) && $1 == file.room }
    }.map { Offence(file, $0 + 1, "a type named like its module") }
  }

  /// The README's first screen shows the two commands.
  static func missingCommands(in readme: SourceFile) -> [Offence] {
    ["Scripts/demo", "Scripts/test"]
      .filter { command in !readme.lines.prefix(60).contains { $0.contains(command) } }
      .map { Offence(readme, 0, "the first 60 lines do not name \($0)") }
  }

  // MARK: - Steps

  /// Whether an absolute path into the folder stands in the line (`../folder/` is relative).
  private static func holdsPath(_ line: String, folder: String) -> Bool {
    line.ranges(of: "/\(folder)/").contains { range in
      let before = line[..<range.lowerBound].last
      return before.map { !$0.isLetter && !$0.isNumber && !"._-})/".contains($0) } ?? true
    }
  }
}
