/// Whether a key outcome holds one idea: somebody who rates two at once rates neither.
struct IdeaCount {
  let statement: StatementWords
  let parts: OutcomeParts

  /// What joins two ideas, or else two things.
  func remark() -> WordingRemark? {
    let candidates = statement.plain.indices.filter(mayJoin)
    if let place = candidates.first(where: joinsMetrics) {
      return remark(at: place, "measures two things at once", keeping: withoutMetric(at: place))
    }
    for place in candidates {
      if let kept = withoutVerb(at: place) {
        return remark(at: place, "joins two ideas", keeping: kept)
      }
      if joinsClauses(at: place) {
        return remark(at: place, "joins two ideas", keeping: upTo(place))
      }
    }
    let objects = candidates.filter { $0 < parts.clarifierStart }
    if let place = objects.first { return hint(at: place) }
    return slashed()
  }

  // MARK: - What may join

  /// A joiner inside the statement that is no part of a fixed pair.
  private func mayJoin(_ place: Int) -> Bool {
    guard EnglishWords.joiners.contains(statement.plain[place]), place > 1,
      place < statement.count - 1, !statement.words[place].isBracketed
    else { return false }
    let (before, after) = (statement.plain[place - 1], statement.plain[place + 1])
    if IdeaCount.fixedPairs.contains([before, after]) || before == after { return false }
    // "what was patched and when" asks two sides of one thing.
    if ["when", "where", "why", "how", "who", "whom", "not"].contains(after) { return false }
    let earlier = statement.plain[..<place]
    for opener in ["between", "whether", "either", "both"] {
      guard let start = earlier.lastIndex(of: opener) else { continue }
      let others = earlier[start...].filter { EnglishWords.joiners.contains($0) }
      if others.isEmpty { return false }
    }
    return true
  }

  /// `the time and effort`, `the time, resource and toil`.
  private func joinsMetrics(_ place: Int) -> Bool {
    guard let metric = parts.metricPlace, place > metric else { return false }
    let tail = metric + 1
    if place == tail { return true }
    return statement.words[metric].raw.hasSuffix(",") && place <= metric + 4
  }

  /// A second clause, or a second direction.
  private func joinsClauses(at place: Int) -> Bool {
    let (next, second) = (statement.at(place + 1), statement.at(place + 2))
    let opensObject =
      EnglishWords.determiners.contains(second) || EnglishWords.pronouns.contains(second)
    if OutcomeParts.direction(of: next) != nil, opensObject { return true }
    guard place < parts.clarifierStart else { return false }
    if parts.isAction {
      if next == "to", EnglishWords.verbs.contains(second) { return true }
      return EnglishWords.verbs.contains(next) && opensObject
    }
    if parts.joint == ["of"] {
      // "of losing data or breaking a service"
      return VerbOpening.isGerund(statement.at(parts.objectStart)) && VerbOpening.isGerund(next)
        && place > parts.objectStart + 1 && place + 2 < statement.count
    }
    guard parts.joint == ["that"] else { return false }
    let isFirstFinite = (parts.objectStart..<place).contains { isFinite(at: $0) }
    guard isFirstFinite else { return false }
    if isFinite(at: place + 1), place + 2 < statement.count { return true }
    let opensSubject =
      EnglishWords.determiners.contains(next) || EnglishWords.pronouns.contains(next)
    let later = (place + 2)..<min(place + 7, statement.count)
    return opensSubject && !later.isEmpty
      && later.contains { EnglishWords.auxiliaries.contains(statement.plain[$0]) }
  }

  /// An auxiliary, or a known verb in the third person.
  private func isFinite(at place: Int) -> Bool {
    IdeaCount.isFinite(statement.at(place))
  }

  static func isFinite(_ word: String) -> Bool {
    if EnglishWords.auxiliaries.contains(word) { return true }
    guard word.hasSuffix("s"), word.count > 3 else { return false }
    let stem = String(word.dropLast())
    if EnglishWords.verbs.contains(stem) { return true }
    if word.hasSuffix("ies") { return EnglishWords.verbs.contains(word.dropLast(3) + "y") }
    return word.hasSuffix("es") && EnglishWords.verbs.contains(String(word.dropLast(2)))
  }

  // MARK: - What is left of the statement

  /// The statement with the first of two metrics alone.
  private func withoutMetric(at place: Int) -> [String]? {
    guard let metric = parts.metricPlace else { return nil }
    let openers = Set(words: "it required needed spent that of to for associated")
    guard let rest = statement.first(of: openers, from: place + 1) else { return nil }
    var head = statement.words[...metric].map(\.raw)
    while head.last?.last == "," { head[metric].removeLast() }
    return head + statement.words[rest...].map(\.raw)
  }

  /// `to find and install a patch` without the second verb; `nil` where there are no two verbs.
  private func withoutVerb(at place: Int) -> [String]? {
    let verbs = [statement.at(place - 1), statement.at(place + 1)]
    guard place < parts.clarifierStart, statement.at(place - 2) == "to",
      verbs.allSatisfy(EnglishWords.verbs.contains)
    else { return nil }
    let kept = statement.words[..<place] + statement.words[(place + 2)...]
    return kept.map(\.raw)
  }

  /// The statement up to a joiner, and the circumstances that stand behind it.
  private func upTo(_ place: Int) -> [String] {
    var head = statement.words[..<place].map(\.raw)
    if head[place - 1].last == "," { head[place - 1].removeLast() }
    let tail = statement.first(of: EnglishWords.circumstances, from: place + 2)
    return head + (tail.map { statement.words[$0...].map(\.raw) } ?? [])
  }

  private func remark(at place: Int, _ what: String, keeping kept: [String]?) -> WordingRemark {
    WordingRemark(
      .outcomeTwoIdeas, "\(what): \(around(place)); rate each on its own",
      suggestion: kept.map(StatementWords.joined))
  }

  private func hint(at place: Int) -> WordingRemark {
    WordingRemark(
      .outcomeTwoObjects,
      "names two things, \(around(place)): can somebody be satisfied with one and not the other?")
  }

  private func around(_ place: Int) -> String {
    let words = statement.words[max(0, place - 1)...min(statement.count - 1, place + 1)]
    return "\"\(words.map(\.text).joined(separator: " "))\""
  }

  /// A slash inside a word, but for what is written so: CI/CD, 24/7, on/off, km/h.
  private func slashed() -> WordingRemark? {
    let word = statement.words.first { word in
      let pieces = word.text.split(separator: "/", omittingEmptySubsequences: false)
      return !word.isBracketed && pieces.count > 1
        && pieces.allSatisfy { $0.count > 3 && $0.contains(where: \.isLowercase) }
    }
    return word.map {
      WordingRemark(
        .outcomeTwoObjects,
        "names two things, \"\($0.text)\": can somebody be satisfied with one and not the other?")
    }
  }

  private static let fixedPairs: Set<[String]> = Set(
    """
    terms conditions|pros cons|trial error|back forth|research development|one more|two three
    more less|sooner later|right wrong|up running|supply demand|health safety|food drink
    bed breakfast|before after|now then|black white|day night|profit loss|rise fall|wear tear
    safe sound|in out|goods services|name address|yes no|true false|do don'ts|start end|first last
    beginning end
    """.split(whereSeparator: { $0 == "|" || $0.isNewline }).map {
      $0.split(separator: " ").map(String.init)
    })
}
