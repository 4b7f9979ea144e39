import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Targets")
struct TargetAnalysisTests {
  @Test("Every figure and bound equals References/targets.py", arguments: 0..<3)
  func references(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let study = try Self.study(expected.design)
    let figures = try Self.figures(study)
    for (label, wanted) in expected.groups {
      for (metric, row) in wanted {
        let target = try Self.target(metric, label)
        guard case .figure(let figure) = figures.figure(of: target) else {
          Issue.record("no \(metric) in \(label)")
          continue
        }
        let what = Comment(rawValue: "\(expected.design) \(label) \(metric)")
        #expect(abs(figure.value - row.value) < 1e-9, what)
        #expect(abs(figure.standardError - row.se) < 1e-9, what)
        let bounds = try #require(figure.bounds)
        #expect(abs(bounds.lowerBound - row.low) < 1e-9, what)
        #expect(abs(bounds.upperBound - row.high) < 1e-9, what)
        #expect(figure.degreesOfFreedom == row.df && figure.respondentCount == row.n, what)
        let test = TargetTest(
          value: figure.value, standardError: figure.standardError,
          bounds: (bounds.lowerBound, bounds.upperBound), goal: .atLeast(figure.value * 0.95))
        #expect(test.neededCount(power: 0.8, count: figure.respondentCount) == row.needed, what)
      }
    }
  }

