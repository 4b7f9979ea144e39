import Foundation
import Groundwork
import Testing

@Suite("unmet compare: waves")
struct CompareWavesTests {
  /// So many people from a number on, of whom some are satisfied by the first outcome.
  private static func records(_ people: Range<Int>, satisfied: Int) -> [String] {
    people.enumerated().map { row, person in
      let role = person % 3 == 0 ? "User" : "Support"
      return "P\(person),\(role),5,\(row < satisfied ? 4 : 1),\(4 - row % 2),\(2 + row % 4)"
    }
  }

  private static let waves = """
    waves:
      - {name: "2024", file: old.csv}
      - {name: "2025", file: mid.csv}
      - {name: "2026", file: new.csv}

    """

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml + Self.waves, to: "study.yaml")
    for (name, people, satisfied) in [
      ("old", 0..<200, 60), ("mid", 100..<300, 62), ("new", 200..<400, 150),
    ] {
      try scratch.write(
        SmallStudy.csv(records: Self.records(people, satisfied: satisfied)), to: "\(name).csv")
    }
    return scratch
  }

  private func table(_ scratch: Scratch, _ path: String) throws -> [[String: String]] {
    let records = GoldenComparison.records(try scratch.text(path))
    let header = try #require(records.first)
    return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test("The last two waves of the study, all tables, and the same as JSON")
  func lastTwo() throws {
    let scratch = try scratch()
    let run = try scratch.unmet("compare", "study.yaml", "--out", "result")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      scratch.names("result") == ["changes.csv", "improvements.csv", "mix.csv", "schema.csv"])
    #expect(run.output.hasPrefix("ARE THE WAVES COMPARABLE? Small\n  Both were asked the same"))
    #expect(run.output.contains("WHAT CHANGED? 2025 to 2026\n"))
    #expect(run.output.contains("100 people are in both waves."))
    #expect(run.output.contains("  everybody, satisfaction of 01: 3.1 to 7.5, +4.4 (+3.4 to +5.4)"))
    #expect(run.output.contains("HOW MUCH BETTER? Small"))
    let changes = try table(scratch, "result/changes.csv")
    // Two outcomes of four figures for everybody and two roles, and the shares of the roles.
    #expect(changes.count == 2 * 4 * 3 + 2)
    #expect(Set(changes.map { $0["new_wave"] }) == ["2026"])
    // Whatever is not listed is counted: certain gaps, and what is not certain.
    let text = run.output.split(separator: "\n").map { $0.drop { $0 == " " } }
      .joined(separator: " ")
    // Where everybody answers alike in both there is a change of 0 and no p.
    let tests = changes.filter { $0["change"]?.isEmpty == false }.map { row in
      (isGap: row["figure"] == "gap", isCertain: Double(row["p_adjusted"] ?? "") ?? 1 <= 0.05)
    }
    let gaps = tests.count { $0.isGap && $0.isCertain }
    #expect(gaps > 0 && text.contains(" \(gaps) of gaps, which are importance less satisfaction. "))
    #expect(text.contains(" \(tests.count { !$0.isCertain }) figures moved no more than chance"))
    #expect(text.contains("one figure of a segment in twenty still shows a certain change"))
    let first = try #require(changes.first { $0["figure"] == "satisfaction" })
    #expect(first["change"] == "4.4" && first["people_in_both"] == "100")
    #expect(try table(scratch, "result/mix.csv").count == 2 * 3)
    #expect(try scratch.text("result/schema.csv").split(separator: "\n").count == 1)
    let json = try scratch.unmet("compare", "study.yaml", "--json")
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((root["changes"] as? [Any])?.count == changes.count)
    #expect(root["common_ids"] as? Int == 100 && root["has_ids"] as? Bool == true)
  }

  @Test("Waves by name; unknown, equal and first ones are told")
  func names() throws {
    let scratch = try scratch()
    let run = try scratch.unmet("compare", "study.yaml", "--from", "2024", "--to", "2026")
    #expect(run.output.contains("WHAT CHANGED? 2024 to 2026\n"), "\(run.errors)")
    #expect(run.output.contains("Nobody is in both waves."))
    #expect(
      try scratch.unmet("compare", "study.yaml", "--to", "2025").output
        .contains("WHAT CHANGED? 2024 to 2025"))
    for (options, sentence) in [
      (["--to", "2027"], "--to: the study has no such wave, found \"2027\""),
      (["--from", "2026"], "--to: both waves are the same"),
      (["--to", "2024"], "--to: there is no wave before it"),
      (["--baseline", "old.csv"], "--new: one side of the comparison is not told"),
      (["--by", "role"], "--by: no groups are named"),
      (["other.yaml", "--from", "2024"], "--from: what is compared is told twice"),
      (
        ["--baseline", "old.csv", "--new", "new.csv", "--to", "2026"],
        "--baseline: what is compared is told twice"
      ),
      (["--newer-model", "model.json"], "--newer-model: there is no model"),
      (
        ["--model", "m.json", "--by", "role", "--baseline", "User", "--new", "Support"],
        "--model: a model types two waves"
      ),
    ] {
      let run = try scratch.unmet(["compare", "study.yaml"] + options)
      #expect(run.status == Status.usage.rawValue, "\(options)")
      #expect(run.errors.hasPrefix("unmet: \(sentence)"), "\(run.errors)")
    }
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let none = try scratch.unmet("compare", "study.yaml")
    #expect(none.errors.contains("there are no two waves to compare"), "\(none.errors)")
  }

  @Test("Two study files: what differs between the questions comes first, and is left out")
  func studies() throws {
    let scratch = try scratch()
    try scratch.write(
      SmallStudy.yaml.replacing("likelihood of harm", with: "cost of electricity")
        .replacing("responses.csv", with: "old.csv"), to: "old.yaml")
    try scratch.write(
      SmallStudy.yaml.replacing("responses.csv", with: "new.csv"), to: "new.yaml")
    let run = try scratch.unmet("compare", "old.yaml", "new.yaml", "--out", "result")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("LEFT OUT, id used for another question 02:"), "\(run.output)")
    let schema = try table(scratch, "result/schema.csv")
    #expect(schema.map { $0["severity"] } == ["error"] && schema[0]["similarity"] == "0")
    #expect(!(try table(scratch, "result/changes.csv")).contains { $0["outcome"] == "02" })
    // The same by a wave's own study file.
    try scratch.write(
      SmallStudy.yaml + "waves:\n  - {name: a, file: old.csv, study: old.yaml}\n"
        + "  - {name: b, file: new.csv}\n", to: "study.yaml")
    let waves = try scratch.unmet("compare", "study.yaml")
    #expect(waves.output.contains("LEFT OUT, id used for another question 02:"))
  }

  @Test("Files of waves lie beside the study or below")
  func outside() throws {
    let scratch = try scratch()
    for line in [
      "{name: a, file: ../old.csv}", "{name: a, file: old.csv, study: /etc/study.yaml}",
    ] {
      try scratch.write(
        SmallStudy.yaml + "waves:\n  - \(line)\n  - {name: b, file: new.csv}\n", to: "study.yaml")
      let run = try scratch.unmet("compare", "study.yaml")
      #expect(run.status == Status.permission.rawValue, "\(run.errors)")
      #expect(run.errors.contains("a file of `waves` lies outside the study's folder"))
    }
  }

  @Test("A frozen model types both waves: the shares of its segments, and where people go")
  func model() throws {
    let scratch = try Scratch()
    let root = GoldenTests.root
    let example = root.appendingPathComponent("Datasets/patching")
    let kept = root.appendingPathComponent("Reports/patching")
    let model = kept.appendingPathComponent("model.json").path
    let text = try String(
      contentsOf: example.appendingPathComponent("responses.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    for (name, rows) in [("old", 1...350), ("new", 251...600)] {
      try scratch.write(
        ([lines[0]] + lines[rows]).joined(separator: "\n") + "\n", to: "\(name).csv")
    }
    let run = try scratch.unmet(
      "compare", example.appendingPathComponent("study.yaml").path, "--baseline", "old.csv",
      "--new", "new.csv", "--model", model, "--newer-model", model, "--out", "result")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("THE SEGMENTS OVER TIME"))
    #expect(run.output.contains("The segments still fit the new wave."), "\(run.output)")
    let known = GoldenComparison.records(
      try String(contentsOf: kept.appendingPathComponent("respondents.csv"), encoding: .utf8))
    let header = try #require(known.first)
    let (id, cluster) = (
      try #require(header.firstIndex(of: "id")), try #require(header.firstIndex(of: "cluster"))
    )
    let clusters = Dictionary(
      uniqueKeysWithValues: known.dropFirst().map { ($0[id], $0[cluster]) })
    let rows = try table(scratch, "result/segments-over-time.csv")
    #expect(rows.count == Set(clusters.values).count)
    let place = try #require(
      lines[0].split(separator: ",").firstIndex { $0 == "respondent" || $0 == "id" })
    for row in rows {
      for (side, range) in [("n_old", 1...350), ("n_new", 251...600)] {
        let count = lines[range].count { line in
          clusters[String(line.split(separator: ",", omittingEmptySubsequences: false)[place])]
            == row["segment"]
        }
        #expect(row[side] == String(count))
      }
      #expect(row["people_in_both"] == "100" && row["time_to_segment_again"] == "false")
    }
    // The same model twice: everybody stays.
    let moves = try table(scratch, "result/transition.csv").filter { $0["matched"] == "true" }
    #expect(moves.allSatisfy { $0["share_of_old"] == "1" } && moves.count == rows.count)
  }
}
