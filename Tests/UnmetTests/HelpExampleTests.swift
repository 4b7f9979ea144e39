import Foundation
import Groundwork
import Testing

/// The examples in the help of each command are run in their order, in a folder with the files
/// that they name.
@Suite("Examples of --help")
struct HelpExampleTests {
  /// A small study with the columns and answers that examples name, and no more.
  private static let study = """
    study: Help
    job: Get support for a product
    responses: {file: responses.csv, respondent: respondent, scale: 1-5}
    outcomes:
      importance: imp_{id}
      satisfaction: sat_{id}
      list:
        - 01: Minimize the time it takes to find the kind of support
        - 02: Minimize the likelihood of support that does not fit
        - 03: Minimize the effort it takes to tell what stopped working
        - 04: Minimize the time it takes to find the contact of support
        - 05: Minimize the likelihood of being asked for the same again
        - 06: Minimize the time that the product is out of use
    weight: weight
    segments: [{column: role, levels: [User, Technician, Purchasing manager]}]
    roles: {column: role, executor: [User], support: [Technician], buyer: [Purchasing manager]}
    solutions: {column: tool, provider: [Desk Plus], non-provider: [Community forum]}
    scores: {replicates: 200}

    """

  /// Waves of that study.
  private static let waves = """
    waves:
      - {name: "2024", file: old.csv}
      - {name: "2025", file: new.csv}
      - {name: "2026", file: responses.csv}

    """

  /// The lines below "Examples:", each whole again, without what is said beside a command.
  private func examples(_ command: [String], in scratch: Scratch) throws -> [String] {
    let help = try scratch.unmet(command + ["--help"]).output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
      .drop { $0 != "Examples:" }.dropFirst().prefix { !$0.isEmpty }
    var examples: [String] = []
    for line in lines {
      if line.hasPrefix("  unmet ") {
        examples.append(String(line.dropFirst(2)))
      } else {
        examples[examples.count - 1] += " \(line)"
      }
    }
    return examples.map { $0.components(separatedBy: "   ")[0] }
  }

  /// The files that examples begin with.
  private func prepare(_ scratch: Scratch, for command: String) throws {
    let needsModel = ["", "classify", "compare"].contains(command)
    try scratch.write(Self.study, to: "study.yaml")
    for (name, seed) in [("responses", 1), ("old", 2), ("new", 3)] {
      let run = try scratch.shell(
        "'\(Scratch.command)' simulate study.yaml --respondents 240 --seed \(seed) --out - "
          + "> \(name).csv")
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try scratch.shell("tr , ';' < responses.csv > export.csv").status == 0)
    // A night waits until its input rests.
    #expect(try scratch.shell("touch -d '1 hour ago' responses.csv").status == 0)
    if command == "compare" {
      let old = Self.study.replacing("responses.csv", with: "old.csv")
      try scratch.write(old + Self.waves, to: "waves.yaml")
    }
    if command == "history" {
      let run = try scratch.unmet("analyze", "study.yaml", "--quiet")
      #expect(run.status == 0, "\(run.errors)")
    }
    guard needsModel else { return }
    let run = try scratch.unmet("analyze", "study.yaml", "--out", "first", "--clusters", "2")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.shell("cp first/model.json . && cp first/model.json old.json").status == 0)
  }

  /// A run with an alert, and a channel for it.
  private func prepareRun(_ scratch: Scratch) throws {
    let channel = "deliver: [{to: file, path: alerts.log}]\n"
    try scratch.write(Self.study + channel, to: "study.yaml")
    let run = "Reports/help/runs/2026-11-20-0001"
    #expect(try scratch.shell("mkdir -p \(run)").status == 0)
    let alert = #"{"id": "a1", "rule": "enters", "text": "01 is above 12", "since": "2026-11-19"}"#
    try scratch.write("{\"study\": \"Help\", \"alerts\": [\(alert)]}", to: "\(run)/alerts.json")
  }

  @Test(
    "They run one after the other",
    arguments: [
      "", "init", "check", "analyze", "report", "tabulate", "plan", "compare", "classify",
      "simulate", "questionnaire", "schema", "nightly", "history", "alerts",
      "schedule", "schedule install", "schedule remove", "schedule list", "schedule show",
    ])
  func examples(command: String) throws {
    let scratch = try Scratch()
    try prepare(scratch, for: command)
    if command == "alerts" { try prepareRun(scratch) }
    if ["", "init"].contains(command) {
      #expect(try scratch.shell("rm study.yaml").status == 0)
    }
    let examples = try examples(command.split(separator: " ").map(String.init), in: scratch)
    #expect(examples.count >= 2 && examples.allSatisfy { $0.hasPrefix("unmet ") })
    for example in examples {
      // What stands behind a bar is somebody else's program.
      let own = example.components(separatedBy: " | ")[0].dropFirst("unmet ".count)
      let run = try scratch.shell("'\(Scratch.command)' \(own)")
      #expect(run.status == 0, "\(example): \(run.errors)")
    }
  }
}
