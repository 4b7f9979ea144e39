import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Scores in sampling designs")
struct DesignScoreTests {
  static let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Designs")

  @Test(
    "Weights, strata, units, populations, two stages and raking equal an independent computation",
    arguments: [
      "weights", "strata", "strata, population", "units", "strata, units",
      "strata, units, population", "two stages", "raked", "strata, units, raked", "strata, raked",
    ])
  func designs(name: String) throws {
    let expected = try JSONDecoder().decode(
      DesignExpectation.self,
      from: Data(contentsOf: Self.folder.appendingPathComponent("expected.json"))
    ).scores.filter { $0.design == name }
    #expect(expected.count == 2 * 4 * 4)
    for scorer in [Scorer.topBox, .mean] {
      let result = try Self.scores(Self.study(name, scorer: scorer))
      for wanted in expected where wanted.scorer == scorer.rawValue {
        let score = try #require(result[wanted.segment]?.first { $0.id == wanted.outcome }).score
        #expect(wanted.differences(from: score) == [], "\(name) \(wanted.segment)")
      }
    }
  }

  @Test("The order of the rows, the blocks and the threads change nothing")
  func sameBytes() throws {
    let text = try String(
      contentsOf: Self.folder.appendingPathComponent("responses.csv"), encoding: .utf8)
    let lines = text.split(separator: "\n")
    let shuffled = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    for name in ["strata, units, raked", "strata, raked", "two stages"] {
      let study = try Self.study(name, scorer: .topBox)
      let first = try Self.scores(study)
      let second = try Self.scores(
        study, .bytes(Array(shuffled.utf8), name: "r.csv"),
        AnalysisOptions(workers: Workers(threadCount: 3), blockRowCount: 7))
      #expect(first.mapValues { $0.map(\.score) } == second.mapValues { $0.map(\.score) })
    }
  }

  @Test("Raking says what it did: shares before, wished and after, and what it cost")
  func account() throws {
    let study = try Self.study("strata, raked", scorer: .topBox)
    let loaded = try ResponseLoader(study: study, options: AnalysisOptions()).load(Self.input)
    let weighting = try #require(loaded.responses.weighting)
    #expect(weighting.categories.map(\.answer) == ["f", "m", "old", "mid", "young"])
    #expect(weighting.categories.allSatisfy { abs($0.shareAfter - $0.target) < 1e-12 })
    #expect(weighting.categories.contains { abs($0.shareBefore - $0.target) > 0.01 })
    #expect(weighting.effectAfter > weighting.effectBefore && weighting.cycleCount > 1)
    #expect(weighting.lastChange <= 1e-12 && weighting.capInMedians == nil)
  }

  @Test("A cap and a design effect hold, and the margins are still met")
  func trims() throws {
    var study = try Self.study("raked", scorer: .topBox)
    study.raking?.limit = .medians(2)
    let capped = try #require(try Self.weighting(study))
    #expect(capped.trimmedCount > 0 && capped.isWithinLimit)
    #expect(capped.largestInMedians <= 2.00001 && capped.largestInMedians > 1.99)
    #expect(capped.categories.allSatisfy { abs($0.shareAfter - $0.target) < 1e-9 })
    study.raking?.limit = .designEffect(1.2)
    let limited = try #require(try Self.weighting(study))
    #expect(limited.effectAfter <= 1.2 && limited.effectAfter > 1.19 && limited.isWithinLimit)
    study.raking?.limit = .designEffect(1)
    let loaded = try ResponseLoader(study: study, options: AnalysisOptions()).load(Self.input)
    #expect(loaded.responses.weighting?.isWithinLimit == false)
    #expect(loaded.findings.contains { $0.kind == "weights-over-limit" && $0.severity == .warning })
    study.raking = RakingPlan(margins: [], limit: .medians(1.2))
    let alone = try #require(try Self.weighting(study))
    #expect(alone.categories.isEmpty && alone.trimmedCount > 0 && alone.effectAfter > 1)
  }

