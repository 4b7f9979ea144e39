import ArgumentParser
import Groundwork
import Nightly
import ReportWriters
import Survey
import Tables

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `unmet analyze`: from a study and its responses to a published run.
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Score a survey, look for groups, print the report and write the run.",
    discussion: """
      Examples:
        unmet analyze study.yaml
        unmet analyze study.yaml --data - --out run < responses.csv
        unmet analyze study.yaml --clusters 3 --quiet
        unmet analyze study.yaml --json | jq .clusters
        unmet analyze study.yaml --incremental

      The run goes to Reports/<study>/runs/<date>-<digits>/ beside the study file, and the link \
      Reports/<study>/latest points at it; after an earlier run there, the report begins with \
      what changed since, and `unmet history` lists all of them. With --out it goes to that \
      directory. It appears there whole or not at all. respondents.csv holds ids as read; only \
      its owner may read it.

      With --incremental the decoded answers are kept in Reports/<study>/.state, for their owner \
      alone. Where the file then grew by appending, only what was added is decoded, once the rest \
      has been hashed and found unchanged; else everything is, and the reason is told. The run is \
      the same to the byte without it. .state may be deleted, but for what nights know: the watch \
      of a study with `alerts` then begins anew.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The study file.", completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(
    help: ArgumentHelp("Write the run here: a new or empty directory.", valueName: "dir"),
    completion: .directory)
  var out: String?

  @Flag(help: "With --out: replace an earlier run there.")
  var force = false

  @Flag(help: "Decode only what was added to the file since the last run with this option.")
  var incremental = false

  @OptionGroup
  var choices: AnalysisChoices

  @Flag(
    name: .customLong("no-respondents"),
    help: "Leave out respondents.csv, which holds ids, and dendrogram.csv.")
  var noRespondents = false

  @Flag(help: "Print a JSON summary instead of the report.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print no report and no progress.")
  var quiet = false

  @OptionGroup
  var machine: MachineOptions

  func validate() throws {
    if let out, out.isEmpty { throw ValidationError("--out: expected a directory.") }
    if force, out == nil { throw ValidationError("--force needs --out.") }
    if incremental, out != nil {
      throw ValidationError("--incremental goes by the runs in Reports, not with --out.")
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
    let files = StudyFiles(studyPath: study)
    let input = try files.input(of: plan, data: choices.data)
    let lock = try lock(plan, files, leftovers)
    let work = { try analyse(read, input, files, leftovers, progress) }
    if let lock { try lock.holding(leftovers, work) } else { try work() }
  }

  /// The steps that nobody else may take meanwhile.
  private func analyse(
    _ read: (study: Study, sha256: String), _ input: TableInput, _ files: StudyFiles,
    _ leftovers: Leftovers, _ progress: ProgressLine
  ) throws {
    let startSeconds = Int(time(nil))
    let plan = choices.adjusted(read.study)
    memory(plan, files, leftovers)?.sweep()
    var directory = try RunDirectory(destination(plan, files), leftovers: leftovers)
    var options = machine.options(isStrict: choices.strict, progress: progress)
    options.answerMemory = memory(plan, files, leftovers)

    var result = try Analysis.run(
      plan, studySHA256: read.sha256, input: input, options: options)

    progress.show("writing")
    let facts = RunFacts(version: Version.text, startSeconds: startSeconds, options: options)
    if out == nil {
      result.since = RunComparison.sinceLast(of: result, facts: facts, in: files.reports(of: plan))
    }
    for paper in RunPapers.papers(of: result, includesRespondents: !noRespondents) {
      try directory.write(paper)
    }
    try directory.write(Manifest.paper(result, facts: facts, files: directory.files))
    let path = try directory.publish(run: facts.runName(of: result))
    options.answerMemory?.settle(inputSHA256: result.input.sha256)
    if out == nil { prune(plan, files, startSeconds: startSeconds) }
    progress.clear()
    try tell(result, path: path, names: directory.files.map(\.name))
  }

  private func destination(_ study: Study, _ files: StudyFiles) -> RunDestination {
    if let out { return .directory(out, replaces: force) }
    return .reports(beside: files.directory, slug: Slug.of(study.name))
  }

  private func memory(
    _ study: Study, _ files: StudyFiles, _ leftovers: Leftovers
  ) -> AnswerMemory? {
    guard incremental else { return nil }
    let reports = files.reports(of: study)
    return AnswerMemory(reports: reports, program: Version.text, leftovers: leftovers)
  }

  /// Nobody else publishes runs of the study meanwhile; a directory of one's own needs no lock.
  private func lock(
    _ study: Study, _ files: StudyFiles, _ leftovers: Leftovers
  ) throws -> StudyLock? {
    guard out == nil else { return nil }
    return try StudyLock(
      beside: files.directory, slug: Slug.of(study.name),
      holder: StudyLock.holder(since: Int(time(nil))), leftovers: leftovers)
  }

  /// Removes the runs that the study does not want to keep.
  private func prune(_ study: Study, _ files: StudyFiles, startSeconds: Int) {
    let outcome = Retention.apply(
      study.retention, in: files.reports(of: study), today: Day(secondsSince1970: startSeconds),
      channels: study.channels)
    for problem in outcome.problems { StandardError.write("unmet: \(Message.escaped(problem))\n") }
    guard !quiet, !outcome.removed.isEmpty else { return }
    let count = outcome.removed.count
    StandardError.write(
      "unmet: \(count == 1 ? "1 earlier run" : "\(count) earlier runs") removed by history.keep\n")
  }

  private func tell(_ result: AnalysisResult, path: String, names: [String]) throws {
    if json {
      try StandardOutput.write(RunSummary.text(result, directory: path, files: names))
    } else if !quiet {
      try StandardOutput.write(TextReport.text(result))
      if let reading = result.reading {
        StandardError.write("unmet: \(Message.escaped(ReadingWords.sentence(reading)))\n")
      }
      StandardError.write("unmet: the run lies in \(Message.escaped(path))\n")
    }
  }
}
