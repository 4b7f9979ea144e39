import Yams

/// The text of a study file, read as a tree of plain texts, lists and mappings.
///
/// Advice for the next worker. A few hundred bytes of YAML can stand for gigabytes: an alias
/// repeats what an anchor names, and the parser hashes every key to its depth. So no alias may
/// reach the parser. Where the file holds an asterisk at all, it is first parsed with every `*`
/// turned into `&`: an alias then reads as an anchor on nothing, at the same place, and an
/// asterisk inside a text is only another letter. What is found to begin with `&`, `*` or `!` in
/// the file's own bytes is refused, and only a file without any is parsed as it stands.
enum StudyDocument {
  /// The largest study file, in bytes.
  static let byteLimit = 1 << 20
  /// The deepest nesting; a study needs six levels.
  static let depthLimit = 12
  /// How many more brackets may open than close at any byte of the file, texts included.
  static let openBracketLimit = 100

  /// The tree of a study file, or of another file of ours with another limit.
  ///
  /// - Complexity: O(bytes).
  static func parse(
    _ bytes: [UInt8], file: String, byteLimit: Int = byteLimit
  ) throws(StudyError) -> StudyNode {
    guard bytes.count <= byteLimit else {
      throw StudyError(.tooLarge(byteLimit: byteLimit), at: Place(file: file, line: 1))
    }
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    let lines = StudyLines(file: file, bytes: bytes)
    try refuseForeignBytes(lines)
    try refuseOpenBrackets(lines)
    let asterisk = UInt8(ascii: "*")
    let hasAsterisk = bytes.contains(asterisk)
    let disarmed = hasAsterisk ? bytes.map { $0 == asterisk ? UInt8(ascii: "&") : $0 } : bytes
    let node = try compose(disarmed, lines)
    guard let node, hasAsterisk else { return try tree(node, lines) }
    _ = try tree(node, lines)
    return try tree(compose(bytes, lines), lines)
  }

  // MARK: - Steps

