import Foundation
import Testing

/// The same answers give the same bytes, however they are read and computed.
///
/// Not compared: the manifest (input name, threads, time) and the places in quality.csv, which
/// name files and lines.
@Suite("Same bytes")
struct SameBytesTests {
  private static let files = [
    "opportunities.csv", "segments.csv", "respondents.csv", "factors.csv", "clusters.csv",
    "profile.csv", "style.csv", "report.txt",
  ]

  private func simulated() throws -> Scratch {
    let scratch = try Scratch()
    let run = try scratch.unmet(
      "simulate", "--respondents", "150", "--outcomes", "6", "--separation", "2", "--out", ".")
    #expect(run.status == 0, "\(run.errors)")
    return scratch
  }

  private func analyze(_ scratch: Scratch, _ out: String, _ arguments: [String]) throws {
    let run = try scratch.unmet(
      ["analyze", "study.yaml", "--quiet", "--out", out] + arguments)
    #expect(run.status == 0, "\(run.errors)")
  }

  private func expectSame(_ scratch: Scratch, _ first: String, _ second: String) throws {
    let typing = ["model.json", "typing.csv"].filter { scratch.exists("\(first)/\($0)") }
    for file in SameBytesTests.files + typing {
      let same = try scratch.text("\(first)/\(file)") == scratch.text("\(second)/\(file)")
      #expect(same, "\(file) differs between \(first) and \(second)")
    }
    let qualities = try [first, second].map { try withoutPlaces(scratch.text($0 + "/quality.csv")) }
    #expect(qualities[0] == qualities[1])
  }

  /// Each line up to its last comma: what stands behind is the places.
  private func withoutPlaces(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in
      String(line[..<(line.lastIndex(of: ",") ?? line.endIndex)])
    }
  }

  @Test("One thread and two, blocks of 1, 7 and 4096 rows")
  func threadsAndBlocks() throws {
    let scratch = try simulated()
    try analyze(scratch, "one", ["--threads", "1"])
    try analyze(scratch, "two", ["--threads", "2"])
    try expectSame(scratch, "one", "two")
    for rows in ["1", "7", "4096"] {
      try analyze(scratch, "rows\(rows)", ["--block-rows", rows])
      try expectSame(scratch, "one", "rows\(rows)")
    }
  }

  @Test("Rows in another order, and the standard input in place of the file")
  func orderAndStandardInput() throws {
    let scratch = try simulated()
    try analyze(scratch, "file", [])
    let text = try scratch.text("responses.csv")
    let piped = try scratch.unmet(
      ["analyze", "study.yaml", "--quiet", "--out", "piped", "--data", "-"], input: text)
    #expect(piped.status == 0, "\(piped.errors)")
    try expectSame(scratch, "file", "piped")

    let lines = text.split(separator: "\n").map(String.init)
    // Every seventh row first: an order that has nothing to do with the ids.
    let order = lines.indices.dropFirst().sorted { ($0 % 7, $0) < ($1 % 7, $1) }
    let shuffled = ([lines[0]] + order.map { lines[$0] }).joined(separator: "\n") + "\n"
    try scratch.write(shuffled, to: "shuffled.csv")
    try analyze(scratch, "shuffled", ["--data", "shuffled.csv"])
    try expectSame(scratch, "file", "shuffled")
  }

  @Test("A file of several blocks, read again and again, never crashes nor differs")
  func manyReadings() throws {
    let scratch = try Scratch()
    let run = try scratch.unmet(
      "simulate", "--respondents", "60000", "--outcomes", "50", "--out", ".")
    #expect(run.status == 0, "\(run.errors)")
    // Memory that is freed too early shows only now and then, and only in the optimised build.
    let readings = try (0..<12).map { _ in try scratch.unmet("check", "study.yaml", "--json") }
    #expect(readings.allSatisfy { $0.status == 0 })
    #expect(Set(readings.map(\.output)).count == 1)
    #expect(readings[0].output.contains("60000"))
  }

  @Test("A simulation hangs on its seed alone, not on threads or where it is written")
  func simulation() throws {
    let scratch = try Scratch()
    let arguments = ["simulate", "--respondents", "9000", "--outcomes", "3", "--seed", "5"]
    _ = try scratch.unmet(arguments + ["--threads", "1", "--out", "a"])
    _ = try scratch.unmet(arguments + ["--threads", "2", "--out", "b"])
    let printed = try scratch.unmet(arguments + ["--out", "-"]).output
    #expect(try scratch.text("a/responses.csv") == printed)
    #expect(try scratch.text("b/responses.csv") == printed)
    #expect(try scratch.text("a/truth.csv") == scratch.text("b/truth.csv"))
    let other = try scratch.unmet(
      ["simulate", "--respondents", "9000", "--outcomes", "3", "--seed", "6", "--out", "-"])
    #expect(other.output != printed)
  }
}
