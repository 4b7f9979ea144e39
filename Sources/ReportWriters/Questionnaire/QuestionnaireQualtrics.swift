public import Survey

/// A questionnaire in Qualtrics' Advanced Format of text files.
///
/// Grids are matrix tables whose answers have the points as recode values; their rows are exported
/// as `impBlock1_1`, `impBlock1_2` and so on, with the statement in the second row of headers, by
/// which they are found again. The format has no way to shuffle rows: that is switched on by hand.
public enum QuestionnaireQualtrics {
  /// The text file.
  ///
  /// - Parameter questionnaire: one that passed `check(for: .qualtrics)`.
  /// - Returns: the whole file.
  public static func text(_ questionnaire: Questionnaire) -> String {
    var lines = ["[[AdvancedFormat]]", ""]
    for (index, page) in questionnaire.pages.enumerated() {
      lines += ["[[Block:\(page.title.filter { $0 != "]" && $0 != "[" })]]", ""]
      if index == 0 {
        lines += [
          "[[Question:DB]]", "[[ID:intro]]", line(questionnaire.title), line(questionnaire.job), "",
        ]
      }
      lines += page.questions.flatMap { self.lines($0) + [""] }
    }
    return lines.joined(separator: "\n")
  }

  // MARK: - Steps

  private static func lines(_ question: Questionnaire.Question) -> [String] {
    let name =
      question.gridCode
      ?? SurveyPlatform.qualtrics.spelling(of: question.items[0].column.text)
    let hint = question.hint.isEmpty ? [] : [line(question.hint)]
    let body = ["[[ID:\(name)]]", line(question.text)] + hint
    switch question.kind {
    case .grid(let choices):
      var lines = ["[[Question:Matrix]]"] + body + ["[[Choices]]"]
      lines += question.items.map { line($0.text) }
      lines.append("[[AdvancedAnswers]]")
      for choice in choices {
        lines.append(choice.point.map { "[[Answer:\($0)]]" } ?? "[[Answer]]")
        lines.append(line(choice.text))
      }
      return lines
    case .single(let choices):
      let answers = choices.map { line($0.text) }
      return ["[[Question:MC:SingleAnswer:Vertical]]"] + body + ["[[Choices]]"] + answers
    case .number, .text: return ["[[Question:TE:SingleLine]]"] + body
    }
  }

  /// A text in one line that is neither a tag nor a piped text of the platform.
  private static func line(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
      .split(separator: "[[", omittingEmptySubsequences: false).joined(separator: "[ [")
      .split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$ {")
  }
}
