/// Ids and texts of the outcomes, and how their columns are named.
struct DraftOutcomes {
  struct Outcome {
    var id: String
    var text: String
    var importance: String
    var satisfaction: String
  }

  private(set) var outcomes: [Outcome] = []
  /// The common patterns with `{id}`; `nil` when each outcome names its columns itself.
  private(set) var patterns: (importance: String, satisfaction: String)?
  /// Whether some texts are made up from ids or names.
  private(set) var hasMadeUpText = false

  init(_ pairs: [ColumnPair]) {
    let ids = idsAndPatterns(pairs)
    for (pair, id) in zip(pairs, ids) {
      outcomes.append(
        Outcome(
          id: id, text: text(pair, id), importance: pair.importance.reference,
          satisfaction: pair.satisfaction.reference))
    }
  }

  // MARK: - Steps

  private mutating func idsAndPatterns(_ pairs: [ColumnPair]) -> [String] {
    let columns = pairs.flatMap { [$0.importance, $0.satisfaction] }
    if !columns.contains(where: \.needsPosition),
      let importance = ColumnName.pattern(pairs.map(\.importance.name)),
      let satisfaction = ColumnName.pattern(pairs.map(\.satisfaction.name)),
      importance.parts == satisfaction.parts, importance.parts.allSatisfy({ isId($0) })
    {
      patterns = (
        "\(importance.prefix){id}\(importance.suffix)",
        "\(satisfaction.prefix){id}\(satisfaction.suffix)"
      )
      return importance.parts
    }
    let width = String(pairs.count).count
    return (1...max(pairs.count, 1)).map { number in
      let digits = String(number)
      return String(repeating: "0", count: max(width, 2) - digits.count) + digits
    }
  }

  /// Whether a part of a name is short and plain enough for a permanent id.
  private func isId(_ part: String) -> Bool {
    !part.isEmpty && part.utf8.count <= 24
      && part.utf8.allSatisfy {
        0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0
          || [0x2D, 0x2E, 0x5F].contains($0)
      }
  }

  /// The wording: what the question texts are about, else the name's words, else the id.
  private mutating func text(_ pair: ColumnPair, _ id: String) -> String {
    let subject = pair.subject
    // A header of many words is a question, so that even a subject of one word is its wording.
    let isSentence =
      subject.contains(" ") || pair.importance.text != pair.importance.name
      || pair.importance.name.split(separator: " ").count > 4
    if isSentence, subject.contains(where: \.isLetter) { return subject }
    hasMadeUpText = true
    let words = subject.split { "_-.".contains($0) }.joined(separator: " ")
    return words.contains(where: \.isLetter) && words.count > 1 ? words : Placeholders.outcome(id)
  }
}
