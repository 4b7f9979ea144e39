import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// `unmet classify`: types new people by the model of a run.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Type new people into the segments of a run, and tell whether these still fit.",
    discussion: """
      Examples:
        unmet classify Reports/study/latest/model.json new.csv
        unmet classify model.json new.csv --out segments.csv
        unmet classify model.json new.csv --questions golden --out - | sort -t, -k2
        unmet classify model.json - --json --out segments.csv < new.csv

      The columns have the names of the study. By all questions a person gets the nearest \
      segment, on the answers of the study the very segments of the run; by the golden questions \
      the likeliest one, with its probability. Missing answers are filled with what the others \
      let expect. The output has a row a person: id, segment, confidence (golden questions), \
      margin, second, route, answered.

      It is time to segment again when, with 50 people or more, margins are smaller than in the \
      study by a fifth of their standard deviation (p under .01), a share has moved by ten points \
      (its 99 % interval leaves the old one out), or the people whose confidence is under .5 have \
      become ten points more (p under .01).

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The model of a run, model.json.", completion: .file(extensions: ["json"]))
  var model: String

  @Argument(
    help: ArgumentHelp("The answers; - is the standard input.", valueName: "responses"),
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var responses: String

  @Option(
    help: ArgumentHelp(
      "Write here; - is the standard output, and the default.", valueName: "file"),
    completion: .file())
  var out = "-"

  @Flag(help: "Replace the file that is there.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Which questions decide: all, golden, or auto: all where the file has them, else golden.",
      valueName: "which"))
  var questions = Classifier.Questions.auto

  @Flag(help: "Refuse any invalid rating and any record with a wrong number of fields.")
  var strict = false

  @Flag(help: "Print the summary as JSON; needs --out with a file.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print no summary and no progress.")
  var quiet = false

  @OptionGroup
  var reading: ReadingOptions

  @OptionGroup
  var machine: MachineOptions

  func validate() throws {
    if out.isEmpty || out.hasSuffix("/") {
      throw ClassifyCommand.misuse(
        "--out", "this cannot be written", found: "\"\(out)\"",
        expected: "the name of a file, or -", fix: "name a file, such as segments.csv")
    }
    if force, out == "-" {
      throw ClassifyCommand.misuse(
        "--force", "there is no file to replace", expected: "--out with the name of a file",
        fix: "add --out segments.csv, or leave --force out")
    }
    if json, out == "-" {
      throw ClassifyCommand.misuse(
        "--json", "the standard output is taken by the table",
        expected: "--out with the name of a file", fix: "add --out segments.csv")
    }
  }

  func run() throws {
    let progress = ProgressLine(isQuiet: quiet)
    try CleanRun.perform(progress) { try run($0, progress) }
  }

  // MARK: - Steps

  private func run(_ leftovers: Leftovers, _ progress: ProgressLine) throws {
    let known = try TypingModelReader.read(path: model)
    let (directory, name) = FileSystem.split(out)
    var files =
      out == "-"
      ? nil
      : try FileSet(
        directory: directory, names: [name], replaceable: force ? [name] : [],
        leftovers: leftovers)
    let found = try Classifier.run(
      (known, model), input: responses == "-" ? .standardInput : .file(path: responses),
      questions: questions, format: reading.format(over: known.reading.format),
      options: machine.options(isStrict: strict, progress: progress))
    progress.clear()
    if files == nil {
      for piece in 0..<ClassificationCSV.pieceCount(found) {
        try StandardOutput.write(ClassificationCSV.bytes(found, piece: piece))
      }
    } else {
      try files?.write(ClassificationCSV.paper(found, name: name))
      _ = try files?.publish()
    }
    if json {
      try StandardOutput.write(ClassificationSummary.json(found))
    } else if !quiet {
      StandardError.write(ClassificationSummary.text(found))
    }
  }

  private static func misuse(
    _ option: String, _ what: String, found: String? = nil, expected: String, fix: String
  ) -> ValidationError {
    ValidationError(
      Message(option, what, found: found, expected: expected, fix: fix).description)
  }
}
