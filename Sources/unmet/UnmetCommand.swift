import ArgumentParser
import Groundwork

/// The root command: says what there is.
struct UnmetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unmet",
    abstract: "Finds unmet needs in outcome surveys: opportunity scores, groups, clusters.",
    discussion: """
      Examples:
        unmet init responses.csv      write study.yaml for a survey export
        unmet questionnaire study.yaml   the survey that the study needs, for paper or a platform
        unmet check study.yaml        tell what is wrong with study or data
        unmet analyze study.yaml      print the report, write Reports/<study>/
        unmet report study.yaml --for product   the extract for one team, with user stories
        unmet tabulate study.yaml     crosstabs by segment, with significance letters
        unmet plan --baseline 0.40 --ratio 1.30   respondents that an improvement takes
        unmet compare study.yaml --baseline old.csv --new new.csv   is it 20-30 % better?
        unmet history study.yaml      its runs, and any figure through them
        unmet classify model.json new.csv   type new people into the segments of a run
        unmet analyze study.yaml --data - --out run < responses.csv
        unmet nightly .               every study of a folder whose answers have changed

      \(ExitStatusHelp.text)
      """,
    version: Version.text,
    subcommands: [
      InitCommand.self, CheckCommand.self, AnalyzeCommand.self, ReportCommand.self,
      TabulateCommand.self, PlanCommand.self, CompareCommand.self, ClassifyCommand.self,
      SimulateCommand.self, NightlyCommand.self, NightlyStudyCommand.self, HistoryCommand.self,
      AlertsCommand.self, ScheduleCommand.self, QuestionnaireCommand.self, SchemaCommand.self,
    ])

  /// Refuses a command that does not exist with the nearest one that does.
  static func checkName(in arguments: [String]) throws {
    let commands = configuration.subcommands.map { $0.configuration }
    let shown = commands.filter(\.shouldDisplay).compactMap(\.commandName) + ["help"]
    let names = commands.compactMap(\.commandName) + shown
    guard let name = arguments.first, !name.hasPrefix("-"), !names.contains(name) else { return }
    let hint =
      Suggestion.nearest(to: name, among: shown).map { "Did you mean '\($0)'?" }
      ?? "There are \(shown.joined(separator: ", "))."
    throw ValidationError("Unknown command '\(Message.escaped(name))'. \(hint)")
  }
}

/// The exit statuses as every help shows them.
enum ExitStatusHelp {
  static let text = """
    Exit status: 0 done; 64 wrong usage; 65 bad data; 66 input missing; 69 something that \
    is needed is not available; 70 a fault of unmet; 73 output cannot be created; 74 reading or \
    writing failed; 75 try again later; 77 not permitted; 78 bad study file; 129, 130, 141, 143 \
    ended by a signal. When it is not 0, no half-written output is left behind.
    """
}
