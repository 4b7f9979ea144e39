import Foundation
import Groundwork
import Testing

@Suite("unmet classify")
struct ClassifyTests {
  private static let example = GoldenTests.root.appendingPathComponent("Datasets/patching")
  private static let kept = GoldenTests.root.appendingPathComponent("Reports/patching")
  private static let python = "/usr/bin/env"

  private static let hasPython: Bool = {
    guard let scratch = try? Scratch(),
      let run = try? scratch.run(python, ["python3", "-c", "import sqlite3"], input: nil)
    else { return false }
    return run.status == 0
  }()

  /// The column of a table written by unmet.
  private func column(_ name: String, _ text: String) throws -> [String] {
    let records = GoldenComparison.records(text)
    let place = try #require(records.first?.firstIndex(of: name))
    return records.dropFirst().map { $0[place] }
  }

  private var model: String { Self.kept.appendingPathComponent("model.json").path }
  private var responses: String { Self.example.appendingPathComponent("responses.csv").path }

  @Test("The example's own answers get the clusters and margins of its run")
  func ownClusters() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("classify", model, responses)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("id,segment,confidence,margin,second,route,answered\n"))
    let known = try String(
      contentsOf: Self.kept.appendingPathComponent("respondents.csv"), encoding: .utf8)
    #expect(try column("id", run.output) == column("id", known))
    #expect(try column("segment", run.output) == column("cluster", known))
    let margins = try column("margin", run.output).map { Double($0) ?? .nan }
    let expected = try column("margin", known).map { Double($0) ?? .nan }
    #expect(zip(margins, expected).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(run.errors.contains("600 people typed by all 80 questions."))
    #expect(run.errors.contains("The segments still fit."))
    #expect(scratch.names() == [".errors", ".input", ".output"])
  }

  @Test(
    "SQL and spreadsheet formulas give 10,000 new people the segments of classify",
    .enabled(if: hasPython, "python3 with sqlite3 is absent"))
  func otherPrograms() throws {
    let scratch = try Scratch()
    let study = Self.example.appendingPathComponent("study.yaml").path
    let made = try scratch.shell(
      "\"$UNMET\" simulate '\(study)' --respondents 10000 --seed 77 --out - > new.csv")
    #expect(made.status == 0, "\(made.errors)")
    let run = try scratch.unmet(
      "classify", model, "new.csv", "--questions", "golden", "--out", "typed.csv", "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("\"route\": \"golden\""))
    let script = GoldenTests.root.appendingPathComponent("Scripts/check-typing").path
    let check = try scratch.run(
      Self.python, ["python3", script, Self.kept.path, "new.csv", "typed.csv"], input: nil)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    #expect(check.output.hasPrefix("10000 people, "), "\(check.output)")
    #expect(check.output.hasSuffix("differ in 0\n"), "\(check.output)")
  }

  @Test("A file is for its owner alone, is not overwritten, and comes from a pipe too")
  func files() throws {
    let scratch = try Scratch()
    let csv = try String(contentsOfFile: responses, encoding: .utf8)
    let run = try scratch.unmet("classify", model, "-", "--out", "s.csv", "--quiet", input: csv)
    #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
    let mode = try FileManager.default.attributesOfItem(atPath: scratch.path + "/s.csv")
    #expect(mode[.posixPermissions] as? Int == 0o600)
    let again = try scratch.unmet("classify", model, responses, "--out", "s.csv", "--threads", "1")
    #expect(again.status == Status.cannotCreate.rawValue && again.messages.count == 1)
    let first = try scratch.text("s.csv")
    let forced = try scratch.unmet(
      "classify", model, responses, "--out", "s.csv", "--force", "--threads", "1", "--quiet")
    #expect(forced.status == 0)
    #expect(try scratch.text("s.csv") == first)
  }

  @Test("Drift and transition tables are written beside the segments, under 10 people untold")
  func livingSegments() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet(
      "classify", model, responses, "--weight", "weight", "--out", "s.csv", "--drift", "d.csv",
      "--against", model, "--transition", "t.csv")
    #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
    #expect(run.errors.contains("shares, margins and answers are weighted: "))
    #expect(run.errors.contains("answers: no question differs from the study by more than chance"))
    #expect(run.errors.contains("100 % stay in the matched segment"))
    let drift = try scratch.text("d.csv")
    #expect(drift.hasPrefix("outcome,part,column,typing,study_n,study_effective_n,n,effective_n,"))
    #expect(try column("part", drift).count == 120)
    #expect(try column("psi", drift).allSatisfy { $0 == "0" || $0.isEmpty })
    #expect(try column("n", drift) == column("study_n", drift))
    let table = try scratch.text("t.csv")
    #expect(table.hasPrefix("old,new,people,share_of_old,matched,distance\n"))
    let pairs = try zip(column("old", table), column("new", table)).map { $0 == $1 }
    #expect(try column("matched", table).map { $0 == "true" } == pairs)
    #expect(try column("share_of_old", table) == pairs.map { $0 ? "1" : "0" })
    let people = try column("people", table).map { Int($0) ?? 0 }.reduce(0, +)
    #expect(people == 600)
  }

  @Test("A model of an older version has no answers to compare with, and says so")
  func olderModel() throws {
    let scratch = try Scratch()
    var members = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: model)))
        as? [String: Any])
    members["study_answers"] = nil
    try scratch.write(
      String(decoding: JSONSerialization.data(withJSONObject: members), as: UTF8.self),
      to: "old.json")
    let run = try scratch.unmet("classify", "old.json", responses, "--out", "s.csv")
    #expect(run.status == 0)
    #expect(run.errors.contains("answers: the model holds no distributions"), "\(run.errors)")
    #expect(try Set(column("confidence", scratch.text("s.csv"))) == [""])
    let drift = try scratch.unmet("classify", "old.json", responses, "--drift", "d.csv")
    #expect(drift.status == Status.usage.rawValue && drift.output.isEmpty)
    #expect(drift.messages.count == 1 && !scratch.names().contains("d.csv"))
  }

  @Test("Missing columns, a spoiled model and wrong options end with their status")
  func faults() throws {
    let scratch = try Scratch()
    try scratch.write("respondent,imp_01\nA,1\n", to: "short.csv")
    let short = try scratch.unmet("classify", model, "short.csv")
    #expect(short.status == Status.studyFile.rawValue && short.messages.count == 1)
    #expect(short.errors.contains("short.csv has no column \"") && short.errors.contains("Fix: "))
    #expect(short.output.isEmpty)
    try scratch.write("{\"schema\": \"unmet-typing\", \"version\": 9}", to: "model.json")
    let other = try scratch.unmet("classify", "model.json", responses)
    #expect(other.status == Status.studyFile.rawValue)
    #expect(
      other.errors == "unmet: model.json:1:39: the model is of another version, found 9, "
        + "expected 1 or 2. Fix: analyze the study again with this version.\n", "\(other.errors)")
    let missing = try scratch.unmet("classify", "nothing.json", responses)
    #expect(missing.status == Status.inputMissing.rawValue)
    let twice = try scratch.unmet(
      "classify", model, "-", "--against", model, input: "respondent\n")
    #expect(twice.status == Status.usage.rawValue && twice.errors.contains("--against"))
    for options in [
      ["--json"], ["--force"], ["--questions", "some"], ["--out", "d/"],
      ["--transition", "t.csv"], ["--drift", "-"], ["--drift", "d/"],
      ["--out", "a.csv", "--drift", "a.csv"], ["--out", "a.csv", "--drift", "b/d.csv"],
    ] {
      let run = try scratch.unmet(["classify", model, responses] + options)
      #expect(run.status == Status.usage.rawValue && run.output.isEmpty, "\(options)")
    }
  }
}
