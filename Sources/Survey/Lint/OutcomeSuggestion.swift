/// A key outcome made of a statement that has no direction, where one can be made.
enum OutcomeSuggestion {
  static func directed(_ statement: StatementWords) -> String? {
    if let text = ofMetric(statement) { return text }
    if let place = placeOfVerb(in: statement) { return ofVerb(statement, at: place) }
    let first = statement.at(0)
    if let verb = VerbOpening.infinitive(ofGerund: first), statement.count > 1,
      isAction(verb, in: statement, at: 0)
    {
      let rest = statement.at(1) == "of" ? 2 : 1
      return ofAction(verb, statement, from: rest)
    }
    if ["no", "without", "avoiding", "preventing"].contains(first), statement.count > 1 {
      return hazard(statement, from: 1)
    }
    return nil
  }

  /// The statement with the metric that it lacks: `Minimize errors in orders` counts them.
  static func measured(_ statement: StatementWords, _ direction: Outcome.Direction) -> String? {
    if let place = statement.first(["ability", "to"]), place < 4 {
      return ofVerb(statement, at: place + 2)
    }
    let articles: Set<String> = ["the", "any", "all", "a", "an"]
    let start = articles.contains(statement.at(1)) ? 2 : 1
    guard start < statement.count else { return nil }
    let isPlural = head(of: statement, from: start).map(isPluralNoun) ?? false
    let lead = direction == .minimize ? "Minimize" : "Increase"
    if isPlural { return joined("\(lead) the number of", statement, from: start) }
    return direction == .minimize
      ? joined("Minimize the likelihood of", statement, from: start) : nil
  }

  // MARK: - Kinds of statements

  /// `The time it takes to ...`, `Time to ...`, `Risk of ...`.
  private static func ofMetric(_ statement: StatementWords) -> String? {
    let place = statement.at(0) == "the" ? 1 : 0
    guard place + 1 < statement.count, let metric = OutcomeParts.metric(of: statement.at(place))
    else { return nil }
    let next = statement.at(place + 1)
    let hasHazard = statement.plain.contains(where: HazardWords.names)
    let isRisk = statement.at(place).hasPrefix("risk")
    guard [.time, .effort, .cost].contains(metric) || isRisk || hasHazard else { return nil }
    if next == "to", EnglishWords.verbs.contains(statement.at(place + 2)) {
      let unit = statement.at(place)
      return joined("Minimize the \(unit) it takes to", statement, from: place + 2)
    }
    guard ["it", "of", "that", "spent", "required", "needed", "for"].contains(next) else {
      return nil
    }
    return joined("Minimize the", statement, from: place)
  }

  /// The infinitive that tells what people do.
  private static func placeOfVerb(in statement: StatementWords) -> Int? {
    for pair in actionPairs {
      if let place = statement.first(pair), startsAction(statement, at: place + 2) {
        return place + 2
      }
    }
    for modal in ["can", "could", "should", "must"] {
      guard let place = statement.first([modal]) else { continue }
      for next in [place + 1, place + 2]
      where EnglishWords.verbs.contains(statement.at(next)) && next + 1 < statement.count {
        return next
      }
    }
    let start = statement.words.indices.first { index in
      !openers.contains(statement.plain[index])
        && VagueWords.first(in: StatementWords(statement.words[index].text)) == nil
    }
    guard let start, EnglishWords.verbs.contains(statement.at(start)), start + 1 < statement.count,
      isAction(statement.at(start), in: statement, at: start)
    else { return nil }
    return start
  }

  /// Whether a verb in front is surely one: `Park exercise equipment` is a thing, `Park the car` is
  /// done. A word that is a noun as well needs an object behind it that no noun takes.
  private static func isAction(
    _ verb: String, in statement: StatementWords, at place: Int
  ) -> Bool {
    guard EnglishWords.verbsThatAreNouns.contains(verb) else { return true }
    let next = statement.at(place + 1)
    return EnglishWords.determiners.contains(next) || EnglishWords.pronouns.contains(next)
      || (next == "of" && VerbOpening.isGerund(statement.at(place)))
  }

  private static func startsAction(_ statement: StatementWords, at place: Int) -> Bool {
    let word = statement.at(place)
    let next = word.hasSuffix("ly") ? statement.at(place + 1) : word
    return EnglishWords.verbs.contains(next)
  }

