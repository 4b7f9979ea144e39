import Foundation
import Groundwork
import Testing

@Suite("The command at the terminal")
struct CommandTests {
  private static let commands = [
    "init", "check", "analyze", "tabulate", "plan", "compare", "simulate", "schema", "nightly",
  ]

  @Test("Each command's help begins with examples", arguments: commands)
  func help(command: String) throws {
    let scratch = try Scratch()
    let run = try scratch.unmet(command, "--help")
    #expect(run.status == 0)
    let examples = try #require(run.output.range(of: "Examples:\n  unmet \(command)"))
    let usage = try #require(run.output.range(of: "USAGE:"))
    #expect(examples.lowerBound < usage.lowerBound)
    #expect(run.errors.isEmpty)
  }

  @Test("The version is printed alone")
  func version() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("--version")
    #expect(run.status == 0)
    #expect(run.output.split(separator: ".").count == 3)
  }

  @Test("Completions for three shells name every command", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("--generate-completion-script", shell)
    #expect(run.status == 0)
    for command in CommandTests.commands { #expect(run.output.contains(command)) }
    #expect(run.output.contains("block-rows"))
  }

  @Test("A mistyped command is answered with the nearest one, abbreviations are refused")
  func wrongCommand() throws {
    let scratch = try Scratch()
    let mistyped = try scratch.unmet("analize")
    #expect(mistyped.status == Status.usage.rawValue)
    #expect(mistyped.errors.contains("Did you mean 'analyze'?"))
    // What only other commands call is not offered.
    let night = try scratch.unmet("nightly-stud")
    #expect(!night.errors.contains("nightly-study"), "\(night.errors)")
    #expect(try !scratch.unmet("--help").output.contains("nightly-study"))
    #expect(try scratch.unmet("ana", "x.yaml").status == Status.usage.rawValue)
    #expect(try scratch.unmet("analyze", "--clust", "3").status == Status.usage.rawValue)
  }

  @Test(
    "Values out of range are wrong usage",
    arguments: [
      ["analyze", "s.yaml", "--clusters", "1"], ["analyze", "s.yaml", "--threads", "0"],
      ["analyze", "s.yaml", "--block-rows", "0"], ["analyze", "s.yaml", "--force"],
      ["analyze", "s.yaml", "--scorer", "best"], ["simulate", "--respondents", "0", "--out", "x"],
      ["simulate", "--respondents", "9", "--out", "x", "--missing", "1"],
      ["tabulate", "s.yaml", "--level", "5"], ["tabulate", "s.yaml", "--level", "95,95"],
      ["tabulate", "s.yaml", "--format", "pdf"], ["tabulate", "s.yaml", "--force"],
      ["nightly", ".", "--jobs", "0"], ["nightly", ".", "--settle", "soon"],
      ["nightly", ".", "--now", "2026-02-30T00:00:00Z"], ["nightly", ""],
      ["check", "r.csv", "--delimiter", "::"], ["check", "r.csv", "--header-rows", "-1"],
    ])
  func usage(arguments: [String]) throws {
    let scratch = try Scratch()
    let run = try scratch.unmet(arguments)
    #expect(run.status == Status.usage.rawValue)
    #expect(run.errors.hasPrefix("unmet: "))
  }

  @Test("A reader that has enough ends the command quietly with 141")
  func brokenPipe() throws {
    let scratch = try Scratch()
    let run = try scratch.shell(
      """
      { "$UNMET" simulate --respondents 50000 --out -; echo $? > status; } | head -c 10 > /dev/null
      """)
    #expect(run.errors.isEmpty)
    #expect(try scratch.text("status") == "141\n")
  }

  @Test("A full device is never silent, not even for the help")
  func fullDevice() throws {
    let scratch = try Scratch()
    for arguments in ["--help", "schema", "--version", "simulate --respondents 9 --out -"] {
      let run = try scratch.shell("\"$UNMET\" \(arguments) > /dev/full")
      #expect(run.status == Status.inputOutput.rawValue)
      #expect(run.messages.count == 1)
    }
  }

  @Test("The schema is JSON")
  func schema() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("schema")
    #expect(run.status == 0)
    #expect(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) is [String: Any])
  }

  @Test("check tells how columns and ratings are understood, and writes nothing")
  func check() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    let run = try scratch.unmet("check", "study.yaml")
    #expect(run.status == 0)
    #expect(run.output.contains("importance of 01"))
    #expect(run.output.contains("point 5"))
    #expect(!scratch.exists("Reports") && !run.output.contains("not used"))
    for (columns, words) in [(",x", "1 more column is not"), (",x,y", "2 more columns are not")] {
      let values = columns.replacing("x", with: "1").replacing("y", with: "2")
      let text = SmallStudy.csv(
        header: SmallStudy.header + columns, records: SmallStudy.records.map { $0 + values })
      let wide = try scratch.unmet("check", "study.yaml", "--data", "-", input: text)
      #expect(wide.output.contains("\(words) used."), "\(wide.errors)")
    }
    let json = try scratch.unmet("check", "study.yaml", "--json")
    #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
  }

  @Test("check of a bare file tells its columns, but no one person's words")
  func checkOfFile() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("check", "-", input: SmallStudy.csv())
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("whole numbers 1 to 5"))
    #expect(run.output.contains("\"User\" 14"))
    #expect(!run.output.contains("R7"))
    let json = try scratch.unmet("check", "-", "--json", input: SmallStudy.csv())
    #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
  }
}
