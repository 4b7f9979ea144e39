import Foundation
import Groundwork
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite("unmet analyze")
struct AnalyzeTests {
  private func scratchWithStudy() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    return scratch
  }

  @Test("A run lies beside the study, latest points at it, and the report is printed")
  func run() throws {
    let scratch = try scratchWithStudy()
    let run = try scratch.unmet("analyze", "study.yaml")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == (try scratch.text("Reports/small/latest/report.txt")))
    #expect(scratch.names("Reports/small") == [".state", "latest", "runs"])
    #expect(
      scratch.names("Reports/small/latest") == [
        "clusters.csv", "comparisons.csv", "dendrogram.csv", "factors.csv", "formulas.csv",
        "growth.csv", "manifest.json", "opportunities.csv", "portfolio.csv", "profile.csv",
        "quality.csv", "report.txt", "respondents.csv", "segments.csv", "stability.csv",
        "stories.csv", "style.csv", "whatif.csv",
      ])
    let name = try #require(scratch.names("Reports/small/runs").first)
    #expect(run.errors == "unmet: the run lies in Reports/small/runs/\(name)\n")
    _ = try scratch.unmet("analyze", "study.yaml", "--quiet")
    #expect(scratch.names("Reports/small/runs") == [name, name + "-2"])
  }

  @Test("The manifest's digests are those of the files")
  func digests() throws {
    let scratch = try scratchWithStudy()
    #expect(try scratch.unmet("analyze", "study.yaml", "--out", "run", "--quiet").status == 0)
    let manifest = try #require(
      try JSONSerialization.jsonObject(with: Data(scratch.text("run/manifest.json").utf8))
        as? [String: Any])
    let files = try #require(manifest["files"] as? [String: [String: Any]])
    #expect(files.count == 17)
    for (name, record) in files {
      var digest = SHA256()
      digest.update(Array(try scratch.text("run/" + name).utf8))
      #expect(record["sha256"] as? String == digest.hexDigest)
    }
    var digest = SHA256()
    digest.update(Array(SmallStudy.csv().utf8))
    let input = try #require(manifest["input"] as? [String: Any])
    #expect(input["sha256"] as? String == digest.hexDigest)
    #expect(input["respondents"] as? Int == 40)
  }

  @Test("--json prints a summary, --quiet nothing, --no-respondents keeps ids out")
  func switches() throws {
    let scratch = try scratchWithStudy()
    let json = try scratch.unmet("analyze", "study.yaml", "--json", "--out", "a")
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(summary["directory"] as? String == "a")
    #expect((summary["outcomes"] as? [Any])?.count == 2)
    let quiet = try scratch.unmet(
      "analyze", "study.yaml", "--quiet", "--no-respondents", "--out", "b")
    #expect(quiet.output.isEmpty)
    #expect(quiet.errors.isEmpty)
    #expect(!scratch.names("b").contains("respondents.csv"))
    #expect(scratch.names("a").contains("respondents.csv"))
  }

  @Test("--force replaces an earlier run whole")
  func force() throws {
    let scratch = try scratchWithStudy()
    #expect(try scratch.unmet("analyze", "study.yaml", "-q", "--out", "run").status == 0)
    let again = try scratch.unmet("analyze", "study.yaml", "-q", "--out", "run")
    #expect(again.status == Status.cannotCreate.rawValue)
    let forced = try scratch.unmet(
      "analyze", "study.yaml", "-q", "--out", "run", "--force", "--scorer", "mean")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try scratch.text("run/report.txt").contains("Scorer mean"))
    let left = scratch.names().filter { $0.hasPrefix(".unmet") }
    #expect(left.isEmpty)
  }

  @Test("Options change what they say and are named in the manifest")
  func options() throws {
    let scratch = try scratchWithStudy()
    let run = try scratch.unmet(
      "analyze", "study.yaml", "--clusters", "2", "--seed", "7", "--base", "available", "--out", "r"
    )
    #expect(run.status == 0, "\(run.errors)")
    let manifest = try scratch.text("r/manifest.json")
    #expect(manifest.contains("\"clusters\": 2"))
    #expect(manifest.contains("\"seed\": \"7\""))
    #expect(manifest.contains("\"base\": \"available\""))
    #expect(run.output.contains("k = 2 was given") || run.output.contains("k was given"))
  }

  @Test(
    "A signal ends the run within a second and leaves nothing, blocked by the parent or not",
    arguments: [(SIGTERM, 143), (SIGINT, 130), (SIGHUP, 129)] as [(Int32, Int32)],
    [true, false])
  func signals(signal: (number: Int32, status: Int32), isBlocked: Bool) throws {
    let scratch = try Scratch()
    _ = try scratch.unmet("simulate", "--respondents", "4000", "--outcomes", "30", "--out", "s")
    let process = try scratch.start(
      Scratch.command, ["analyze", "s/study.yaml"], input: nil,
      blocked: isBlocked ? [signal.number] : [])
    let deadline = Date(timeIntervalSinceNow: 30)
    while !scratch.exists("s/Reports"), Date() < deadline { usleep(2000) }
    #expect(scratch.exists("s/Reports"))
    usleep(20_000)
    let sent = Date()
    process.send(signal.number)
    let ending = process.wait()
    #expect(Date().timeIntervalSince(sent) < 1)
    #expect(ending == .exit(signal.status))
    #expect(scratch.names("s") == ["responses.csv", "study.yaml", "truth.csv"])
    #expect(try scratch.finished(ending).output.isEmpty)
  }

  @Test("A run that was killed is swept by the next one")
  func killed() throws {
    let scratch = try Scratch()
    _ = try scratch.unmet("simulate", "--respondents", "4000", "--outcomes", "30", "--out", "s")
    let process = try scratch.start(Scratch.command, ["analyze", "s/study.yaml"], input: nil)
    let runs = "s/Reports/simulated-survey-of-30-outcomes/runs"
    let deadline = Date(timeIntervalSinceNow: 30)
    while scratch.names(runs).isEmpty, Date() < deadline { usleep(2000) }
    process.send(SIGKILL)
    #expect(process.wait() == .signal(SIGKILL))
    #expect(scratch.names(runs).contains { $0.hasPrefix(".unmet-tmp-") })
    // A run that fails sweeps as well.
    try scratch.write("nothing\n", to: "s/responses.csv")
    #expect(try scratch.unmet("analyze", "s/study.yaml").status != 0)
    #expect(scratch.names(runs).isEmpty)
  }
}
