import Foundation
import Groundwork
import Testing

@Suite("unmet init")
struct InitTests {
  private func survey() throws -> Scratch {
    let scratch = try Scratch()
    let records = (0..<60).map { row in
      "R\(row),\(row % 2 == 0 ? "User" : "Buyer"),\(1 + row % 5),\(5 - row * 3 % 5),"
        + "\(3 + row % 3),\(1 + row * 7 % 5)"
    }
    let text = (["id,role,imp_01,sat_01,imp_02,sat_02"] + records).joined(separator: "\n") + "\n"
    try scratch.write(text, to: "export.csv")
    return scratch
  }

  @Test("The study file it writes is analysed as it is")
  func runnable() throws {
    let scratch = try survey()
    let run = try scratch.unmet("init", "export.csv")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("study.yaml is written:\n"))
    #expect(run.output.hasSuffix("Next: unmet analyze study.yaml\n"))
    #expect(try scratch.text("study.yaml").hasPrefix("# yaml-language-server: $schema="))
    #expect(scratch.exists("study.schema.json"))
    let analysis = try scratch.unmet("analyze", "study.yaml", "--out", "run")
    #expect(analysis.status == 0, "\(analysis.errors)")
  }

  @Test("Columns on two scales: the study reads the fewer as an older survey's, and runs")
  func mixedScales() throws {
    let scratch = try Scratch()
    let records = (0..<60).map { row in
      "R\(row),\(1 + row % 5),\(5 - row * 3 % 5),\(3 + row % 3),\(1 + row * 7 % 5),"
        + "\(1 + row % 10),\(1 + row * 7 % 10)"
    }
    let header = "id,imp_01,sat_01,imp_02,sat_02,imp_03,sat_03"
    try scratch.write(([header] + records).joined(separator: "\n") + "\n", to: "export.csv")
    let run = try scratch.unmet("init", "export.csv")
    #expect(run.output.contains("Several scales: 2 pairs hold only 1-5, 1 holds 1-10 (03)."))
    #expect(try scratch.unmet("analyze", "study.yaml", "--out", "run").status == 0)
    #expect(try scratch.text("run/quality.csv").contains("note,comparability,03,120,"))
    let wrong = try scratch.text("study.yaml").split(separator: "\n").filter { line in
      !line.hasPrefix("      legacy:")
    }.joined(separator: "\n").replacingOccurrences(of: "scale: 1-5 ", with: "scale: 1-10 ")
      .replacingOccurrences(of: "  top: 4 ", with: "  top: 9 ")
    try scratch.write(wrong + "\n", to: "wrong.yaml")
    let check = try scratch.unmet("check", "wrong.yaml")
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("warning: imp_01, sat_01, imp_02, sat_02: no answer above 5"))
  }

  @Test("The support survey is drafted with its older scale, and checked without an error")
  func support() throws {
    let scratch = try Scratch()
    let file = GoldenTests.root.appendingPathComponent("Datasets/support/responses.csv").path
    #expect(try scratch.shell("cp '\(file)' responses.csv").status == 0)
    let run = try scratch.unmet("init", "responses.csv")
    #expect(
      run.output.contains("Several scales: 24 pairs hold only 1-5, 3 hold 1-10 (16, 17, 18)."))
    let check = try scratch.unmet("check", "study.yaml")
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("ratings of an older survey on 1-10 are read on 1-5"))
    #expect(!check.output.contains("no answer above"))
  }

  @Test("What it leaves to be written is a warning, in check and in the run")
  func placeholders() throws {
    let scratch = try survey()
    _ = try scratch.unmet("init", "export.csv")
    let check = try scratch.unmet("check", "study.yaml").output
    #expect(check.contains("warning: the job is still the one that `unmet init` wrote"))
    #expect(check.contains("at study.yaml:"))
    let report = try scratch.unmet("analyze", "study.yaml", "--out", "run").output
    #expect(report.contains("Job: (not written yet)\n"))
    #expect(report.contains("warning: the job is still"))
    #expect(try scratch.text("run/quality.csv").contains("placeholder,job,1,"))
  }

  @Test("A study file that is there is not overwritten, unless that is wished")
  func overwriting() throws {
    let scratch = try survey()
    try scratch.write("mine\n", to: "study.yaml")
    let run = try scratch.unmet("init", "export.csv")
    #expect(run.status == Status.cannotCreate.rawValue)
    #expect(run.messages.count == 1)
    #expect(try scratch.text("study.yaml") == "mine\n")
    #expect(!scratch.exists("study.schema.json"))
    #expect(try scratch.unmet("init", "export.csv", "--force").status == 0)
    #expect(try scratch.text("study.yaml") != "mine\n")
    #expect(try scratch.unmet("init", "export.csv", "--out", "second.yaml").status == 0)
  }

  @Test("The schema of another version is renewed, another file of its name is not")
  func schema() throws {
    let scratch = try survey()
    let own = try scratch.unmet("schema").output
    let older = own.replacingOccurrences(of: "The job, its outcomes", with: "The job")
    try scratch.write(older, to: "study.schema.json")
    #expect(try scratch.unmet("init", "export.csv").status == 0)
    #expect(try scratch.text("study.schema.json") == own)
    try scratch.write("{}\n", to: "study.schema.json")
    let run = try scratch.unmet("init", "export.csv", "--out", "b.yaml")
    #expect(run.status == Status.cannotCreate.rawValue)
    #expect(try scratch.text("study.schema.json") == "{}\n")
    #expect(!scratch.exists("b.yaml"))
  }

  @Test("A pipe in the place of the study file stays one, even with --force")
  func pipe() throws {
    let scratch = try survey()
    #expect(try scratch.shell("mkfifo study.yaml").status == 0)
    let run = try scratch.unmet("init", "export.csv", "--force")
    #expect(run.status == Status.cannotCreate.rawValue)
    #expect(try scratch.shell("test -p study.yaml").status == 0)
  }

  @Test("Elsewhere, the next step names the responses")
  func elsewhere() throws {
    let scratch = try survey()
    let run = try scratch.unmet("init", "export.csv", "--out", "studies/a.yaml")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("Next: unmet analyze studies/a.yaml --data export.csv\n"))
    #expect(scratch.names("studies") == ["a.yaml", "study.schema.json"])
  }

  @Test("A dash prints the study file")
  func printed() throws {
    let scratch = try survey()
    let run = try scratch.unmet("init", "export.csv", "--out", "-")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("importance: imp_{id}"))
    #expect(!scratch.exists("study.yaml"))
  }

  @Test("A file without pairs of questions is refused and nothing is written")
  func withoutPairs() throws {
    let scratch = try Scratch()
    try scratch.write("a,b\n1,2\n3,4\n", to: "export.csv")
    let run = try scratch.unmet("init", "export.csv")
    #expect(run.status == Status.data.rawValue)
    #expect(run.messages.count == 1)
    #expect(scratch.names().filter { !$0.hasPrefix(".") } == ["export.csv"])
  }
}
