import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("The formulas of opportunity side by side")
struct FormulaAnalysisTests {
  private struct Expected: Decodable {
    struct Group: Decodable {
      let values: [String: [Double]]
      let ranks: [String: [Int]]
      let w: Double
    }
    let groups: [String: Group]
  }

  @Test("Every value and rank equals References/formulas.py, and Kendall's W")
  func references() throws {
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: Self.file("formulas.json")))
    let section = try Self.section()
    #expect(section.groups.map(\.segment) == ["all", "A", "B", "C"])
    for group in section.groups {
      let wanted = try #require(expected.groups[group.segment])
      #expect(abs((group.concordance ?? 2) - wanted.w) < 1e-12)
      #expect(group.outcomes.map(\.outcome) == Array(0..<6))
      for (place, formula) in FormulaSection.Formula.allCases.enumerated() {
        let values = try #require(wanted.values[formula.rawValue])
        for (own, other) in zip(group.outcomes.map { $0.values[place] }, values) {
          #expect(abs(own - other) < 1e-12, "\(group.segment) \(formula.rawValue)")
        }
        #expect(group.outcomes.map { $0.ranks[place] } == wanted.ranks[formula.rawValue])
      }
      // Six outcomes are all among the ten highest.
      #expect(group.outcomes.allSatisfy { $0.topCount == 8 })
    }
  }

  @Test("The founding documents' example: 8 and 3 give 13 without a floor")
  func foundingExample() {
    var table = JointTable()
    let scale = Scale(low: 1, high: 10, top: 9)
    table.add(
      25, first: RatingCode.code(point: 8, on: scale),
      second: RatingCode.code(point: 3, on: scale))
    let parts = FormulaParts(table, scale)
    #expect(parts.mean.important == 8 && parts.mean.satisfied == 3)
    #expect(2 * parts.mean.important - parts.mean.satisfied == 13)
  }

  @Test("Kendall's W: one order gives 1, opposite ones 0, ties are taken out")
  func concordance() throws {
    #expect(RankConcordance([[1, 2, 3], [10, 20, 30]])?.w == 1)
    #expect(RankConcordance([[1, 2, 3], [3, 2, 1]])?.w == 0)
    // By hand: ranks 1, 2.5, 2.5 and 1, 2, 3, sums 2, 4.5, 5.5 about 4, S = 6.5, T = 6 and 0.
    let tied = try #require(RankConcordance([[1, 2, 2], [1, 2, 3]]))
    #expect(abs(tied.w - 12 * 6.5 / (4 * 24 - 2 * 6)) < 1e-15)
    #expect(tied.degreesOfFreedom == 2 && abs(tied.chiSquared - 4 * tied.w) < 1e-15)
    #expect(RankConcordance([[1, 1], [1, 1]]) == nil && RankConcordance([[1], [2]]) == nil)
    #expect(RankConcordance([[1, .nan], [1, 2]]) == nil)
  }

  // MARK: - Steps

  private static func section() throws -> FormulaSection {
    let study = try StudyCase.parse(
      """
      study: Formulas
      job: Get it done
      responses: {file: steps.csv, scale: 1-5, top: 4, respondent: id}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]
      segments: [{column: tool, levels: [A, B, C]}]
      weight: w

      """)
    let options = AnalysisOptions()
    let responses = try ResponseLoader(study: study, options: options)
      .load(.file(path: file("steps.csv").path)).responses
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let scores =
      [scoring.everybody()]
      + responses.groupings.flatMap { scoring.segments(of: $0, minimumBase: 10) }
    let outcome = FormulaAnalysis(study: study, responses: responses, options: options)
      .section(responses.groupings, scores: scores)
    return try #require(outcome.section)
  }

  private static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps").appendingPathComponent(name)
  }
}
