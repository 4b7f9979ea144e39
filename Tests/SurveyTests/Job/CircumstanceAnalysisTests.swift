import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Which circumstances explain who struggles")
struct CircumstanceAnalysisTests {
  @Test(
    "Every figure equals References/circumstances.py",
    arguments: ["simple", "weights", "strata, units"])
  func references(design: String) throws {
    let study = try WhyCase.study(design)
    let section = try #require(
      Self.outcome(study, Self.responses(study)).section)
    #expect(section.circumstances.map(\.name) == ["estate", "team"])
    for wanted in try Expected.load().cases.filter({ $0.design == design }) {
      let own = try section.circumstances.map { circumstance in
        try #require(circumstance.explained.first { $0.target.rawValue == wanted.target })
      }
      for (found, part) in zip(own, [wanted.estate, wanted.team]) {
        #expect(found.count == part.n)
        #expect(abs((found.share ?? 9) - part.adjusted) < 1e-9)
        #expect(abs((found.standardError ?? 9) - part.se) < 1e-9)
        #expect(abs((found.p ?? 9) - part.p) < 1e-9)
        #expect((found.interval?.lowerBound ?? -1) == 0 || part.p <= 0.05)
      }
      #expect(own.map(\.rank) == [1, 2])
      let isApart = wanted.apart <= 0.05 && (own[0].adjustedP ?? 1) <= 0.05
      #expect(own.map(\.ranks) == (isApart ? [1...1, 2...2] : [1...2, 1...2]))
    }
    #expect(section.circumstances[1].isNumber && section.circumstances[1].levels.count == 3)
    #expect(section.clusterRefusal == "no clusters")
  }

  @Test("Two shares and their difference, by hand and from the same sample")
  func difference() throws {
    let study = try WhyCase.study("strata, units")
    let responses = try Self.responses(study)
    let scores = CircumstanceScores(study: study, responses: responses)
    let variables = study.circumstanceVariables(responses.profile)
    guard case .levels(let labels, let codes) = variables[0]?.answers,
      case .numbers(let numbers) = variables[1]?.answers
    else {
      Issue.record("estate and team were read otherwise")
      return
    }
    let groups = codes.map { Int($0) < labels.count ? Int32($0) : -1 }
    for wanted in try Expected.load().cases.filter({ $0.design == "strata, units" }) {
      let values = wanted.target == "mean gap" ? scores.gap : scores.unmet
      let first = try #require(
        ExplainedShare(
          of: values, groups: groups, groupCount: labels.count, sample: responses.sample))
      let second = try #require(
        ExplainedShare(of: values, line: numbers, sample: responses.sample))
      #expect(abs(first.raw - wanted.estate.raw) < 1e-9)
      #expect(abs(second.raw - wanted.team.raw) < 1e-9)
      let test = first.difference(from: second, in: responses.sample)
      #expect(abs((test.p ?? 9) - wanted.apart) < 1e-9)
    }
  }

  @Test("A planted circumstance stands first, and the outcome it moves is named with its levels")
  func planted() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c"])
    let place = Place(file: "study.yaml", line: 9)
    study.circumstances = ["noise", "size", "mood", "team"].map {
      NamedColumn(name: $0, column: ColumnReference($0, place: place))
    }
    study.segmentations = [
      SegmentationPlan(
        name: "estate", column: ColumnReference("size", place: place), levels: ["small", "large"])
    ]
    study.activities = [NamedColumn(name: "scan", column: ColumnReference("scan", place: place))]
    var stream = RandomStream(seed: 8, purpose: "circumstances")
    var text = "id,imp_a,imp_b,imp_c,sat_a,sat_b,sat_c,noise,size,mood,team,scan\n"
    for row in 0..<600 {
      let isLarge = stream.uniform() < 0.5
      let team = 1 + stream.below(40)
      let unmet = stream.uniform() < (isLarge ? 0.8 : 0.2)
      let others = (0..<2).map { _ in String(2 + stream.below(3)) }
      let marks = [
        stream.uniform() < 0.5 ? "x" : "y", isLarge ? "large" : "small", "r\(row)", "\(team)",
        isLarge ? "often" : "never",
      ]
      text +=
        "r\(row),5,3,3,\(unmet ? 2 : 4),\(others.joined(separator: ",")),"
        + marks.joined(separator: ",")
      text += "\n"
    }
    let section = try #require(
      Self.outcome(study, Self.responses(study, SmallSurvey.input(text))).section)
    // Activities are tactics: they are not ranked.
    #expect(section.circumstances.map(\.name) == ["noise", "size", "mood", "team"])
    let ranked = section.ranked(by: .unmet)
    #expect(ranked.map(\.circumstance.name).first == "size" && ranked.count == 3)
    #expect(ranked[0].explained.isFound && ranked[0].explained.ranks == 1...1)
    #expect(ranked[1].explained.ranks?.lowerBound == 2)
    #expect(section.circumstances[2].refusal.hasPrefix("600 different answers"))
    let size = section.circumstances[1]
    #expect(size.difference?.outcome == 0 && size.difference?.level == "large")
    #expect(size.difference?.against == "small" && (size.difference?.adjustedP ?? 1) < 1e-6)
    #expect(size.levels.map(\.label) == ["small", "large"] && size.levels.map(\.top) == [0, 0])
    let team = section.circumstances[3]
    #expect(team.levels.count == 3 && team.levels[0].label.hasPrefix("up to "))
    #expect(team.levels.map(\.respondentCount).reduce(0, +) == 600)
    #expect(team.levels.allSatisfy { abs($0.respondentCount - 200) < 25 })
  }

  @Test("The example's clusters hang on the estate, with bias taken off; without any, a reason")
  func patching() throws {
    let folder = Places.patching
    let study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path).study
    let result = try Analysis.run(
      study, studySHA256: "",
      input: .file(path: folder.appendingPathComponent("responses.csv").path),
      options: AnalysisOptions())
    let section = try #require(result.job.circumstances.section)
    let clusters = section.ranked(by: .clusters)
    #expect(clusters.map(\.circumstance.name) == ["servers", "change_window"])
    let profile = try #require(result.profile.section?.variables.first { $0.name == "estate" })
    let (v, n) = (try #require(profile.strength), Double(profile.respondentCount))
    let worth = n * result.input.effectiveCount / 600
    let corrected = max(0, v * v * 2 - 6 / (worth - 1))
    let least = min(3 - 4 / (worth - 1), 4 - 9 / (worth - 1)) - 1
    #expect(abs((clusters[0].explained.share ?? 9) - corrected / least) < 1e-12)
    #expect(clusters[0].explained.p == profile.p && clusters[0].explained.isFound)
    #expect(result.job.behaviours.section?.behaviours.count == 7)
    let refused = try CircumstanceAnalysisTests.outcome(
      SmallSurvey.study(),
      Self.responses(
        SmallSurvey.study(), SmallSurvey.input("id,imp_a,imp_b,sat_a,sat_b\nx,1,2,3,4\n")))
    guard case .refused(let reason) = refused else {
      Issue.record("a section of nothing")
      return
    }
    #expect(reason == "the study names no circumstances")
  }

  @Test("Thirds: equal numbers stay together, and everybody alike is one part")
  func thirds() {
    let few = CircumstanceLevels([1, 1, 1, 1, 2, 3], weights: nil)
    #expect(few.labels == ["up to 1", "over 1"] || few.labels.count == 3)
    #expect(Set(few.codes.prefix(4)).count == 1)
    let weighted = CircumstanceLevels([1, 2, 3, nil], weights: [10, 10, 10, 5])
    #expect(weighted.codes.last == UInt16(weighted.labels.count))
    let thirds = (1...9).map { Double($0) * 131 / 9 }
    let long = CircumstanceLevels(thirds, weights: nil)
    #expect(long.labels == ["up to 53.4", "over 53.4, up to 92.2", "over 92.2"])
    #expect((0..<3).map { part in long.codes.count { $0 == part } } == [3, 3, 3])
    // As many decimals as it takes to stay below the next number.
    let close = CircumstanceLevels([1.2345678, 1.2349, 1.25], weights: nil)
    #expect(close.labels == ["up to 1.2348", "over 1.2348, up to 1.24", "over 1.24"])
    #expect(CircumstanceLevels([4, 4, 4], weights: nil).labels.count == 1)
    #expect(CircumstanceLevels([nil, nil], weights: nil).labels.isEmpty)
  }

  // MARK: - Steps

  private static func responses(_ study: Study, _ input: TableInput? = nil) throws -> Responses {
    try ResponseLoader(study: study, options: AnalysisOptions(), readsProfile: true)
      .load(input ?? .file(path: WhyCase.file("why.csv").path)).responses
  }

  private static func outcome(
    _ study: Study, _ responses: Responses
  ) throws -> SectionOutcome<CircumstanceSection> {
    CircumstanceAnalysis(study: study, responses: responses, options: AnalysisOptions())
      .section(.refused(reason: "no clusters"), clusterCount: 0)
  }

  /// What `References/circumstances.py` wrote.
  struct Expected: Decodable {
    struct Part: Decodable {
      let raw, adjusted, se, p: Double
      let n: Int
    }
    struct Case: Decodable {
      let design, target: String
      let apart: Double
      let estate, team: Part
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: WhyCase.file("circumstances.json")))
    }
  }
}
