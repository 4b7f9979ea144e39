import Foundation
import Testing

@Suite("The kept example output")
struct GoldenTests {
  /// The root of the package.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let kept = root.appendingPathComponent("Reports/patching")

  // Until the example output is committed there is nothing to compare with.
  @Test(
    "The example study gives the report that is kept in Reports/patching",
    .enabled(
      if: FileManager.default.fileExists(atPath: kept.appendingPathComponent("report.txt").path)))
  func patching() throws {
    let scratch = try Scratch()
    let study = GoldenTests.root.appendingPathComponent("Datasets/patching/study.yaml").path
    let run = try scratch.unmet("analyze", study, "--quiet", "--out", "run")
    #expect(run.status == 0, "\(run.errors)")
    let differences = try GoldenComparison.differences(
      URL(fileURLWithPath: scratch.path + "/run"), kept: GoldenTests.kept)
    #expect(differences.isEmpty, "\(differences.prefix(10).joined(separator: "\n"))")
  }

  @Test("A change in the tenth digit passes, one in the eighth does not, nor one of a count")
  func tolerance() {
    let kept = "outcome,n,score\n01,580,14.712345678901\n"
    func differences(_ line: String) -> Int {
      GoldenComparison.tableDifferences("outcome,n,score\n\(line)\n", kept, name: "x.csv").count
    }
    #expect(differences("01,580,14.712345678901") == 0)
    #expect(differences("01,580,14.7123456789") == 0)
    #expect(differences("01,580,14.71234577") == 1)
    #expect(differences("01,581,14.712345678901") == 1)
    #expect(differences("02,580,14.712345678901") == 1)
    #expect(differences("01,580,") == 1)
    #expect(differences("01,580") == 1)
  }

  @Test("Loadings may point the other way, but a whole factor at once")
  func signs() {
    let head = "kind,factor,outcome,text,value\n"
    let kept = head + "loading,1,01,a,0.5\nloading,1,02,b,-0.25\n"
    func differences(_ lines: String) -> Int {
      GoldenComparison.tableDifferences(head + lines, kept, name: "factors.csv").count
    }
    #expect(differences("loading,1,01,a,-0.5\nloading,1,02,b,0.25\n") == 0)
    #expect(differences("loading,1,01,a,-0.5\nloading,1,02,b,-0.25\n") == 1)
    #expect(differences("eigenvalue,1,01,a,-0.5\nloading,1,02,b,-0.25\n") == 2)
  }

  @Test("Quoted cells of a table are read as they were written")
  func quotedCells() {
    #expect(
      GoldenComparison.records("a,\"b, \"\"c\"\"\",\n\"x\ny\",,1\n")
        == [["a", "b, \"c\"", ""], ["x\ny", "", "1"]])
  }

  @Test("The first line in which reports differ is named")
  func reports() {
    #expect(GoldenComparison.reportDifferences("a\nb\n", "a\nb\n").isEmpty)
    #expect(
      GoldenComparison.reportDifferences("a\nb\n", "a\nc\n") == ["report.txt:2: b, kept c"])
  }
}
