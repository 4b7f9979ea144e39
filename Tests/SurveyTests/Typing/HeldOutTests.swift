import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

/// What new people are held against, and what of their file forbids it.
@Suite("People held out")
struct HeldOutTests {
  private static let options = AnalysisOptions(workers: Workers(threadCount: 2))

  private func classify(
    _ model: TypingModel, _ text: String, _ wishes: Classifier.Wishes = Classifier.Wishes()
  ) throws -> Classification {
    try Classifier.run(
      (model, "model.json"), input: SmallSurvey.input(text), wishes: wishes,
      options: Self.options)
  }

  private func model(_ study: Study, _ text: String) throws -> TypingModel {
    let result = try Analysis.run(
      study, studySHA256: "", input: SmallSurvey.input(text), options: Self.options)
    guard case .done(let section) = result.typing else {
      throw SurveyError.noRespondents(input: "\(result.typing)")
    }
    return section.model
  }

  @Test("new people of the same population lie as near the borders as the study's people held out")
  func samePopulation() throws {
    var study = try StudyReader.parse(
      Array(SimulatedStudy.yaml(outcomeCount: 40, segmentationCount: 0).utf8), file: "study.yaml")
    study.clustering.clusterCount = 4
    study.scoring.replicateCount = 100
    let simulator = SurveySimulator(
      study: study, design: SimulationDesign(respondentCount: 2_240, seed: 11))
    func text(_ rows: Range<Int>) -> String {
      String(decoding: simulator.header + simulator.records(rows), as: UTF8.self)
    }
    let model = try model(study, text(0..<240))
    #expect(model.nearest.heldOutCount == 240 && model.nearest.training.count == 240)
    #expect(model.baseline?.weighted?.nearest.count == 240)
    let new = text(240..<2_240)
    for weight in [nil, "weight"] {
      let found = try classify(model, new, Classifier.Wishes(weight: weight))
      #expect(found.drift.count == 2_000 && found.drift.reasons.isEmpty)
      #expect(found.drift.marginShift.magnitude < 0.1, "\(found.drift.marginShift)")
    }
    // The people who shaped the centers look clearer, which is why they are not the measure.
    let own = try classify(model, text(0..<240))
    #expect(own.drift.marginShift > 0.1, "\(own.drift.marginShift)")
  }

  /// Two planted groups; every answer is given.
  private static func lines(_ count: Int, seed: UInt64 = 5) -> [[String]] {
    var stream = RandomStream(seed: seed, purpose: "held-out tests")
    let names = ["a", "b", "c", "d"]
    return [["id"] + names.map { "imp_\($0)" } + names.map { "sat_\($0)" }]
      + (0..<count).map { row in
        let group = stream.below(2)
        return ["P\(row)"]
          + (0..<8).map { column in
            let isHigh = (column % 2 == group) == (column < 4)
            let value = 3 + (isHigh ? 1.0 : -1.0) + 0.8 * stream.normal()
            return String(Int(min(5, max(1, value.rounded()))))
          }
      }
  }

  private static func text(_ lines: [[String]]) -> String {
    lines.map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private func small(respondent: String? = "id") throws -> TypingModel {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c", "d"], respondent: respondent)
    study.clustering.clusterCount = 2
    study.scoring.replicateCount = 100
    return try model(study, Self.text(Self.lines(200)))
  }

  @Test("a blank question is a warning, and one that some left out by chance is none")
  func blank() throws {
    let model = try small()
    func found(_ count: Int, _ change: (inout [String], Int) -> Void) throws -> Classification {
      var lines = Self.lines(count, seed: 6)
      for row in lines.indices.dropFirst() { change(&lines[row], row) }
      return try classify(model, Self.text(lines))
    }
    let all = try found(100) { line, _ in line[2] = "" }
    #expect(all.blankColumns == ["imp_b"])
    let warning = try #require(all.findings.first { $0.kind == "blank-question" })
    #expect(warning.text == "imp_b is blank in every row" && warning.count == 100)
    #expect(warning.severity == .warning && warning.subject == "imp_b")
    let nearly = try found(100) { line, row in if row > 4 { line[2] = "" } }
    #expect(nearly.blankColumns == ["imp_b"])
    #expect(
      nearly.findings.contains { $0.text.hasSuffix("under 5 % answered it, 100 % in the study") })
    #expect(try found(100) { line, row in if row > 5 { line[2] = "" } }.blankColumns.isEmpty)
    // What the study's people did not answer either may stay blank, and a model that does not know
    // speaks where half of the people would have answered.
    var seldom = model
    seldom.baseline?.answers[1].importance = nil
    let lines = Self.lines(7, seed: 6).enumerated().map { row, line in
      row == 0 ? line : line[..<2] + [""] + line[3...]
    }
    #expect(try classify(seldom, Self.text(lines)).blankColumns.isEmpty)
    seldom.baseline = nil
    #expect(try classify(seldom, Self.text(lines)).blankColumns == ["imp_b"])
    #expect(try classify(seldom, Self.text(Array(lines.prefix(7)))).blankColumns.isEmpty)
  }

  @Test("without ids people stand as in the file, whose records left out are counted in the row")
  func rows() throws {
    let model = try small(respondent: nil)
    var lines = Self.lines(150, seed: 7)
    lines.insert(["P", "1"], at: 3)
    let found = try classify(model, Self.text(lines))
    #expect(found.idColumn == nil && found.order == Array(0..<150))
    #expect(found.records == [1, 2] + Array(4...151))
    let named = try classify(model, Self.text(lines), Classifier.Wishes(id: "id"))
    #expect(named.idColumn == "id" && named.segments == found.segments)
    #expect(named.order.map { named.ids.string(of: Int($0)) }.prefix(3) == ["P0", "P1", "P10"])
    #expect(named.order.map { named.records[Int($0)] }.prefix(3) == [1, 2, 12])
    #expect(named.records == found.records)
    let one = try Classifier.run(
      (model, "m"), input: SmallSurvey.input(Self.text(lines)),
      options: AnalysisOptions(workers: Workers(threadCount: 1)))
    #expect(one.records == found.records && one.order == found.order)
    let both = try SegmentTransition(from: found, to: found, file: "m")
    #expect(both.count == 150 && both.stayShare == 1)
  }

  @Test("columns that are lacking are named up to five, with the count, and ids among them")
  func lacking() throws {
    let model = try small()
    let lines = Self.lines(20).map { [$0[0] == "id" ? "who" : $0[0]] + $0.dropFirst(8) }
    let failure = try #require(throws: SurveyError.self) {
      try classify(model, Self.text(lines), Classifier.Wishes(questions: .all))
    }
    #expect(failure.exitStatus == .data)
    #expect(
      failure.message.description
        == "r.csv: lacks 8 columns: \"id\", \"imp_a\", \"imp_b\", \"imp_c\", \"imp_d\" and 3 more, "
        + "found \"who\", \"sat_d\", expected the columns of the model. Fix: give the columns the "
        + "names that they have in the study; name the column of ids by --id COLUMN.")
  }

  @Test("the verdict on the segments goes with the model")
  func verdict() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c", "d"])
    study.clustering.clusterCount = 5
    study.scoring.replicateCount = 100
    let forced = try model(study, Self.text(Self.lines(200)))
    #expect(forced.verdict == .constructed)
    #expect(try small().verdict != .constructed && small().verdict != nil)
  }
}
