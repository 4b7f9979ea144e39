/// One key of the study file: where it stands, what may stand behind it, and what it is for.
///
/// The table `StudyKey.all` is the single source of the check for unknown keys, of the JSON
/// Schema and of the reference; the reader asks for every key through it.
struct StudyKey: Sendable {
  /// The path from the top: `responses.scale`; `[]` stands for an item of a list, `*` for a key
  /// of the user's own choice.
  let path: String
  let forms: [StudyForm]
  let isRequired: Bool
  /// One or two sentences for the reference and for editors, without Markdown but backticks.
  let summary: String
  /// What a user might write behind the key, in flow style.
  let example: String

  /// The last part of the path.
  let name: String
  /// The path of the mapping or list that holds the key; empty at the top.
  let parent: String

  init(
    _ path: String, _ forms: [StudyForm], isRequired: Bool = false, _ summary: String,
    example: String
  ) {
    self.path = path
    self.forms = forms
    self.isRequired = isRequired
    self.summary = summary
    self.example = example
    let parts = path.split(separator: ".").map(String.init)
    name = parts.last ?? ""
    let isItem = path.hasSuffix("[]")
    parent = isItem ? String(path.dropLast(2)) : parts.dropLast().joined(separator: ".")
  }

  /// What is expected, in words: `a text or a mapping`.
  var words: String { StudyText.either(forms.map(\.words)) }

  /// The rule for a scalar, if one is allowed.
  var text: StudyText? {
    for case .text(let text) in forms { return text }
    return nil
  }

  // MARK: - The table

  /// Every key, in the order of the reference.
  static let all: [StudyKey] =
    topKeys + responseKeys + outcomeKeys + pastKeys + outcomeListKeys + pastListKeys + sampleKeys
    + replicateKeys + analysisKeys + jobModelKeys + goalKeys + waveKeys + alertKeys
    + lintKeys + historyKeys + deliveryKeys

  /// The keys by path.
  private static let byPath = Dictionary(uniqueKeysWithValues: all.map { ($0.path, $0) })

  /// The key with a path of the table.
  ///
  /// - Precondition: the table has it; asking for another key is a fault of the reader.
  static func at(_ path: String) -> StudyKey {
    guard let key = byPath[path] else { preconditionFailure("the table of keys lacks \(path)") }
    return key
  }

  /// The keys directly in the mapping at a path, without list items and free keys.
  static func children(of path: String) -> [StudyKey] {
    all.filter { $0.parent == path && !$0.path.hasSuffix("[]") && $0.name != "*" }
  }

  /// Keys of the whole design that this version does not compute with.
  static let later = ["quality"]
}
