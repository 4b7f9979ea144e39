import Groundwork
import Tables
import Testing

@testable import Survey

@Suite("Ratings of an older survey")
struct LegacyScaleTests {
  /// The scales that surveys use.
  private static let scales = [
    (1, 3), (1, 4), (1, 5), (0, 4), (1, 6), (1, 7), (0, 6), (1, 9), (1, 10), (0, 10),
  ]

  @Test(
    "Of every pair of scales, cuts and directions: order is kept, and exactly what counted counts")
  func allPairs() {
    for old in Self.scales {
      for own in Self.scales {
        for top in own.0 + 1...own.1 {
          let scale = Scale(low: own.0, high: own.1, top: top)
          for isReversed in [false, true] {
            for cut in LegacyScale.cuts(low: old.0, high: old.1, isReversed: isReversed) {
              let legacy = LegacyScale(
                low: old.0, high: old.1, top: cut, isReversed: isReversed)
              let best = isReversed ? (old.0...old.1).reversed() : Array(old.0...old.1)
              let points = best.map { legacy.point(of: $0, on: scale) }
              let isRight = zip(best, points).allSatisfy { rating, point in
                (own.0...own.1).contains(point) && (point >= top) == legacy.counts(rating)
              }
              #expect(isRight && points == points.sorted(), "\(old) \(own) \(cut) \(isReversed)")
            }
          }
        }
      }
    }
  }

  @Test("The same scale and cut changes nothing; reversed, it mirrors")
  func identity() {
    for (low, high) in Self.scales {
      let scale = Scale(low: low, high: high, top: Scale.usualTop(low: low, high: high))
      let same = LegacyScale(low: low, high: high)
      let mirrored = LegacyScale(low: low, high: high, isReversed: true)
      for rating in low...high {
        #expect(same.point(of: rating, on: scale) == rating)
        #expect(mirrored.point(of: rating, on: scale) == low + high - rating)
        #expect(same.rating(near: rating, on: scale) == rating)
      }
    }
  }

  @Test("Hand examples: 1-10 and 1-7 on 1-5, halves away from the middle")
  func hand() {
    let scale = Scale(low: 1, high: 5, top: 4)
    // 7 and 8 lie near 4 and did not count: they are read as 3.
    #expect(
      LegacyScale(low: 1, high: 10).reading(on: scale) == "1-2 as 1, 3-4 as 2, 5-8 as 3, "
        + "9-10 as 5")
    // 2 lies at 1 2/3, 3 at 2 1/3, 5 at 3 2/3.
    #expect(
      LegacyScale(low: 1, high: 7, top: 5).reading(on: scale)
        == "1 as 1, 2-3 as 2, 4 as 3, 5-6 as 4, 7 as 5")
    // On 0-2 the points 1 and 3 of 0-4 lie at a half: away from the middle.
    let coarse = Scale(low: 0, high: 2, top: 2)
    #expect(
      LegacyScale(low: 0, high: 4, top: 3).reading(on: coarse) == "0-1 as 0, 2 as 1, 3-4 as 2")
    // The half in the very middle goes down.
    let even = Scale(low: 1, high: 4, top: 3)
    #expect(LegacyScale(low: 1, high: 5, top: 4).point(of: 3, on: even) == 2)
  }

  private static let yaml = """
    study: Old
    job: Keep software patched
    responses: {file: r.csv, scale: 1-5, respondent: id, missing: [N/A]}
    outcomes:
      importance: imp_{id}
      satisfaction: sat_{id}
      legacy: {scale: 1-10, top: 9, note: asked as ease}
      list:
        - a: First
        - {id: b, text: Second, legacy: {scale: 1-5, reversed: true}}
        - {id: c, text: Third, legacy: {scale: 1-3, points: {1: 2, 2: 3, 3: 5}}}

    """

  @Test("Columns are read by the scale of their outcome, and a note says how")
  func reading() throws {
    let study = try StudyCase.parse(Self.yaml)
    let text = "id,imp_a,sat_a,imp_b,sat_b,imp_c,sat_c\nx,10,8,1,5,3,1\ny,N/A,1,2,4,2,\n"
    let loaded = try SmallSurvey.load(study, text)
    func points(_ codes: [UInt8]) -> [Int?] {
      codes.map { RatingCode.point($0, on: study.responses.scale) }
    }
    #expect(points(loaded.responses.importance[0]) == [5, nil])
    #expect(points(loaded.responses.satisfaction[0]) == [3, 1])
    #expect(points(loaded.responses.importance[1]) == [5, 4])
    #expect(points(loaded.responses.satisfaction[1]) == [1, 2])
    #expect(points(loaded.responses.importance[2]) == [5, 3])
    #expect(points(loaded.responses.satisfaction[2]) == [2, nil])
    let notes = loaded.findings.filter { $0.kind == "comparability" }
    #expect(notes.map(\.subject) == ["a", "b", "c"] && notes.map(\.count) == [3, 4, 3])
    #expect(
      notes[0].text == "ratings of an older survey on 1-10 are read on 1-5: 1-2 as 1, 3-4 as 2, "
        + "5-8 as 3, 9-10 as 5 (asked as ease)")
    #expect(notes[1].text.contains("on 1-5, 1 the best, are read on 1-5: 1 as 5, 2 as 4"))
    let check = try Check.run(
      study, input: SmallSurvey.input(text), options: AnalysisOptions())
    #expect(check.columns.map(\.use).contains("importance of a, older scale 1-10"))
  }

  @Test("A rating outside the older scale is invalid, whatever the study's scale")
  func invalid() throws {
    let study = try StudyCase.parse(Self.yaml)
    let head = "id,imp_a,sat_a,imp_b,sat_b,imp_c,sat_c\n"
    let complaint = SmallSurvey.complaint(study, head + "x,1,2,3,4,4,1\n")
    #expect(
      complaint?.sentence == "r.csv:2:11: item imp_c has 1 invalid ratings among 1 answers, over "
        + "the limit of 1 %, found \"4\", expected 1 to 3. Fix: correct the values, declare them "
        + "as labels or missing, or widen the scale at study.yaml:11.")
  }

  @Test("Simulated surveys of such a study hold old points that are read as new ones")
  func simulation() throws {
    let study = try StudyCase.parse(Self.yaml)
    var design = SimulationDesign(respondentCount: 60, seed: 4)
    design.missingShare = 0
    let simulator = SurveySimulator(study: study, design: design)
    let loaded = try ResponseLoader(study: study, options: AnalysisOptions(isStrict: true))
      .load(.bytes(simulator.header + simulator.records(0..<60), name: "r.csv"))
    #expect(loaded.findings.allSatisfy { $0.kind != "invalid-rating" })
    let truth = (0..<60).map { simulator.points(of: $0).importance[1] + 1 }
    let scale = study.responses.scale
    let read = loaded.responses.importance[1].map { RatingCode.point($0, on: scale) }
    #expect(read == truth)
  }
}
