public import Survey

/// A questionnaire on paper, and what there is to say before it is sent.
public enum QuestionnaireText {
  /// The widest line.
  static let lineWidth = 88

  /// The questionnaire to read or print; each answer carries the column that it goes to.
  public static func text(_ questionnaire: Questionnaire) -> String {
    var lines = head(questionnaire)
    var number = 0
    for (index, page) in questionnaire.pages.enumerated() {
      let title = "PAGE \(index + 1): \(page.title)"
      lines += ["", ""] + TextLayout.wrapped(title, width: lineWidth)
      lines.append(String(repeating: "-", count: min(lineWidth, DisplayWidth.of(title))))
      for question in page.questions {
        number += 1
        lines += [""] + self.lines(question, number)
      }
    }
    return lines.map(TextLayout.trimmed).joined(separator: "\n") + "\n"
  }

  /// How much is asked and how long it takes, in one sentence.
  public static func size(_ questionnaire: Questionnaire) -> String {
    let others = questionnaire.answerCount - questionnaire.ratingCount
    return "\(NumberText.counted(questionnaire.ratingCount, "rating")) and "
      + "\(NumberText.counted(others, "other answer")), about "
      + NumberText.counted(questionnaire.minutes, "minute")
  }

  /// What should be thought about before it is sent; none, if all is well.
  public static func remarks(_ questionnaire: Questionnaire) -> [String] {
    var remarks: [String] = []
    let limit = Questionnaire.longMinutes
    if questionnaire.minutes > limit {
      let isFar = questionnaire.minutes > Questionnaire.longestMinutes
      remarks.append(
        "This is \(isFar ? "too long" : "long"): over \(limit) minutes people leave, or answer "
          + "without reading. Ask for fewer outcomes, or leave questions out that decide nothing.")
    }
    let bare = questionnaire.itemsWithoutWords
    if !bare.isEmpty {
      remarks.append(
        "\(bare.prefix(4).joined(separator: ", "))\(bare.count > 4 ? " and others" : "") "
          + "\(bare.count == 1 ? "has" : "have") no words but the column's name: give each a "
          + "`name` in the study that people understand.")
    }
    if !questionnaire.unasked.isEmpty {
      let names = questionnaire.unasked.prefix(4).map { "\($0.column) (\($0.use))" }
      let more = questionnaire.unasked.count > 4 ? " and others" : ""
      remarks.append("Not asked, to come from elsewhere: \(names.joined(separator: ", "))\(more).")
    }
    return remarks
  }

  // MARK: - Steps

  private static func head(_ questionnaire: Questionnaire) -> [String] {
    let title = TextLayout.wrapped(questionnaire.title, width: lineWidth)
    let width = title.map(DisplayWidth.of).max() ?? 0
    let size = size(questionnaire)
    var lines = title
    lines.append(String(repeating: "=", count: width))
    lines += TextLayout.wrapped("The job: \(questionnaire.job)", width: lineWidth)
    lines += ["", "\(size.prefix(1).uppercased())\(size.dropFirst())."]
    let note =
      "In brackets: the column of the responses that the answer goes to. Written there is what "
      + "stands beside the box, of a scale the number."
    for remark in remarks(questionnaire) + [note] {
      lines += TextLayout.wrapped(remark, width: lineWidth)
    }
    return lines
  }

  private static func lines(
    _ question: Questionnaire.Question, _ number: Int
  ) -> [String] {
    let mark = TextLayout.left("\(number).", 4)
    let column = question.items.count == 1 && question.gridCode == nil
    let text = question.text + (column ? " [\(question.items[0].column.text)]" : "")
    var lines = TextLayout.wrapped(text, width: lineWidth - 4).map { "    " + $0 }
    lines[0] = mark + lines[0].dropFirst(4)
    if !question.hint.isEmpty {
      lines += TextLayout.wrapped(question.hint, width: lineWidth - 4).map { "    " + $0 }
    }
    switch question.kind {
    case .grid(let choices): lines += grid(question, choices)
    case .single(let choices):
      for choice in choices {
        let words = TextLayout.wrapped(choice.text, width: lineWidth - 8)
        lines.append("    [ ] " + words[0])
        lines += words.dropFirst().map { "        " + $0 }
      }
    case .number: lines.append("    ____")
    case .text: lines.append("    " + String(repeating: "_", count: 40))
    }
    return lines
  }

  /// The rows, a box under each answer; answers too long to stand above their boxes are numbered
  /// in a legend.
  private static func grid(
    _ question: Questionnaire.Question, _ choices: [Questionnaire.Choice]
  ) -> [String] {
    let heads = choices.enumerated().map { index, choice -> String in
      if let point = choice.point { return String(point) }
      return DisplayWidth.of(choice.text) <= 9 ? choice.text : letter(index)
    }
    var legend: [String] = []
    for (head, choice) in zip(heads, choices) where head != choice.text {
      let isNumbered = choice.point != nil && choice.text.hasPrefix("\(head) - ")
      let text = isNumbered ? choice.text : "\(head) = \(choice.text)"
      legend += TextLayout.wrapped(text, width: lineWidth - 4)
    }
    let widths = heads.map { max(3, DisplayWidth.of($0)) }
    let room = lineWidth - 6 - widths.reduce(0) { $0 + $1 + 1 }
    func cells(_ texts: [String]) -> String {
      zip(texts, widths).map { " " + TextLayout.right($0, $1) }.joined()
    }
    var lines = legend.map { "    " + $0 }
    lines.append(String(repeating: " ", count: 6 + room) + cells(heads))
    let boxes = cells(heads.map { _ in "[ ]" })
    for item in question.items {
      let words = TextLayout.wrapped("[\(item.column.text)] \(item.text)", width: room)
      lines.append("    " + TextLayout.left(words[0], room + 2) + boxes)
      lines += words.dropFirst().map { "      " + $0 }
    }
    return lines
  }

  /// A letter for an answer without a number.
  private static func letter(_ index: Int) -> String {
    String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
  }
}
