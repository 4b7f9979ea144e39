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
    #expect(run.output.hasPrefix("id,segment,confidence,margin,second,route,answered,row\n"))
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

  @Test(
    "SQL takes 4.0 and 4.00 for 4, and blanks and other texts for no answer",
    .enabled(if: hasPython, "python3 with sqlite3 is absent"))
  func numbersInDatabases() throws {
    let scratch = try Scratch()
    let code = """
      import re, sqlite3, sys
      query = open(sys.argv[1]).read()
      names = re.findall(r'CASE CAST\\("([^"]+)" AS TEXT\\) WHEN', query)
      def segment(kind, value):
          base = sqlite3.connect(":memory:")
          base.execute('CREATE TABLE responses ("respondent" TEXT, %s)'
                       % ", ".join('"%s" %s' % (name, kind) for name in names))
          base.execute("INSERT INTO responses VALUES ('A'%s)" % (", ?" * len(names)),
                       [value if place == 0 else "4" for place in range(len(names))])
          return base.execute(query).fetchone()[-1]
      known = segment("TEXT", "4")
      print(len(names), known is not None)
      print([segment("REAL", value) == known for value in (4, 4.0, "4", "4.00")])
      print([segment("TEXT", value) == known for value in ("4.0", "4.000")])
      print([segment("INTEGER", 4) == known, segment("", 4.0) == known])
      print([segment("TEXT", value) for value in (None, "", "x", "40", "4.05", "6", "4..0")])
      print([segment("REAL", value) for value in (None, "", 4.5, 40)])
      """
    try scratch.write(code, to: "numbers.py")
    let sql = Self.kept.appendingPathComponent("typing.sql").path
    let run = try scratch.run(Self.python, ["python3", "numbers.py", sql], input: nil)
    #expect(
      run.output == """
        11 True
        [True, True, True, True]
        [True, True]
        [True, True]
        [None, None, None, None, None, None, None]
        [None, None, None, None]

        """, "\(run.output)\(run.errors)")
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
    #expect(run.errors.contains("Shares, margins and answers are weighted: "))
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

  /// The example's responses with some columns changed.
  private func changed(_ change: (_ names: [String], _ fields: [String]) -> [String]) throws
    -> String
  {
    let csv = try String(contentsOfFile: responses, encoding: .utf8)
    let lines = csv.split(separator: "\n").map { $0.components(separatedBy: ",") }
    return lines.map { change(lines[0], $0).joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  @Test("A question that is blank for everybody is named, and nothing is said of the fit")
  func blankQuestion() throws {
    let scratch = try Scratch()
    let blank = try changed { names, fields in
      zip(names, fields).map { $0 == "imp_16" && $1 != "imp_16" ? "" : $1 }
    }
    try scratch.write(blank, to: "new.csv")
    let run = try scratch.unmet("classify", model, "new.csv", "--out", "s.csv")
    #expect(run.status == 0 && !run.errors.contains("still fit."), "\(run.errors)")
    #expect(run.errors.contains("  warning: imp_16 is blank in every row"))
    #expect(
      run.errors.contains("Whether the segments still fit cannot be told: imp_16 is blank.\n"))
    let json = try scratch.unmet("classify", model, "new.csv", "--out", "t.csv", "--json")
    #expect(json.output.contains("\"kind\": \"blank-question\""))
    #expect(json.output.contains("\"time_to_segment_again\": null"))
    #expect(json.output.contains("\"blank_columns\": [\n    \"imp_16\"\n  ]"), "\(json.output)")
  }

  @Test("Columns that make golden questions decide are named, with the accuracy then in force")
  func lackingColumns() throws {
    let scratch = try Scratch()
    let gone = ["imp_16", "sat_01", "sat_02", "sat_04", "sat_05", "sat_07"]
    let short = try changed { names, fields in
      zip(names, fields).filter { !gone.contains($0.0) }.map(\.1)
    }
    try scratch.write(short, to: "new.csv")
    let run = try scratch.unmet("classify", model, "new.csv", "--out", "s.csv")
    #expect(run.status == 0)
    #expect(
      run.errors.contains(
        "warning: the file lacks the columns imp_16, sat_01, sat_02, sat_04, sat_05 and 1 more, so"
      ), "\(run.errors)")
    #expect(run.errors.contains("Expected accuracy: ") && run.errors.contains("golden questions."))
    let json = try scratch.unmet("classify", model, "new.csv", "--out", "t.csv", "--json")
    let names = gone.map { "\"\($0)\"" }.joined(separator: ",\n    ")
    #expect(
      json.output.contains("\"lacking_columns\": [\n    \(names)\n  ]"), "\(json.output)")
    #expect(json.output.contains("\"lacking_count\": 6"))
    #expect(json.output.contains("\"expected_accuracy\": 0."))
    let quiet = try scratch.unmet("classify", model, "new.csv", "--out", "q.csv", "--quiet")
    #expect(quiet.status == 0 && quiet.errors.isEmpty)
    let all = try scratch.unmet("classify", model, "new.csv", "--questions", "all")
    #expect(all.status == Status.data.rawValue && all.output.isEmpty)
    #expect(
      all.errors.hasPrefix(
        "unmet: new.csv: lacks 6 columns: \"imp_16\", \"sat_01\", \"sat_02\", \"sat_04\", "
          + "\"sat_05\" and 1 more, found \"respondent\", "), "\(all.errors)")
    #expect(all.errors.contains("leave --questions all out"))
  }

  @Test("Ids of another name, and rows that join back whatever the ids")
  func otherIDs() throws {
    let scratch = try Scratch()
    let reversed = try changed { _, fields in fields }.split(separator: "\n")
    let header = reversed[0].replacingOccurrences(of: "respondent", with: "panel")
    let text = ([header] + reversed.dropFirst().reversed().map(String.init))
    try scratch.write(text.joined(separator: "\n") + "\n", to: "new.csv")
    let lost = try scratch.unmet("classify", model, "new.csv")
    #expect(lost.status == Status.data.rawValue && lost.errors.contains("by --id COLUMN"))
    #expect(lost.errors.hasPrefix("unmet: new.csv: has no column \"respondent\", found \"panel\""))
    let run = try scratch.unmet("classify", model, "new.csv", "--id", "panel", "--quiet")
    let known = try scratch.unmet("classify", model, responses, "--quiet", "--threads", "1")
    #expect(run.status == 0 && known.status == 0, "\(run.errors)")
    for name in ["id", "segment", "margin"] {
      #expect(try column(name, run.output) == column(name, known.output))
    }
    let (here, there) = (try column("row", run.output), try column("row", known.output))
    #expect(zip(here, there).allSatisfy { (Int($0) ?? 0) + (Int($1) ?? 0) == 601 })
    let ids = reversed.dropFirst().map { $0.split(separator: ",")[0] }
    for (id, row) in zip(try column("id", known.output), there) {
      #expect(ids[(Int(row) ?? 0) - 1] == id)
    }
    let twice = try scratch.unmet("classify", model, "new.csv", "--id", "imp_01")
    #expect(twice.status == Status.usage.rawValue && twice.errors.contains("--id: column"))
    let none = try scratch.unmet("classify", model, "new.csv", "--id", "nobody")
    #expect(none.status == Status.data.rawValue && none.errors.contains("column \"nobody\""))
  }

  @Test("Another scale, and ids that are blank or repeated, are told of the file, not of a study")
  func wrongAnswers() throws {
    let scratch = try Scratch()
    func fault(_ text: String) throws -> String {
      try scratch.write(text, to: "new.csv")
      let run = try scratch.unmet("classify", model, "new.csv")
      #expect(run.status == Status.data.rawValue && run.output.isEmpty, "\(run.errors)")
      #expect(run.errors.hasPrefix("unmet: new.csv") && !run.errors.contains("study.yaml"))
      #expect(!run.errors.contains("model.json"))
      return run.errors
    }
    let scale = try fault(
      changed { names, fields in
        zip(names, fields).map { $0.hasPrefix("imp_") && $1 == "5" ? "7" : $1 }
      })
    #expect(scale.contains("type people who were asked on the model's scale"), "\(scale)")
    let twice = try fault(
      changed { _, fields in [fields[0] == "R0000002" ? "R0000001" : fields[0]] + fields[1...] })
    #expect(twice.contains("leave one row a person in the file"), "\(twice)")
    let blank = try fault(
      changed { _, fields in [fields[0] == "R0000002" ? "" : fields[0]] + fields[1...] })
    #expect(blank.contains("name another column of ids by --id"), "\(blank)")
    let double = try fault(
      changed { names, fields in fields[0] == names[0] ? fields + ["imp_01"] : fields + ["1"] })
    #expect(double.contains("2 columns bear the name \"imp_01\"") && double.contains("rename all"))
  }

  @Test("A directory as the model, and a run without segments")
  func directories() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("classify", Self.kept.path, responses)
    #expect(run.status == Status.inputMissing.rawValue)
    #expect(
      run.errors.hasSuffix(
        ": the path is a directory, expected model.json. Fix: name the file model.json in it.\n"),
      "\(run.errors)")
    let made = try scratch.shell("mkdir run empty && echo '{}' > run/manifest.json")
    #expect(made.status == 0)
    for path in ["run", "run/model.json"] {
      let none = try scratch.unmet("classify", path, responses)
      #expect(none.status == Status.inputMissing.rawValue)
      #expect(none.errors.contains("a run without segments has no model.json"), "\(none.errors)")
    }
    for path in ["empty", "empty/model.json"] {
      let none = try scratch.unmet("classify", path, responses)
      #expect(none.status == Status.inputMissing.rawValue)
      #expect(!none.errors.contains("without segments") && none.errors.contains("model.json of a"))
    }
  }

  @Test("Missing columns, a spoiled model and wrong options end with their status")
  func faults() throws {
    let scratch = try Scratch()
    try scratch.write("respondent,imp_01\nA,1\n", to: "short.csv")
    let short = try scratch.unmet("classify", model, "short.csv")
    #expect(short.status == Status.data.rawValue && short.messages.count == 1)
    #expect(short.errors.hasPrefix("unmet: short.csv: lacks "), "\(short.errors)")
    #expect(short.errors.contains("found \"respondent\", \"imp_01\", expected the columns of"))
    #expect(short.output.isEmpty)
    try scratch.write("{\"schema\": \"unmet-typing\", \"version\": 9}", to: "model.json")
    let other = try scratch.unmet("classify", "model.json", responses)
    #expect(other.status == Status.studyFile.rawValue)
    #expect(
      other.errors == "unmet: model.json:1:39: the model is of another version, found 9, "
        + "expected 1, 2 or 3. Fix: analyze the study again with this version.\n", "\(other.errors)"
    )
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
