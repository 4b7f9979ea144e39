import Foundation
import Groundwork
import Testing

@Suite("unmet questionnaire")
struct QuestionnaireCommandTests {
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    return scratch
  }

  @Test("The text is printed, without data and without a word beside it")
  func text() throws {
    let run = try scratch().unmet("questionnaire", "study.yaml")
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.hasPrefix("Small\n=====\nThe job: Try things out\n"))
    #expect(run.output.contains("[imp_01] Minimize the time it takes"))
    #expect(run.output.contains("4 ratings and 1 other answer, about 2 minutes."))
  }

  @Test("Files for platforms are written whole, their size is told, and nothing is overwritten")
  func files() throws {
    let scratch = try scratch()
    for (format, file, start) in [
      ("limesurvey", "s.txt", "\u{FEFF}class\t"), ("qualtrics", "q.txt", "[[AdvancedFormat]]\n"),
      ("xlsform", "f.xlsx", "PK"),
    ] {
      let run = try scratch.unmet("questionnaire", "study.yaml", "--format", format, "--out", file)
      #expect(run.status == 0 && run.output.isEmpty)
      let place = "unmet: the questionnaire lies in \(file): 4 ratings and 1 other answer, about 2"
      #expect(run.errors.hasPrefix(place), "\(run.errors)")
      #expect(run.errors.contains("unmet: Not asked, to come from elsewhere: id (respondent).\n"))
      let written = try scratch.text(file)
      #expect(written.hasPrefix(start))
      let again = try scratch.unmet(
        "questionnaire", "study.yaml", "--format", format, "--out", file)
      #expect(again.status == Status.cannotCreate.rawValue && again.messages.count == 1)
      let piped = try scratch.unmet("questionnaire", "study.yaml", "--format", format, "-q")
      #expect(piped.status == 0 && piped.errors.isEmpty)
      #expect(piped.output == written)
    }
    let forced = try scratch.unmet(
      "questionnaire", "study.yaml", "--out", "q.txt", "--force", "--quiet")
    #expect(forced.status == 0 && forced.errors.isEmpty)
    #expect(try scratch.text("q.txt").hasPrefix("Small\n"))
  }

  @Test("A LimeSurvey export gives the tables that the plain file gives")
  func roundTrip() throws {
    let scratch = try scratch()
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    let header = [
      "id", "submitdate", "lastpage", "startlanguage", "role", "impBlock1[imp01]",
      "satBlock1[sat01]", "impBlock1[imp02]", "satBlock1[sat02]",
    ]
    let records = SmallStudy.records.map { record -> [String] in
      let cells = record.components(separatedBy: ",")
      let ratings = cells.dropFirst(2).enumerated().map { index, cell -> String in
        let word = index % 2 == 0 ? "important" : "satisfied"
        switch cell {
        case "1": return "1 - Not at all \(word)"
        case "5": return "5 - Extremely \(word)"
        default: return cell
        }
      }
      return [cells[0], "2026-05-01", "3", "en", cells[1]] + ratings
    }
    let rows = [header] + records
    let export = rows.map { row in
      row.map { "\"\($0)\"" }.joined(separator: ";") + "\r\n"
    }
    try scratch.write("\u{FEFF}" + export.joined() + "\r\n", to: "results-survey.csv")
    let arguments = ["tabulate", "study.yaml", "--format", "csv", "--quiet"]
    let plain = try scratch.unmet(arguments)
    let other = try scratch.unmet(arguments + ["--data", "results-survey.csv"])
    #expect(plain.status == 0 && other.status == 0, "\(other.errors)")
    #expect(plain.output == other.output)
    let check = try scratch.unmet("check", "study.yaml", "--data", "results-survey.csv")
    let words = check.output.split { $0.isWhitespace }.joined(separator: " ")
    #expect(check.status == 0 && words.contains("impBlock1[imp01] for imp_01"), "\(check.output)")
    #expect(words.contains("LimeSurvey"))
  }

  @Test("Names that become one are a fault of the study, told before anything is written")
  func collision() throws {
    let scratch = try scratch()
    try scratch.write(
      SmallStudy.yaml.replacingOccurrences(of: "[role]", with: "[role, ro_le]"), to: "study.yaml")
    let run = try scratch.unmet(
      "questionnaire", "study.yaml", "--format", "limesurvey", "--out", "s.txt")
    #expect(run.status == Status.studyFile.rawValue && !scratch.exists("s.txt"))
    #expect(
      run.errors.hasPrefix(
        "unmet: study.yaml:13:18: on LimeSurvey \"ro_le\" and \"role\" both become \"role\""),
      "\(run.errors)")
    let missing = try scratch.unmet("questionnaire", "nothing.yaml")
    #expect(missing.status == Status.inputMissing.rawValue)
  }

  @Test(
    "A wrong option is told in the form of all messages",
    arguments: [
      (["--out", "a/"], "--out: this cannot be written, found \"a/\""),
      (["--force"], "--force: there is no file to replace"),
      (["--format", "word"], "The value 'word' is invalid for '--format <format>'"),
    ])
  func usage(options: [String], sentence: String) throws {
    let run = try scratch().unmet(["questionnaire", "study.yaml"] + options)
    #expect(run.status == Status.usage.rawValue && run.output.isEmpty)
    #expect(run.errors.hasPrefix("unmet: \(sentence)"), "\(run.errors)")
  }

  @Test(
    "A workbook does not go to a terminal",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func terminal() throws {
    let run = try scratch().shell(
      "script -qec \"$UNMET questionnaire study.yaml --format xlsform\" /dev/null")
    #expect(run.status == Status.usage.rawValue)
    #expect(run.output.contains("--format: a workbook is no text for a terminal"))
  }
}
