/// Texts that survey tools and people write in place of an answer, and ladders of labels.
enum KnownAnswers {
  /// Why there is no answer, when a text says so.
  static func missingReason(of text: String) -> MissingReason? {
    let plain = normalized(text)
    if plain.isEmpty || notAnswered.contains(plain) { return .notAnswered }
    if notAsked.contains(plain) { return .notAsked }
    if doesNotApply.contains(plain) { return .doesNotApply }
    return refused.contains(plain) ? .refused : nil
  }

  /// Whether a whole number is one of those that stand for "no answer" in coded data.
  static func isMissingCode(_ number: Int) -> Bool {
    number < 0 || [77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 9999].contains(number)
  }

  /// The ladder that holds all labels, as the point of each from 1, and its number of points.
  ///
  /// Of several ladders the shortest wins, then the first of the list.
  static func ladder(of labels: [String]) -> (points: [String: Int], count: Int)? {
    var best: (points: [String: Int], count: Int)?
    for ladder in ladders {
      var points: [String: Int] = [:]
      for label in labels {
        let plain = normalized(label)
        if let index = ladder.firstIndex(where: { $0.contains(plain) }) {
          points[label] = index + 1
        }
      }
      if points.count == labels.count, ladder.count < best?.count ?? .max {
        best = (points, ladder.count)
      }
    }
    return best
  }

  /// Letters in lower case, blanks collapsed, typographic apostrophes made plain.
  static func normalized(_ text: String) -> String {
    let plain = text.lowercased().replacing("\u{2019}", with: "'").replacing("\u{A0}", with: " ")
    return plain.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
      .joined(separator: " ")
  }

  // MARK: - The lists

  private static let notAnswered: Set<String> = [
    "na", "n/a", "n.a.", "#n/a", "nan", "null", "none given", "no answer", "no response",
    "not answered", "not available", "missing", ".", "-", "--", "?", "don't know", "dont know",
    "do not know", "i don't know", "dk", "not sure", "unsure", "no opinion", "can't say",
    "cannot say", "k.a.", "k. a.", "k.a", "k. a", "keine angabe", "keine angaben", "keine antwort",
    "weiß nicht", "weiss nicht", "weiß ich nicht", "weiss ich nicht", "nicht beantwortet",
  ]
  private static let notAsked: Set<String> = [
    "not asked", "not shown", "not displayed", "not presented", "question not asked",
  ]
  private static let doesNotApply: Set<String> = [
    "not applicable", "does not apply", "does not apply to me", "doesn't apply",
    "doesn't apply to me", "not applicable to me", "not relevant to me",
  ]
  private static let refused: Set<String> = [
    "refused", "prefer not to say", "prefer not to answer", "prefer not to disclose",
    "prefer not to respond", "rather not say", "i'd rather not say", "decline to answer",
    "declined", "declined to answer",
  ]

  /// Ladders from the lowest point up; each rung with the ways to write it.
  private static let ladders: [[Set<String>]] = importanceLadders + satisfactionLadders

  private static let importanceLadders: [[Set<String>]] = [
    [
      ["not at all important", "not important at all", "not important"],
      ["slightly important", "of little importance", "a little important", "low importance"],
      ["moderately important", "somewhat important", "fairly important", "neutral"],
      ["very important", "important", "quite important"],
      ["extremely important", "critical", "essential", "critically important"],
    ],
    [
      ["not at all important", "not important at all", "very unimportant"],
      ["not important", "not very important", "unimportant", "somewhat unimportant"],
      ["neutral", "neither important nor unimportant", "moderately important"],
      ["important", "somewhat important", "fairly important"],
      ["very important", "extremely important"],
    ],
    [
      ["not at all important"], ["low importance"], ["slightly important"],
      ["neutral", "neither important nor unimportant"], ["moderately important"],
      ["very important"], ["extremely important"],
    ],
  ]

  private static let satisfactionLadders: [[Set<String>]] = [
    [
      ["not at all satisfied", "not satisfied at all", "not satisfied"],
      ["slightly satisfied", "a little satisfied"],
      ["moderately satisfied", "somewhat satisfied", "fairly satisfied", "neutral"],
      ["very satisfied", "satisfied", "quite satisfied"],
      ["extremely satisfied", "completely satisfied", "totally satisfied"],
    ],
    [
      ["very dissatisfied", "very unsatisfied", "extremely dissatisfied", "not at all satisfied"],
      ["dissatisfied", "unsatisfied", "somewhat dissatisfied", "not satisfied"],
      ["neutral", "neither satisfied nor dissatisfied", "neither"],
      ["satisfied", "somewhat satisfied"],
      ["very satisfied", "extremely satisfied"],
    ],
    [
      ["extremely dissatisfied", "very dissatisfied"],
      ["moderately dissatisfied", "dissatisfied"],
      ["slightly dissatisfied", "somewhat dissatisfied"],
      ["neutral", "neither satisfied nor dissatisfied", "neither"],
      ["slightly satisfied", "somewhat satisfied"], ["moderately satisfied", "satisfied"],
      ["extremely satisfied", "very satisfied"],
    ],
  ]
}
