import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// `unmet compare`: whether a new wave or group is satisfied better than a baseline.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Tell whether a new wave or group is satisfied 20-30 % better than a baseline.",
    discussion: """
      Examples:
        unmet compare study.yaml --baseline old.csv --new new.csv
        unmet compare study.yaml --baseline old.csv --new new.csv --out waves --json
        unmet compare study.yaml --by solutions --baseline "Desk Plus" --new "Community forum"
        unmet compare study.yaml --by role --baseline User --new Technician --metric mean
        unmet compare study.yaml --by roles --baseline executor --new buyer

      Without --by, two files with the columns of the study, each with its own weights and design; \
      columns beyond ratings, ids, weights and design may be lacking. With --by, two groups of a \
      segmentation (by its name or column), two of the study's `roles` (executor, support, buyer), \
      two answers of its `solutions`, or two of `solutions.kind` (provider, non-provider, nothing).

      For each outcome and for the mean of all: the ratio new / baseline with one-sided bounds of \
      95 %; MET where the lower bound reaches the threshold, NOT MET where the upper bound is \
      below it, else UNPROVEN. Outcomes that are table stakes in the baseline must not lose the \
      margin. Targets of the study that wait for a baseline and its measures are told too, \
      the former of two waves. How many respondents it takes, `unmet plan` tells beforehand.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The study file.", completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(
    help: ArgumentHelp(
      "Compare two groups: a segmentation of the study, roles, solutions or solutions.kind.",
      valueName: "segmentation"))
  var by: String?

  @Option(
    help: ArgumentHelp(
      "The baseline: a file, - for the standard input; with --by a group.",
      valueName: "file or group"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var baseline: String

  @Option(
    help: ArgumentHelp(
      "What is new: a file, - for the standard input; with --by a group.",
      valueName: "file or group"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var new: String

  @Option(
    help: ArgumentHelp(
      "With --by, read the responses from here; - is the standard input.", valueName: "file"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var data: String?

  @Option(
    help: "What is compared: the share that is satisfied, or the mean less the scale's low end.")
  var metric = ImprovementMetric.satisfaction

  @Option(
    help: ArgumentHelp("The ratios that are to be proved, one to three.", valueName: "ratios"))
  var threshold = "1.20,1.30"

  @Option(
    help: ArgumentHelp(
      "What table stakes may not lose, as a part of what the metric can be.", valueName: "share"))
  var margin = Share(0.05)

  @Option(
    help: "Of two waves, which was asked on the older scales (`legacy`) of the study.")
  var legacy = LegacyWaves.baseline

  @Option(
    help: ArgumentHelp("Write improvements.csv into this directory.", valueName: "dir"),
    completion: .directory)
  var out: String?

  @Flag(help: "Replace the file that is there.")
  var force = false

  @Flag(help: "Refuse any invalid rating and any record with a wrong number of fields.")
  var strict = false

  @Flag(help: "Print a JSON summary instead of the text.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print no text and no progress.")
  var quiet = false

  @OptionGroup
  var machine: MachineOptions

  func validate() throws {
    _ = try plan()
    if out?.isEmpty == true {
      throw Misuse.error(
        "--out", "this cannot be written into", found: "\"\"", expected: "a directory",
        fix: "name a directory, or leave --out out")
    }
    if force, out == nil {
      throw Misuse.error(
        "--force", "there is no file to replace", expected: "--out with a directory",
        fix: "add --out DIR, or leave --force out")
    }
    if data != nil, by == nil {
      throw Misuse.error(
        "--data", "two waves are read from --baseline and --new", expected: "--by with it",
        fix: "name a segmentation with --by, or leave --data out")
    }
  }

  func run() throws {
    let progress = ProgressLine(isQuiet: quiet)
    try CleanRun.perform(progress) { try run($0, progress) }
  }

  // MARK: - Steps

  private func run(_ leftovers: Leftovers, _ progress: ProgressLine) throws {
    let study = try StudyReader.read(path: study).study
    let names = [ImprovementsCSV.name]
    var files = try out.map { directory in
      try FileSet(
        directory: directory, names: names, replaceable: force ? Set(names) : [],
        leftovers: leftovers)
    }
    let result = try compared(study, progress)
    progress.clear()
    try files?.write(ImprovementsCSV.paper(result))
    let paths = try files?.publish() ?? []
    if json {
      try StandardOutput.write(ImprovementSummary.text(result, files: paths))
    } else if !quiet {
      try StandardOutput.write(ImprovementText.text(result))
      for path in paths {
        StandardError.write("unmet: the table lies in \(Message.escaped(path))\n")
      }
    }
  }

  private func compared(_ study: Study, _ progress: ProgressLine) throws -> ImprovementResult {
    let plan = try plan()
    let options = machine.options(isStrict: strict, progress: progress)
    if let by {
      let groups = try ImprovementGroups(study, by: by, baseline: baseline, new: new)
      return try ImprovementComparison.groups(
        plan, of: study, groups: groups,
        input: StudyFiles(studyPath: self.study).input(of: study, data: data), options: options)
    }
    let isSame = FileSystem.realPath(baseline).map { $0 == FileSystem.realPath(new) } ?? false
    guard !isSame, baseline != "-" || new != "-" else {
      throw ImprovementFailure.sameFile(baseline: baseline, new: baseline)
    }
    return try ImprovementComparison.waves(
      plan, of: study, baseline: input(baseline), new: input(new), options: options)
  }

  private func input(_ path: String) -> TableInput {
    path == "-" ? .standardInput : .file(path: path)
  }

  private func plan() throws -> ImprovementPlan {
    guard let thresholds = NumberLists.numbers(threshold, count: 1...3, where: { $0 > 0 }) else {
      throw Misuse.error(
        "--threshold", "these are no ratios", found: "\"\(threshold)\"",
        expected: "one to three different numbers above 0",
        fix: "write them with a comma between, such as 1.20,1.30")
    }
    guard margin.value > 0, margin.value < 1 else {
      throw Misuse.error(
        "--margin", "this is no part of what the metric can be", found: "\(margin)",
        expected: "above 0 and below 1", fix: "write 5% or 0.05 for five percentage points")
    }
    var plan = ImprovementPlan(metric: metric, thresholds: thresholds, margin: margin.value)
    plan.legacy = legacy
    return plan
  }
}
