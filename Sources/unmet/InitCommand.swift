import ArgumentParser
import Groundwork
import ReportWriters
import Survey
import Tables

/// `unmet init`: from a survey export to a study file that runs as it is.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a study file for a survey export: commented, complete, runnable.",
    discussion: """
      Examples:
        unmet init responses.csv
        unmet init responses.csv --out patching.yaml
        unmet init export.csv --delimiter semicolon --header-rows 1 --out export.yaml

      Importance and satisfaction columns are paired by name and question text; scale, id, weight \
      and segments are found from the answers. Each choice stands in the file with its reason, and \
      what could not be decided is a line marked DECIDE. study.schema.json is written beside it, \
      so that editors complete and check the file.

      \(ExitStatusHelp.text)
      """)

  @Argument(
    help: "The responses, one row for each respondent.",
    completion: .file(extensions: ["csv", "tsv", "txt"]))
  var responses: String

  @Option(
    help: ArgumentHelp(
      "The study file; study.yaml beside the responses by default. - prints it.",
      valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var out: String?

  @Flag(help: "Replace files that are there.")
  var force = false

  @OptionGroup
  var reading: ReadingOptions

  func validate() throws {
    if responses == "-" {
      throw ValidationError("the responses must be a file: the study names it.")
    }
    if let out, out.isEmpty || out.hasSuffix("/") {
      throw ValidationError("--out: expected the name of a file.")
    }
  }

  func run() throws {
    try CleanRun.perform { leftovers in
      let path = out ?? FileSystem.join(FileSystem.split(responses).parent, "study.yaml")
      if path == "-" {
        try StandardOutput.write(draft(from: ".").yaml)
      } else {
        try write(to: path, leftovers)
      }
    }
  }

  // MARK: - Steps

  private func write(to path: String, _ leftovers: Leftovers) throws {
    let (directory, name) = FileSystem.split(path)
    let schema = Array(StudySchema.json.utf8)
    let schemaPath = FileSystem.join(directory, StudySchema.fileName)
    // A schema may lie there from another study: that of this version is right already, that of
    // another version is renewed.
    let found = FileSystem.contents(of: schemaPath, limit: 1 << 22)
    let hasSchema = found == schema
    let names = hasSchema ? [name] : [name, StudySchema.fileName]
    var replaceable = Set(force ? names : [])
    if let found, StudySchema.isSchema(found) { replaceable.insert(StudySchema.fileName) }
    var files = try FileSet(
      directory: directory, names: names, replaceable: replaceable, leftovers: leftovers)
    let draft = try draft(from: directory)
    try files.write(Paper(name: name) { Array(draft.yaml.utf8) })
    if !hasSchema { try files.write(Paper(name: StudySchema.fileName) { schema }) }
    _ = try files.publish()
    try StandardOutput.write(summary(draft, path: path))
  }

  private func draft(from directory: String) throws -> StudyDraft {
    try StudyDraft.detect(
      .file(path: responses), responseFile: FileSystem.relative(responses, from: directory),
      format: reading.format(over: TableFormat()))
  }

  private func summary(_ draft: StudyDraft, path: String) -> String {
    var lines = ["\(Message.escaped(path)) is written:"]
    lines += draft.choices.map { "  " + Message.escaped($0) }
    if draft.decisionsLeft > 0 {
      let noun = draft.decisionsLeft == 1 ? "line" : "lines"
      lines.append("  \(draft.decisionsLeft) \(noun) marked DECIDE should be looked at.")
    }
    let (directory, _) = FileSystem.split(path)
    let file = FileSystem.relative(responses, from: directory)
    let isOutside = file.hasPrefix("/") || file.hasPrefix("../")
    // A study opens files of its own folder only; others are named by hand.
    let data = isOutside ? " --data \(responses)" : ""
    lines.append(Message.escaped("Next: unmet analyze \(path)\(data)"))
    return lines.joined(separator: "\n") + "\n"
  }
}
