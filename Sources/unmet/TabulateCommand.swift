import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// `unmet tabulate`: crosstabs of items and scores by the segments of the study.
struct TabulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tabulate",
    abstract: "Tabulate items and scores by segments, with significance letters.",
    discussion: """
      Examples:
        unmet tabulate study.yaml
        unmet tabulate study.yaml --outcome 01,02 --by role
        unmet tabulate study.yaml --outcome all --by roles,solutions
        unmet tabulate study.yaml --items imp_01 --level 95 --adjust none
        unmet tabulate study.yaml --data - --format csv --out tables.csv < responses.csv

      Rows are the points of the scale, top and bottom box, net and mean of importance and \
      satisfaction, and the scores; columns are everybody and the segments. A letter says that a \
      cell is significantly higher than that column, by t tests of the sampling design: lower \
      case at the looser level, upper case at the stricter (one level: upper case). Columns of \
      fewer than 10 people are not shown, and of fewer than 30 effective respondents not compared.

      \(ExitStatusHelp.text)
      """)

  /// How the tables are written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, csv
  }

  @Argument(
    help: "The study file.", completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(
    help: ArgumentHelp("Read the responses from here; - is the standard input.", valueName: "file"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var data: String?

  @Option(
    help: ArgumentHelp(
      "Columns of ratings, commas between, or all; may be repeated.", valueName: "columns"))
  var items: [String] = []

  @Option(
    help: ArgumentHelp(
      "Outcomes whose items and scores are tabulated, or all; all by default.", valueName: "ids"))
  var outcome: [String] = []

  @Option(
    help: ArgumentHelp(
      "Segmentations of the banner, commas between; all by default. Also roles, solutions and "
        + "solutions.kind.", valueName: "names"))
  var by: [String] = []

  @Option(help: "How the tables are written.")
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "Write here; - is the standard output, and the default.", valueName: "file"),
    completion: .file())
  var out = "-"

  @Flag(help: "Replace the file that is there.")
  var force = false

  @Option(
    help: ArgumentHelp("Levels of the letters in percent, one or two.", valueName: "percent"))
  var level = "95,99"

  @Option(
    help: ArgumentHelp(
      "How the tests within one row of a segmentation are adjusted: holm or none.",
      valueName: "method"), completion: .list(TabulationPlan.Adjustment.allCases.map(\.rawValue)))
  var adjust = TabulationPlan.Adjustment.holm.rawValue

  @Flag(help: "Refuse any invalid rating and any record with a wrong number of fields.")
  var strict = false

  @Flag(name: .shortAndLong, help: "Print no progress and no name of the file.")
  var quiet = false

  @OptionGroup
  var machine: MachineOptions

  func validate() throws {
    _ = try levels()
    _ = try adjustment()
    if out.isEmpty || out.hasSuffix("/") {
      throw Misuse.error(
        "--out", "this cannot be written", found: "\"\(out)\"",
        expected: "the name of a file, or -",
        fix: "name a file, such as tables.txt")
    }
    if force, out == "-" {
      throw Misuse.error(
        "--force", "there is no file to replace", expected: "--out with the name of a file",
        fix: "add --out tables.txt, or leave --force out")
    }
  }

  func run() throws {
    let progress = ProgressLine(isQuiet: quiet)
    try CleanRun.perform(progress) { try run($0, progress) }
  }

  // MARK: - Steps

  private func run(_ leftovers: Leftovers, _ progress: ProgressLine) throws {
    let study = try StudyReader.read(path: study).study.segmented(by: by)
    let plan = try TabulationPlan(
      study, items: items, outcomes: outcome, segmentations: by,
      comparison: TabulationPlan.Comparison(levels: levels(), adjustment: adjustment()))
    let input = try StudyFiles(studyPath: self.study).input(of: study, data: data)
    let (directory, name) = FileSystem.split(out)
    var files =
      out == "-"
      ? nil
      : try FileSet(
        directory: directory, names: [name], replaceable: force ? [name] : [],
        leftovers: leftovers)
    let tabulation = try Tabulator.run(
      plan, of: study, input: input,
      options: machine.options(isStrict: strict, progress: progress))
    progress.clear()
    let format = format
    guard files != nil else { return try StandardOutput.write(bytes(tabulation, format)) }
    try files?.write(Paper(name: name) { bytes(tabulation, format) })
    _ = try files?.publish()
    if !quiet { StandardError.write("unmet: the tables lie in \(Message.escaped(out))\n") }
  }

  /// The levels as shares, above 0.5 and below 1.
  private func levels() throws -> [Double] {
    let parts = level.split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap { Double($0) }
    guard values.count == parts.count, 1...2 ~= values.count, Set(values).count == values.count,
      values.allSatisfy({ $0 > 50 && $0 < 100 })
    else {
      throw Misuse.error(
        "--level", "these are no levels", found: "\"\(level)\"",
        expected: "one or two different percentages above 50 and below 100",
        fix: "write them with a comma between, such as 95,99")
    }
    return values.map { $0 / 100 }
  }

  private func adjustment() throws -> TabulationPlan.Adjustment {
    if let adjustment = TabulationPlan.Adjustment(rawValue: adjust) { return adjustment }
    let names = TabulationPlan.Adjustment.allCases.map(\.rawValue)
    let nearest = Suggestion.nearest(to: adjust, among: names)
    throw Misuse.error(
      "--adjust", "there is no such adjustment", found: "\"\(adjust)\"",
      expected: names.joined(separator: " or "), fix: "write \(nearest ?? "one of the two")")
  }
}

/// The tables in a format.
private func bytes(_ tabulation: Tabulation, _ format: TabulateCommand.Format) -> [UInt8] {
  format == .csv
    ? TabulationCSV.bytes(tabulation) : Array(TabulationText.text(tabulation).utf8)
}
