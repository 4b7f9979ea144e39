/// Statements that stand twice, under two ids.
struct RepeatedStatements {
  private var firstByText: [String: Subject] = [:]
  private var firstByContent: [[String]: Subject] = [:]

  private typealias Subject = (id: String, line: Int)

  /// What is remarked on a statement after those seen so far.
  mutating func remark(on text: String, id: String, line: Int) -> WordingRemark? {
    let statement = StatementWords(text)
    let plain = statement.plain.joined(separator: " ")
    let content = RepeatedStatements.content(of: statement)
    defer {
      firstByText[plain] = firstByText[plain] ?? (id, line)
      firstByContent[content] = firstByContent[content] ?? (id, line)
    }
    if let first = firstByText[plain] {
      return WordingRemark(
        .statementTwice, "says the same as \(first.id) in line \(first.line), under another id")
    }
    guard content.count >= 3, let first = firstByContent[content] else { return nil }
    return WordingRemark(
      .statementSimilar, "says nearly the same as \(first.id) in line \(first.line)")
  }

  // MARK: - Steps

  /// The words that carry the meaning, in their order: without articles, plurals and the spelling
  /// of the direction. Words that turn the meaning stay.
  private static func content(of statement: StatementWords) -> [String] {
    let empty = EnglishWords.determiners.subtracting(["no", "all", "every", "each", "both"])
      .union(["of", "to", "it", "takes", "is", "are", "and", "required", "needed"])
    var words = statement.plain.filter { !empty.contains($0) }.map(SolutionTerms.singular)
    if let direction = OutcomeParts.direction(of: statement.at(0)), !words.isEmpty {
      words[0] = direction.rawValue
    }
    return words
  }
}
