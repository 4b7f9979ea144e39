public import Groundwork

/// Why a history cannot be shown. Cases carry facts; the sentences stand below.
public enum HistoryFailure: Failure, Equatable {
  /// No run was published there yet.
  case noRuns(path: String)
  /// No run started on or after a day.
  case noneSince(day: String, newest: String)
  /// A figure is asked for in another form than `table:column`.
  case badFigure(text: String)
  /// A condition has another form than `column=text`.
  case badCondition(text: String)
  /// No run has the table.
  case noTable(name: String, nearest: String?, known: [String])
  /// The table holds people one by one.
  case privateTable(name: String)
  /// The table's rows are other things in every run.
  case eventTable(name: String, known: [String])
  /// No run's table has the column.
  case noColumn(option: String, table: String, name: String, nearest: String?, known: [String])
  /// No row has the text in the column.
  case noMatch(column: String, text: String, nearest: String?, known: [String])
  /// The column holds no number in any row that was asked for.
  case noNumbers(table: String, column: String)

  /// 66 where there are no runs, else 64.
  public var exitStatus: ExitStatus {
    if case .noRuns = self { return .inputMissing }
    return .usage
  }

  /// What was asked for, what there is, and what helps.
  public var message: Message {
    switch self {
    case .noRuns(let path):
      Message(
        path, "there is no published run", expected: "the runs of a study, Reports/<study>/runs",
        fix: "publish one with `unmet analyze study.yaml`, or name a study file or Reports/<study>"
      )
    case .noneSince(let day, let newest):
      Message(
        "--since", "no run started then or later", found: day, expected: "\(newest) or earlier",
        fix: "name an earlier day")
    case .badFigure(let text):
      Message(
        "--figure", "this names no column of a table", found: "\"\(text)\"",
        expected: "a table and a column with a colon between",
        fix: "write it as opportunities.csv:opportunity")
    case .badCondition(let text):
      Message(
        "--where", "this is no condition", found: "\"\(text)\"",
        expected: "a column and its text with = between",
        fix: "write it as outcome=15,segment=all")
    case .noTable(let name, let nearest, let known):
      Message(
        "--figure", "no run has such a table", found: "\"\(name)\"",
        fix: HistoryFailure.fix(nearest, known))
    case .privateTable(let name):
      Message(
        "--figure", "the table holds people one by one", found: "\"\(name)\"",
        expected: "a table of figures", fix: "name another table, such as segments.csv")
    case .eventTable(let name, let known):
      Message(
        "--figure", "the rows of the table are other things in every run", found: "\"\(name)\"",
        expected: "a table whose figures go on from run to run",
        fix: HistoryFailure.fix(nil, known))
    case .noColumn(let option, let table, let name, let nearest, let known):
      Message(
        option, "\(table) has no such column in any run", found: "\"\(name)\"",
        fix: HistoryFailure.fix(nearest, known))
    case .noMatch(let column, let text, let nearest, let known):
      Message(
        "--where", "no row that is left has this in the column \(column)", found: "\"\(text)\"",
        fix: HistoryFailure.fix(nearest, known))
    case .noNumbers(let table, let column):
      Message(
        "--figure", "the column \(column) of \(table) holds no number there",
        fix: "name a column of numbers, or other rows with --where")
    }
  }

  /// The most names that a message lists.
  private static let listedCount = 20

  private static func fix(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return "write `\(nearest)` if that is meant" }
    let names = known.prefix(listedCount).map { "`\($0)`" }.joined(separator: ", ")
    let rest = known.count > listedCount ? " or one of \(known.count - listedCount) others" : ""
    return known.isEmpty ? "publish a run first" : "write one of \(names)\(rest)"
  }
}
