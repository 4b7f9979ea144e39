import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Hypotheses, comparisons and ranks of a whole run")
struct HypothesisTestsTests {
  private static let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Designs")
  private static let place = Place(file: "study.yaml", line: 5, byteColumn: 3)

  private static func study() -> Study {
    var study = SmallSurvey.study(
      outcomes: ["01", "02", "03", "04"], weight: "weight", segments: ["role", "gender"])
    study.scoring = ScoringPlan(minimumBase: 10, replicateCount: 200)
    var plan = SamplingPlan()
    plan.strata = ColumnReference("region", place: place)
    plan.units = ColumnReference("store", place: place)
    study.design = plan
    study.clustering.clusterCount = nil
    return study
  }

  private static var text: String {
    get throws {
      try String(contentsOf: folder.appendingPathComponent("responses.csv"), encoding: .utf8)
    }
  }

  private static func run(
    _ study: Study, _ text: String? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> AnalysisResult {
    let whole = try text ?? self.text
    return try Analysis.run(
      study, studySHA256: "", input: .bytes(Array(whole.utf8), name: "r.csv"), options: options)
  }

  private func hypothesis(
    _ claim: Hypothesis.Claim, outcome: Int = 3, _ segmentation: String? = nil,
    _ segment: String? = nil
  ) -> Hypothesis {
    Hypothesis(
      outcome: outcome, segmentation: segmentation, segment: segment, claim: claim,
      place: Self.place)
  }

  @Test("Claims get one-sided p-values of the design, adjusted by Holm, or a reason")
  func claims() throws {
    var study = Self.study()
    study.hypotheses = [
      hypothesis(.atLeast(10)), hypothesis(.below(19)), hypothesis(.atLeast(19)),
      hypothesis(.lower, outcome: 0, "gender", "f"),
      hypothesis(.higher, outcome: 0, "gender", "f"), hypothesis(.higher),
    ]
    let result = try Self.run(study)
    let found = result.hypotheses
    let pair = try #require(result.segments.first?.outcomes[3].pair)
    let test = PairCutTest(pair, cut: 10)
    #expect(found[0].p == test.atLeastP && found[0].verdict == .supported)
    #expect(found[1].verdict == .supported && found[2].verdict == .refuted)
    #expect(found[0].oppositeP == test.belowP)
    let comparison = try #require(
      result.comparisons[1].againstRest.first { $0.segment == "f" && $0.outcome == 0 })
    #expect(comparison.difference.value < 0)
    #expect(found[3].p == (comparison.p ?? 1) / 2)
    #expect(abs((found[4].p ?? 0) + (found[3].p ?? 0) - 1) < 1e-12)
    #expect(found[5].p == nil && found[5].refusal == "there is no such segmentation")
    let holm = AdjustedPValues.holm(found.map(\.p))
    #expect(found.map(\.adjustedP) == holm)
    #expect(found.map(\.adjustedOppositeP) == AdjustedPValues.holm(found.map(\.oppositeP)))
    #expect(found[3].oppositeP == found[4].p && found[5].verdict == .notTested)
  }

  @Test("The others are everybody else with an answer, also those of groups too small to score")
  func others() throws {
    var study = Self.study()
    study.scoring.minimumBase = 48
    let small = try Self.run(study).comparisons[0]
    #expect(Set(small.againstRest.map(\.segment)) == ["admin", "auditor"])
    #expect(!small.isRestPartial && small.pairs.count == 4)
    let merged = try Self.run(study, Self.text.replacing(",owner,", with: ",auditor,"))
    let wanted = merged.comparisons[0].againstRest.filter { $0.segment == "admin" }
    let found = small.againstRest.filter { $0.segment == "admin" }
    #expect(found.map(\.difference) == wanted.map(\.difference) && found.count == 4)
    #expect(found.map(\.p) == wanted.map(\.p) && found.map(\.high) == wanted.map(\.high))
  }

  @Test("Under ten people in unscored groups stay out of the others, as if they had not answered")
  func fewOthers() throws {
    let lines = try Self.text.split(separator: "\n").map(String.init)
    func few(_ role: String) -> String {
      var left = 5
      return lines.map { line -> String in
        guard left > 0, line.contains(",owner,") else { return line }
        left -= 1
        return line.replacing(",owner,", with: ",\(role),")
      }.joined(separator: "\n") + "\n"
    }
    let rare = try Self.run(Self.study(), few("rare")).comparisons[0]
    let blank = try Self.run(Self.study(), few("")).comparisons[0]
    #expect(rare.isRestPartial && !blank.isRestPartial)
    #expect(rare.againstRest == blank.againstRest && rare.pairs == blank.pairs)
  }

