public import Survey

/// A questionnaire as an XLSForm: the workbook that KoboToolbox and ODK import.
///
/// Grids are groups shown as a table, each row a question of its own. Neither platform shuffles
/// questions.
public enum QuestionnaireXLSForm {
  /// The bytes of the `.xlsx` file, the same for the same questionnaire.
  ///
  /// - Parameter questionnaire: one that passed `check(for: .xlsForm)`.
  /// - Returns: the whole file.
  public static func bytes(_ questionnaire: Questionnaire) -> [UInt8] {
    let lists = ChoiceLists(questionnaire)
    var survey = [["type", "name", "label", "hint", "appearance", "constraint"]]
    for question in questionnaire.questions { survey += rows(question, lists) }
    let form = Slug.of(questionnaire.title).split(separator: "-").joined(separator: "_")
    let settings = [["form_title", "form_id"], [questionnaire.title, "survey_\(form)"]]
    return Workbook.bytes([
      Workbook.Sheet(name: "survey", rows: survey.map { $0.map(plain) }),
      Workbook.Sheet(name: "choices", rows: lists.rows.map { $0.map(plain) }),
      Workbook.Sheet(name: "settings", rows: settings.map { $0.map(plain) }),
    ])
  }

  // MARK: - Steps

  /// Lists of answers, each once however many questions have it.
  private struct ChoiceLists {
    var rows = [["list_name", "name", "label"]]
    private var lists: [[Questionnaire.Choice]] = []

    init(_ questionnaire: Questionnaire) {
      for question in questionnaire.questions {
        let choices = question.choices
        guard !choices.isEmpty, !lists.contains(choices) else { continue }
        lists.append(choices)
        for (code, choice) in zip(SurveyPlatform.xlsForm.codes(of: choices), choices) {
          rows.append(["answers\(lists.count)", code, choice.text])
        }
      }
    }

    func name(of choices: [Questionnaire.Choice]) -> String {
      "answers\((lists.firstIndex(of: choices) ?? 0) + 1)"
    }
  }

  private static func rows(
    _ question: Questionnaire.Question, _ lists: ChoiceLists
  ) -> [[String]] {
    let names = question.items.map { SurveyPlatform.xlsForm.spelling(of: $0.column.text) }
    func row(_ type: String, constraint: String = "") -> [[String]] {
      [[type, names[0], question.text, question.hint, "", constraint]]
    }
    switch question.kind {
    case .grid(let choices):
      let type = "select_one \(lists.name(of: choices))"
      var group = [["begin_group", question.gridCode ?? "", question.text, "", "table-list", ""]]
      for (item, name) in zip(question.items, names) {
        group.append([type, name, item.text, "", "", ""])
      }
      return group + [["end_group", "", "", "", "", ""]]
    case .single(let choices): return row("select_one \(lists.name(of: choices))")
    case .number(let limits):
      return row("integer", constraint: ". >= \(limits.lowerBound) and . <= \(limits.upperBound)")
    case .text: return row("text")
    }
  }

  /// A text in one line that names no other question of the form.
  private static func plain(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
      .split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$ {")
  }
}
