import ArgumentParser
import Groundwork
import ReportWriters
import Survey

/// `unmet questionnaire`: the survey that a study needs, ready for a platform.
struct QuestionnaireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "questionnaire",
    abstract: "Write the survey that a study needs, for paper or for a survey platform.",
    discussion: """
      Examples:
        unmet questionnaire study.yaml
        unmet questionnaire study.yaml --format limesurvey --out survey.txt
        unmet questionnaire study.yaml --format xlsform --out survey.xlsx
        unmet questionnaire study.yaml --format qualtrics --out survey-qualtrics.txt

      limesurvey is a tab-separated survey structure, xlsform a workbook for KoboToolbox and ODK, \
      qualtrics a text file in the Advanced Format. Columns get names that the platform takes; \
      check and analyze find them again in its export (LimeSurvey: headings as question codes; \
      KoboToolbox: XML values and headers; Qualtrics: choice text). How much is asked and how long \
      it takes, is told on the standard error; text tells it at its head. docs/questionnaire.md \
      says where to import and how to export.

      \(ExitStatusHelp.text)
      """)

  /// What the questionnaire is written for.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, limesurvey, xlsform, qualtrics

    var platform: SurveyPlatform? { SurveyPlatform(rawValue: rawValue) }
  }

  @Argument(
    help: "The study file; the responses need not be there yet.",
    completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  @Option(help: "What it is written for.")
  var format = Format.text

  @Option(
    help: ArgumentHelp(
      "Write here; - is the standard output, and the default.", valueName: "file"),
    completion: .file())
  var out = "-"

  @Flag(help: "Replace the file that is there.")
  var force = false

  @Flag(name: .shortAndLong, help: "Print neither size nor remarks.")
  var quiet = false

  func validate() throws {
    if out.isEmpty || out.hasSuffix("/") {
      throw Misuse.error(
        "--out", "this cannot be written", found: "\"\(out)\"",
        expected: "the name of a file, or -", fix: "name a file, such as survey.txt")
    }
    if force, out == "-" {
      throw Misuse.error(
        "--force", "there is no file to replace", expected: "--out with the name of a file",
        fix: "add --out survey.txt, or leave --force out")
    }
    if format == .xlsform, out == "-", Terminal.isOutput {
      throw Misuse.error(
        "--format", "a workbook is no text for a terminal",
        expected: "--out with the name of a file", fix: "add --out survey.xlsx")
    }
  }

  func run() throws {
    try CleanRun.perform { leftovers in
      let questionnaire = Questionnaire(try StudyReader.read(path: study).study)
      try questionnaire.check(for: format.platform)
      let bytes = bytes(questionnaire, format)
      if out == "-" {
        try StandardOutput.write(bytes)
      } else {
        let (directory, name) = FileSystem.split(out)
        var files = try FileSet(
          directory: directory, names: [name], replaceable: force ? [name] : [],
          leftovers: leftovers)
        try files.write(Paper(name: name) { bytes })
        _ = try files.publish()
      }
      tell(questionnaire)
    }
  }

  // MARK: - Steps

  /// How much is asked; a text on the standard output says so itself.
  private func tell(_ questionnaire: Questionnaire) {
    guard !quiet, format != .text || out != "-" else { return }
    let place = out == "-" ? "" : "the questionnaire lies in \(Message.escaped(out)): "
    let lines =
      [place + QuestionnaireText.size(questionnaire)]
      + (format == .text ? [] : QuestionnaireText.remarks(questionnaire))
    StandardError.write(lines.map { "unmet: \(Message.escaped($0))\n" }.joined())
  }
}

/// The questionnaire in a format.
private func bytes(
  _ questionnaire: Questionnaire, _ format: QuestionnaireCommand.Format
) -> [UInt8] {
  switch format {
  case .text: Array(QuestionnaireText.text(questionnaire).utf8)
  case .limesurvey: QuestionnaireLimeSurvey.bytes(questionnaire)
  case .xlsform: QuestionnaireXLSForm.bytes(questionnaire)
  case .qualtrics: Array(QuestionnaireQualtrics.text(questionnaire).utf8)
  }
}
