/// What may stand behind a key of the study file. A key may allow several forms, at most one a
/// kind of node.
enum StudyForm: Sendable, Equatable {
  /// One scalar.
  case text(StudyText)
  /// A list; its items stand in the table under the path with `[]` behind.
  case list
  /// A mapping with the keys that stand in the table below the path.
  case mapping
  /// A mapping with keys of the user's own choice; its values stand under the path with `.*`.
  case named
  /// A mapping of a single pair, an id of the user's own choice and a text.
  case pair

  /// The kind of node, in words.
  var words: String {
    switch self {
    case .text(let text): text.words
    case .list: "a list"
    case .mapping: "a mapping"
    case .named: "a mapping"
    case .pair: "a pair `id: text`"
    }
  }
}

/// What a scalar of the study file may be.
enum StudyText: Sendable, Equatable {
  /// Any text but an empty one.
  case text
  /// Any text; a blank means a blank cell.
  case answer
  /// A column, by its header or as `#12`.
  case column
  /// A column name with `{id}` in it.
  case pattern
  /// A column name with a range of numbers in it: `rep_{1-80}`.
  case numbered
  /// One of a few words.
  case choice([String])
  /// `true` or `false`.
  case truth
  /// A whole number within a range.
  case whole(ClosedRange<Int>)
  /// A whole number of 64 bits, not negative.
  case seed
  /// A number of at least `minimum`.
  case number(minimum: Int)
  /// A share: `0.01` or `1 %`.
  case share
  /// A number of at least 0, or a percentage: `6.5` or `80 %`.
  case figure
  /// How long: `30 days`, `6 months` or `forever`.
  case period
  /// Two whole numbers with a hyphen: `1-5`.
  case scale
  /// `auto`, or a whole number within a range.
  case automaticOr(ClosedRange<Int>)

  /// What is expected, in words.
  var words: String {
    switch self {
    case .text: "a text"
    case .answer: "a text as it stands in the data"
    case .column: "a column (its header, or its position as \"#12\")"
    case .pattern: "a column name with {id} in it"
    case .numbered: "a column name with a range of numbers in it, such as rep_{1-80}"
    case .choice(let words): StudyText.either(words)
    case .truth: "true or false"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .seed: "a whole number from 0 to \(UInt64.max)"
    case .number(let minimum): "a number of at least \(minimum)"
    case .share: "a share: a number from 0 to below 1, or a percentage such as 1 %"
    case .figure: "a number of at least 0, or a percentage such as 80 %"
    case .period: "a period such as 30 days, 12 weeks, 6 months, 2 years, or forever"
    case .scale: "lowest and highest point such as 1-5, at most eleven whole points from 0 up"
    case .automaticOr(let range):
      "auto, or a whole number from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  /// Whether a scalar is what is expected.
  func isSatisfied(by text: String) -> Bool {
    switch self {
    case .text: !StudyText.isBlank(text)
    case .answer: true
    case .column: !StudyText.isBlank(text) && !StudyText.isBadPosition(text)
    case .pattern: text.contains("{id}")
    case .numbered: StudyText.numbered(text) != nil
    case .choice(let words): words.contains(text)
    case .truth: ["true", "false"].contains(text)
    case .whole(let range): StudyText.whole(text).map { range.contains($0) } ?? false
    case .seed: StudyText.isDigits(text) && UInt64(text) != nil
    case .number(let minimum): StudyText.number(text).map { $0 >= Double(minimum) } ?? false
    case .share: StudyText.share(text) != nil
    case .figure: StudyText.figure(text) != nil
    case .period: RetentionRules.Period(text) != nil
    case .scale: StudyText.scale(text) != nil
    case .automaticOr(let range):
      text == "auto" || (StudyText.whole(text).map { range.contains($0) } ?? false)
    }
  }

  /// `a, b or c`.
  static func either(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }

  static func isBlank(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }

  // MARK: - Grammar

  /// A whole number in plain decimal digits, with a minus or without.
  static func whole(_ text: String) -> Int? {
    isDigits(text.hasPrefix("-") ? text.dropFirst() : text[...]) ? Int(text) : nil
  }

  /// A number in plain decimal digits, as `0.5` or `.5`: no exponent, no sign, no closing point.
  static func number(_ text: some StringProtocol) -> Double? {
    let whole = text.hasPrefix(".") ? "0\(text)" : String(text)
    let parts = whole.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ isDigits($0) }) else { return nil }
    return Double(whole).flatMap { $0.isFinite ? $0 : nil }
  }

  /// A share, 0...1: a bare number must be below 1, so that `1` cannot be meant as one percent.
  static func share(_ text: String) -> Double? {
    guard text.hasSuffix("%") else { return number(text).flatMap { $0 < 1 ? $0 : nil } }
    let digits = text.dropLast()
    let bare = digits.hasSuffix(" ") ? digits.dropLast() : digits
    return number(bare).flatMap { $0 <= 100 ? $0 / 100 : nil }
  }

  /// A number or a percentage, which may be above 100 %; a percentage as a part of 1.
  static func figure(_ text: String) -> (value: Double, isPercentage: Bool)? {
    guard text.hasSuffix("%") else { return number(text).map { ($0, false) } }
    let digits = text.dropLast()
    return number(digits.hasSuffix(" ") ? digits.dropLast() : digits).map { ($0 / 100, true) }
  }

  /// The ends of a scale such as `1-5`.
  static func scale(_ text: String) -> (low: Int, high: Int)? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ isDigits($0) && $0.utf8.count <= 3 }),
      let low = Int(parts[0]), let high = Int(parts[1]), low < high, high - low <= 10
    else { return nil }
    return (low, high)
  }

  static func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
  }

  /// Whether a text looks like a position and is none: `#0`.
  static func isBadPosition(_ text: String) -> Bool {
    text.hasPrefix("#") && isDigits(text.dropFirst()) && (Int(text.dropFirst()) ?? 0) < 1
  }
}
