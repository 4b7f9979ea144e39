import Foundation
import Groundwork
import Testing

@Suite("unmet report")
struct ReportTests {
  private func scratchWithStudy() throws -> Scratch {
    let scratch = try Scratch()
    let more = "roles: {column: role, executor: [User], support: [Support]}\n"
    try scratch.write(SmallStudy.yaml + more, to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    return scratch
  }

  @Test("Each team gets its extract, which ends with stories and what to do next")
  func teams() throws {
    let scratch = try scratchWithStudy()
    for team in ["executive", "product", "marketing", "support", "research", "executor"] {
      let run = try scratch.unmet("report", "study.yaml", "--for", team)
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.hasPrefix("FOR \(team.uppercased())\n"))
      let stories = try #require(run.output.range(of: "\nSTORIES\n"))
      let actions = try #require(run.output.range(of: "\nWHAT TO DO NEXT\n  1. "))
      #expect(stories.lowerBound < actions.lowerBound)
      #expect(run.output[actions.upperBound...].contains("Check by interview"))
      #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
      #expect(!scratch.exists("Reports"))
    }
  }

  @Test("Support reads the scores of its role, whose base is too small here")
  func role() throws {
    let scratch = try scratchWithStudy()
    let run = try scratch.unmet("report", "study.yaml", "--for", "support")
    #expect(
      run.output.contains("WHERE THE ROLE SUPPORT IS UNDERSERVED\n  Not scored: fewer than 30"))
    #expect(run.output.contains("1. Fix nothing on these figures: nothing is scored"))
  }

  @Test("Without a team the whole report is printed, as by analyze")
  func whole() throws {
    let scratch = try scratchWithStudy()
    let run = try scratch.unmet("report", "study.yaml", "--seed", "7")
    let other = try scratch.unmet("analyze", "study.yaml", "--seed", "7")
    #expect(run.status == 0 && run.output == other.output && run.errors.isEmpty)
    #expect(run.output.contains("\nWHAT WOULD HELP MOST?\n"))
  }

  @Test("A story's evidence is a row of opportunities.csv")
  func evidence() throws {
    let scratch = try scratchWithStudy()
    #expect(try scratch.unmet("analyze", "study.yaml", "-q", "--out", "run").status == 0)
    let rows = try scratch.text("run/opportunities.csv").split(separator: "\n").map {
      $0.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
        .joined(separator: "/")
    }
    let stories = try scratch.text("run/stories.csv").split(separator: "\n").dropFirst()
    #expect(!stories.isEmpty)
    for story in stories {
      let start = try #require(story.range(of: "opportunities.csv ")).upperBound
      let id = story[start...].prefix { $0 != "," }
      #expect(rows.contains(String(id)), "\(id)")
    }
  }

  @Test("--json gives the same as data, --out writes a file that is replaced only by --force")
  func outputs() throws {
    let scratch = try scratchWithStudy()
    let options = ["report", "study.yaml", "--for", "product"]
    let json = try scratch.unmet(options + ["--json"])
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(root["team"] as? String == "product" && root["study"] as? String == "Small")
    let actions = try #require(root["actions"] as? [[String: String]])
    #expect((3...7).contains(actions.count) && actions.allSatisfy { $0["evidence"] != nil })
    #expect((root["sections"] as? [Any])?.isEmpty == false)
    let text = try scratch.unmet(options).output
    let written = try scratch.unmet(options + ["--out", "notes/product.txt"])
    #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
    #expect(try scratch.text("notes/product.txt") == text)
    let again = try scratch.unmet(options + ["--out", "notes/product.txt"])
    #expect(again.status == Status.cannotCreate.rawValue)
    let forced = try scratch.unmet(options + ["--out", "notes/product.txt", "--force", "-q"])
    #expect(forced.status == 0 && forced.errors.isEmpty)
    #expect(scratch.names("notes") == ["product.txt"])
  }

  @Test("Unknown teams are told the known ones, and roles that the study does not name the others")
  func misuse() throws {
    let scratch = try scratchWithStudy()
    let unknown = try scratch.unmet("report", "study.yaml", "--for", "boss")
    #expect(unknown.status == Status.usage.rawValue)
    #expect(unknown.errors.contains("executive") && unknown.errors.contains("buyer"))
    let buyer = try scratch.unmet("report", "study.yaml", "--for", "buyer")
    #expect(buyer.status == Status.usage.rawValue && buyer.messages.count == 1)
    #expect(
      buyer.errors.hasPrefix("unmet: --for: the study names nobody of this role, found buyer"))
    for (options, sentence) in [
      (["--json"], "--json: the whole report is a text"),
      (["--force"], "--force: there is no file to replace"),
      (["--out", "x/"], "--out: this is no name of a file"),
    ] {
      let run = try scratch.unmet(["report", "study.yaml"] + options)
      #expect(run.status == Status.usage.rawValue)
      #expect(run.errors.hasPrefix("unmet: \(sentence)"), "\(run.errors)")
    }
  }
}