  @Test("Each target has a verdict with its distance, or a reason")
  func results() throws {
    var study = try Self.study("simple")
    func target(_ metric: Target.Metric, _ goal: Target.Goal, _ segment: String? = nil) -> Target {
      let isShare = metric.isShare
      return Target(
        subject: isShare ? .success(metric == .met ? 1 : 0) : .key(0), metric: metric, goal: goal,
        segmentation: segment.map { _ in "tool" }, segment: segment,
        place: Place(file: "study.yaml", line: 1))
    }
    // Satisfaction is 5.18, its bounds 4.57 and 5.78; attained .397, .341 and .455.
    study.targets = [
      target(.satisfaction, .atLeast(4.5)), target(.satisfaction, .atLeast(5)),
      target(.satisfaction, .atLeast(6)), target(.satisfaction, .atMost(6)),
      target(.satisfaction, .improveBy(0.2, baseline: 3.8)),
      target(.satisfaction, .improveBy(0.5, baseline: 3.9)),
      target(.attained, .improveBy(0.1, baseline: nil)), target(.attained, .atMost(0.3)),
      target(.satisfaction, .atLeast(5), "none"), target(.met, .atLeast(0.5)),
    ]
    let section = try #require(
      TargetAnalysis(study: study, figures: try Self.figures(study)).section().section)
    let results = section.results
    #expect(
      results.map { $0.test?.verdict } == [
        .met, .unproven, .notMet, .met, .met, .notMet, nil, .notMet, nil, .met,
      ])
    #expect(results[6].refusal == "no baseline: run `unmet compare`")
    #expect(results[6].figure != nil && results[8].figure == nil)
    #expect(results[8].refusal == "there is no such group")
    let needed = try #require(results[1].neededCount)
    #expect(needed > 199 && results[1].stillNeededCount == needed - 199)
    #expect(results[0].neededCount == nil && results[2].neededCount == nil)
    #expect(abs((results[1].test?.distance ?? 0) - 0.175_879_396_984_925) < 1e-12)
    #expect(abs((results[4].ratio ?? 0) - 5.175_879_396_984_925 / 3.8) < 1e-12)
    #expect(abs((results[4].ratioBounds?.lowerBound ?? 0) - 4.567_793_795_844 / 3.8) < 1e-9)
    #expect(abs((results[4].threshold ?? 0) - 4.56) < 1e-12)
    study.scoring.scorer = .unfloored
    let unfloored = try #require(
      TargetAnalysis(study: study, figures: try Self.figures(study)).section().section)
    #expect(unfloored.results[4].refusal == TargetAnalysis.noZero)
    study.targets = []
    guard
      case .refused(let reason) = TargetAnalysis(
        study: study, figures: try Self.figures(study)
      ).section()
    else {
      Issue.record("targets of a study without any")
      return
    }
    #expect(reason == "the study sets no targets")
  }

  @Test("A target on a segment that the data lack is told, with the nearest")
  func unknownSegment() throws {
    var study = SmallSurvey.study(segments: ["role"])
    study.targets = [
      Target(
        subject: .key(0), metric: .satisfaction, goal: .atLeast(5), segmentation: "role",
        segment: "Usr", place: Place(file: "study.yaml", line: 9, byteColumn: 5))
    ]
    let complaint = SmallSurvey.complaint(
      study, "id,role,imp_a,sat_a,imp_b,sat_b\nx,User,1,2,3,4\n")
    #expect(
      complaint?.sentence == "study.yaml:9:5: segmentation \"role\" has no such segment, found "
        + "\"Usr\". Fix: write \"User\" if that is meant.")
  }

  @Test("A figure exactly at its target is called MET in 5 % at most, one well above in most")
  func errorRates() throws {
    let surveys = 400
    let study = try StudyCase.parse(
      StudyCase.shortest.replacing("scale: 1-5", with: "scale: 1-5, respondent: id") + """
        success: [{id: s1, text: Done, satisfaction: s1_sat}]
        targets:
          - {outcome: 01, metric: satisfaction, at-least: 6}
          - {outcome: 01, metric: opportunity, at-least: 6}
          - {outcome: 02, metric: opportunity, at-most: 6}
          - {outcome: s1, metric: attained, improve-by: 25 %, baseline: 40 %}
          - {outcome: 01, metric: satisfaction, at-least: 4.5}
          - {outcome: 01, metric: opportunity, at-least: 4}
          - {outcome: 02, metric: opportunity, at-most: 7.5}
          - {outcome: s1, metric: attained, improve-by: 25 %, baseline: 28 %}

        """)
    var (atBorder, above) = ([0, 0, 0, 0], [0, 0, 0, 0])
    for number in 0..<surveys {
      let results = try Self.simulated(number, study)
      for place in 0..<4 {
        atBorder[place] += results[place].test?.verdict == .met ? 1 : 0
        above[place] += results[4 + place].test?.verdict == .met ? 1 : 0
      }
    }
    let limit = 0.05 + 2 * (0.05 * 0.95 / Double(surveys)).squareRoot()
    for place in 0..<4 {
      #expect(Double(atBorder[place]) <= limit * Double(surveys), "\(place): \(atBorder)")
      #expect(atBorder[place] > 2, "\(place): \(atBorder)")
      #expect(above[place] > surveys * 9 / 10, "\(place): \(above)")
    }
  }

  // MARK: - Steps

  /// 200 people of whom 60 % are satisfied and, as many, find it important; half of the job done.
  private static func simulated(_ number: Int, _ study: Study) throws -> [TargetResult] {
    var stream = RandomStream(seed: 11, purpose: "test.targets", index: UInt64(number))
    var text = "id,imp_01,sat_01,imp_02,sat_02,s1_sat\n"
    for row in 0..<200 {
      func rating(_ share: Double) -> Int { stream.uniform() < share ? 5 : 2 }
      text += "r\(row),\(rating(0.6)),\(rating(0.6)),\(rating(0.6)),\(rating(0.9)),"
      text += "\(rating(0.5))\n"
    }
    let loaded = try ResponseLoader(study: study, options: AnalysisOptions(), readsProfile: true)
      .load(SmallSurvey.input(text))
    let section = TargetAnalysis(study: study, figures: figures(study, loaded.responses)).section()
    return try #require(section.section).results
  }

  private static func study(_ design: String) throws -> Study {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    return try StudyCase.parse(
      """
      study: Experience
      job: Get it done
      responses: {file: experience.csv, scale: 1-5, top: 4, respondent: id, reject-limit: 10 %}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}]
      success:
        - {id: s1, text: One, satisfaction: s1_sat}
        - {id: s2, text: Two, dimension: emotional, expectation: s2_exp}
      answers: {exceeded: [better]}
      segments: [{column: tool, levels: [A, B]}]

      """ + weight + plan)
  }

  private static func figures(_ study: Study) throws -> TargetFigures {
    var bare = study
    bare.targets = []
    let loaded = try ResponseLoader(study: bare, options: AnalysisOptions(), readsProfile: true)
      .load(.file(path: folder.appendingPathComponent("experience.csv").path))
    return figures(study, loaded.responses)
  }

  private static func figures(_ study: Study, _ responses: Responses) -> TargetFigures {
    let options = AnalysisOptions()
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let experience = ExperienceAnalysis(study: study, responses: responses, options: options)
      .section(responses.groupings)
    return TargetFigures(
      study: study,
      segments: [scoring.everybody()]
        + responses.groupings.flatMap { scoring.segments(of: $0, minimumBase: 30) },
      experience: experience.section)
  }

  private static func target(_ metric: String, _ label: String) throws -> Target {
    let metric = try #require(Target.Metric(rawValue: metric))
    return Target(
      subject: metric.isShare ? .success(metric == .met ? 1 : 0) : .key(0), metric: metric,
      goal: .atLeast(0), segmentation: label == "all" ? nil : "tool",
      segment: label == "all" ? nil : label, place: Place(file: "study.yaml", line: 1))
  }

  private static let folder = Places.root.appendingPathComponent("Tests/SurveyTests/JobMaps")

  /// What `References/targets.py` wrote.
  private struct Expected: Decodable {
    struct Row: Decodable {
      let value: Double
      let se: Double
      let low: Double
      let high: Double
      let df: Int
      let n: Int
      let needed: Int
    }
    struct Case: Decodable {
      let design: String
      let groups: [String: [String: Row]]
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: folder.appendingPathComponent("targets.json")))
    }
  }
}
