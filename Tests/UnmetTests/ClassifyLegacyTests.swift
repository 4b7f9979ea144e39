import Foundation
import Groundwork
import Testing

/// A study whose second outcome was asked on 1-10: its own people are typed with --legacy alone.
@Suite("unmet classify --legacy")
struct ClassifyLegacyTests {
  private static let yaml = """
    study: Older
    job: Try things out
    responses: {file: responses.csv, respondent: id, scale: 1-5}
    outcomes:
      importance: imp_{id}
      satisfaction: sat_{id}
      list:
        - a: Minimize the time it takes
        - {id: b, text: Minimize the likelihood of harm, legacy: {scale: 1-10}}
        - c: Minimize the number of steps
    clusters: {k: 2}

    """

  /// Two kinds of people: what is important to the one is well served for the other.
  private static let csv: String = {
    let records = (0..<240).map { row -> String in
      let (isFirst, noise) = (row % 2 == 0, [row * 7 % 3, row * 5 % 4 / 2, row * 11 % 3])
      let (high, low) = (3 + noise[0], 1 + noise[1])
      let cells =
        isFirst
        ? [high, low + noise[2], low, low, 2 * high, high]
        : [low, 2 * high, high, high, low, low + noise[2]]
      return "R\(row)," + cells.map(String.init).joined(separator: ",")
    }
    return (["id,imp_a,imp_b,imp_c,sat_a,sat_b,sat_c"] + records).joined(separator: "\n") + "\n"
  }()

  private func column(_ name: String, _ text: String) throws -> [String] {
    let records = GoldenComparison.records(text)
    let place = try #require(records.first?.firstIndex(of: name))
    return records.dropFirst().map { $0[place] }
  }

  @Test("The study's own file gives the run's clusters, as the sentence without --legacy says")
  func ownFile() throws {
    let scratch = try Scratch()
    try scratch.write(Self.yaml, to: "study.yaml")
    try scratch.write(Self.csv, to: "responses.csv")
    let run = try scratch.unmet("analyze", "study.yaml", "--out", "out", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let bare = try scratch.unmet("classify", "out/model.json", "responses.csv")
    #expect(bare.status == Status.data.rawValue && bare.output.isEmpty)
    #expect(
      bare.errors.contains("Fix: add --legacy if people were asked on 1 to 10, the older scale"),
      "\(bare.errors)")
    let typed = try scratch.unmet("classify", "out/model.json", "responses.csv", "--legacy")
    #expect(typed.status == 0, "\(typed.errors)")
    let known = try scratch.text("out/respondents.csv")
    #expect(try column("id", typed.output) == column("id", known))
    #expect(try column("segment", typed.output) == column("cluster", known))
    #expect(Set(try column("segment", typed.output)) == ["1", "2"])
    #expect(typed.errors.contains("b: ratings of an older survey on 1-10 are read on 1-5: "))
    let golden = try scratch.unmet(
      "classify", "out/model.json", "responses.csv", "--legacy", "--questions", "golden")
    #expect(golden.status == 0, "\(golden.errors)")
    #expect(Set(try column("segment", golden.output)) == ["1", "2"])

    let report = try scratch.text("out/report.txt").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    let text = String(decoding: try Data(contentsOf: model(scratch)), as: UTF8.self)
    #expect(text.contains("\"points\": [1, 1, 2, 2, 3, 3, 3, 3, 5, 5]"), "\(text.prefix(400))")
    let rows = GoldenComparison.records(try scratch.text("out/typing.csv"))
      .filter { $0[0] == "older-scale" }
    #expect(
      !rows.isEmpty && rows.allSatisfy { $0[5] == "b" && $0[8].hasPrefix("1-10 read on 1-5") })
    #expect(report.contains("which the study has on an older scale, 1-10 (`unmet classify"))
  }

  private func model(_ scratch: Scratch) -> URL {
    URL(fileURLWithPath: scratch.path + "/out/model.json")
  }
}
