import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

/// Two waves of which none, half or all people are the same, held to `References/waves.py`.
@Suite("Changes between waves equal an independent computation")
struct WaveReferenceTests {
  struct Expected: Decodable {
    struct Change: Decodable {
      var overlap: Int
      var design, scorer, segment, outcome, figure: String
      var df, both: Int
      var old, new, old_se, new_se, change, se: Double
    }
    struct Mix: Decodable {
      var overlap: Int
      var design, scorer, outcome, figure: String
      var change, mix, within, change_se, mix_se, within_se: Double
    }
    var changes: [Change]
    var mixes: [Mix]
  }

  static let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Waves")
  private let expected: Expected

  init() throws {
    expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: Self.folder.appendingPathComponent("waves.json")))
  }

  // MARK: - Fixtures

  static func study(_ design: String, _ scorer: String = "top-box") -> Study {
    var study = SmallSurvey.study(
      outcomes: ["a", "b", "c"], weight: design == "plain" ? nil : "weight", segments: ["role"])
    study.scoring.scorer = Scorer(rawValue: scorer) ?? .topBox
    if design == "units" {
      study.design = SamplingPlan()
      study.design?.strata = DesignScoreTests.column("region")
      study.design?.units = DesignScoreTests.column("shop")
    }
    return study
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  static func result(
    _ study: Study, _ old: String, _ new: String, threads: Int = 1, swapped: Bool = false
  ) throws -> WaveResult {
    let sources = [("old", old), ("new", new)].map { name, text in
      WaveSource(
        label: name, study: study, input: .bytes(Array(text.utf8), name: "\(name).csv"))
    }
    return try WaveComparison.run(
      ImprovementPlan(), old: sources[swapped ? 1 : 0], new: sources[swapped ? 0 : 1],
      options: AnalysisOptions(workers: Workers(threadCount: threads)))
  }

  // MARK: - Tests

  @Test(
    "Figures, shares, their changes and errors: none, half and all the same people",
    arguments: [0, 50, 100], [("plain", "top-box"), ("weights", "top-box"), ("weights", "mean")])
  func changes(overlap: Int, kind: (design: String, scorer: String)) throws {
    try check(overlap, kind.design, kind.scorer)
  }

  @Test("Strata and sampling units of both waves", arguments: [0, 50, 100])
  func units(overlap: Int) throws {
    try check(overlap, "units", "top-box")
  }

  private func check(_ overlap: Int, _ design: String, _ scorer: String) throws {
    let study = Self.study(design, scorer)
    let found = try Self.result(study, Self.text("old.csv"), Self.text("new-\(overlap).csv"))
    let wanted = expected.changes.filter {
      $0.overlap == overlap && $0.design == design && $0.scorer == scorer
    }
    #expect(wanted.count == 3 * 3 * 4 + 2)
    for row in wanted {
      let own = try #require(
        found.changes.first {
          $0.segment == row.segment && $0.figure.rawValue == row.figure
            && ($0.outcome.map { study.outcomes[$0].id } ?? "") == row.outcome
        })
      let (old, new, test) = (
        try #require(own.old), try #require(own.new), try #require(own.test)
      )
      let pairs = [
        (old.estimate.value, row.old), (new.estimate.value, row.new),
        (old.estimate.standardError, row.old_se), (new.estimate.standardError, row.new_se),
        (test.difference, row.change), (test.standardError, row.se),
      ]
      for (value, wished) in pairs {
        #expect(
          abs(value - wished) <= 1e-11 * max(1, abs(wished)),
          "\(overlap) \(design) \(scorer) \(row.segment) \(row.outcome) \(row.figure)")
      }
      #expect(Int(test.degreesOfFreedom) == row.df && own.commonCount == row.both)
    }
    try checkMixes(found, overlap, design, scorer)
  }

  private func checkMixes(
    _ found: WaveResult, _ overlap: Int, _ design: String, _ scorer: String
  ) throws {
    let wanted = expected.mixes.filter {
      $0.overlap == overlap && $0.design == design && $0.scorer == scorer
    }
    #expect(wanted.count == 9 && found.mixes.count == 9)
    for row in wanted {
      let own = try #require(
        found.mixes.first {
          found.study.outcomes[$0.outcome].id == row.outcome && $0.figure.rawValue == row.figure
        }?.parts)
      let pairs = [
        (own.total.difference, row.change), (own.mix.difference, row.mix),
        (own.within.difference, row.within), (own.total.standardError, row.change_se),
        (own.mix.standardError, row.mix_se), (own.within.standardError, row.within_se),
      ]
      for (value, wished) in pairs {
        #expect(
          abs(value - wished) <= 1e-11 * max(1, abs(wished)),
          "\(overlap) \(design) \(scorer) \(row.outcome) \(row.figure): \(value), \(wished)")
      }
    }
  }

  @Test("Mix and within make the change of everybody's figure, opportunity too")
  func sums() throws {
    let found = try Self.result(
      Self.study("weights"), Self.text("old.csv"), Self.text("new-50.csv"))
    for row in found.mixes {
      let parts = try #require(row.parts)
      #expect(
        abs(parts.mix.difference + parts.within.difference - parts.total.difference) < 1e-13)
      let whole = found.changes.first {
        $0.segmentation == "all" && $0.outcome == row.outcome && $0.figure == row.figure
      }
      #expect(abs((whole?.test?.difference ?? .nan) - parts.total.difference) < 1e-12)
    }
  }

  @Test("The order of the rows and the threads change no bit", arguments: ["weights", "units"])
  func sameBits(design: String) throws {
    func reversed(_ text: String) -> String {
      let lines = text.split(separator: "\n")
      return ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    }
    let (old, new) = (try Self.text("old.csv"), try Self.text("new-50.csv"))
    let first = try Self.result(Self.study(design), old, new)
    let second = try Self.result(Self.study(design), reversed(old), reversed(new), threads: 3)
    #expect(first.changes == second.changes && first.mixes == second.mixes)
    #expect(first.improvement.outcomes == second.improvement.outcomes)
    #expect(first.improvement.overall == second.improvement.overall)
  }

  @Test("Waves the other way round: every sign turns, no error changes")
  func swapped() throws {
    let (old, new) = (try Self.text("old.csv"), try Self.text("new-50.csv"))
    let there = try Self.result(Self.study("weights"), old, new)
    let back = try Self.result(Self.study("weights"), old, new, swapped: true)
    #expect(there.changes.count == back.changes.count)
    for (one, other) in zip(there.changes, back.changes) {
      let (a, b) = (try #require(one.test), try #require(other.test))
      #expect(a.difference == -b.difference)
      #expect(abs(a.standardError - b.standardError) < 1e-13)
      #expect(one.commonCount == other.commonCount)
    }
    for (one, other) in zip(there.mixes, back.mixes) {
      #expect(abs((one.parts?.mix.difference ?? 1) + (other.parts?.mix.difference ?? 1)) < 1e-13)
    }
  }

  @Test("People in both waves narrow the improvement; ids that are not declared do not")
  func panel() throws {
    let (old, new) = (try Self.text("old.csv"), try Self.text("new-100.csv"))
    var study = Self.study("weights")
    let known = try Self.result(study, old, new)
    study.responses.respondent = nil
    let unknown = try Self.result(study, old, new)
    #expect(known.hasIDs && known.improvement.panelCaution.isEmpty)
    #expect(known.improvement.commonIDCount == 140 && unknown.improvement.commonIDCount == 0)
    #expect(!unknown.hasIDs && unknown.improvement.panelCaution.contains("no ids"))
    #expect(unknown.changes.allSatisfy { $0.commonCount == nil })
    for (one, other) in zip(known.improvement.outcomes, unknown.improvement.outcomes) {
      #expect(one.covariance > 0 && other.covariance == 0)
      #expect(
        (one.baseline?.estimate.standardError ?? 0) - (other.baseline?.estimate.standardError ?? 1)
          < 1e-15)
      let (a, b) = (try #require(one.test), try #require(other.test))
      #expect(try #require(a.low) > (try #require(b.low)))
    }
  }

  @Test("Margins that both waves are fitted to: their shares do not change, and have no error")
  func raked() throws {
    var study = Self.study("weights")
    study.raking = RakingPlan(
      margins: [
        RakingPlan.Margin(
          column: DesignScoreTests.column("role"),
          targets: [
            RakingPlan.Target(answer: "Owner", share: 0.5),
            RakingPlan.Target(answer: "User", share: 0.5),
          ])
      ])
    let found = try Self.result(study, Self.text("old.csv"), Self.text("new-50.csv"))
    let shares = found.changes.filter { $0.figure == .segmentShare }
    #expect(shares.count == 2)
    for row in shares {
      #expect(abs(row.test?.difference ?? 1) < 1e-9 && (row.test?.standardError ?? 1) < 1e-9)
    }
  }
}
