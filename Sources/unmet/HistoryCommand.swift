import ArgumentParser
import Groundwork
import Nightly
import ReportWriters
import Survey

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `unmet history`: the published runs of a study, and its figures through them.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "List the published runs of a study, and show figures through them.",
    discussion: """
      Examples:
        unmet history study.yaml
        unmet history study.yaml --figure opportunities:opportunity --where outcome=01,segment=all
        unmet history study.yaml --figure segments.csv:n --last 10
        unmet history study.yaml --since 2026-01-01 --csv > runs.csv
        unmet history study.yaml --prune --dry-run
        unmet history study.yaml --page

      The runs are those in Reports/<study>/runs beside the study file; that directory, \
      Reports/<study>, may be named in place of the file. A figure is a column of any table of the \
      runs (docs/columns.md), its rows chosen with --where; one row gives a picture with its \
      interval, several a line each. Two readings of mostly the same people are no test: \
      `unmet compare` tests. --prune removes the runs that no rule of `history.keep` in the study \
      file keeps, as `unmet analyze` does; a file .keep in a run keeps it.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The study file, or Reports/<study>.",
    completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(
    help: ArgumentHelp(
      "Show a column of a table through the runs, such as opportunities.csv:opportunity.",
      valueName: "table:column"))
  var figure: String?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "With --figure: the rows, by texts of columns; may be repeated.",
      valueName: "column=text,..."))
  var conditions: [String] = []

  @Option(help: ArgumentHelp("Only the last runs.", valueName: "n"))
  var last: Int?

  @Option(help: ArgumentHelp("Only runs of this day and later.", valueName: "yyyy-mm-dd"))
  var since: String?

  @Flag(help: "Print CSV.")
  var csv = false

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Write the page of all studies beside this one, Reports/index.html.")
  var page = false

  @Flag(help: "Remove the runs that `history.keep` of the study file does not keep.")
  var prune = false

  @Flag(help: "With --prune: only list them.")
  var dryRun = false

  @Flag(name: .shortAndLong, help: "Print no table and no name of a file.")
  var quiet = false

  func validate() throws {
    if csv, json {
      throw Misuse.error(
        "--csv", "there are two forms", found: "--json too", expected: "one of them",
        fix: "leave one out")
    }
    if !conditions.isEmpty, figure == nil {
      throw Misuse.error(
        "--where", "there is no figure", expected: "--figure with a table and a column",
        fix: "add --figure TABLE:COLUMN, or leave --where out")
    }
    if let last, last < 1 {
      throw Misuse.error(
        "--last", "these are no runs", found: "\(last)", expected: "1 or more",
        fix: "name a number of runs")
    }
    if let since, Day(startOf: since) == nil || since.utf8.count != 10 {
      throw Misuse.error(
        "--since", "this is no day", found: "\"\(since)\"", expected: "a day of the calendar",
        fix: "write it as 2026-01-31")
    }
    if dryRun, !prune {
      throw Misuse.error(
        "--dry-run", "there is nothing to try", expected: "--prune",
        fix: "add --prune, or leave --dry-run out")
    }
    if prune && (page || figure != nil) || page && figure != nil {
      throw Misuse.error(
        "--prune, --page and --figure", "these are different things", expected: "one of them",
        fix: "run one after the other")
    }
  }

  func run() throws {
    if page { return try CleanRun.perform { try writePage($0) } }
    let directory = try directory()
    if prune { return try removeRuns(directory) }
    guard let archive = RunArchive(directory: directory), !archive.runs.isEmpty else {
      throw noRuns(directory)
    }
    let chosen = try chosen(archive)
    if let figure {
      let query = try FigureQuery(figure: figure, conditions: conditions)
      return try tell(query.trends(of: chosen.runs, in: archive))
    }
    try tell(
      chosen.runs.map { archive.detailed($0) }, before: chosen.before,
      notes: archive.skipped.map(\.sentence))
  }

  // MARK: - Places

  /// `Reports/<slug>` of a study file, or what was named.
  private func directory() throws -> String {
    if FileSystem.target(of: study) == .directory { return study }
    let read = try StudyReader.read(path: study).study
    return StudyFiles(studyPath: study).reports(of: read)
  }

  /// Names the place in full: `runs` alone tells nobody where was looked.
  private func noRuns(_ directory: String) -> HistoryFailure {
    let place = FileSystem.realPath(directory) ?? directory
    return .noRuns(path: FileSystem.join(place, "runs"))
  }

  /// The directory that holds those of the studies.
  private func reports() throws -> String {
    guard FileSystem.target(of: study) == .directory else {
      return FileSystem.join(StudyFiles(studyPath: study).directory, "Reports")
    }
    let own = FileSystem.join(study, "Reports")
    if FileSystem.target(of: own) == .directory { return own }
    return FileSystem.split(FileSystem.realPath(study) ?? study).parent
  }

  /// The runs that are shown, and the one before them.
  private func chosen(
    _ archive: RunArchive
  ) throws -> (runs: [RunRecord], before: RunRecord?) {
    var runs = archive.runs[...]
    if let since, let newest = runs.last?.date {
      runs = runs.drop { $0.date.utf8.lexicographicallyPrecedes(since.utf8) }
      if runs.isEmpty { throw HistoryFailure.noneSince(day: since, newest: newest) }
    }
    if let last { runs = runs.suffix(last) }
    let before = archive.runs[..<runs.startIndex].last
    return (Array(runs), before)
  }

  // MARK: - Steps

  private func writePage(_ leftovers: Leftovers) throws {
    let path = try ArchivePage.write(reports: reports(), leftovers: leftovers)
    if !quiet { StandardError.write("unmet: the page lies in \(Message.escaped(path))\n") }
  }

  private func removeRuns(_ directory: String) throws {
    guard FileSystem.target(of: study) != .directory else {
      throw Misuse.error(
        "--prune", "a directory has no rules", found: "\"\(study)\"",
        expected: "the study file with `history.keep`", fix: "name the study file")
    }
    let plan = try StudyReader.read(path: study).study
    guard let archive = RunArchive(directory: directory) else {
      throw noRuns(directory)
    }
    let today = Day(secondsSince1970: Int(time(nil)))
    if dryRun {
      let runs = try Retention.removable(
        in: archive, rules: plan.retention, today: today, channels: plan.channels)
      return try list(runs, "would be removed", of: archive.runs.count)
    }
    let outcome = Retention.apply(
      plan.retention, in: directory, today: today, channels: plan.channels, isAskedFor: true)
    for problem in outcome.problems { StandardError.write("unmet: \(Message.escaped(problem))\n") }
    try list(outcome.removed, "removed", of: archive.runs.count)
  }

  private func list(_ runs: [String], _ word: String, of count: Int) throws {
    guard !quiet else { return }
    for run in runs { try StandardOutput.write("\(Message.escaped(run))\n") }
    StandardError.write("unmet: \(runs.count) of \(NumberText.counted(count, "run")) \(word)\n")
  }

  private func tell(_ runs: [RunRecord], before: RunRecord?, notes: [String]) throws {
    if csv {
      try StandardOutput.write(HistoryTables.csv(runs, before: before))
    } else if json {
      try StandardOutput.write(HistoryTables.json(runs, before: before, notes: notes))
    } else if !quiet {
      try StandardOutput.write(HistoryText.text(runs, before: before, notes: notes))
    }
  }

  private func tell(_ trends: FigureTrends) throws {
    if csv {
      try StandardOutput.write(HistoryTables.csv(trends))
    } else if json {
      try StandardOutput.write(HistoryTables.json(trends))
    } else if !quiet {
      try StandardOutput.write(TrendText.text(trends))
    }
  }
}
