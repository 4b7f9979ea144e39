import Foundation
import Groundwork
import Testing

@Suite("unmet compare")
struct CompareTests {
  /// So many people a role of whom so many are satisfied by the first outcome; by the second half.
  private static func records(_ role: String, _ count: Int, satisfied: Int) -> [String] {
    (0..<count).map { row in
      "\(role)\(row),\(role),5,\(row < satisfied ? 4 : 1),\(4 - row % 2),\(row % 2 == 0 ? 5 : 2)"
    }
  }

  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let old = Self.records("User", 300, satisfied: 120)
    let new = Self.records("Support", 300, satisfied: 210)
    try scratch.write(SmallStudy.csv(records: old), to: "old.csv")
    try scratch.write(SmallStudy.csv(records: new), to: "new.csv")
    let few = Self.records("Auditor", 9, satisfied: 3)
    try scratch.write(SmallStudy.csv(records: old + new + few), to: "responses.csv")
    return scratch
  }

  @Test("Two waves: the text, and improvements.csv as documented")
  func waves() throws {
    let scratch = try scratch()
    let run = try scratch.unmet(
      "compare", "study.yaml", "--baseline", "old.csv", "--new", "new.csv", "--out", "result")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.hasPrefix("unmet: the table lies in result/improvements.csv\n"))
    #expect(run.messages.count == 4)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines[0] == "ARE THE WAVES COMPARABLE? Small")
    #expect(lines.contains("HOW MUCH BETTER? Small"))
    let first = try #require(lines.first { $0.hasPrefix("  01  ") })
    let words = first.split(separator: " ").map(String.init)
    #expect(words.suffix(12).prefix(6) == ["40", "%", "300", "70", "%", "300"])
    #expect(words.suffix(6).prefix(4) == ["1.75", "1.53-2.00", "MET", "MET"])
    #expect(run.output.contains("THE GUARD") && run.output.contains("WHAT THIS MEANS"))
    #expect(
      scratch.names("result") == ["changes.csv", "improvements.csv", "mix.csv", "schema.csv"])
    let table = try scratch.text("result/improvements.csv").split(separator: "\n")
    #expect(table.count == 1 + 2 * 3 && table[1].hasPrefix("01,Minimize the time it takes,"))
    #expect(table[5].hasPrefix("mean of all,,old.csv,new.csv,satisfaction,300,300,300,300,"))
    let again = try scratch.unmet(
      "compare", "study.yaml", "--baseline", "old.csv", "--new", "new.csv", "--out", "result")
    #expect(again.status == Status.cannotCreate.rawValue && again.messages.count == 1)
    let forced = try scratch.unmet(
      "compare", "study.yaml", "--baseline", "old.csv", "--new", "new.csv", "--out", "result",
      "--force", "--quiet")
    #expect(forced.status == 0 && forced.output.isEmpty && forced.errors.isEmpty)
  }

  @Test("Two groups of one survey, as text and JSON; the mean metric; a pipe")
  func groups() throws {
    let scratch = try scratch()
    let options = ["--by", "role", "--baseline", "User", "--new", "Support"]
    let run = try scratch.unmet(["compare", "study.yaml"] + options)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.contains("Baseline: User of role, 300 respondents\n"))
    #expect(run.output.contains("Nobody was assigned to these groups"))
    #expect(!run.output.contains("Auditor"))
    let json = try scratch.unmet(
      ["compare", "study.yaml", "--json", "--metric", "mean", "--threshold", "1.5"] + options)
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(root["metric"] as? String == "mean" && root["segmentation"] as? String == "role")
    let outcomes = try #require(root["outcomes"] as? [[String: Any]])
    #expect(abs(try #require(outcomes[0]["ratio"] as? Double) - 1.75) < 1e-12)
    let verdicts = try #require(outcomes[0]["verdicts"] as? [[String: Any]])
    #expect(verdicts.count == 1 && verdicts[0]["threshold"] as? Double == 1.5)
    let piped = try scratch.unmet(
      ["compare", "study.yaml", "--data", "-"] + options, input: try scratch.text("responses.csv"))
    #expect(piped.output == run.output, "\(piped.errors)")
  }

  @Test("Groups by the column of a segmentation, by roles, solutions and kinds of solutions")
  func jobModel() throws {
    let scratch = try scratch()
    let yaml =
      SmallStudy.yaml.replacing("[role]", with: "[{column: role, name: Who}]")
      + "roles: {column: role, executor: [User], support: [Support, Auditor]}\n"
      + "solutions: {column: role, provider: [User], nothing: [Support, Auditor]}\n"
    try scratch.write(yaml, to: "study.yaml")
    func run(_ by: String, _ old: String, _ new: String) throws -> CommandRun {
      try scratch.unmet(
        "compare", "study.yaml", "--by", by, "--baseline", old, "--new", new)
    }
    let named = try run("Who", "User", "Support")
    #expect(named.status == 0 && named.output.contains("Baseline: User of Who, 300 respondents"))
    let column = try run("role", "User", "Support")
    #expect(
      column.output == named.output.replacing(" of Who", with: " of role"), "\(column.errors)")
    let roles = try run("roles", "executor", "support")
    #expect(roles.output.contains("Baseline: executor of roles, 300 respondents"))
    #expect(roles.output.contains("309 respondents"), "\(roles.output)")
    let kinds = try run("solutions.kind", "provider", "nothing")
    #expect(kinds.status == 0 && kinds.output.contains("provider of solutions.kind"))
    #expect(try run("solutions", "User", "Support").status == 0)
    // A role without answers is no group, nor is an answer one of `roles`.
    let buyer = try run("roles", "executor", "buyer")
    #expect(buyer.errors.contains("segmentation \"roles\" has no such group"))
    #expect(buyer.errors.contains("one of: executor, support"))
    #expect(try run("roles", "User", "Support").status == Status.usage.rawValue)
    let unknown = try run("solution.kind", "provider", "nothing")
    #expect(
      unknown.errors.contains("one of: Who, roles, solutions, solutions.kind, role"),
      "\(unknown.errors)")
    #expect(unknown.errors.contains("Fix: write \"solutions.kind\"."))
  }

  @Test("Unknown, small and equal groups are told, with the nearest name")
  func wrongGroups() throws {
    let scratch = try scratch()
    for (options, status, sentence) in [
      (["rolle", "User", "Support"], Status.usage, "--by: the study has no such segmentation"),
      (["role", "Usr", "Support"], .usage, "--baseline: segmentation \"role\" has no such group"),
      (["role", "User", "User"], .usage, "--new: baseline and new are the same group"),
      (["role", "User", "Auditor"], .data, "--new: the group is too small to be compared"),
    ] {
      let run = try scratch.unmet(
        "compare", "study.yaml", "--by", options[0], "--baseline", options[1], "--new",
        options[2], "--out", "result")
      #expect(run.status == status.rawValue && run.messages.count == 1 && run.output.isEmpty)
      #expect(run.errors.hasPrefix("unmet: \(sentence)"), "\(run.errors)")
      #expect(!scratch.exists("result"))
    }
    let near = try scratch.unmet(
      "compare", "study.yaml", "--by", "role", "--baseline", "Usr", "--new", "Support")
    #expect(near.errors.contains("Fix: write \"User\".") && !near.errors.contains("Auditor"))
  }

  @Test("Missing files, the same file twice, and a copy of it")
  func wrongFiles() throws {
    let scratch = try scratch()
    func run(_ old: String, _ new: String) throws -> CommandRun {
      try scratch.unmet("compare", "study.yaml", "--baseline", old, "--new", new)
    }
    #expect(try run("nothing.csv", "new.csv").status == Status.inputMissing.rawValue)
    #expect(try run("old.csv", "nothing.csv").status == Status.inputMissing.rawValue)
    let same = try run("old.csv", "./old.csv")
    #expect(same.status == Status.usage.rawValue)
    #expect(same.errors.contains("baseline and new hold the same answers"))
    #expect(try run("-", "-").status == Status.usage.rawValue)
    try scratch.write(scratch.text("old.csv"), to: "copy.csv")
    let copy = try run("old.csv", "copy.csv")
    #expect(copy.status == Status.usage.rawValue && copy.errors.contains("a copy of \"old.csv\""))
    #expect(
      try scratch.unmet("compare", "none.yaml", "--baseline", "old.csv", "--new", "new.csv").status
        == Status.inputMissing.rawValue)
  }

  @Test(
    "Wrong options are wrong usage",
    arguments: [
      (["--threshold", "1.2,1.2"], "--threshold: these are no ratios"),
      (["--threshold", "1.1,1.2,1.3,1.4"], "--threshold: these are no ratios"),
      (["--threshold", "0"], "--threshold: these are no ratios"),
      (["--margin", "5"], "--margin: this is no part"), (["--force"], "--force: there is no file"),
      (["--data", "x.csv"], "--data: two waves are read"),
      (["--out", ""], "--out: this cannot be"),
    ])
  func usage(options: [String], sentence: String) throws {
    let run = try Scratch().unmet(
      ["compare", "study.yaml", "--baseline", "a.csv", "--new", "b.csv"] + options)
    #expect(run.status == Status.usage.rawValue)
    #expect(run.errors.hasPrefix("unmet: \(sentence)"), "\(run.errors)")
  }
}