  @Test("Answers that do not vary, or too few units, test no claim: the reason says so")
  func untestable() throws {
    var study = SmallSurvey.study(outcomes: ["01", "02"], segments: ["role"])
    study.scoring = ScoringPlan(minimumBase: 10, replicateCount: 200)
    study.clustering.clusterCount = nil
    let text =
      "id,role,imp_01,sat_01,imp_02,sat_02\n"
      + (0..<60).map { "r\($0),\($0 < 30 ? "a" : "b"),5,5,\(1 + $0 % 5),2\n" }.joined()
    study.hypotheses = [
      hypothesis(.below(10), outcome: 0), hypothesis(.atLeast(10), outcome: 0),
      hypothesis(.different, outcome: 0, "role", "a"), hypothesis(.below(19), outcome: 1),
    ]
    let found = try Self.run(study, text).hypotheses
    for claim in found.prefix(3) {
      #expect(claim.p == nil && claim.verdict == .notTested)
      #expect(claim.refusal == "no standard error: the answers do not vary")
    }
    #expect(found[3].verdict == .supported)
    study.design = SamplingPlan()
    study.design?.units = ColumnReference("role", place: Self.place)
    study.hypotheses[2].segmentation = "role"
    let few = try Self.run(study, text).hypotheses
    #expect(few[2].p == nil && few[2].refusal.contains("too few sampling units"))
  }

  @Test("A claim on a segment that the data lack is refused, with the nearest one")
  func unknownSegment() throws {
    var study = Self.study()
    study.hypotheses = [hypothesis(.atLeast(10), "role", "admn")]
    do throws(SurveyError) {
      _ = try ResponseLoader(study: study, options: AnalysisOptions()).load(
        .file(path: Self.folder.appendingPathComponent("responses.csv").path))
      Issue.record("the claim was taken")
    } catch {
      #expect(
        error.message.description
          == "study.yaml:5:3: segmentation \"role\" has no such segment, found \"admn\". "
          + "Fix: write \"admin\" if that is meant.")
      #expect(error.exitStatus == .studyFile)
    }
  }

  @Test("Comparisons against the rest of two groups mirror each other; pairs come from three on")
  func comparisons() throws {
    let result = try Self.run(Self.study())
    let (role, gender) = (result.comparisons[0], result.comparisons[1])
    #expect(role.againstRest.count == 3 * 4 && role.pairs.count == 3 * 4)
    #expect(gender.againstRest.count == 2 * 4 && gender.pairs.isEmpty)
    for outcome in 0..<4 {
      let own = gender.againstRest.filter { $0.outcome == outcome }
      #expect(abs(own[0].difference.value + own[1].difference.value) < 1e-12)
      #expect(abs((own[0].p ?? 0) - (own[1].p ?? 1)) < 1e-9)
      #expect((own[0].adjustedP ?? 0) >= (own[0].p ?? 1))
    }
  }

  @Test("Ranks, tiers, corrected scores and comparisons do not depend on rows, blocks or threads")
  func sameBytes() throws {
    let file = Self.folder.appendingPathComponent("responses.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let reversed = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    for hasDesign in [true, false] {
      var study = Self.study()
      if !hasDesign { study.design = nil }
      let first = try Self.run(study)
      let second = try Self.run(
        study, reversed, AnalysisOptions(workers: Workers(threadCount: 3), blockRowCount: 11))
      #expect(first.segments == second.segments)
      #expect(first.comparisons == second.comparisons)
      #expect(first.segments.first?.outcomes.allSatisfy { $0.ranking != nil } == true)
    }
  }

  @Test("The gap test is Student's t of the gap in the design, adjusted within the segment")
  func gaps() throws {
    let everyone = try #require(try Self.run(Self.study()).segments.first)
    for score in everyone.outcomes {
      let gap = try #require(score.gap)
      let expected =
        2
        * StudentT.upperTail(
          abs(gap.value / gap.standardError), degreesOfFreedom: Double(score.degreesOfFreedom))
      #expect(abs((score.gapP ?? 0) - expected) < 1e-14)
    }
    let adjusted = AdjustedPValues.benjaminiHochberg(everyone.outcomes.map(\.gapP))
    #expect(everyone.outcomes.map(\.adjustedGapP) == adjusted)
  }
}