  private static func ofVerb(_ statement: StatementWords, at place: Int) -> String? {
    let start = statement.at(place).hasSuffix("ly") ? place + 1 : place
    let verb = statement.at(start)
    switch verb {
    case "ensure", "guarantee", "assure": return assurance(statement, from: start + 1)
    case "make" where statement.at(start + 1) == "sure":
      return assurance(statement, from: start + 2)
    case "avoid", "prevent", "eliminate", "stop": return hazard(statement, from: start + 1)
    case "be", "have", "feel": return nil
    // What a feature is wanted for is not said.
    case _ where statement.plain.contains(where: features.contains): return nil
    default: return ofAction(verb, statement, from: start + 1)
    }
  }

  /// `Ensure that the order is complete`.
  private static func assurance(_ statement: StatementWords, from start: Int) -> String? {
    let first = statement.at(start) == "that" ? start + 1 : start
    guard first < statement.count else { return nil }
    let isClause = statement.plain[first...].contains(where: IdeaCount.isFinite)
    return joined("Increase the likelihood \(isClause ? "that" : "of")", statement, from: first)
  }

  /// `Avoid errors`, `Prevent patches from breaking a service`.
  private static func hazard(_ statement: StatementWords, from start: Int) -> String? {
    guard start < statement.count else { return nil }
    if statement.at(start) == "that" {
      return joined("Minimize the likelihood that", statement, from: start + 1)
    }
    var words = Array(start..<statement.count)
    if let from = words.first(where: {
      statement.plain[$0] == "from" && VerbOpening.isGerund(statement.at($0 + 1))
    }) {
      words.removeAll { $0 == from }
      return joined("Minimize the likelihood of", statement, words)
    }
    let isPlural =
      !VerbOpening.isGerund(statement.at(start))
      && head(of: statement, from: start).map(isPluralNoun) ?? false
    return joined("Minimize the \(isPlural ? "number" : "likelihood") of", statement, words)
  }

  private static func ofAction(
    _ verb: String, _ statement: StatementWords, from start: Int
  ) -> String? {
    guard start < statement.count else { return nil }
    let unit = VagueWords.isOfEffort(statement) ? "effort" : "time"
    return joined("Minimize the \(unit) it takes to \(verb)", statement, from: start)
  }

  // MARK: - Words

  private static let actionPairs = [[String]](
    phrases: """
      able to|want to|like to|need to|ability to|option to|easy to|easier to|faster to|takes to
      take to|long to|it to|possible to|way to|ways to|me to|us to|users to|customers to
      """)

  private static let features = Set(words: "feature features functionality option options")

  private static let openers = Set(words: "please to let me us")

  /// The last word before anything that qualifies the first noun.
  private static func head(of statement: StatementWords, from start: Int) -> String? {
    let stops = EnglishWords.prepositions.union(EnglishWords.joiners).union(["of"])
    let words = statement.plain[start...].prefix { !stops.contains($0) }
    return words.last
  }

  private static func isPluralNoun(_ word: String) -> Bool {
    word.count > 3 && word.hasSuffix("s")
      && !["ss", "us", "is", "'s"].contains { word.hasSuffix($0) } && word != "news"
  }

  private static func joined(
    _ lead: String, _ statement: StatementWords, from start: Int
  ) -> String? {
    joined(lead, statement, Array(start..<statement.count))
  }

  /// The lead and some words of the statement, vague ones left out.
  private static func joined(
    _ lead: String, _ statement: StatementWords, _ positions: [Int]
  ) -> String? {
    guard let first = positions.first else { return nil }
    let rest = positions.map { index in
      index == first ? StatementWords.inner(statement.words[index].raw) : statement.words[index].raw
    }
    let text = StatementWords.joined(lead.split(separator: " ").map(String.init) + rest)
    let words = StatementWords(text)
    return VagueWords.positionsWithout(in: words).map { words.text($0) } ?? text
  }
}

/// Words for what people do not want to happen.
enum HazardWords {
  static func names(_ word: String) -> Bool { words.contains(word) }

  private static let words = Set(
    words: """
      damage damaged damages break breaks broken breach breaches stolen theft steal lose loses
      losing lost loss losses fail fails failed failure failures error errors delay delays delayed
      late injury injured injuries harm harmed hurt fraud outage outages crash crashes wrong miss
      missed misses missing mistake mistakes defect defects fault faults leak leaks leaked
      rejected reject rejects refused cancelled accident accidents fire waste wasted attack
      attacks abuse illness sick infection disease complaint complaints penalty fine fines
      disappointed anxious worried worry stressed stress embarrassed ashamed afraid overwhelmed
      frustrated angry confused guilty lonely corrupt corrupts corrupted conflict conflicts
      unavailable unnoticed misunderstood ignored
      """)
}
