import Groundwork
import Testing

@Suite("unmet tabulate")
struct TabulateTests {
  /// Eighty people in two roles of which one rates the first outcome higher; three auditors.
  private func survey() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(Self.csv, to: "responses.csv")
    return scratch
  }

  private static let csv: String = {
    let records = (0..<83).map { row in
      let role = row < 40 ? "User" : row < 80 ? "Support" : "Auditor"
      return
        "R\(row),\(role),\(row < 40 ? 4 + row % 2 : 1 + row % 5),\(1 + row % 4),\(3 + row % 3),2"
    }
    return ([SmallStudy.header] + records).joined(separator: "\n") + "\n"
  }()

  @Test("The tables are printed: bases, shares, letters, and no person of a small segment")
  func text() throws {
    let scratch = try survey()
    let run = try scratch.unmet("tabulate", "study.yaml")
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 119 })
    #expect(lines.contains { $0.hasPrefix("IMPORTANCE 01 Minimize the time it takes (imp_01)") })
    #expect(lines.contains { $0.hasPrefix("SCORE 02 ") })
    let base = try #require(lines.first { $0.hasPrefix("base, unweighted") })
    #expect(base.split(separator: " ").suffix(4) == ["83", "*", "40", "40"])
    let top = try #require(lines.first { $0.hasPrefix("top box 4-5") })
    #expect(top.contains("100 %  B"))
    #expect(run.output.contains("  role: p <0.001 (<0.001)"))
    #expect(scratch.names() == [".errors", ".input", ".output", "responses.csv", "study.yaml"])
  }

  @Test("--format csv --out - prints the long form, from a pipe too")
  func csv() throws {
    let scratch = try survey()
    let run = try scratch.unmet(
      "tabulate", "study.yaml", "--data", "-", "--format", "csv", "--out", "-", "--outcome", "01",
      "--by", "role", input: Self.csv)
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    // A header, two items of nine rows and three rows of scores, each for four columns.
    #expect(lines.count == 1 + 4 * (2 * 9 + 3))
    #expect(lines[0].hasPrefix("outcome,part,item,statistic,label,segmentation,segment,letter,n,"))
    let auditors = lines.filter { $0.contains(",role,Auditor,A,") }
    #expect(auditors.count == 21)
    #expect(auditors.allSatisfy { $0.contains(",Auditor,A,,,,,,,,,,,,") })
    #expect(auditors.allSatisfy { $0.hasSuffix(",fewer than 10 respondents") })
    let top = try #require(
      lines.first { $0.hasPrefix("01,importance,imp_01,top,4-5,role,User,C,40,40,40,0,39,1,0,") })
    #expect(top.split(separator: ",", omittingEmptySubsequences: false)[17] == "B")
    let file = try scratch.unmet(
      "tabulate", "study.yaml", "--format", "csv", "--outcome", "01", "--out", "t.csv", "--quiet")
    #expect(file.status == 0 && file.output.isEmpty && file.errors.isEmpty)
    #expect(try scratch.text("t.csv") == run.output)
  }

  @Test("Roles and solutions divide people as in compare")
  func jobGroups() throws {
    let scratch = try survey()
    let lines = """
      roles: {column: role, executor: [User, Auditor], buyer: [Support]}
      solutions: {column: role, provider: [User], nothing: [Support]}

      """
    try scratch.write(try scratch.text("study.yaml") + lines, to: "study.yaml")
    func groups(_ by: String...) throws -> [String] {
      let run = try scratch.unmet(
        ["tabulate", "study.yaml", "--outcome", "01", "--format", "csv"]
          + by.flatMap { ["--by", $0] })
      #expect(run.status == 0, "\(run.errors)")
      return run.output.split(separator: "\n").filter { $0.contains(",imp_01,top,") }.map { line in
        line.split(separator: ",", omittingEmptySubsequences: false)[5...8].joined(separator: " ")
      }
    }
    #expect(try groups("roles") == ["all all  83", "roles executor A 43", "roles buyer B 40"])
    #expect(
      try groups("solutions,solutions.kind") == [
        "all all  83", "solutions Auditor A ", "solutions Support B 40", "solutions User C 40",
        "solutions.kind provider A 40", "solutions.kind nothing B 40",
      ])
    // Without --by the segments of the study alone.
    #expect(try groups().allSatisfy { $0.hasPrefix("all ") || $0.hasPrefix("role ") })
  }

  @Test("A file that is there is not overwritten, unless that is wished")
  func overwriting() throws {
    let scratch = try survey()
    try scratch.write("mine\n", to: "t.txt")
    let run = try scratch.unmet("tabulate", "study.yaml", "--out", "t.txt")
    #expect(run.status == Status.cannotCreate.rawValue && run.messages.count == 1)
    #expect(try scratch.text("t.txt") == "mine\n")
    let forced = try scratch.unmet("tabulate", "study.yaml", "--out", "t.txt", "--force")
    #expect(forced.status == 0 && forced.errors == "unmet: the tables lie in t.txt\n")
    #expect(try scratch.text("t.txt").hasPrefix("Small: 83 respondents"))
  }

  @Test("Unknown names are wrong usage, answered with the nearest, before anything is written")
  func unknownNames() throws {
    let scratch = try survey()
    for (option, name, nearest) in [
      ("--by", "rolle", "role"), ("--outcome", "1", "01"), ("--items", "imp_1", "imp_01"),
    ] {
      let run = try scratch.unmet("tabulate", "study.yaml", option, name, "--out", "t.csv")
      #expect(run.status == Status.usage.rawValue)
      #expect(run.messages.count == 1 && run.errors.contains("Fix: write \"\(nearest)\"."))
      #expect(run.errors.hasPrefix("unmet: \(option): the study has no such "))
      #expect(!scratch.exists("t.csv"))
    }
    let missing = try scratch.unmet("tabulate", "nothing.yaml")
    #expect(missing.status == Status.inputMissing.rawValue)
  }

  @Test(
    "A wrong option is told in the form of all messages, with what to write",
    arguments: [
      (
        ["--level", "5"],
        "--level: these are no levels, found \"5\", expected one or two different percentages "
          + "above 50 and below 100. Fix: write them with a comma between, such as 95,99."
      ),
      (
        ["--adjust", "hom"],
        "--adjust: there is no such adjustment, found \"hom\", expected holm or none. "
          + "Fix: write holm."
      ),
      (
        ["--force"],
        "--force: there is no file to replace, expected --out with the name of a file. "
          + "Fix: add --out tables.txt, or leave --force out."
      ),
    ])
  func wrongOptions(options: [String], sentence: String) throws {
    let run = try Scratch().unmet(["tabulate", "study.yaml"] + options)
    #expect(run.status == Status.usage.rawValue)
    #expect(run.errors.hasPrefix("unmet: \(sentence)\n"), "\(run.errors)")
  }

  @Test("Items alone, other levels, no adjustment")
  func options() throws {
    let scratch = try survey()
    let run = try scratch.unmet(
      "tabulate", "study.yaml", "--items", "imp_01,sat_02", "--level", "90", "--adjust", "none")
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.contains("SCORE") && run.output.contains("SATISFACTION 02"))
    let words = run.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(words.contains("at 90 %, by t tests of the design, adjusted not at all within"))
  }
}
