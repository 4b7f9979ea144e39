import Foundation
import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Action and purpose")
struct ExperienceAnalysisTests {
  @Test("Every figure equals References/experience.py", arguments: 0..<3)
  func references(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let section = try Self.section(expected.design)
    #expect(section.groups.map(\.segment) == ["all", "A", "B"])
    for group in section.groups {
      let wanted = try #require(expected.groups[group.segment])
      Self.agree(group.efficiency, wanted.efficiency, "efficiency")
      Self.agree(group.effectiveness, wanted.effectiveness, "effectiveness")
      for (own, other) in zip(group.quadrants, wanted.quadrants) { Self.agree(own, other, "share") }
      #expect(abs((group.dependence ?? 2) - wanted.phi) < 1e-12)
      for (own, other) in zip(group.outcomes, wanted.attained) {
        Self.agree(own.attained, other, "attained")
      }
      Self.agree(group.outcomes[1].metRate, wanted.met, "met")
      Self.agree(group.outcomes[1].exceededRate, wanted.exceeded, "exceeded")
      Self.agree(group.outcomes[2].hazardRate, wanted.hazard, "hazard")
      Self.agree(group.outcomes[0].shortfall, wanted.shortfall, "shortfall")
      Self.agree(group.outcomes[0].excess, wanted.excess, "excess")
      let score = try #require(group.outcomes[0].score)
      #expect(abs((score.importance?.value ?? 0) - wanted.importance) < 1e-12)
      #expect(abs((score.satisfaction?.value ?? 0) - wanted.satisfaction) < 1e-12)
      #expect(abs((score.opportunity?.value ?? 0) - wanted.opportunity) < 1e-12)
      #expect(group.outcomes[1].score == nil && group.outcomes[1].shortfall == nil)
      #expect(
        group.rollups.map(\.label) == ["functional", "emotional", "achieve", "avoid"])
      let families = [wanted.functional, wanted.emotional, wanted.achieve, wanted.avoid]
      for (own, other) in zip(group.rollups, families) {
        Self.agree(own.attained, other, own.label)
      }
      #expect(group.rollups[0].opportunity == score.opportunity?.value)
    }
  }

  @Test("Words for yes alone beside blanks are a check box: a blank means no")
  func checkBox() {
    let study = SmallSurvey.study()
    let reading = AnswerReading(study)
    func yes(_ levels: [String]) -> [Bool?] {
      let codes = levels.indices.map { UInt32($0) }
      return reading.yes(JobAnswers.Texts(levels: levels, codes: codes), study)
    }
    #expect(yes(["", "1"]) == [false, true])
    #expect(yes(["", " YES ", "No", "perhaps"]) == [nil, true, false, nil])
    #expect(yes(["0", ""]) == [false, nil])
    // A text that is no word for yes says nothing: it may mean no.
    #expect(yes(["", "Nein"]) == [nil, nil])
  }

  @Test("Without success outcomes the section says so")
  func refusal() throws {
    let study = SmallSurvey.study()
    let loaded = try SmallSurvey.load(study, "id,imp_a,imp_b,sat_a,sat_b\nx,1,2,3,4\n")
    let outcome = ExperienceAnalysis(
      study: study, responses: loaded.responses, options: AnalysisOptions()
    ).section([])
    guard case .refused(let reason) = outcome else {
      Issue.record("the section was done")
      return
    }
    #expect(reason == "the study names no success outcomes")
  }

  @Test("An index above 10 and an expectation without satisfaction are told")
  func problems() {
    #expect(
      StudyCase.sentences(StudyCase.shortest + "experience: {efficiency: 11}\n") == [
        "study.yaml:10:13: `experience` says nothing without `success`. Fix: add `success` or "
          + "delete it.",
        "study.yaml:10:26: `experience.efficiency` is above all indices, found \"11\", expected 0 "
          + "to 10. Fix: write a number from 0 to 10.",
      ])
    #expect(
      StudyCase.sentences(StudyCase.shortest + "answers: {met: [ok], short: [OK]}\n") == [
        "study.yaml:10:30: the answer \"OK\" stands in `answers.short` and in `answers.met`, found "
          + "the other at line 10. Fix: keep one of the two."
      ])
    #expect(
      StudyCase.sentences(
        StudyCase.shortest + "success: [{id: s, text: T, expected: e}]\n") == [
          "study.yaml:10:38: `success[].expected` says nothing without `success[].satisfaction`. "
            + "Fix: add `success[].satisfaction` or delete it."
        ])
  }

  // MARK: - Steps

  private static func section(_ design: String) throws -> ExperienceSection {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    let study = try StudyCase.parse(
      """
      study: Experience
      job: Get it done
      responses: {file: experience.csv, scale: 1-5, top: 4, respondent: id, reject-limit: 10 %}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}]
      success:
        - {id: s1, text: One, importance: s1_imp, satisfaction: s1_sat, expected: s1_wish}
        - {id: s2, text: Two, dimension: emotional, expectation: s2_exp}
        - {id: s3, text: Three, aim: avoid, happened: s3_seen}
      answers: {exceeded: [better]}
      segments: [{column: tool, levels: [A, B]}]

      """ + weight + plan)
    let options = AnalysisOptions()
    let loaded = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(.file(path: file("experience.csv").path))
    let outcome = ExperienceAnalysis(
      study: study, responses: loaded.responses, options: options
    ).section(loaded.responses.groupings)
    return try #require(outcome.section)
  }

  fileprivate static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps").appendingPathComponent(name)
  }

  /// Sums of 240 people in another order: 1e-12 is far above their rounding.
  private static func agree(_ found: PeopleMean?, _ wanted: Expected.Mean, _ what: String) {
    #expect(abs((found?.value ?? -9) - wanted.value) < 1e-12, "\(what)")
    #expect(abs((found?.standardError ?? -9) - wanted.se) < 1e-12, "\(what)")
    #expect(found?.respondentCount == wanted.n, "\(what)")
  }

  /// What `References/experience.py` wrote.
  struct Expected: Decodable {
    struct Mean: Decodable {
      let value: Double
      let n: Int
      let se: Double
    }
    struct Group: Decodable {
      let efficiency: Mean
      let effectiveness: Mean
      let quadrants: [Mean]
      let phi: Double
      let attained: [Mean]
      let met: Mean
      let exceeded: Mean
      let hazard: Mean
      let shortfall: Mean
      let excess: Mean
      let importance: Double
      let satisfaction: Double
      let opportunity: Double
      let functional: Mean
      let emotional: Mean
      let achieve: Mean
      let avoid: Mean
    }
    struct Case: Decodable {
      let design: String
      let groups: [String: Group]
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: ExperienceAnalysisTests.file("experience.json")))
    }
  }
}
