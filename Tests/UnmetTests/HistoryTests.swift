import Foundation
import Groundwork
import Testing

@Suite("unmet history, and what changed since the last run")
struct HistoryTests {
  /// A study with one published run.
  private func published(_ lines: String = "") throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml + lines, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    try analyze(scratch)
    return scratch
  }

  private func analyze(_ scratch: Scratch) throws {
    let run = try scratch.unmet("analyze", "study.yaml", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
  }

  private func answerMore(_ scratch: Scratch) throws {
    let more = (40..<60).map { "R\($0),User,5,1,5,\(1 + $0 % 2)" }
    try scratch.write(
      SmallStudy.csv(records: SmallStudy.records + more), to: "responses.csv")
  }

  @Test("the first run has no such section, the second tells what changed since")
  func since() throws {
    let scratch = try published()
    #expect(!(try scratch.text("Reports/small/latest/report.txt").contains("SINCE")))
    #expect(!scratch.exists("Reports/small/latest/since.csv"))
    let first = try #require(scratch.names("Reports/small/runs").first)
    try answerMore(scratch)
    try analyze(scratch)
    let report = try scratch.text("Reports/small/latest/report.txt")
    #expect(report.contains("SINCE THE LAST RUN (\(first.prefix(10)), run \(first))"))
    #expect(report.contains("60 respondents, 20 more than then (40)."))
    #expect(report.contains("The file of answers changed; the study file did not\n  change."))
    #expect(try scratch.text("Reports/small/latest/since.csv").contains("respondents,40,60,"))
    // A directory of one's own has no earlier run.
    #expect(try scratch.unmet("analyze", "study.yaml", "-q", "--out", "own").status == 0)
    #expect(!scratch.exists("own/since.csv"))
  }

  @Test("an earlier run that cannot be read is told in one line and fails nothing")
  func unreadable() throws {
    let scratch = try published()
    let first = try #require(scratch.names("Reports/small/runs").first)
    try scratch.write("{", to: "Reports/small/runs/\(first)/manifest.json")
    try analyze(scratch)
    #expect(
      try scratch.text("Reports/small/latest/report.txt").contains(
        "  Nothing can be compared: its manifest.json cannot be read."))
    let history = try scratch.unmet("history", "study.yaml")
    #expect(history.status == 0)
    #expect(
      history.output.contains("Skipped \(first): its manifest.json cannot be read."))
  }

  @Test("runs, figures and rows that are not there")
  func history() throws {
    let scratch = try published()
    try answerMore(scratch)
    try analyze(scratch)
    let table = try scratch.unmet("history", "study.yaml")
    #expect(table.status == 0, "\(table.errors)")
    let lines = table.output.split(separator: "\n")
    #expect(lines.count == 3 && lines[2].hasSuffix("latest") && lines[2].contains("+20"))
    #expect(try scratch.unmet("history", "Reports/small").output == table.output)
    #expect(try scratch.unmet("history", "study.yaml", "--quiet").output.isEmpty)
    let last = try scratch.unmet("history", "study.yaml", "--last", "1", "--csv")
    #expect(last.output.split(separator: "\n").count == 2 && last.output.contains(",true,60,20,"))
    let json = try scratch.unmet("history", "study.yaml", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["runs"] as? [Any])?.count == 2)

    let figure = ["history", "study.yaml", "--figure", "opportunities:opportunity"]
    let one = try scratch.unmet(figure + ["--where", "outcome=01,segment=all"])
    #expect(one.status == 0 && one.output.contains("●"), "\(one.errors)")
    #expect(one.output.contains("interval: opportunity_low to opportunity_high"))
    let wrong = try scratch.unmet(figure + ["--where", "outcom=01"])
    #expect(wrong.status == Status.usage.rawValue)
    #expect(wrong.errors.contains("write `outcome` if that is meant"))
    let late = try scratch.unmet("history", "study.yaml", "--since", "2999-01-01")
    #expect(late.status == Status.usage.rawValue && late.errors.contains("no run started then"))
    for bad in [["--since", "2026-02-30"], ["--last", "0"], ["--dry-run"], ["--where", "a=b"]] {
      #expect(try scratch.unmet(["history", "study.yaml"] + bad).status == Status.usage.rawValue)
    }
  }

  @Test("no run yet is status 66")
  func none() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let run = try scratch.unmet("history", "study.yaml")
    #expect(run.status == Status.inputMissing.rawValue)
    #expect(run.errors.contains("publish one with `unmet analyze study.yaml`"))
    let here = try scratch.unmet("history", ".")
    #expect(here.status == Status.inputMissing.rawValue)
    let name = scratch.path.split(separator: "/").last ?? "?"
    #expect(here.errors.contains("\(name)/runs: there is no published run"), "\(here.errors)")
  }

  @Test("old runs go as the study says, by analyze and by --prune, and --dry-run only lists them")
  func retention() throws {
    let scratch = try published("history: {keep: {all: 30 days}}\n")
    let first = try #require(scratch.names("Reports/small/runs").first)
    let old = try scratch.shell(
      "cd Reports/small/runs && for day in 2020-01-01 2020-01-02; do cp -r \(first) $day-aaaaaaaa;"
        + "sed -i \"s/\\\"started\\\": .*/\\\"started\\\": \\\"${day}T02:00:00Z\\\",/\""
        + " $day-aaaaaaaa/manifest.json; done")
    #expect(old.status == 0, "\(old.errors)")
    let dry = try scratch.unmet("history", "study.yaml", "--prune", "--dry-run")
    #expect(dry.output == "2020-01-01-aaaaaaaa\n2020-01-02-aaaaaaaa\n", "\(dry.errors)")
    #expect(scratch.names("Reports/small/runs").count == 3)
    try scratch.write("", to: "Reports/small/runs/2020-01-01-aaaaaaaa/.keep")
    let prune = try scratch.unmet("history", "study.yaml", "--prune")
    #expect(prune.output == "2020-01-02-aaaaaaaa\n" && prune.status == 0)
    #expect(try scratch.shell("rm Reports/small/runs/2020-01-01-aaaaaaaa/.keep").status == 0)
    let jump = try scratch.unmet("analyze", "study.yaml", "--json")
    #expect(jump.errors.contains("no run is removed by history.keep"), "\(jump.errors)")
    #expect(scratch.names("Reports/small/runs").count == 3)
    // A last run of some months ago is no jump.
    let recent = try scratch.shell(
      "sed -i \"s/2020-01-01T/$(date -u -d '100 days ago' +%F)T/\" "
        + "Reports/small/runs/2020-01-01-aaaaaaaa/manifest.json")
    #expect(recent.status == 0, "\(recent.errors)")
    let run = try scratch.unmet("analyze", "study.yaml", "--json")
    #expect(run.errors.contains("1 earlier run removed by history.keep"), "\(run.errors)")
    #expect(scratch.names("Reports/small/runs") == [first, first + "-2", first + "-3"])
  }

  @Test("--page writes the page of all studies beside the study file")
  func page() throws {
    let scratch = try published()
    let run = try scratch.unmet("history", "study.yaml", "--page")
    #expect(run.status == 0 && run.errors.contains("Reports/index.html"), "\(run.errors)")
    #expect(try scratch.text("Reports/index.html").contains("<h2 id=\"study-small-title\">Small"))
    #expect(try scratch.unmet("history", ".", "--page", "-q").status == 0)
    #expect(try scratch.unmet("history", "Reports/small", "--page", "-q").status == 0)
  }
}
