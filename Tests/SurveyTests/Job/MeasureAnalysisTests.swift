import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Measures of use, performance and value")
struct MeasureAnalysisTests {
  @Test("Means, medians and ratios of two groups equal References/measures.R", arguments: 0..<3)
  func references(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let study = try Self.study(expected.design)
    let section = try #require(try Self.section(study).section)
    #expect(section.groups.map(\.segment) == ["all", "A", "B"])
    for group in section.groups {
      let wanted = try #require(expected.groups[group.segment])
      for (figure, name) in zip(group.figures, ["uses", "minutes"]) {
        let (own, row) = (try #require(figure), try #require(wanted[name]))
        let what = Comment(rawValue: "\(expected.design) \(group.segment) \(name)")
        #expect(own.mean.respondentCount == row.n && own.mean.degreesOfFreedom == row.df, what)
        for (found, value) in [
          (own.mean.value, row.mean), (own.mean.standardError, row.se),
          (own.mean.low ?? -1, row.low), (own.mean.high ?? -1, row.high),
          (own.median, row.median), (own.medianLow ?? -1, row.medianLow),
          (own.medianHigh ?? -1, row.medianHigh),
        ] { #expect(abs(found - value) < 1e-9, what) }
      }
    }
    let result = try ImprovementComparison.groups(
      ImprovementPlan(), of: study,
      groups: ImprovementGroups(study, by: "tool", baseline: "A", new: "B"),
      input: .file(path: Self.file("measures.csv").path), options: AnalysisOptions())
    #expect(result.extras.map(\.subject) == [.measure(0), .measure(1)])
    let (uses, minutes) = (result.extras[0].improvement, result.extras[1].improvement)
    let (first, second) = (expected.ratios.uses, expected.ratios.minutes)
    #expect(abs((uses.test?.ratio ?? 0) - first.ratio) < 1e-9)
    #expect(abs((uses.test?.logStandardError ?? 0) - first.se) < 1e-9)
    #expect(abs((uses.test?.low ?? 0) - first.low) < 1e-9)
    #expect(abs((uses.test?.high ?? 0) - first.high) < 1e-9)
    #expect(uses.degreesOfFreedom == first.df)
    // Fewer minutes are better: the ratio is turned round, and its bounds change places.
    #expect(abs((minutes.test?.ratio ?? 0) - 1 / second.ratio) < 1e-9)
    #expect(abs((minutes.test?.low ?? 0) - 1 / second.high) < 1e-9)
    #expect(abs((minutes.test?.high ?? 0) - 1 / second.low) < 1e-9)
    #expect((minutes.baseline?.estimate.value ?? 0) > (minutes.new?.estimate.value ?? 0))
  }

  @Test("Texts that are no numbers are a finding up to the limit, above it the run is refused")
  func texts() throws {
    let study = try Self.study("simple")
    let loaded = try ResponseLoader(study: study, options: AnalysisOptions(), readsProfile: true)
      .load(.file(path: Self.file("measures.csv").path))
    let finding = loaded.findings.first { $0.subject == "m_minutes" }
    #expect(finding?.kind == "unknown-answer" && finding?.count == 3)
    #expect(
      finding?.text == "answers that are not decimal numbers such as 12 or 12.5 are taken as "
        + "missing: one of few people")
    var strict = study
    strict.responses.rejectLimit = 0.01
    #expect(throws: SurveyError.self) {
      _ = try ResponseLoader(study: strict, options: AnalysisOptions(), readsProfile: true)
        .load(.file(path: Self.file("measures.csv").path))
    }
  }

  @Test("The order of the rows changes no digit; fewer than 10 people have no figure")
  func order() throws {
    let study = try Self.study("weights")
    let text = try String(contentsOf: Self.file("measures.csv"), encoding: .utf8)
    var lines = text.split(separator: "\n").map(String.init)
    let head = lines.removeFirst()
    let turned = ([head] + lines.reversed()).joined(separator: "\n") + "\n"
    let bytes = TableInput.bytes(Array(turned.utf8), name: "measures.csv")
    let forward = try Self.section(study).section
    #expect(try Self.section(study, bytes).section == forward)
    // Without the record whose minutes are a word.
    let plain = lines.filter { !$0.hasSuffix(",often") }
    let few = ([head] + plain.prefix(16)).joined(separator: "\n") + "\n"
    let small = try #require(
      try Self.section(study, .bytes(Array(few.utf8), name: "few.csv")).section)
    #expect(small.groups[0].figures[0] != nil && small.groups[1].figures[0] == nil)
  }

  @Test("Without measures the section says so; solutions in use are groups of their own")
  func groups() throws {
    var study = try Self.study("simple")
    study.segmentations = []
    study.solutions = SolutionsInUse(
      column: ColumnReference("tool", place: Place(file: "s", line: 1)), provider: ["A", "B"],
      nonProvider: [], nothing: [])
    let section = try #require(try Self.section(study).section)
    #expect(section.groups.map(\.segmentation) == ["all", "solutions", "solutions"])
    #expect(section.groups.map(\.segment) == ["all", "A", "B"])
    study.measures = []
    guard case .refused(let reason) = try Self.section(study) else {
      Issue.record("measures of a study without any")
      return
    }
    #expect(reason == "the study names no measures")
  }

  // MARK: - Steps

  static func study(_ design: String) throws -> Study {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    return try StudyCase.parse(
      """
      study: Measures
      job: Get it done
      responses: {file: m.csv, scale: 1-5, respondent: id, missing: [N/A], reject-limit: 5 %}
      outcomes:
        list: [{id: a, text: A, importance: imp_a, satisfaction: sat_a}]
      measures:
        - {name: Uses a week, family: usage, column: m_uses}
        - {name: Minutes a patch, family: performance, column: m_minutes, better: lower}
      segments: [{column: tool, levels: [A, B]}]

      """ + weight + plan)
  }

  private static func section(
    _ study: Study, _ input: TableInput? = nil
  ) throws -> SectionOutcome<MeasureSection> {
    let options = AnalysisOptions()
    let loaded = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(input ?? .file(path: file("measures.csv").path))
    return MeasureAnalysis(study: study, responses: loaded.responses, options: options)
      .section(loaded.responses.groupings)
  }

  static func file(_ name: String) -> URL {
    Places.root.appendingPathComponent("Tests/SurveyTests/JobMaps").appendingPathComponent(name)
  }

  /// What `References/measures.R` wrote.
  private struct Expected: Decodable {
    struct Row: Decodable {
      let n: Int
      let df: Int
      let mean: Double
      let se: Double
      let low: Double
      let high: Double
      let median: Double
      let medianLow: Double
      let medianHigh: Double
    }
    struct Ratio: Decodable {
      let ratio: Double
      let se: Double
      let low: Double
      let high: Double
      let df: Int
    }
    struct Ratios: Decodable {
      let uses: Ratio
      let minutes: Ratio
    }
    struct Case: Decodable {
      let design: String
      let groups: [String: [String: Row]]
      let ratios: Ratios
    }
    let cases: [Case]

    static func load() throws -> Expected {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(
        Expected.self, from: Data(contentsOf: MeasureAnalysisTests.file("measures.json")))
    }
  }
}
