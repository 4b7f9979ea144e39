import Foundation
import Groundwork
import Testing

/// The study of docs/job-model.md, block by block.
@Suite("docs/job-model.md")
struct JobModelPageTests {
  private static func page() throws -> String {
    let file = GoldenTests.root.appendingPathComponent("docs/job-model.md")
    return try String(contentsOf: file, encoding: .utf8)
  }

  /// The YAML blocks in their order.
  private static func blocks() throws -> [String] {
    try page().components(separatedBy: "```yaml\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
  }

  private static func matches(_ pattern: String) throws -> Set<String> {
    let text = try page().replacingOccurrences(of: "\n", with: " ")
    let found = text.matches(of: try Regex(pattern))
    return Set(found.compactMap { $0.output.last?.substring.map(String.init) })
  }

  @Test("The study can be read, simulated and checked after each block")
  func blocks() throws {
    let scratch = try Scratch()
    let blocks = try Self.blocks()
    #expect(blocks.count == 6)
    for count in 1...max(1, blocks.count) {
      try scratch.write(blocks.prefix(count).joined(), to: "study.yaml")
      let simulated = try scratch.unmet(
        "simulate", "study.yaml", "--respondents", "60", "--out", "step\(count)")
      #expect(simulated.status == 0, "block \(count): \(simulated.errors)")
      let check = try scratch.unmet("check", "step\(count)/study.yaml")
      #expect(check.status == 0, "block \(count): \(check.errors)")
    }
  }

  @Test("A run of the whole study has each file and each section that the page names")
  func outputs() throws {
    let scratch = try Scratch()
    let blocks = try Self.blocks()
    try scratch.write(blocks.joined() + "scores: {replicates: 200}\n", to: "study.yaml")
    let simulated = try scratch.unmet(
      "simulate", "study.yaml", "--respondents", "400", "--out", ".")
    #expect(simulated.status == 0, "\(simulated.errors)")
    let run = try scratch.unmet("analyze", "study.yaml", "--out", "run", "--clusters", "2")
    #expect(run.status == 0, "\(run.errors)")
    let files = try Self.matches("([a-z-]+\\.csv)").subtracting(["responses.csv"])
    #expect(files.count >= 15 && files.isSubset(of: scratch.names("run")), "\(files)")
    let sections = try Self.matches("\"([A-Z][A-Z ,]+\\??)\"")
    #expect(sections.count >= 12)
    for section in sections { #expect(run.output.contains(section), "\(section)") }
  }
}
