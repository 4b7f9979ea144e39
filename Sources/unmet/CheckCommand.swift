import ArgumentParser
import Groundwork
import Nightly
import ReportWriters
import Survey
import Tables

/// `unmet check`: what is wrong with a study or its data, and how they are understood.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tell what is wrong with a study or its data, and how columns are understood.",
    discussion: """
      Examples:
        unmet check study.yaml
        unmet check study.yaml --data new.csv
        unmet check responses.csv     the columns of a file without a study
        unmet check - < responses.csv

      Nothing is written, no alert is sent: of `deliver` it tells which program, folder or secret \
      is missing. The exit status is 0 when `analyze` would run.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "A study file (.yaml, .yml), or a file of responses; - is the standard input.",
    completion: .file(extensions: ["yaml", "yml", "csv", "tsv", "txt"]))
  var file: String

  @Option(
    help: ArgumentHelp("Read the responses from here; - is the standard input.", valueName: "file"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var data: String?

  @Flag(help: "Refuse any invalid rating and any record with a wrong number of fields.")
  var strict = false

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup
  var reading: ReadingOptions

  func validate() throws {
    guard !isStudy else { return }
    if data != nil { throw ValidationError("--data belongs to a study file.") }
    if strict { throw ValidationError("--strict belongs to a study file.") }
  }

  func run() throws {
    if isStudy { try checkStudy() } else { try checkTable() }
  }

  // MARK: - Steps

  private var isStudy: Bool {
    let name = file.lowercased()
    return name.hasSuffix(".yaml") || name.hasSuffix(".yml")
  }

  private func checkStudy() throws {
    var study = try StudyReader.read(path: file).study
    study.responses.format = reading.format(over: study.responses.format)
    let files = StudyFiles(studyPath: file)
    let input = try files.input(of: study, data: data)
    let delivery = DeliveryChecks(
      directory: files.directory, environment: Delivery.environmentOfProcess)
    let result = try Check.run(
      study, input: input, options: AnalysisOptions(isStrict: strict),
      further: delivery.findings(study.channels))
    try StandardOutput.write(
      json ? CheckReport.json(result, study: study) : CheckReport.text(result, study: study))
  }

  private func checkTable() throws {
    let input = file == "-" ? TableInput.standardInput : .file(path: file)
    let reader = try TableReader(input, format: reading.format(over: TableFormat()))
    let table = try reader.decode(TableReport.plans(for: reader.head), inputDigest: false)
    try StandardOutput.write(json ? TableReport.json(table) : TableReport.text(table))
  }
}
