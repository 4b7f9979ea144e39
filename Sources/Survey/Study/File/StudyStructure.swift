import Groundwork

/// Holds the tree of a study file against the table of keys.
///
/// What does not fit becomes a problem and is left out of the tree, so that the reader meets only
/// values of the right kind and everything that is wrong can be told at once.
struct StudyStructure {
  private(set) var problems: [StudyProblem] = []

  /// The tree without what is wrong in it; the root must be a mapping.
  mutating func checked(_ root: StudyNode) -> StudyNode {
    guard case .mapping(let entries) = root.content else {
      report(.notAStudy(found: root.kind), root.place)
      return StudyNode(content: .mapping([]), place: root.place)
    }
    let position = Position(path: "", display: "")
    return StudyNode(content: .mapping(known(entries, position, root.place)), place: root.place)
  }

  // MARK: - Steps

  /// Where a value stands: its path in the table, and with the user's own keys in it.
  private struct Position {
    var path: String
    var display: String

    var item: Position { Position(path: path + "[]", display: display + "[]") }
    func child(_ name: String) -> Position {
      Position(
        path: path.isEmpty ? name : "\(path).\(name)",
        display: display.isEmpty ? name : "\(display).\(name)")
    }
    func free(_ name: String) -> Position {
      Position(path: path + ".*", display: "\(display).\(name)")
    }
  }

  private mutating func report(_ kind: StudyProblem.Kind, _ place: Place) {
    problems.append(StudyProblem(kind: kind, place: place))
  }

  /// The value without what is wrong in it; `nil` when nothing of it can be used.
  private mutating func value(_ node: StudyNode, _ position: Position) -> StudyNode? {
    let key = StudyKey.at(position.path)
    switch node.content {
    case .nothing(let hasComment):
      report(
        .noValue(key: position.display, expected: key.words, isComment: hasComment), node.place)
      return nil
    case .text(let text): return self.text(text, node, position)
    case .list(let items):
      guard key.forms.contains(.list) else { return wrongKind(node, position) }
      return list(items, node, position)
    case .mapping(let entries): return mapping(entries, node, position)
    }
  }

  private mutating func wrongKind(_ node: StudyNode, _ position: Position) -> StudyNode? {
    report(
      .wrongKind(
        key: position.display, found: node.kind, expected: StudyKey.at(position.path).words,
        example: example(position)), node.place)
    return nil
  }

  /// A value of the right kind, with its key.
  private func example(_ position: Position) -> String {
    let key = StudyKey.at(position.path)
    let name = position.display.split(separator: ".").last.map(String.init) ?? key.name
    return position.path.hasSuffix("[]") ? "- \(key.example)" : "\(name): \(key.example)"
  }

  private mutating func text(
    _ text: String, _ node: StudyNode, _ position: Position
  ) -> StudyNode? {
    guard let rule = StudyKey.at(position.path).text else { return wrongKind(node, position) }
    guard !rule.isSatisfied(by: text) else { return node }
    var (suggestion, example): (String?, String?) = (nil, self.example(position))
    if case .choice(let words) = rule {
      (suggestion, example) = (problems.suggestion(for: text, among: words), nil)
    } else if text.utf8.count <= 20 {
      suggestion = StudyHints.number(text, for: rule)
    }
    report(
      .wrongText(
        key: position.display, found: text, expected: rule.words, suggestion: suggestion,
        example: example),
      node.place)
    return nil
  }

  private mutating func list(
    _ items: [StudyNode], _ node: StudyNode, _ position: Position
  ) -> StudyNode? {
    if items.isEmpty { report(.emptyList(key: position.display), node.place) }
    var kept: [StudyNode] = []
    for item in items {
      if let item = value(item, position.item) { kept.append(item) }
    }
    return StudyNode(content: .list(kept), place: node.place)
  }

  private mutating func mapping(
    _ entries: [StudyNode.Entry], _ node: StudyNode, _ position: Position
  ) -> StudyNode? {
    let forms = StudyKey.at(position.path).forms
    if forms.contains(.pair), entries.count == 1, entries[0].key != "id" {
      return pair(entries[0], node, position)
    }
    if forms.contains(.mapping) {
      let kept = known(entries, position, node.place)
      return StudyNode(content: .mapping(kept), place: node.place)
    }
    guard forms.contains(.named) else { return wrongKind(node, position) }
    if entries.isEmpty { report(.emptyList(key: position.display), node.place) }
    return StudyNode(content: .mapping(named(entries, position)), place: node.place)
  }

  /// `id: text`, one outcome in short form.
  private mutating func pair(
    _ entry: StudyNode.Entry, _ node: StudyNode, _ position: Position
  ) -> StudyNode? {
    let display = position.child(entry.key).display
    let position = Position(path: position.child("text").path, display: display)
    return value(entry.value, position) == nil ? nil : node
  }

  /// The entries of a mapping whose keys are the user's own.
  private mutating func named(
    _ entries: [StudyNode.Entry], _ position: Position
  ) -> [StudyNode.Entry] {
    var kept: [StudyNode.Entry] = []
    for entry in entries {
      guard let value = value(entry.value, position.free(entry.key)) else { continue }
      kept.append(StudyNode.Entry(key: entry.key, keyPlace: entry.keyPlace, value: value))
    }
    return kept
  }

  /// The entries of a mapping whose keys stand in the table.
  private mutating func known(
    _ entries: [StudyNode.Entry], _ position: Position, _ place: Place
  ) -> [StudyNode.Entry] {
    let keys = StudyKey.children(of: position.path)
    let names = keys.map(\.name)
    var kept: [StudyNode.Entry] = []
    // A key that is misspelt is not missing as well.
    var meant: Set<String> = []
    for entry in entries {
      guard names.contains(entry.key) else {
        if let key = reportUnknown(entry, position, names) { meant.insert(key) }
        continue
      }
      guard let value = value(entry.value, position.child(entry.key)) else { continue }
      kept.append(StudyNode.Entry(key: entry.key, keyPlace: entry.keyPlace, value: value))
    }
    let given = meant.union(entries.map(\.key))
    for key in keys where key.isRequired && !given.contains(key.name) {
      report(.missingKey(position.child(key.name).display, example: key.example), place)
    }
    return kept
  }

  /// Returns the key that was probably meant.
  private mutating func reportUnknown(
    _ entry: StudyNode.Entry, _ position: Position, _ allowed: [String]
  ) -> String? {
    if position.path.isEmpty, StudyKey.later.contains(entry.key) {
      report(.laterKey(entry.key), entry.keyPlace)
      return nil
    }
    let suggestion = problems.suggestion(for: entry.key, among: allowed)
    report(
      .unknownKey(
        entry.key, mapping: position.display, suggestion: suggestion, allowed: allowed),
      entry.keyPlace)
    return suggestion
  }
}

extension [StudyProblem] {
  /// What was probably meant. Far beyond the problems that will be told, and for words or lists
  /// of any great length, nobody looks: a file made to be slow must not be slow.
  func suggestion(for word: String, among candidates: [String]) -> String? {
    guard count < 2 * StudyError.problemLimit, word.utf8.count <= 100, candidates.count <= 1000
    else { return nil }
    return Suggestion.nearest(to: word, among: candidates)
  }
}
