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
    /// The ninth formula, and the concordance of all nine.
    let effort: [String: Group]
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
      #expect(group.formulas == FormulaSection.Formula.allCases.filter { $0 != .effort })
      for formula in group.formulas { try Self.agree(group, formula, wanted) }
      // Six outcomes are all among the ten highest.
      #expect(group.outcomes.allSatisfy { $0.topCount == 8 })
    }
  }

  @Test("Where effort was asked it is the ninth formula, equal to References/formulas.py")
  func effort() throws {
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: Self.file("formulas.json")))
    let section = try Self.section(Self.effortStudy)
    for group in section.groups {
      #expect(group.formulas == FormulaSection.Formula.allCases)
      let wanted = try #require(expected.groups[group.segment])
      for formula in group.formulas.dropLast() { try Self.agree(group, formula, wanted) }
      let ninth = try #require(expected.effort[group.segment])
      try Self.agree(group, .effort, ninth)
      #expect(abs((group.concordance ?? 2) - ninth.w) < 1e-12)
      #expect(group.outcomes.allSatisfy { $0.topCount == 9 })
    }
  }

  @Test("Effort of some outcomes is a figure of theirs, not a formula that all are compared by")
  func someEffort() throws {
    var study = try Self.effortStudy
    for index in 2..<6 { study.outcomes[index].effort = nil }
    let (some, all) = (try Self.section(study), try Self.section(Self.effortStudy))
    let without = try Self.section()
    for ((group, whole), plain) in zip(zip(some.groups, all.groups), without.groups) {
      #expect(group.formulas == plain.formulas && group.concordance == plain.concordance)
      #expect(group.outcomes.map(\.topCount) == plain.outcomes.map(\.topCount))
      let (own, other) = (group.outcomes.prefix(2), whole.outcomes.prefix(2))
      #expect(own.map { $0.values[8] } == other.map { $0.values[8] })
      #expect(Set(group.outcomes.prefix(2).map { $0.ranks[8] }) == [1, 2])
      #expect(group.outcomes.dropFirst(2).allSatisfy { $0.values[8] == nil && $0.ranks[8] == nil })
    }
  }

  @Test("A column for effort alone, its use in check, and one column for two questions")
  func effortColumns() throws {
    let study = try StudyCase.parse(
      StudyCase.shortest.replacing(
        "    - 01: Minimize the time it takes to learn that a patch is needed",
        with: "    - {id: 01, text: Learn, effort: hard}"))
    #expect(study.outcomes.map { $0.effort?.text } == ["hard", nil])
    let data = "imp_01,imp_02,sat_01,sat_02,hard\n1,2,3,4,5\n5,4,3,2,1\n"
    let input = TableInput.bytes(Array(data.utf8), name: "r.csv")
    let check = try Check.run(study, input: input, options: AnalysisOptions())
    #expect(check.columns.last?.use == "effort of 01")
    let twice = StudyCase.sentences(
      StudyCase.shortest.replacing(
        "  satisfaction: sat_{id}\n", with: "  satisfaction: sat_{id}\n  effort: sat_{id}\n"))
    #expect(twice.count == 2)
    #expect(twice.first?.contains("sat_01") == true, "\(twice)")
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

  private static func agree(
    _ group: FormulaSection.Group, _ formula: FormulaSection.Formula, _ wanted: Expected.Group
  ) throws {
    let place = try #require(FormulaSection.Formula.allCases.firstIndex(of: formula))
    let values = try #require(wanted.values[formula.rawValue])
    for (own, other) in zip(group.outcomes.map { $0.values[place] }, values) {
      #expect(abs((own ?? -99) - other) < 1e-12, "\(group.segment) \(formula.rawValue)")
    }
    #expect(group.outcomes.compactMap { $0.ranks[place] } == wanted.ranks[formula.rawValue])
  }

  private static var effortStudy: Study {
    get throws { try study("effort.csv", "  effort: eff_{id}\n") }
  }

  private static func study(_ name: String, _ effort: String = "") throws -> Study {
    try StudyCase.parse(
      """
      study: Formulas
      job: Get it done
      responses: {file: \(name), scale: 1-5, top: 4, respondent: id}
      segments: [{column: tool, levels: [A, B, C]}]
      weight: w
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]

      """ + effort)
  }

  private static func section() throws -> FormulaSection { try section(study("steps.csv")) }

  private static func section(_ study: Study) throws -> FormulaSection {
    let options = AnalysisOptions()
    let responses = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(.file(path: file(study.responses.file).path)).responses
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
