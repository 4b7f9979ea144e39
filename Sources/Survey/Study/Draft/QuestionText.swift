/// Which of an outcome's two questions a column asks.
enum Question: String, CaseIterable {
  case importance, satisfaction

  /// Words that tell the question, in full and as abbreviations of column names: in English,
  /// German, French, Spanish, Italian, Portuguese and Dutch.
  fileprivate var words: Set<String> {
    switch self {
    case .importance:
      [
        "importance", "important", "unimportant", "wichtig", "wichtigkeit", "unwichtig",
        "importante", "importantes", "importancia", "importanza", "importância", "belangrijk",
        "belang",
      ]
    case .satisfaction:
      [
        "satisfaction", "satisfied", "dissatisfied", "unsatisfied", "zufrieden", "zufriedenheit",
        "unzufrieden", "satisfait", "satisfaite", "satisfaits", "satisfecho", "satisfecha",
        "satisfacción", "satisfaccion", "soddisfatto", "soddisfatta", "soddisfazione",
        "satisfeito", "satisfeita", "satisfação", "satisfacao", "tevreden", "tevredenheid",
      ]
    }
  }
  fileprivate var abbreviations: Set<String> {
    switch self {
    case .importance: ["imp", "impt", "import"]
    case .satisfaction: ["sat", "satis", "satisf"]
    }
  }
  /// How questions about a thing begin, the longest first.
  fileprivate var openings: [String] {
    switch self {
    case .importance:
      [
        "how important is it to you to be able to", "how important is it to you that you can",
        "how important is it to you that", "how important is it for you to",
        "how important is it to you to", "how important is it that", "how important is it to",
        "how important to you is", "how important to you are", "how important is",
        "how important are", "importance of", "importance",
      ]
    case .satisfaction:
      [
        "how satisfied are you with how well you can", "how satisfied are you with your ability to",
        "how satisfied are you that you can", "how satisfied are you that",
        "how satisfied are you with", "how satisfied are you when you", "how satisfied are you to",
        "how satisfied are you", "satisfaction with", "satisfaction of", "satisfaction",
      ]
    }
  }
}

/// A header taken apart: which question it asks, and about what.
struct QuestionText: Equatable {
  var question: Question
  /// What the question is about; empty when the header does not say.
  var subject: String

  /// The parts of a header; `nil` when it asks neither question, or both.
  init?(_ header: String) {
    let header = KnownAnswers.collapsed(header)
    guard let question = QuestionText.question(in: header) else { return nil }
    self.question = question
    if QuestionText.isName(header) {
      subject = QuestionText.withoutMarker(header, question)
    } else {
      subject = QuestionText.subject(of: header, question)
    }
  }

  /// The subject for comparing: lower case, no closing punctuation.
  var key: String { QuestionText.key(subject) }

  static func key(_ text: String) -> String {
    let plain = KnownAnswers.normalized(text)
    let end = plain.reversed().prefix { "?.:!,; ".contains($0) }.count
    return String(plain.dropLast(end))
  }

  // MARK: - Steps

  /// A name is one word, parted by underscores and the like.
  private static func isName(_ header: String) -> Bool { !header.contains(" ") }

  private static func question(in header: String) -> Question? {
    let words = Set(tokens(of: header).map { $0.text.lowercased() })
    let allowsShort = isName(header) || words.count <= 4
    let found = Question.allCases.filter { question in
      !words.isDisjoint(with: question.words)
        || (allowsShort && !words.isDisjoint(with: question.abbreviations))
    }
    return found.count == 1 ? found[0] : nil
  }

  /// The runs of letters and of digits, parted also where lower case turns to upper.
  private static func tokens(of text: String) -> [(text: Substring, range: Range<String.Index>)] {
    var tokens: [(Substring, Range<String.Index>)] = []
    var start: String.Index?
    var previous: Character = " "
    for index in text.indices {
      let character = text[index]
      let isPart = character.isLetter || character.isNumber
      let turns =
        character.isNumber != previous.isNumber || (previous.isLowercase && character.isUppercase)
      if let begun = start, !isPart || turns {
        tokens.append((text[begun..<index], begun..<index))
        start = nil
      }
      if isPart, start == nil { start = index }
      previous = character
    }
    if let begun = start { tokens.append((text[begun...], begun..<text.endIndex)) }
    return tokens
  }

  /// A name without the word that marks the question: `01` of `imp_01`.
  private static func withoutMarker(_ name: String, _ question: Question) -> String {
    for token in tokens(of: name) {
      let word = token.text.lowercased()
      guard question.words.contains(word) || question.abbreviations.contains(word) else {
        continue
      }
      let separators = "_-. [](){}:/"
      let before = name[..<token.range.lowerBound]
      let end = before.reversed().prefix { separators.contains($0) }.count
      let head = before.dropLast(end)
      let tail = withoutBrackets(name[token.range.upperBound...], separators)
      return head.isEmpty || tail.isEmpty ? "\(head)\(tail)" : "\(head)_\(tail)"
    }
    return name
  }

