import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Who counts, and where the scale ends")
struct WeightlessTests {
  private static let place = Place(file: "study.yaml", line: 5, byteColumn: 3)

  /// Forty of A and twelve of B with weights; of B eleven weigh 0, and twenty further ones of A.
  private static let text: String = {
    let rows = (0..<72).map { row in
      let group = 40..<52 ~= row ? "B" : "A"
      let weight = row > 40 ? "0" : row % 2 == 0 ? "1" : "1.5"
      return "r\(row),\(group),\(weight),\(1 + row % 5),\(1 + row % 3)"
    }
    return (["id,group,weight,imp_a,sat_a"] + rows).joined(separator: "\n") + "\n"
  }()

  private static func study(_ change: (inout Study) -> Void = { _ in }) -> Study {
    var study = SmallSurvey.study(outcomes: ["a"], weight: "weight", segments: ["group"])
    study.scoring = ScoringPlan(minimumBase: 10)
    change(&study)
    return study
  }

  private static func segments(_ study: Study, _ text: String) throws -> [SegmentScores] {
    let responses = try SmallSurvey.load(study, text).responses
    let scoring = SegmentScoring(
      study: study, responses: responses, options: AnalysisOptions())
    return [scoring.everybody()]
      + scoring.segments(of: responses.groupings[0], minimumBase: 10)
  }

  @Test("Rows of weight 0 count in no base, no floor and no degree of freedom")
  func nobody() throws {
    let segments = try Self.segments(Self.study(), Self.text)
    #expect(segments.map(\.respondentCount) == [41, 40, 1])
    #expect(segments[2].status == .refused && segments[2].outcomes.isEmpty)
    let score = try #require(segments[0].outcomes.first)
    #expect(score.pairedCount == 41 && score.importanceCount == 41)
    #expect(score.degreesOfFreedom == 40)
    // As many as where each is a sampling unit of its own by name.
    let named = try Self.segments(
      Self.study {
        $0.design = SamplingPlan()
        $0.design?.units = ColumnReference("id", place: Self.place)
      }, Self.text)
    #expect(named[0].outcomes.first?.degreesOfFreedom == 40)
    let needed = try #require(score.needed)
    #expect(needed.further == 0 || needed.further == needed.total.map { max(0, $0 - 41) })
  }

  @Test("A column of twelve of whom eleven weigh 0 is hidden")
  func hidden() throws {
    let study = Self.study()
    let result = try Tabulator.run(
      TabulationPlan(study), of: study, input: SmallSurvey.input(Self.text),
      options: AnalysisOptions())
    for block in result.blocks {
      #expect(block.bases[2] == nil && block.rows.allSatisfy { $0.cells[2] == nil })
      #expect(block.bases.prefix(2).map { $0?.respondentCount } == [41, 40])
      #expect(block.bases[0]?.missingCount == 0)
    }
  }

  @Test("With one degree of freedom the bounds end at the scale of each scorer")
  func scaleEnds() throws {
    let lines = (0..<80).map { row in
      "r\(row),\(row < 40 ? "A" : "B"),1,\(row < 40 ? 1 + row % 5 : 5 - row % 2),\(1 + row % 4)"
    }
    let text = "id,group,weight,imp_a,sat_a\n" + lines.joined(separator: "\n") + "\n"
    for (scorer, range) in [(Scorer.topBox, 0.0...20), (.mean, 0...20), (.unfloored, -3...9)] {
      let study = Self.study {
        $0.scoring = ScoringPlan(scorer: scorer, minimumBase: 10)
        $0.design = SamplingPlan()
        $0.design?.units = ColumnReference("group", place: Self.place)
      }
      let score = try #require(try Self.segments(study, text)[0].outcomes.first)
      let raw = try #require(score.pair?.interval())
      #expect(score.degreesOfFreedom == 1 && raw.high > range.upperBound)
      #expect(score.high == range.upperBound)
      #expect(score.low == max(range.lowerBound, raw.low))
    }
  }

  @Test("Fewer than ten answers beside the cut that the score hangs on are noted")
  func caution() throws {
    func note(_ important: Int, _ satisfied: Int, _ scorer: Scorer = .topBox) throws -> String {
      let lines = (0..<100).map { row in
        "r\(row),A,1,\(row < important ? 5 : 2),\(row * 37 % 100 < satisfied ? 5 : 2)"
      }
      let study = Self.study { $0.scoring = ScoringPlan(scorer: scorer, minimumBase: 10) }
      let text = "id,group,weight,imp_a,sat_a\n" + lines.joined(separator: "\n") + "\n"
      return try #require(try Self.segments(study, text)[0].outcomes.first).note
    }
    let words = "few answers beside the cut: interval too narrow"
    #expect(try note(95, 95) == words && note(5, 60) == words && note(96, 5) == words)
    // The gap is clear: the score hangs on satisfaction too, and that has many on both sides.
    #expect(try note(97, 50) == "" && note(70, 97) == "" && note(90, 90) == "")
    #expect(try note(95, 95, .mean) == "")
  }
}
