public import Groundwork

/// Why the answers of new people cannot be typed: what a study's loader says of them, with what can
/// be done about it where there is a model instead of a study file.
public struct AnswersFailure: Failure {
  /// What the loader says.
  public let error: SurveyError
  /// What can be done.
  private let fix: String

  /// Errors that say the same of a study and of new people are left to speak for themselves.
  init?(_ error: SurveyError, _ columns: RouteColumns) {
    guard let fix = AnswersFailure.fix(error, columns) else { return nil }
    self.error = error
    self.fix = fix
  }

  /// A wrong option, or data that cannot be used: never the model.
  public var exitStatus: ExitStatus {
    if case .columnUsedTwice = error { return .usage }
    return .data
  }

  /// The sentence for the person.
  public var message: Message {
    var message = error.message
    message.fix = fix
    if case .columnUsedTwice(_, let first) = error {
      message.found = first.place.line > 0 ? "a question of the model" : first.place.description
      message.expected = "one use for each column"
    }
    return message
  }

  /// What can be done with new people's answers; `nil` where it is what the error says.
  private static func fix(_ error: SurveyError, _ columns: RouteColumns) -> String? {
    switch error {
    case .tooManyInvalid(let invalid, _):
      columns.scaleFix(invalid)
        ?? "type people who were asked on the model's scale, or make the model anew from a study "
        + "on this one"
    case .tooManyRejected: "export the file again, or name the delimiter by --delimiter"
    case .duplicateRespondents:
      "leave one row a person in the file, or name another column of ids by --id"
    case .blankRespondent:
      "fill the ids in, leave these rows out, or name another column of ids by --id"
    case .ambiguousColumn: "rename all of them but one"
    case .columnUsedTwice: "name another column"
    case .missingColumn: "name a column of the file"
    default: nil
    }
  }
}

/// Columns that a model needs and a file of new people lacks.
public struct LackingColumns: Sendable, Equatable {
  /// The name of the file.
  public var input: String
  /// The column of ids, where that is lacking.
  public var ids: String?
  /// The columns of questions that are lacking, in the order of the route.
  public var questions: [String]
  /// The columns of the file.
  public var found: [String]
  /// What else could be done: the golden questions are all there, or would be enough.
  public var golden: Golden

  /// What the golden questions are to the file.
  public enum Golden: Sendable, Equatable {
    /// The model has none, or they alone are wished.
    case none
    /// They are all in the file, but all questions are wished.
    case present
    /// They are what is lacking, and they would be enough.
    case enough
  }

  /// How many names a sentence holds.
  static let nameCount = 5

  /// The sentence for the person.
  var message: Message {
    let names = (ids.map { [$0] } ?? []) + questions
    let told = LackingColumns.list(names.map { "\"\($0)\"" })
    let first = found.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
    let count = found.count > 3 ? ", ... (\(found.count) columns)" : ""
    return Message(
      input, names.count == 1 ? "has no column \(told)" : "lacks \(names.count) columns: \(told)",
      found: first + count, expected: "the columns of the model", fix: fix)
  }

  private var fix: String {
    var fixes: [String] = []
    if !questions.isEmpty {
      let others =
        switch golden {
        case .none: ""
        case .present: ", or leave --questions all out to type by the golden questions"
        case .enough: "; the golden questions alone are enough"
        }
      fixes.append("give the columns the names that they have in the study" + others)
    }
    if ids != nil { fixes.append("name the column of ids by --id COLUMN") }
    if found.count == 1 { fixes.append("name the delimiter by --delimiter if it is another") }
    return fixes.joined(separator: "; ")
  }

  /// The first five names and how many more: `a, b, c, d, e and 7 more`.
  public static func list(_ names: [String]) -> String {
    let first = names.prefix(nameCount)
    guard let last = first.last else { return "" }
    let more = names.count - first.count
    if more > 0 { return first.joined(separator: ", ") + " and \(more) more" }
    let others = first.dropLast()
    return others.isEmpty ? last : others.joined(separator: ", ") + " and " + last
  }
}