  /// What stands behind the marking word, without the brackets around it: `01` of `[01]`.
  /// Brackets of its own stay: `playground(s)`.
  private static func withoutBrackets(_ text: Substring, _ separators: String) -> Substring {
    let bare = text.drop { separators.contains($0) }
    let closers = bare.count { "])".contains($0) }
    if closers <= bare.count(where: { "[(".contains($0) }) { return bare }
    let isAround = bare.last.map { "])".contains($0) } ?? false
    return isAround ? bare.dropLast() : text.drop { "_-. :/".contains($0) }
  }

  /// What a sentence or a pair of label and stem is about.
  private static func subject(of header: String, _ question: Question) -> String {
    if let subject = subject(of: splits(of: header), question) { return subject }
    for (left, right) in split(header, at: ": ") {
      if isStem(left, 3), self.question(in: left) == question, !right.isEmpty { return right }
      if isStem(right, 2), self.question(in: right) == question, !left.isEmpty { return left }
    }
    let lower = header.lowercased()
    for opening in question.openings where lower.hasPrefix(opening) {
      var rest = header.dropFirst(opening.count)
      rest = rest.drop { " :-".contains($0) }
      for ending in [" to you?", " to you", "?"] where rest.hasSuffix(ending) {
        rest = rest.dropLast(ending.count)
      }
      return String(rest)
    }
    return header.split(separator: " ").count <= 4 ? withoutMarker(header, question) : header
  }

  /// Of the two parts of a header the one without the marking word: the other is the stem.
  private static func subject(
    of splits: [(left: String, right: String)], _ question: Question
  ) -> String? {
    for (left, right) in splits {
      if self.question(in: left) == question, !right.isEmpty { return right }
      if self.question(in: right) == question, !left.isEmpty { return left }
    }
    return nil
  }

  /// Whether a text beside a colon is a stem and no half of a sentence.
  private static func isStem(_ text: String, _ wordLimit: Int) -> Bool {
    let words = text.lowercased().split(separator: " ")
    return words.count <= wordLimit
      || !Set(words).isDisjoint(with: ["these", "following", "each", "below"])
  }

  /// The ways to part a header in two: `stem? - label`, `stem [label]`, `stem - label`.
  ///
  /// A dash right behind a question mark ends the stem, so square brackets behind it are the
  /// label's own. Round brackets belong to the wording, as in `playground(s)`, unless they hold
  /// nothing but the marking word or stand behind a single word.
  private static func splits(of header: String) -> [(left: String, right: String)] {
    let dashes = [" - ", " \u{2013} ", " \u{2014} ", " | "]
    let parted = dashes.flatMap { split(header, at: $0) }
    let round = bracketed(header, "(", ")").filter { left, right in
      !left.contains(" ") || (isName(right) && question(in: right) != nil)
    }
    return parted.filter { $0.left.hasSuffix("?") } + bracketed(header, "[", "]") + round + parted
  }

  /// What stands before the last pair of brackets and in it, if the header ends with one.
  private static func bracketed(
    _ header: String, _ open: Character, _ close: Character
  ) -> [(left: String, right: String)] {
    guard header.hasSuffix(String(close)) else { return [] }
    var depth = 0
    for index in header.indices.reversed() {
      if header[index] == close { depth += 1 }
      if header[index] == open { depth -= 1 }
      guard depth == 0 else { continue }
      let label = header[header.index(after: index)...].dropLast()
      return [(trimmed(header[..<index]), trimmed(label))]
    }
    return []
  }

  private static func split(
    _ header: String, at separator: String
  ) -> [(left: String, right: String)] {
    guard let range = header.firstRange(of: separator) else { return [] }
    return [(trimmed(header[..<range.lowerBound]), trimmed(header[range.upperBound...]))]
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.dropLast(start.reversed().prefix { $0 == " " }.count))
  }
}

extension KnownAnswers {
  /// A text on one line, without markup: headers of exports hold line ends and HTML.
  static func collapsed(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      let next = rest[open...].dropFirst().first
      let isTag = next.map { $0.isLetter || $0 == "/" } ?? false
      guard isTag, let close = rest[open...].firstIndex(of: ">") else {
        result += rest[...open]
        rest = rest[rest.index(after: open)...]
        continue
      }
      result += rest[..<open] + " "
      rest = rest[rest.index(after: close)...]
    }
    result += rest
    return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
