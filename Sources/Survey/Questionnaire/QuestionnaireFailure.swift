public import Groundwork

/// Why a questionnaire cannot be written.
public enum QuestionnaireFailure: Failure, Equatable {
  /// The study tells a column by its position, and there are no columns yet.
  case byPosition(ColumnReference)
  /// Two columns get the same name on a platform.
  case sameName(ColumnReference, ColumnReference, name: String, SurveyPlatform)
  /// A column gets the name that a grid has on a platform.
  case gridName(ColumnReference, name: String, SurveyPlatform)
  /// Two answers get the same code on a platform.
  case sameCode(ColumnReference, String, String, SurveyPlatform)

  /// The status with which the command ends.
  public var exitStatus: ExitStatus { .studyFile }

  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .byPosition(let column):
      Message(
        column.place.description, "a survey that is to be made has no column at a position",
        found: "\"\(column.text)\"", expected: "a name", fix: "give the column a name")
    case .sameName(let column, let first, let name, let platform):
      Message(
        column.place.description,
        "on \(platform.name) \"\(column.text)\" and \"\(first.text)\" both become \"\(name)\"",
        expected: "names that differ in letters and digits", fix: "rename one of the two columns")
    case .gridName(let column, let name, let platform):
      Message(
        column.place.description,
        "on \(platform.name) \"\(column.text)\" becomes \"\(name)\", which is the name of a grid",
        expected: "another name", fix: "rename the column")
    case .sameCode(let column, let first, let second, let platform):
      Message(
        column.place.description,
        "on \(platform.name) two answers of \"\(column.text)\" get the same code",
        found: "\"\(first)\" and \"\(second)\"",
        expected: "answers that differ in letters and digits", fix: "word one of them differently")
    }
  }
}

extension Questionnaire {
  /// Tells what stands in the way of asking these questions on a platform.
  ///
  /// - Parameter platform: where; `nil` for paper, which takes any name.
  /// - Throws: the first thing in the order of the questions.
  public func check(for platform: SurveyPlatform?) throws(QuestionnaireFailure) {
    for item in questions.flatMap(\.items) where item.column.position != nil {
      throw .byPosition(item.column)
    }
    guard let platform else { return }
    let grids = Set(questions.compactMap { $0.gridCode?.lowercased() })
    var users: [String: ColumnReference] = [:]
    for item in questions.flatMap(\.items) {
      let name = platform.spelling(of: item.column.text)
      if grids.contains(name.lowercased()) { throw .gridName(item.column, name: name, platform) }
      if let first = users[name.lowercased()] {
        throw .sameName(item.column, first, name: name, platform)
      }
      users[name.lowercased()] = item.column
    }
    for question in questions { try Questionnaire.checkCodes(question, platform) }
  }

  private static func checkCodes(
    _ question: Question, _ platform: SurveyPlatform
  ) throws(QuestionnaireFailure) {
    var users: [String: String] = [:]
    for (code, choice) in zip(platform.codes(of: question.choices), question.choices) {
      if let first = users[code.lowercased()] {
        throw .sameCode(question.items[0].column, first, choice.text, platform)
      }
      users[code.lowercased()] = choice.text
    }
  }
}
