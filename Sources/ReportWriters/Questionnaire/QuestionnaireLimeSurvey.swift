public import Survey

/// A questionnaire in LimeSurvey's tab-separated survey structure.
///
/// Grids are arrays (type F) whose subquestions bear the spelled names of the study's columns and
/// are shown in random order. All other choices are lists of radio buttons (L), so that nothing
/// hangs on the language of the platform; numbers are short texts (S) held to digits, because
/// numerical questions are exported with decimals.
public enum QuestionnaireLimeSurvey {
  private static let columns = [
    "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
    "mandatory", "other", "default", "same_default", "random_order",
  ]
  private static let language = "en"

  /// The bytes of the `.txt` file: UTF-8 with a byte order mark.
  ///
  /// - Parameter questionnaire: one that passed `check(for: .limeSurvey)`.
  /// - Returns: the whole file.
  public static func bytes(_ questionnaire: Questionnaire) -> [UInt8] {
    var lines = [columns] + settings(questionnaire)
    for (index, page) in questionnaire.pages.enumerated() {
      lines.append(
        row(["class": "G", "type/scale": String(index + 1), "name": page.title, "relevance": "1"]))
      for question in page.questions { lines += rows(question) }
    }
    let text = lines.map { $0.map(cell).joined(separator: "\t") }.joined(separator: "\n")
    return [0xEF, 0xBB, 0xBF] + Array((text + "\n").utf8)
  }

  // MARK: - Steps

  private static func settings(_ questionnaire: Questionnaire) -> [[String]] {
    [
      row(["class": "S", "name": "language", "text": language, "language": ""]),
      row(["class": "S", "name": "format", "text": "G", "language": ""]),
      row(["class": "SL", "name": "surveyls_title", "text": questionnaire.title]),
      row(["class": "SL", "name": "surveyls_welcometext", "text": questionnaire.job]),
    ]
  }

  private static func rows(_ question: Questionnaire.Question) -> [[String]] {
    let platform = SurveyPlatform.limeSurvey
    var cells = [
      "class": "Q", "relevance": "1", "text": question.text, "help": question.hint,
      "mandatory": "N", "other": "N",
      "name": question.gridCode ?? platform.spelling(of: question.items[0].column.text),
    ]
    var subquestions: [[String]] = []
    switch question.kind {
    case .grid:
      cells["type/scale"] = "F"
      cells["random_order"] = question.isShuffled ? "1" : ""
      subquestions = question.items.map { item in
        row([
          "class": "SQ", "type/scale": "0", "name": platform.spelling(of: item.column.text),
          "relevance": "1", "text": item.text,
        ])
      }
    case .single: cells["type/scale"] = "L"
    case .number(let limits):
      cells["type/scale"] = "S"
      cells["validation"] = "/^[0-9]{1,\(String(limits.upperBound).utf8.count)}$/"
    case .text: cells["type/scale"] = "S"
    }
    let answers = zip(platform.codes(of: question.choices), question.choices).map { code, choice in
      row(["class": "A", "type/scale": "0", "name": code, "text": choice.text])
    }
    return [row(cells)] + subquestions + answers
  }

  private static func row(_ cells: [String: String]) -> [String] {
    columns.map { cells[$0] ?? ($0 == "language" ? language : "") }
  }

  /// One line; a brace with a blank behind it is no expression of the platform.
  private static func cell(_ text: String) -> String {
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    // The regular expressions of numbers have braces of their own.
    let plain = words.hasPrefix("/^") ? words : replaced("{", by: "{ ", in: words)
    return plain.contains("\"") ? "\"\(replaced("\"", by: "\"\"", in: plain))\"" : plain
  }

  private static func replaced(_ mark: Character, by other: String, in text: String) -> String {
    text.split(separator: mark, omittingEmptySubsequences: false).joined(separator: other)
  }
}