  /// Refuses what is not UTF-8 text.
  private static func refuseForeignBytes(_ lines: StudyLines) throws(StudyError) {
    let bytes = lines.bytes
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw StudyError(.utf16, at: lines.place(at: 0))
    }
    if String(validating: bytes, as: UTF8.self) == nil {
      throw StudyError(.notUTF8, at: lines.place(at: firstInvalidByte(bytes)))
    }
    for (offset, byte) in bytes.enumerated()
    where (byte < 0x20 && !(0x09...0x0A ~= byte) && byte != 0x0D) || byte == 0x7F {
      throw StudyError(.controlCharacter(byte), at: lines.place(at: offset))
    }
  }

  /// Refuses a flood of brackets that open and never close: the parser's time grows with their
  /// number times the length of the file. Texts with a bracket here and there stay far below.
  private static func refuseOpenBrackets(_ lines: StudyLines) throws(StudyError) {
    var depth = 0
    for (offset, byte) in lines.bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(depth - 1, 0)
      default: continue
      }
      guard depth <= openBracketLimit else {
        throw StudyError(.tooDeep(limit: depthLimit), at: lines.place(at: offset))
      }
    }
  }

  /// The length of the longest prefix that is valid, decoded scalar by scalar.
  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }

  /// The parser's own tree; scalars stay texts since the resolver has no rules.
  private static func compose(
    _ bytes: [UInt8], _ lines: StudyLines
  ) throws(StudyError) -> Node? {
    do {
      let text = String(decoding: bytes, as: UTF8.self)
      return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw studyError(error, lines)
    }
  }

  /// The tree with places, once nothing forbidden is in it.
  private static func tree(_ node: Node?, _ lines: StudyLines) throws(StudyError) -> StudyNode {
    guard let node, !isNothing(node) else {
      throw StudyError(.emptyFile, at: Place(file: lines.file, line: 1))
    }
    return try convert(node, lines, depth: 1)
  }

  private static func isNothing(_ node: Node) -> Bool {
    if case .scalar(let scalar) = node { return scalar.string.isEmpty && scalar.style == .plain }
    return false
  }

  private static func convert(
    _ node: Node, _ lines: StudyLines, depth: Int
  ) throws(StudyError) -> StudyNode {
    let offset = lines.offset(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    let place = lines.place(at: offset)
    try refuseIndicator(at: offset, lines)
    guard depth <= depthLimit else { throw StudyError(.tooDeep(limit: depthLimit), at: place) }
    switch node {
    case .scalar(let scalar):
      let isNothing = scalar.style == .plain && scalar.string.isEmpty
      // An escape such as "\0" can make what no file name and no cell can hold.
      if scalar.string.utf8.contains(0) { throw StudyError(.controlCharacter(0), at: place) }
      let nothing = StudyNode.Content.nothing(hasComment: lines.hasComment(after: offset))
      return StudyNode(content: isNothing ? nothing : .text(scalar.string), place: place)
    case .sequence(let sequence):
      var items: [StudyNode] = []
      for item in sequence { items.append(try convert(item, lines, depth: depth + 1)) }
      return StudyNode(content: .list(items), place: place)
    case .mapping(let mapping):
      var entries: [StudyNode.Entry] = []
      for (key, value) in mapping { entries.append(try entry(key, value, lines, depth)) }
      return StudyNode(content: .mapping(entries), place: place)
    case .alias: throw StudyError(.alias, at: place)
    }
  }

  private static func entry(
    _ key: Node, _ value: Node, _ lines: StudyLines, _ depth: Int
  ) throws(StudyError) -> StudyNode.Entry {
    let keyNode = try convert(key, lines, depth: depth + 1)
    guard case .text(let text) = keyNode.content, case .scalar(let scalar) = key else {
      throw StudyError(.keyNotText, at: keyNode.place)
    }
    if scalar.style == .plain, text == "<<" { throw StudyError(.mergeKey, at: keyNode.place) }
    return StudyNode.Entry(
      key: text, keyPlace: keyNode.place, value: try convert(value, lines, depth: depth + 1))
  }

  /// Refuses an anchor, an alias or a tag by the byte that a node begins with.
  private static func refuseIndicator(at offset: Int, _ lines: StudyLines) throws(StudyError) {
    guard offset < lines.bytes.count else { return }
    switch lines.bytes[offset] {
    case UInt8(ascii: "&"): throw StudyError(.anchor, at: lines.place(at: offset))
    case UInt8(ascii: "*"): throw StudyError(.alias, at: lines.place(at: offset))
    case UInt8(ascii: "!"): throw StudyError(.tag, at: lines.place(at: offset))
    default: return
    }
  }

  /// What the parser says, as a failure of ours.
  private static func studyError(_ error: any Error, _ lines: StudyLines) -> StudyError {
    func offset(_ mark: Mark) -> Int { lines.offset(line: mark.line, column: mark.column) }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _):
      let begin = (context?.text, context.map { offset($0.mark) })
      return syntaxError(problem, at: offset(mark), begin, lines)
    case .parser(let context, let problem, let mark, _):
      if let refused = refusal(at: offset(mark), lines) { return refused }
      let begin = (context?.text, context.map { offset($0.mark) })
      return syntaxError(problem, at: offset(mark), begin, lines)
    case .composer(_, _, let mark, _):
      return StudyError(.severalDocuments, at: lines.place(at: offset(mark)))
    case .duplicatedKeysInMapping(let keys, let context):
      let first = offset(context.mark)
      if let refused = refusal(at: first, lines) { return refused }
      let place = lines.place(at: lines.repetition(ofKeyAt: first) ?? first)
      return StudyError(
        .duplicateKey(keys.first ?? "", firstLine: lines.place(at: first).line), at: place)
    case .reader(let problem, _, _, _):
      return syntaxError(problem, at: 0, (nil, nil), lines)
    default:
      return syntaxError("it cannot be parsed", at: 0, (nil, nil), lines)
    }
  }

  private static func syntaxError(
    _ problem: String, at offset: Int, _ context: (text: String?, offset: Int?),
    _ lines: StudyLines
  ) -> StudyError {
    if let start = context.offset, let refused = refusal(at: start, lines) { return refused }
    if problem.hasPrefix("Maximum nesting level") {
      return StudyError(.tooDeep(limit: depthLimit), at: lines.place(at: offset))
    }
    let begun = context.offset.map { lines.place(at: $0).line }
    let isInBraces = problem.hasPrefix("did not find expected ','")
    let unquoted = isInBraces ? lines.nameWithBraces(inLineAt: offset) : nil
    return StudyError(
      .notYAML(
        problem: problem, context: context.text, begunAtLine: begun, unquoted: unquoted),
      at: lines.place(at: offset))
  }

  private static func refusal(at offset: Int, _ lines: StudyLines) -> StudyError? {
    do {
      try refuseIndicator(at: offset, lines)
      return nil
    } catch {
      return error
    }
  }
}
