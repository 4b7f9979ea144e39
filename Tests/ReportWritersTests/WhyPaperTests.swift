import Foundation
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Deeds and circumstances in words and tables")
struct WhyPaperTests {
  private static let share = PeopleMean(
    value: 0.4, standardError: 0.02, low: 0.36, high: 0.44, respondentCount: 600,
    effectiveCount: 590, degreesOfFreedom: 599)

  private static func comparison(_ value: Double) -> BehaviourSection.Comparison {
    BehaviourSection.Comparison(
      estimate: Estimate(value: value, standardError: 0.05),
      interval: value - 0.1...value + 0.1)
  }

  private static func behaviours() -> BehaviourSection {
    var sheet = BehaviourSection.Behaviour(
      kind: .workaround, name: "=sheet", outcomes: [0], refusal: "", unknownCount: 2,
      shares: [share, nil])
    sheet.verdict = .confirmed
    let refused = BehaviourSection.Behaviour(
      kind: .barrier, name: "budget", outcomes: [], refusal: "fewer than 10 people with it")
    let pairs = (0..<4).map { outcome in
      var pair = BehaviourSection.Association(
        outcome: outcome, behaviour: 0, isDeclared: outcome == 0, count: 580,
        unmetCount: outcome == 3 ? 4 : 200)
      guard outcome < 3 else {
        pair.note = "unmet for fewer than 10 people"
        return pair
      }
      (pair.unmetShare, pair.otherShare) = (0.5, 0.3)
      (pair.plain, pair.adjusted) = (comparison(0.2), comparison(outcome == 0 ? 0.18 : 0))
      (pair.oddsRatio, pair.phi, pair.plainP, pair.bound) = (2.5, 0.2, 0.001, 0.25)
      (pair.p, pair.adjustedP) = (outcome == 0 ? (0.002, 0.004) : (0.7, 0.8))
      return pair
    }
    var section = BehaviourSection(
      groups: [
        .init(segmentation: "all", segment: "all"), .init(segmentation: "role", segment: "A"),
      ],
      behaviours: [sheet, refused], associations: pairs, outcomes: [])
    section.outcomes = [
      .init(
        outcome: 0, isClaimed: true, isDeclared: true, verdict: .confirmed, backing: [0],
        against: []),
      .init(
        outcome: 1, isClaimed: true, isDeclared: false, verdict: .statedOnly, backing: [],
        against: []),
      .init(
        outcome: 2, isClaimed: false, isDeclared: false, verdict: .notClaimed, backing: [],
        against: []),
    ]
    return section
  }

  private static func circumstances() -> CircumstanceSection {
    var estate = CircumstanceSection.Circumstance(name: "estate")
    let clusters = CircumstanceSection.Explained(
      target: .clusters, count: 600, share: 0.12, p: 0.001, adjustedP: 0.002, rank: 1)
    let unmet = CircumstanceSection.Explained(
      target: .unmet, count: 590, share: 0.05, standardError: 0.02, interval: 0.01...0.09, p: 0.01,
      adjustedP: 0.02, rank: 1, ranks: 1...2)
    estate.explained = [clusters, unmet]
    estate.difference = .init(
      outcome: 1, level: "large", against: "small",
      estimate: Estimate(value: 3, standardError: 0.5), interval: 2...4, p: 1e-5, adjustedP: 1e-4)
    estate.levels = [
      .init(
        label: "small", respondentCount: 300, top: 0,
        opportunity: Estimate(value: 12, standardError: 0.5), interval: 11...13, reason: ""),
      .init(label: "huge", respondentCount: 9, reason: "fewer than 10 people"),
    ]
    var team = CircumstanceSection.Circumstance(name: "team", isNumber: true)
    var second = unmet
    (second.share, second.rank) = (0.03, 2)
    team.explained = [second]
    return CircumstanceSection(
      circumstances: [
        estate, team, CircumstanceSection.Circumstance(name: "id", refusal: "an open question"),
      ])
  }

  private static func result() -> AnalysisResult {
    var result = ResultFixture.result
    result.job.behaviours = .done(behaviours())
    result.job.circumstances = .done(circumstances())
    return result
  }

  private func text(_ lines: [String]) -> String {
    lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  }

  @Test("Deeds are told with shares, points and verdicts")
  func deeds() {
    let lines = BehaviourLines.lines(Self.result())
    let words = text(lines)
    #expect(lines.count <= 16 && lines.allSatisfy { $0.count <= 120 })
    #expect(words.contains("Most common: workaround =sheet, 40 % (36 to 44)."))
    #expect(words.contains("Confirmed by deeds: 01 (workaround =sheet, +18 points, p .004)."))
    #expect(
      words.contains(
        "Of the 2 key outcomes that people call unmet (underserved, or important and unsatisfied "
          + "for half of them or more): confirmed 01; stated only 02;"))
    #expect(
      words.contains("With the outcomes that the study names for them: workaround =sheet: con"))
    #expect(words.contains("Not told: barrier budget (fewer than 10 people with it)."))
    #expect(BehaviourLines.lines(ResultFixture.result).isEmpty)
  }

  @Test("Circumstances are told by what they explain, with ties and levels")
  func why() {
    let lines = CircumstanceLines.lines(Self.result())
    let words = text(lines)
    #expect(lines.count <= 16 && lines.allSatisfy { $0.count <= 120 })
    #expect(words.contains("Clusters: explained by estate 12 % (p .002)."))
    #expect(
      words.contains("Unmet outcomes: explained by estate 5 % (1 to 9) (p .020) and team 3 %"))
    #expect(words.contains("The data cannot tell estate from team."))
    #expect(words.contains("Mean gap: not told."))
    #expect(words.contains("02 differs most surely, large over small by 3.0 (2.0 to 4.0)."))
    #expect(words.contains("Not told: id (an open question)."))
    #expect(CircumstanceLines.lines(ResultFixture.result).isEmpty)
    let report = TextReport.text(Self.result())
    #expect(report.contains("DO DEEDS BACK") && report.contains("WHICH CIRCUMSTANCES EXPLAIN"))
  }

  @Test("Both files have rows of one width, no small count, and documented columns")
  func tables() throws {
    let study = ResultFixture.study
    let deeds = String(decoding: BehavioursCSV.bytes(Self.behaviours(), study), as: UTF8.self)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(deeds.count == 1 + 2 + 2 + 4 + 3)
    #expect(deeds.allSatisfy { $0.count == BehavioursCSV.columns.count })
    #expect(deeds[1].prefix(5) == ["behaviour", "workaround", "'=sheet", "", "true"])
    #expect(deeds[1].suffix(2).first == "confirmed")
    #expect(deeds[2].suffix(1) == [""] && deeds[3].suffix(1) == ["fewer than 10 people"])
    // Four people for whom outcome 04 is unmet are not shown.
    #expect(deeds[8][13] == "" && deeds[8].last == "unmet for fewer than 10 people")
    let why = String(
      decoding: CircumstancesCSV.bytes(Self.circumstances(), study), as: UTF8.self
    ).split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(why.count == 1 + 5 + 1 + 1)
    #expect(why.allSatisfy { $0.count == CircumstancesCSV.columns.count })
    #expect(why[5].prefix(6) == ["estate", "level", "huge", "", "", ""])
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appendingPathComponent("docs/columns.md"), encoding: .utf8)
    for column in Set(BehavioursCSV.columns + CircumstancesCSV.columns) {
      #expect(text.contains("`\(column)`"), "\(column)")
    }
  }
}
