/// Wordings of success outcomes, where one can be made.
enum SuccessSuggestion {
  /// Of a statement with a direction: `Increase my job performance` becomes `My job performance has
  /// increased`.
  static func attained(_ statement: StatementWords) -> String? {
    let parts = OutcomeParts(statement)
    guard let direction = parts.direction else { return nil }
    if parts.metric == .likelihood, parts.joint == ["that"], parts.objectStart < statement.count {
      return clause(statement, from: parts.objectStart, isWanted: direction == .increase)
    }
    guard parts.metric == nil else { return nil }
    let subject = Array(1..<statement.count)
    let stops = EnglishWords.prepositions.union(EnglishWords.joiners).union(["of"])
    let (place, head) = headed(statement, stops)
    guard place == statement.count else { return nil }
    let rose = statement.at(0).hasPrefix("improve") ? "improved" : "increased"
    let change = direction == .increase ? rose : "decreased"
    let auxiliary = isPlural(head) ? "have" : "has"
    return StatementWords.joined([statement.text(subject), auxiliary, change])
  }

  /// `the package is damaged`, wanted or not.
  private static func clause(
    _ statement: StatementWords, from start: Int, isWanted: Bool
  ) -> String? {
    if isWanted { return statement.text(start..<statement.count) }
    let verbs: Set<String> = ["is", "are", "has", "have", "can", "will"]
    guard let verb = statement.first(of: verbs, from: start) else { return nil }
    let words = statement.words
    return StatementWords.joined(
      words[start...verb].map(\.raw) + ["not"] + words[(verb + 1)...].map(\.raw))
  }

  /// `Deliver the package on time` becomes `The package is delivered on time`.
  static func occurred(_ statement: StatementWords) -> String? {
    guard ["the", "my", "our"].contains(statement.at(1)),
      let participle = participle(of: statement.at(0))
    else { return nil }
    let stops = EnglishWords.prepositions.union(EnglishWords.joiners)
    let (end, head) = headed(statement, stops)
    guard end > 2 else { return nil }
    let object = statement.text(1..<end)
    let rest = statement.words[end...].map(\.raw)
    return StatementWords.joined([object, isPlural(head) ? "are" : "is", participle] + rest)
  }

  /// `I am calm` becomes `I feel calm`.
  static func felt(_ statement: StatementWords) -> String? {
    let isSelf = ["i'm", "we're"].contains(statement.at(0))
    let isBeing = ["i", "we"].contains(statement.at(0)) && ["am", "are"].contains(statement.at(1))
    let subject = statement.at(0).hasPrefix("w") ? "We" : "I"
    let start = isSelf ? 1 : isBeing ? 2 : 0
    guard start < statement.count, start > 0 || emotions.contains(statement.at(0)) else {
      return nil
    }
    let rest = statement.words[start...].map(\.raw)
    let first = rest.first.map(StatementWords.inner) ?? ""
    return StatementWords.joined([subject, "feel", first] + rest.dropFirst())
  }

  /// `I am reliable` becomes `Others think I am reliable`, and `Be seen as fair` becomes `Others
  /// see me as fair`.
  static func seen(_ statement: StatementWords) -> String? {
    for participle in ["seen", "perceived", "regarded", "viewed", "known", "recognised"] {
      guard let place = statement.first([participle, "as"]), place < 3 else { continue }
      return StatementWords.joined(
        ["Others", "see", "me", "as"] + statement.words[(place + 2)...].map(\.raw))
    }
    guard ["i", "we", "i'm", "we're"].contains(statement.at(0)) else { return nil }
    let rest = statement.words.map(\.raw)
    return StatementWords.joined(
      ["Others", "think", StatementWords.inner(rest[0])] + rest.dropFirst())
  }

  /// Adjectives of feelings.
  static let emotions = Set(
    words: """
      confident proud calm relaxed happy secure safe empowered relieved comfortable excited worried
      anxious stressed overwhelmed satisfied reassured inspired motivated valued frustrated afraid
      ashamed embarrassed guilty lonely hopeful grateful appreciated enjoy worry fear trust
      """)

  // MARK: - Steps

  /// Where the first noun phrase behind the verb ends, and its last word.
  private static func headed(
    _ statement: StatementWords, _ stops: Set<String>
  ) -> (end: Int, head: String) {
    let end = statement.first(of: stops, from: 2) ?? statement.count
    return (end, statement.at(end - 1))
  }

  private static func isPlural(_ word: String) -> Bool {
    word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") && !word.hasSuffix("'s")
  }

  private static func participle(of verb: String) -> String? {
    if let irregular = irregulars[verb] { return irregular }
    if verb.hasSuffix("e") { return verb + "d" }
    let end = Array(verb.suffix(2))
    guard end.count == 2 else { return nil }
    let isAfterConsonant = !"aeiou".contains(end[0])
    if end[1] == "y", isAfterConsonant { return verb.dropLast() + "ied" }
    return verb.count <= 4 && !isAfterConsonant ? nil : verb + "ed"
  }

  private static let irregulars: [String: String] = [
    "find": "found", "send": "sent", "build": "built", "make": "made", "get": "obtained",
    "keep": "kept", "buy": "bought", "sell": "sold", "pay": "paid", "meet": "met", "win": "won",
    "choose": "chosen", "write": "written", "take": "taken", "give": "given", "hold": "held",
    "hear": "heard", "teach": "taught", "understand": "understood", "begin": "begun",
    "bring": "brought", "catch": "caught", "draw": "drawn", "drive": "driven", "eat": "eaten",
    "grow": "grown", "lead": "led", "leave": "left", "lose": "lost", "run": "run", "see": "seen",
    "set": "set", "show": "shown", "spend": "spent", "wear": "worn", "cut": "cut", "put": "put",
    "let": "let", "read": "read", "know": "known", "tell": "told", "wrap": "wrapped",
    "ship": "shipped", "plan": "planned", "fit": "fitted", "submit": "submitted",
    "commit": "committed", "overcome": "overcome", "withdraw": "withdrawn",
    "oversee": "overseen", "undertake": "undertaken", "feed": "fed", "lend": "lent",
    "become": "become", "refer": "referred", "transfer": "transferred", "control": "controlled",
    "heal": "healed", "heat": "heated", "clean": "cleaned", "clear": "cleared", "load": "loaded",
    "scan": "scanned", "stop": "stopped", "join": "joined", "fill": "filled", "pass": "passed",
  ]
}
