import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// `unmet compare`: whether a new wave or group is satisfied better than a baseline.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two waves honestly, or tell whether a group is satisfied 20-30 % better.",
    discussion: """
      Examples:
        unmet compare study.yaml --baseline old.csv --new new.csv
        unmet compare study.yaml --baseline old.csv --new new.csv --out compared --json
        unmet compare waves.yaml
        unmet compare waves.yaml --from 2024 --to 2026 --model model.json
        unmet compare waves.yaml study.yaml --quiet --out studies
        unmet compare study.yaml --by solutions --baseline "Desk Plus" --new "Community forum"
        unmet compare study.yaml --by role --baseline User --new Technician --metric mean
        unmet compare study.yaml --by roles --baseline executor --new buyer

      Two waves are the last two of `waves` in the study, or those of --from and --to; two study \
      files, each with its own responses; or two files with the columns of one study. Each wave \
      keeps its own weights and design; columns beyond ratings, ids, weights and design may be \
      lacking. First comes what differs between the questions: an id that means another question, \
      or is on a scale that cannot be read, is left out. Then what changed for everybody and in \
      each segment, counting who is in both waves (by id); whether the mix of groups moved it or \
      what people say; with --model how many people each segment of an earlier run has in either \
      wave.

      Last, as with --by, for each outcome and for the mean of all: the ratio new / baseline with \
      one-sided bounds of 95 %; MET where the lower bound reaches the threshold, NOT MET where \
      the upper bound is below it, else UNPROVEN. Outcomes that are table stakes in the baseline \
      must not lose the margin. Targets that wait for a baseline are told of two waves, measures \
      always. How many respondents it takes, `unmet plan` tells beforehand.

      With --by, two groups of a segmentation (by its name or column), two of the study's `roles` \
      (executor, support, buyer), two answers of its `solutions`, or two of `solutions.kind` \
      (provider, non-provider, nothing).

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The study file; of two, that of the old wave.",
    completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Argument(
    help: ArgumentHelp("The study file of the new wave.", valueName: "new study"),
    completion: .file(extensions: ["yaml", "yml"]))
  var newStudy: String?

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
  var baseline: String?

  @Option(
    help: ArgumentHelp(
      "What is new: a file, - for the standard input; with --by a group.",
      valueName: "file or group"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var new: String?

  @Option(
    help: ArgumentHelp(
      "The old wave, by its name under `waves`; without it, the one before.", valueName: "wave"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "The new wave, by its name under `waves`; without it, the last.", valueName: "wave"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Type both waves by this model of an earlier run, and tell how its segments moved.",
      valueName: "model"),
    completion: .file(extensions: ["json"]))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "With --model, a newer one: where the new wave's people of each segment go.",
      valueName: "model"),
    completion: .file(extensions: ["json"]))
  var newerModel: String?

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
    help: ArgumentHelp("Write the tables into this directory.", valueName: "dir"),
    completion: .directory)
  var out: String?

  @Flag(help: "Replace the files that are there.")
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
        "--data", "two waves are read from their own files", expected: "--by with it",
        fix: "name a segmentation with --by, or leave --data out")
    }
    try checkSides()
    if newerModel != nil, model == nil {
      throw Misuse.error(
        "--newer-model", "there is no model to compare it with", expected: "--model with it",
        fix: "add --model with the older model")
    }
    if model != nil, by != nil || [baseline, new].contains("-") {
      throw Misuse.error(
        "--model", "a model types two waves, and reads their files twice",
        found: by == nil ? "the standard input" : "--by", expected: "two waves in files",
        fix: "leave --model out, or name two waves")
    }
  }

  func run() throws {
    let progress = ProgressLine(isQuiet: quiet)
    try CleanRun.perform(progress) { try run($0, progress) }
  }

  // MARK: - Steps

  /// Whether what is compared is told in one way, and wholly.
  private func checkSides() throws {
    let isNamed = (baseline != nil, new != nil)
    guard isNamed.0 == isNamed.1 else {
      throw Misuse.error(
        isNamed.0 ? "--new" : "--baseline", "one side of the comparison is not told",
        expected: "both --baseline and --new", fix: "name the other side too, or neither")
    }
    if by != nil, !isNamed.0 {
      throw Misuse.error(
        "--by", "no groups are named", expected: "--baseline and --new with groups",
        fix: "add --baseline and --new")
    }
    let others = [
      newStudy.map { _ in "a second study file" }, from.map { _ in "--from" },
      to.map { _ in "--to" },
    ].compactMap { $0 }
    if isNamed.0, let other = others.first {
      throw Misuse.error(
        "--baseline", "what is compared is told twice", found: "--baseline and \(other)",
        expected: "one of them",
        fix: "leave \(other) out, or leave --baseline and --new out")
    }
    if newStudy != nil, others.count > 1 {
      throw Misuse.error(
        others[1], "what is compared is told twice", found: "a second study file",
        expected: "one of them", fix: "name one study file, or leave \(others[1]) out")
    }
  }

  private func run(_ leftovers: Leftovers, _ progress: ProgressLine) throws {
    let study = try StudyReader.read(path: study).study
    if let by, let baseline, let new {
      return try compareGroups(
        ImprovementGroups(study, by: by, baseline: baseline, new: new), of: study, leftovers,
        progress)
    }
    let sources = try CompareSources(studyPath: self.study, study: study).sources(
      newStudy: newStudy, files: baseline.flatMap { old in new.map { (old, $0) } },
      names: (from, to))
    try compareWaves(sources, leftovers, progress)
  }

  private func compareGroups(
    _ groups: ImprovementGroups, of study: Study, _ leftovers: Leftovers,
    _ progress: ProgressLine
  ) throws {
    var files = try fileSet([ImprovementsCSV.name], leftovers)
    let result = try ImprovementComparison.groups(
      plan(), of: study, groups: groups,
      input: StudyFiles(studyPath: self.study).input(of: study, data: data),
      options: machine.options(isStrict: strict, progress: progress))
    progress.clear()
    try files?.write(ImprovementsCSV.paper(result))
    let paths = try files?.publish() ?? []
    try tell(
      paths, text: { ImprovementText.text(result) },
      summary: { ImprovementSummary.text(result, files: paths) })
  }

  private func compareWaves(
    _ sources: (old: WaveSource, new: WaveSource), _ leftovers: Leftovers,
    _ progress: ProgressLine
  ) throws {
    let models = try model.map { path in
      try SegmentsOverTime.Models(
        frozen: (TypingModelReader.read(path: path), path),
        newer: newerModel.map { (try TypingModelReader.read(path: $0), $0) })
    }
    var files = try fileSet(
      [ImprovementsCSV.name, WaveChangesCSV.name, WaveMixCSV.name, WaveSchemaCSV.name]
        + (model == nil ? [] : [WaveSegmentsCSV.name])
        + (newerModel == nil ? [] : ["transition.csv"]), leftovers)
    let result = try WaveComparison.run(
      plan(), old: sources.old, new: sources.new, models: models,
      options: machine.options(isStrict: strict, progress: progress))
    progress.clear()
    for paper in papers(result) { try files?.write(paper) }
    let paths = try files?.publish() ?? []
    try tell(
      paths, text: { WavesText.text(result) },
      summary: { WavesSummary.text(result, files: paths) })
  }

  private func papers(_ result: WaveResult) -> [Paper] {
    [
      ImprovementsCSV.paper(result.improvement), WaveChangesCSV.paper(result),
      WaveMixCSV.paper(result), WaveSchemaCSV.paper(result), WaveSegmentsCSV.paper(result),
      result.segments?.transition.map { TransitionCSV.paper($0, name: "transition.csv") },
    ].compactMap { $0 }
  }

  private func fileSet(_ names: [String], _ leftovers: Leftovers) throws -> FileSet? {
    try out.map { directory in
      try FileSet(
        directory: directory, names: names, replaceable: force ? Set(names) : [],
        leftovers: leftovers)
    }
  }

  private func tell(
    _ paths: [String], text: () -> String, summary: () -> String
  ) throws {
    if json {
      try StandardOutput.write(summary())
    } else if !quiet {
      try StandardOutput.write(text())
      for path in paths {
        StandardError.write("unmet: the table lies in \(Message.escaped(path))\n")
      }
    }
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