  @Test("Designs and margins that cannot be are refused with the name of the part")
  func refusals() throws {
    func complaint(_ change: (inout Study) -> Void) throws -> String {
      var study = try Self.study("strata, units, raked", scorer: .topBox)
      change(&study)
      do throws(SurveyError) {
        _ = try ResponseLoader(study: study, options: AnalysisOptions()).load(Self.input)
        return ""
      } catch {
        return error.message.description
      }
    }
    func margin(_ column: String, _ shares: [(String, Double)]) -> RakingPlan.Margin {
      RakingPlan.Margin(
        column: Self.column(column),
        targets: shares.map { RakingPlan.Target(answer: $0.0, share: $0.1) })
    }
    let lonely = try complaint {
      $0.design?.strata = Self.column("store")
      $0.design?.units = Self.column("store")
    }
    #expect(lonely.contains("stratum \"s0\" has too few sampling units, found 1"), "\(lonely)")
    let unknown = try complaint { $0.raking?.margins[0] = margin("gender", [("f", 1)]) }
    #expect(unknown.contains("an answer that margin \"gender\" has no target for, found \"m\""))
    let nobody = try complaint {
      $0.raking?.margins[0] = margin("gender", [("f", 0.5), ("m", 0.4), ("x", 0.1)])
    }
    #expect(nobody.contains("responses.csv is \"x\" in margin \"gender\""), "\(nobody)")
    let twice = try complaint {
      $0.raking?.margins = [
        margin("gender", [("f", 0.5), ("m", 0.5)]), margin("gender", [("f", 0.6), ("m", 0.4)]),
      ]
    }
    #expect(twice.contains("the margins cannot be met together"), "\(twice)")
    let population = try complaint { $0.design?.population = Self.column("role") }
    #expect(population.contains("is no number above 0 in 266 rows"), "\(population)")
    let few = try complaint { $0.design?.population = Self.column("weight") }
    #expect(few.contains("is impossible"), "\(few)")
  }

  @Test("Ranks follow what the standard errors contain, and there are none without a spread")
  func ranks() throws {
    // A second stage whose first is exhausted: the intervals overlap, and so do the ranks.
    let staged = try Self.ranked(Self.study("two stages", scorer: .topBox))
    #expect(staged.outcomes.contains { ($0.ranking?.simultaneous.count ?? 0) > 1 })
    // A stratum with one unit each, centered.
    var lonely = try Self.study("strata", scorer: .topBox)
    lonely.design?.units = Self.column("region")
    lonely.design?.lonelyUnits = .center
    let none = try Self.ranked(lonely)
    #expect(none.outcomes.allSatisfy { $0.ranking == nil && $0.opportunity != nil })
    // Few units: wider joint ranks than with every respondent on their own.
    let simple = try Self.ranked(Self.study("weights", scorer: .topBox))
    let clustered = try Self.ranked(Self.study("units", scorer: .topBox))
    func width(_ scores: SegmentScores) -> Int {
      scores.outcomes.reduce(0) { $0 + ($1.ranking?.simultaneous.count ?? 0) }
    }
    #expect(width(clustered) > width(simple))
  }

  // MARK: - Steps

  private static func ranked(_ study: Study) throws -> SegmentScores {
    let options = AnalysisOptions()
    let responses = try ResponseLoader(study: study, options: options).load(input).responses
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let ranking = ReplicateRanking(
      study: study, responses: responses,
      source: ReplicateSource(study: study, responses: responses, options: options),
      options: options)
    return ranking.ranked(everybody: scoring.everybody())[0]
  }

  static func column(_ name: String) -> ColumnReference {
    ColumnReference(name, place: Place(file: "study.yaml", line: 5, byteColumn: 3))
  }

  static var input: TableInput {
    .file(path: folder.appendingPathComponent("responses.csv").path)
  }

  private static func weighting(_ study: Study) throws -> Weighting? {
    try ResponseLoader(study: study, options: AnalysisOptions()).load(input).responses.weighting
  }

  static func study(_ name: String, scorer: Scorer) throws -> Study {
    let keys = Set(name.components(separatedBy: ", "))
    let isStaged = name == "two stages"
    var study = SmallSurvey.study(
      outcomes: ["01", "02", "03", "04"], weight: "weight", segments: ["role"])
    study.scoring = ScoringPlan(scorer: scorer, minimumBase: 10)
    var plan = SamplingPlan()
    if keys.contains("strata") || isStaged { plan.strata = column("region") }
    if keys.contains("units") || isStaged { plan.units = column("store") }
    if keys.contains("population") || isStaged {
      plan.population = column(plan.units == nil ? "persons" : "stores")
    }
    if isStaged { plan.secondPopulation = column("people") }
    study.design = plan
    if keys.contains("raked") {
      study.raking = RakingPlan(margins: [
        .init(
          column: column("gender"),
          targets: [.init(answer: "f", share: 0.52), .init(answer: "m", share: 0.48)]),
        .init(
          column: column("age"),
          targets: [
            .init(answer: "old", share: 0.3), .init(answer: "mid", share: 0.45),
            .init(answer: "young", share: 0.25),
          ]),
      ])
    }
    return study
  }

  typealias Named = (id: String, score: OutcomeScore)

  static func scores(
    _ study: Study, _ input: TableInput = DesignScoreTests.input,
    _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> [String: [Named]] {
    let responses = try ResponseLoader(study: study, options: options).load(input).responses
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let segments =
      [scoring.everybody()] + scoring.segments(of: responses.groupings[0], minimumBase: 10)
    return Dictionary(
      uniqueKeysWithValues: segments.map { segment in
        (segment.segment, segment.outcomes.map { (study.outcomes[$0.outcome].id, $0) })
      })
  }
}
