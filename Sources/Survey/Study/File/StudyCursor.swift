/// A value of a checked study file, asked for by the keys of the table.
struct StudyCursor {
  let node: StudyNode
  /// The path in the table of keys.
  let path: String

  /// The value of a key; `nil` when the file does not have it.
  ///
  /// - Precondition: the table of keys has it.
  subscript(_ name: String) -> StudyCursor? {
    let key = StudyKey.at(path.isEmpty ? name : "\(path).\(name)")
    guard let entry = entries.first(where: { $0.key == name }) else { return nil }
    return StudyCursor(node: entry.value, path: key.path)
  }

  var place: Place { node.place }

  /// The scalar's text; empty for a list or a mapping.
  var text: String {
    guard case .text(let text) = node.content else { return "" }
    return text
  }

  /// The items of a list; none for a scalar or a mapping.
  var items: [StudyCursor] {
    guard case .list(let items) = node.content else { return [] }
    let key = StudyKey.at(path + "[]")
    return items.map { StudyCursor(node: $0, path: key.path) }
  }

  /// The texts of a list of scalars.
  var texts: [String] { items.map(\.text) }

  /// The keys and values of a mapping; none for a scalar or a list.
  var entries: [StudyNode.Entry] {
    guard case .mapping(let entries) = node.content else { return [] }
    return entries
  }

  /// The entries of a mapping whose keys are the user's own.
  var named: [(name: String, place: Place, value: StudyCursor)] {
    let key = StudyKey.at(path + ".*")
    return entries.map { entry in
      (entry.key, entry.keyPlace, StudyCursor(node: entry.value, path: key.path))
    }
  }

  /// The scalar as a column.
  var column: ColumnReference { ColumnReference(text, place: place) }

  /// The scalar as one of the words of an enumeration.
  func word<Word: RawRepresentable<String>>(_ type: Word.Type) -> Word? { Word(rawValue: text) }
}
