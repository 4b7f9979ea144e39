import Foundation
import Groundwork
import Testing

@Suite("unmet simulate")
struct SimulateTests {
  @Test("A made-up study and its responses can be checked as they are")
  func madeUp() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet("simulate", "--respondents", "60", "--outcomes", "3", "--out", "s")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(scratch.names("s") == ["responses.csv", "study.yaml", "truth.csv"])
    #expect(try scratch.text("s/responses.csv").split(separator: "\n").count == 61)
    #expect(try scratch.text("s/truth.csv").split(separator: "\n").count == 61)
    #expect(try scratch.unmet("check", "s/study.yaml").status == 0)
  }

  @Test("Beside its own study file only responses and truth are written")
  func besideTheStudy() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let first = try scratch.unmet("simulate", "study.yaml", "--respondents", "40", "--out", ".")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try scratch.text("study.yaml") == SmallStudy.yaml)
    let second = try scratch.unmet("simulate", "study.yaml", "--respondents", "40", "--out", ".")
    #expect(second.status == Status.cannotCreate.rawValue)
    #expect(second.errors.contains("--force"))
    let forced = try scratch.unmet(
      "simulate", "study.yaml", "--respondents", "50", "--out", ".", "--force")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try scratch.text("responses.csv").split(separator: "\n").count == 51)
  }

  @Test("A signal ends it and leaves nothing")
  func signal() throws {
    let scratch = try Scratch()
    let process = try scratch.start(
      Scratch.command, ["simulate", "--respondents", "3000000", "--out", "s"], input: nil)
    let deadline = Date(timeIntervalSinceNow: 30)
    while scratch.names("s").isEmpty, Date() < deadline { usleep(2000) }
    #expect(!scratch.names("s").isEmpty)
    process.send(SIGTERM)
    #expect(process.wait() == .exit(128 + SIGTERM))
    #expect(!scratch.exists("s"))
  }

  @Test("Elsewhere the study file is copied along")
  func elsewhere() throws {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    let run = try scratch.unmet("simulate", "study.yaml", "--respondents", "40", "--out", "s")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.text("s/study.yaml") == SmallStudy.yaml)
  }

  @Test("A survey simulated for the example of the whole job model is checked without an error")
  func wholeJob() throws {
    let scratch = try Scratch()
    let study = GoldenTests.root.appendingPathComponent("Datasets/support/study.yaml").path
    let run = try scratch.unmet("simulate", study, "--respondents", "300", "--out", "s")
    #expect(run.status == 0, "\(run.errors)")
    let check = try scratch.unmet("check", "s/study.yaml")
    #expect(check.status == 0, "\(check.errors)")
    for use in ["effort of 20", "repeats of gather", "where people gave up"] {
      #expect(check.output.contains(use), "\(use)")
    }
    #expect(check.output.contains("expected satisfaction of success outcome s9"))
    // Forty columns of ratings have blanks: one sentence tells of all of them.
    let notes = check.output.split(separator: "\n").filter { $0.contains("not answered: blank") }
    #expect(notes.count == 1 && notes[0].hasPrefix("  note: not answered: blank or a declared"))
    #expect(check.output.contains("in 40 items: imp_01, imp_02 ..."))
  }
}
