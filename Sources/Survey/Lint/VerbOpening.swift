/// Whether a statement begins with a verb in the infinitive, as jobs and steps do.
///
/// A word that is on no list is let pass: nobody can tell.
struct VerbOpening {
  /// Where the verb stands, past `to`, numbers and adverbs.
  let start: Int
  /// What stands there instead, to be read behind the subject; `nil` for a verb or an unknown word.
  let fault: String?
  /// The statement with a verb in front.
  let suggestion: String?

  init(_ statement: StatementWords) {
    if let wish = VerbOpening.wish(statement) {
      (start, fault, suggestion) = (0, wish.fault, wish.suggestion)
      return
    }
    let start = VerbOpening.start(in: statement)
    let found = VerbOpening.fault(of: statement.at(start))
    self.start = start
    fault = found.map { "begins with \"\(statement.words[start].text)\", \($0), not with a verb" }
    suggestion = found == nil ? nil : VerbOpening.reworded(statement, from: start)
  }

  /// The infinitive of a gerund, where the list of verbs has it.
  static func infinitive(ofGerund gerund: String) -> String? {
    guard isGerund(gerund) else { return nil }
    let stem = String(gerund.dropLast(3))
    let single = stem.suffix(2).first == stem.last ? String(stem.dropLast()) : stem
    let candidates = [stem, single, stem + "e", stem.dropLast() + "ie"]
    return candidates.first { EnglishWords.verbs.contains($0) }
  }

  static func isGerund(_ word: String) -> Bool {
    word.count > 4 && word.hasSuffix("ing") && !EnglishWords.verbsLikeNouns.contains(word)
      && !["during", "nothing", "something", "anything", "everything", "morning", "evening"]
        .contains(word)
  }

  // MARK: - Steps

  private static let ordinals = Set(words: "to first second third then next finally")

  private static func start(in statement: StatementWords) -> Int {
    var start = 0
    while start < statement.count - 1 {
      let word = statement.plain[start]
      let isAdverb =
        word.hasSuffix("ly") && !EnglishWords.verbs.contains(word)
        && !EnglishWords.verbsLikeNouns.contains(word) && word.count > 4
      guard isAdverb || ordinals.contains(word) || word.allSatisfy(\.isNumber) else { break }
      start += 1
    }
    return start
  }

  /// `As a user, I want to ...`: the infinitive comes later.
  private static func wish(_ statement: StatementWords) -> (fault: String, suggestion: String?)? {
    let first = statement.at(0)
    let speakers = EnglishWords.people.union(["i", "we", "as", "users", "you"])
    guard speakers.contains(first) else { return nil }
    for phrase in [
      ["want", "to"], ["wants", "to"], ["like", "to"], ["need", "to"], ["able", "to"],
    ] {
      guard let place = statement.first(phrase), place + 2 < statement.count else { continue }
      let text = statement.text((place + 2)..<statement.count)
      return ("tells who wants it, a job is free of persons", text)
    }
    return nil
  }

  private static func fault(of word: String) -> String? {
    if EnglishWords.verbs.contains(word) || word.isEmpty { return nil }
    if EnglishWords.determiners.contains(word) { return "an article or the like" }
    if EnglishWords.pronouns.contains(word) { return "a pronoun" }
    if EnglishWords.people.contains(word) { return "a noun" }
    if EnglishWords.prepositions.contains(word) || word == "how" { return "a function word" }
    if EnglishWords.auxiliaries.contains(word) { return nil }
    if isGerund(word) { return "a gerund" }
    if EnglishWords.verbsLikeNouns.contains(word) { return nil }
    if word.count > 4, word.hasSuffix("ed") { return "a participle" }
    let isNoun = EnglishWords.nounEndings.contains {
      word.hasSuffix($0) && word.count > $0.count + 2
    }
    return isNoun ? "a noun" : nil
  }

  /// `Patching of servers`, `Determination of a price`, `The selection of a seat`.
  private static func reworded(_ statement: StatementWords, from start: Int) -> String? {
    var start = start
    if statement.at(start) == "the" { start += 1 }
    let word = statement.at(start)
    guard let verb = infinitive(ofGerund: word) ?? EnglishWords.verbsOfNouns[word] else {
      return nil
    }
    let rest = statement.at(start + 1) == "of" ? start + 2 : start + 1
    let isNoun = EnglishWords.verbsOfNouns[word] != nil
    guard rest < statement.count, !isNoun || rest == start + 2 else { return nil }
    return StatementWords.joined([verb] + statement.words[rest...].map(\.raw))
  }
}
