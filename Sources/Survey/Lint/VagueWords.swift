/// Words that everybody reads differently: what is "easy" cannot be rated, and a statement that
/// has a metric does not need it.
enum VagueWords {
  /// The first vague word of a statement.
  static func first(in statement: StatementWords) -> String? {
    statement.words.indices.first { isVague(statement, $0) }.map { statement.words[$0].text }
  }

  /// The positions of the statement without vague words; `nil` where one cannot be left out without
  /// breaking the sentence, as in "that the form is easy".
  static func positionsWithout(in statement: StatementWords) -> [Int]? {
    var kept: [Int] = []
    var index = 0
    while index < statement.count {
      if statement.at(index) == "as", statement.has(["as", "possible"], at: index + 2) {
        index += 4
        continue
      }
      if isVague(statement, index) {
        guard canGo(statement, index) else { return nil }
        while let last = kept.last, intensifiers.contains(statement.plain[last]) {
          kept.removeLast()
        }
      } else {
        kept.append(index)
      }
      index += 1
    }
    return kept.count == statement.count ? nil : kept
  }

  /// Whether a statement is about what costs people effort rather than time.
  static func isOfEffort(_ statement: StatementWords) -> Bool {
    statement.plain.contains { ofEffort.contains($0) }
  }

  // MARK: - Steps

  private static func isVague(_ statement: StatementWords, _ index: Int) -> Bool {
    let (word, next) = (statement.plain[index], statement.at(index + 1))
    guard adverbs.contains(word) || adjectives.contains(word) else { return false }
    // "best practices", "fast food": names of things.
    return !(exceptions[word]?.contains(SolutionTerms.singular(next)) ?? false)
  }

  /// An adverb can always go, an adjective in front of its noun.
  private static func canGo(_ statement: StatementWords, _ index: Int) -> Bool {
    let (word, next) = (statement.plain[index], statement.at(index + 1))
    if adverbs.contains(word) { return true }
    let isBeforeNoun =
      !next.isEmpty && !statement.words[index].endsPart
      && !EnglishWords.prepositions.contains(next) && !EnglishWords.joiners.contains(next)
      && !["to", "of", "enough"].contains(next)
    return isBeforeNoun && !EnglishWords.auxiliaries.contains(statement.at(index - 1))
  }

  private static let intensifiers = Set(words: "very more most really so too quite less")

  private static let adverbs = Set(
    words: """
      easily quickly efficiently effectively seamlessly conveniently simply smoothly intuitively
      optimally effortlessly painlessly comfortably nicely flawlessly swiftly rapidly
      """)

  private static let adjectives = Set(
    words: """
      easy easier easiest quick quicker fast faster better best good great efficient effective
      user-friendly userfriendly easy-to-use seamless convenient simple simpler smooth smoother
      intuitive optimal optimum state-of-the-art hassle-free painless effortless world-class
      high-quality nice perfect excellent superior robust
      """)

  private static let exceptions: [String: Set<String>] = [
    "good": ["practice", "faith", "manufacturing"], "best": ["practice", "before", "interest"],
    "fast": ["food", "track"], "simple": ["interest", "majority"], "better": ["than"],
    "great": ["britain"], "quick": ["release"],
  ]

  private static let ofEffort = Set(
    words: """
      easy easily easier ease effort simple simply simpler convenient conveniently hassle
      hassle-free effortless effortlessly easy-to-use intuitive intuitively user-friendly
      """)
}
