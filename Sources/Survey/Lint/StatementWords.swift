/// A statement cut into words, for the rules on its wording.
struct StatementWords {
  /// One word.
  struct Word {
    /// With the marks around it.
    let raw: String
    /// In lower case, without them.
    let plain: String
    /// Without them, letters as they are.
    let text: String
    /// Whether it stands in brackets.
    let isBracketed: Bool

    var endsPart: Bool { raw.last.map { ",;:".contains($0) } ?? false }
  }

  let words: [Word]
  let plain: [String]
  /// Whether a question mark ends it.
  let endsAsQuestion: Bool

  private static let opening: Set<Character> = ["\"", "'", "“", "‘", "«", "(", "[", "{", "„"]
  private static let closing: Set<Character> = [
    ".", ",", ";", ":", "!", "?", "\"", "'", "”", "’", "»", ")", "]", "}", "…", "®", "™",
  ]
  private static let dashes: Set<Substring> = ["-", "–", "—", "•", "*"]

  init(_ text: String) {
    var depth = 0
    var words: [Word] = []
    for token in text.split(whereSeparator: \.isWhitespace)
    where !StatementWords.dashes.contains(token) {
      depth += token.count { $0 == "(" }
      var bare = token.drop { StatementWords.opening.contains($0) }
      while let last = bare.last, StatementWords.closing.contains(last) { bare.removeLast() }
      if !bare.isEmpty {
        let plain = bare.lowercased().replacing("’", with: "'")
        words.append(
          Word(raw: String(token), plain: plain, text: String(bare), isBracketed: depth > 0))
      }
      depth = max(0, depth - token.count { $0 == ")" })
    }
    self.words = words
    plain = words.map(\.plain)
    endsAsQuestion = text.last { !$0.isWhitespace } == "?"
  }

  var count: Int { words.count }

  /// The word at a position in lower case; empty beyond the ends.
  func at(_ index: Int) -> String { plain.indices.contains(index) ? plain[index] : "" }

  /// Whether some words stand at a position.
  func has(_ phrase: [String], at index: Int) -> Bool {
    index >= 0 && index + phrase.count <= count
      && plain[index..<(index + phrase.count)].elementsEqual(phrase)
  }

  /// Where some words stand first.
  func first(_ phrase: [String]) -> Int? { plain.indices.first { has(phrase, at: $0) } }

  /// The first position from a start on whose word is in a set.
  func first(of set: Set<String>, from start: Int = 0) -> Int? {
    plain.indices.dropFirst(start).first { set.contains(plain[$0]) }
  }

  /// The words at some positions as a statement of their own: see `joined(_:)`.
  func text(_ positions: some Sequence<Int>) -> String {
    StatementWords.joined(positions.map { words[$0].raw })
  }

  /// Words as a statement: a capital in front, no mark at the end, `a` and `an` set right.
  static func joined(_ words: [String]) -> String {
    var words = words
    for index in words.indices.dropLast() where ["a", "an"].contains(words[index]) {
      words[index] = article(before: words[index + 1]) ?? words[index]
    }
    var text = Substring(words.joined(separator: " "))
    while let last = text.last, ".,;:!? ".contains(last) { text.removeLast() }
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// `a` or `an`, where the letters tell the sound.
  private static func article(before word: String) -> String? {
    let letters = word.drop { opening.contains($0) }
    guard let first = letters.first, !letters.contains(where: \.isUppercase) else { return nil }
    if "bcdfgjklmnpqrstvwxyz".contains(first) { return "a" }
    return "aei".contains(first) && !letters.hasPrefix("eu") ? "an" : nil
  }

  /// A word as it stands within a statement: without the capital of a first word, unless it is
  /// written in capitals.
  static func inner(_ word: String) -> String {
    let isAcronym = word.dropFirst().contains(where: \.isUppercase) || word == "I"
    return isAcronym ? word : word.prefix(1).lowercased() + word.dropFirst()
  }
}

extension Set<String> {
  /// The words of a text.
  init(words: String) {
    self = Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}

extension [[String]] {
  /// The phrases of a text, which bars part.
  init(phrases: String) {
    self = phrases.split(whereSeparator: { $0 == "|" || $0.isNewline }).map {
      $0.split(separator: " ").map(String.init)
    }
  }
}
