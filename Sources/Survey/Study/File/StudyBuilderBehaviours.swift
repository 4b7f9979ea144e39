// Barriers and workarounds of a study file, and their keys.

extension StudyBuilder {
  /// The barriers: a column each, or a mapping with one.
  mutating func barriers(_ cursor: StudyCursor?, outcomes: [Outcome]) -> [NamedColumn] {
    var columns: [NamedColumn] = []
    for (name, _, value) in cursor?.named ?? [] {
      guard let column = columnOfItem(value) else { continue }
      columns.append(behaviour(NamedColumn(name: name, column: column), value, outcomes))
    }
    return columns
  }

  /// The workarounds: a column each, or a mapping with one.
  mutating func workarounds(_ cursor: StudyCursor?, outcomes: [Outcome]) -> [NamedColumn] {
    var columns: [NamedColumn] = []
    for item in cursor?.items ?? [] {
      guard let column = columnOfItem(item) else { continue }
      let name = nameOfItem(item) ?? choice(of: item) ?? column.text
      columns.append(behaviour(NamedColumn(name: name, column: column), item, outcomes))
    }
    return columns
  }

  // MARK: - Steps

  /// The choice that an item names, of a column with several in a cell.
  private func choice(of item: StudyCursor) -> String? {
    guard case .mapping = item.node.content else { return nil }
    return item["answer"]?.text
  }

  /// What a mapping says beyond name and column.
  private mutating func behaviour(
    _ plain: NamedColumn, _ item: StudyCursor, _ outcomes: [Outcome]
  ) -> NamedColumn {
    guard case .mapping = item.node.content else { return plain }
    var column = plain
    column.answer = choice(of: item)
    guard let list = item["outcomes"] else { return column }
    let ids = outcomes.map(\.id)
    _ = distinctTexts(list)
    for item in list.items {
      guard ids.contains(item.text) else {
        report(
          .unknownName(
            key: item.path, text: item.text,
            suggestion: problems.suggestion(for: item.text, among: ids), known: ids),
          at: item.place)
        continue
      }
      column.outcomes.append(item.text)
    }
    return column
  }
}

extension StudyKey {
  static let barrierKeys: [StudyKey] =
    [
      StudyKey(
        "barriers.*", [.text(.column), .mapping],
        "The barrier's column; a plain name is short for `{column: name}`.", example: "bar_budget"),
      StudyKey(
        "barriers.*.column", [.text(.column)], isRequired: true, "The column.",
        example: "bar_budget"),
    ] + behaviour("barriers.*")

  /// What a barrier or a workaround may say beside its column.
  static func behaviour(_ path: String) -> [StudyKey] {
    [
      StudyKey(
        "\(path).answer", [.text(.text)],
        "Which choice is meant where a cell holds several, between semicolons, commas or bars. The "
          + "same column may then stand elsewhere with another choice. A blank cell means none "
          + "of them, unless a cell holds a word of `answers.no`.", example: "Budget"),
      StudyKey(
        "\(path).outcomes", [.list],
        "The ids of the outcomes that it should go with: who is not served there should have it.",
        example: "[01, 02]"),
      StudyKey(
        "\(path).outcomes[]", [.text(.text)], "The id of an outcome.", example: "\"01\""),
    ]
  }
}
