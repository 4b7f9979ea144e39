import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// Why there is no extract for a team.
enum TeamFailure: Failure, Equatable {
  /// The study names nobody of the role whose scores the team reads.
  case noSuchRole(PerformerRole)

  var exitStatus: ExitStatus { .usage }

  var message: Message {
    switch self {
    case .noSuchRole(let role):
      let others = ReportTeam.allCases.filter { $0.role == nil || $0 == .support }.map(\.rawValue)
      return Message(
        "--for", "the study names nobody of this role", found: role.rawValue,
        expected: "`roles.\(role.rawValue)` in the study file",
        fix: "declare the role, or choose another team: \(others.joined(separator: ", "))")
    }
  }
}

/// `unmet report`: the report for one team, or the whole, without writing a run.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Print the report, or the extract that one team needs.",
    discussion: """
      Examples:
        unmet report study.yaml --for product
        unmet report study.yaml --for buyer --out buyer.txt
        unmet report study.yaml --for executive --json | jq .actions

      The analysis is that of `unmet analyze` with the same options; no run is written. An extract \
      says whom it is for, has the team's sections in the team's order, the highest outcomes as \
      user stories, and what to do next. The teams executor, buyer and support read the scores of \
      that role (`roles` in the study file); for support, everybody's where the study has no such \
      role. Without --for, the whole report.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The study file.", completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(
    name: .customLong("for"), help: ArgumentHelp("The team the extract is for.", valueName: "team"))
  var team: ReportTeam?

  @Option(
    help: ArgumentHelp("Write the text into this file instead of printing it.", valueName: "file"),
    completion: .file())
  var out: String?

  @Flag(help: "Replace the file that is there.")
  var force = false

  @OptionGroup
  var choices: AnalysisChoices

  @Flag(help: "With --for: the extract as JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print no progress.")
  var quiet = false

  @OptionGroup
  var machine: MachineOptions

  func validate() throws {
    if let out, out.isEmpty || out.hasSuffix("/") {
      throw Misuse.error(
        "--out", "this is no name of a file", found: "\"\(out)\"", expected: "a file",
        fix: "name a file, or leave --out out")
    }
    if force, out == nil {
      throw Misuse.error(
        "--force", "there is no file to replace", expected: "--out with a file",
        fix: "add --out FILE, or leave --force out")
    }
    if json, team == nil {
      throw Misuse.error(
        "--json", "the whole report is a text", expected: "--for with a team",
        fix: "add --for TEAM, or use unmet analyze --json")
    }
  }

  func run() throws {
    let progress = ProgressLine(isQuiet: quiet)
    try CleanRun.perform(progress) { try run($0, progress) }
  }

  // MARK: - Steps

  private func run(_ leftovers: Leftovers, _ progress: ProgressLine) throws {
    let read = try StudyReader.read(path: study)
    let plan = choices.adjusted(read.study)
    try checkRole(plan)
    let input = try StudyFiles(studyPath: study).input(of: plan, data: choices.data)
    var files = try out.map { try FileSet(of: $0, replaces: force, leftovers) }
    let result = try Analysis.run(
      plan, studySHA256: read.sha256, input: input,
      options: machine.options(isStrict: choices.strict, progress: progress))
    let text = text(result)
    progress.clear()
    guard let name = out.map({ FileSystem.split($0).name }) else {
      return try StandardOutput.write(text)
    }
    try files?.write(Paper(name: name) { Array(text.utf8) })
    for path in try files?.publish() ?? [] {
      if !quiet { StandardError.write("unmet: the report lies in \(Message.escaped(path))\n") }
    }
  }

  /// A role that the study does not name has no scores.
  private func checkRole(_ study: Study) throws {
    guard let team, let role = team.role, team != .support,
      study.roles?.answers(of: role).isEmpty ?? true
    else { return }
    throw TeamFailure.noSuchRole(role)
  }

  private func text(_ result: AnalysisResult) -> String {
    guard let team else { return TextReport.text(result) }
    return json ? TeamReport.json(result, for: team) : TeamReport.text(result, for: team)
  }
}

extension FileSet {
  /// One file at a path.
  fileprivate init(
    of path: String, replaces: Bool, _ leftovers: Leftovers
  ) throws(PublicationFailure) {
    let (parent, name) = FileSystem.split(path)
    try self.init(
      directory: parent.isEmpty ? "." : parent, names: [name], replaceable: replaces ? [name] : [],
      leftovers: leftovers)
  }
}
