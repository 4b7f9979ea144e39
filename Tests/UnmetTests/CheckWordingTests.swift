import Foundation
import Testing

@Suite("unmet check of the wording of statements")
struct CheckWordingTests {
  private func scratch(_ lines: String = "") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml + lines, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    return scratch
  }

  private func section(_ output: String) -> String {
    output.components(separatedBy: "\nWORDING\n").last ?? ""
  }

  @Test("Findings stand in a section of their own, with place, code and a wording to try")
  func text() throws {
    let scratch = try scratch("steps: {call: {text: Call the hotline, outcomes: [01]}}\n")
    let check = try scratch.unmet("check", "study.yaml")
    #expect(check.status == 0 && check.output.hasPrefix("Small: 40 respondents, 2 outcomes;"))
    let words = section(check.output).split(whereSeparator: \.isWhitespace)
    #expect(
      words.joined(separator: " ") == """
        4 statements, 2 problems and 2 hints; the rules are for English (docs/statements.md), and \
        no result hangs on them. \
        study.yaml:2:6: job-clarifier (hint): job has no contextual clarifier: under which \
        circumstances, such as where, when or for whom \
        study.yaml:11:7: outcome-object: 01 ends with the metric, and not with what it is about \
        study.yaml:12:7: outcome-clarifier (hint): 02 has no contextual clarifier: when, where \
        or of what \
        study.yaml:14:9: step-channel: call names a channel, "hotline"; the step stays when \
        channels change; try: "Obtain support"
        """)
    let analysis = try scratch.unmet("analyze", "study.yaml", "--out", "run")
    #expect(analysis.status == 0 && !analysis.output.contains("WORDING"))
    #expect(try !scratch.text("run/quality.csv").contains("outcome-object"))
  }

  @Test("The same as JSON")
  func json() throws {
    let scratch = try scratch("lint: {ignore: [\"02\", job]}\n")
    let check = try scratch.unmet("check", "study.yaml", "--json")
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(check.output.utf8)) as? [String: Any])
    #expect(facts["statements_checked"] as? Bool == true)
    let statements = try #require(facts["statements"] as? [[String: Any]])
    #expect(statements.count == 1)
    let first = try #require(statements.first)
    #expect(first["code"] as? String == "outcome-object" && first["subject"] as? String == "01")
    #expect(first["file"] as? String == "study.yaml" && first["line"] as? Int == 11)
    #expect(first["column"] as? Int == 7 && first["strength"] as? String == "problem")
    #expect(first["statement"] as? String == "Minimize the time it takes")
    #expect(first["suggestion"] is NSNull)
    #expect(
      (facts["findings"] as? [[String: Any]])?.isEmpty == true)
  }

  @Test("What is left out is counted, other languages are told once, drafts are silent")
  func quiet() throws {
    let ignored = try scratch("lint: {ignore: [outcome-object, outcome-clarifier, job]}\n")
    let none = section(try ignored.unmet("check", "study.yaml").output)
    #expect(none.contains("3 statements, nothing to remark;"))
    let left = none.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(left.contains("3 findings left out by `lint.ignore`."))
    let german = try scratch()
    try german.write(
      SmallStudy.yaml.replacing("Try things out", with: "Dinge ausprobieren")
        .replacing("Minimize the time it takes", with: "Den Aufwand verringern")
        .replacing("Minimize the likelihood of harm", with: "Den Schaden gering halten"),
      to: "study.yaml")
    let other = section(try german.unmet("check", "study.yaml").output)
    #expect(other.contains("The wording was not checked: the rules are for English"))
    #expect(!other.contains("study.yaml"))
    let draft = try Scratch()
    try draft.write(SmallStudy.csv(), to: "responses.csv")
    #expect(try draft.unmet("init", "responses.csv").status == 0)
    let check = try draft.unmet("check", "study.yaml")
    #expect(check.status == 0 && !check.output.contains("WORDING"))
  }
}
