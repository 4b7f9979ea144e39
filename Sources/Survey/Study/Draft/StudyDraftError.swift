public import Groundwork
public import Tables

/// Why no study can be drafted from a table.
public enum StudyDraftError: Failure, Equatable {
  /// The table cannot be read.
  case table(TableError)
  /// No importance column has a satisfaction column beside it.
  case noPairs(input: String, columns: [String])
  /// Cells of a column that the study would use are not UTF-8.
  case notUTF8(input: String, column: String, count: Int)
  /// The table lists outcomes, it does not hold answers.
  case outcomeList(input: String, column: String)
  /// One record is one answer, not one respondent.
  case longTable(input: String, column: String)

  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .table(let error): return error.message
    case .noPairs(let input, let columns):
      let first = columns.prefix(12).map { YAMLText.comment($0) }.joined(separator: ", ")
      let more = columns.count > 12 ? " and \(columns.count - 12) more" : ""
      return Message(
        input, "no importance and satisfaction columns can be paired",
        found: "\(columns.count) columns: \(first)\(more)",
        expected: "pairs such as imp_01 and sat_01, or headers such as \"How important is X\" "
          + "and \"How satisfied are you with X\"",
        fix: "rename the columns, or write study.yaml by hand and name each pair in it")
    case .notUTF8(let input, let column, let count):
      return Message(
        input, "cells in column \"\(YAMLText.comment(column))\" are not utf-8",
        found: "\(count) of them", expected: "utf-8 text",
        fix: "say --encoding windows-1252 (or iso-8859-1, mac-roman, utf-16), or save the file as "
          + "UTF-8")
    case .outcomeList(let input, let column):
      return Message(
        input, "this is a list of outcomes, not of answers",
        found: "outcomes in column \"\(YAMLText.comment(column))\" and no ratings",
        expected: "one record a respondent with an importance and a satisfaction column for "
          + "each outcome", fix: "name the export of the survey's answers")
    case .longTable(let input, let column):
      return Message(
        input, "one record is not one respondent",
        found: "a single importance and satisfaction column beside the outcomes in column "
          + "\"\(YAMLText.comment(column))\"",
        expected: "one record a respondent with an importance and a satisfaction column for "
          + "each outcome", fix: "reshape the table from long to wide")
    }
  }

  /// That of the table's fault, else 65.
  public var exitStatus: ExitStatus {
    if case .table(let error) = self { return error.exitStatus }
    return .data
  }
}
