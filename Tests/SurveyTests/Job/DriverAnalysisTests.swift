import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Which actions move which results")
struct DriverAnalysisTests {
  @Test("Every figure equals References/drivers.py", arguments: 0..<9)
  func references(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let result = try #require(
      try Self.section(expected.design).results.first { own in
        own.success.map { ["s1", "s2"][$0] } ?? "index" == expected.result
      })
    #expect(abs((result.rSquared ?? 2) - expected.r2) < 1e-9)
    #expect(abs((result.adjustedRSquared ?? 2) - expected.adjusted) < 1e-9)
    #expect(result.respondentCount == expected.n && result.repair == 0)
    #expect(abs((result.effectiveCount ?? 0) - expected.effective) < 1e-9)
    #expect(result.drivers.map(\.outcome) == Array(0..<6))
    #expect(result.drivers.map(\.sign) == expected.signs)
    #expect(result.drivers.map(\.respondentCount) == expected.pairs)
    for (place, driver) in result.drivers.enumerated() {
      #expect(abs(driver.weight - expected.weights[place]) < 1e-9)
      #expect(abs(driver.share - expected.share[place]) < 1e-9)
      #expect(abs(driver.effectiveCount - expected.pairsEffective[place]) < 1e-9)
      // The script moves every person's weight by a thousandth, up and down.
      #expect(abs(driver.standardError / expected.se[place] - 1) < 1e-5)
      let (interval, share) = (try #require(driver.interval), try #require(driver.shareInterval))
      #expect(abs(interval.lowerBound - expected.low[place]) < 1e-6)
      #expect(abs(interval.upperBound - expected.high[place]) < 1e-6)
      #expect(abs(share.lowerBound - expected.shareLow[place]) < 1e-6)
      #expect(abs(share.upperBound - expected.shareHigh[place]) < 1e-6)
      // Another way to share out R-squared, over all orders of the predictors.
      #expect(abs(driver.weight - expected.dominance[place]) < 0.005)
    }
  }

  @Test("The script's flags come of the script's random column", arguments: [0, 1, 3, 4, 6, 7])
  func flags(number: Int) throws {
    let all = try Expected.load()
    let expected = all.cases[number]
    let (study, responses) = try Self.responses(expected.design)
    func points(_ codes: [UInt8]) -> [Double] {
      codes.map { RatingCode.isAnswered($0) ? Double($0) : .nan }
    }
    let people = ExperiencePeople(study: study, responses: responses)
    let outcome =
      expected.result == "s1"
      ? points(try #require(responses.job.ratings[.satisfaction(0)]))
      : people.attained[1].map { $0.map { $0 ? 1 : 0 } ?? .nan }
    let model = try DriverModel(
      outcome, predictors: responses.satisfaction.map(points), chance: all.noise,
      sample: responses.sample)
    #expect(model.drivers.map(\.isAboveChance) == expected.above)
  }

  @Test("Standard errors are those of a plain bootstrap")
  func bootstrap() throws {
    for expected in try Expected.load().cases {
      guard let bootstrap = expected.bootstrap else { continue }
      for (place, error) in expected.se.enumerated()
      where expected.weights[place] > 2 * error {
        // 4,000 draws know a standard deviation to 1.1 %, three of which are 3.4 %.
        #expect(abs(bootstrap[place] / error - 1) < 0.034, "\(expected.result) \(place)")
      }
    }
  }

  @Test("The order of the rows and the threads change nothing")
  func sameBytes() throws {
    let lines = try String(contentsOf: Self.file("drivers.csv"), encoding: .utf8)
      .split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    let options = AnalysisOptions(workers: Workers(threadCount: 3))
    let other = try Self.section(
      "strata, units", .bytes(Array(turned.utf8), name: "r.csv"), options)
    #expect(try Self.section("strata, units") == other)
  }

  @Test("Too few people: the reason, and no figure")
  func refusal() throws {
    let lines = try String(contentsOf: Self.file("drivers.csv"), encoding: .utf8)
      .split(separator: "\n")
    func reason(_ count: Int) throws -> String? {
      let text = lines.prefix(count + 1).joined(separator: "\n") + "\n"
      let outcome = try Self.outcome("simple", .bytes(Array(text.utf8), name: "r.csv"))
      guard case .refused(let reason) = outcome else { return nil }
      return reason
    }
    #expect(try reason(12)?.contains(" fewer than 10 people ") == true)
    let few = try #require(try reason(60))
    #expect(few.contains(" effective people"), "\(few)")
    #expect(few.hasSuffix(", expected at least 60 (60, and 5 for each key outcome)"), "\(few)")
    let study = SmallSurvey.study()
    let loaded = try SmallSurvey.load(study, "id,imp_a,imp_b,sat_a,sat_b\nx,1,2,3,4\n")
    let none = DriverAnalysis(
      study: study, responses: loaded.responses, options: AnalysisOptions()
    ).section([])
    guard case .refused("the study names no success outcomes") = none else {
      Issue.record("the section was done")
      return
    }
  }

  // MARK: - Steps

  private static func section(
    _ design: String, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> DriverSection {
    try #require(try outcome(design, input, options).section)
  }

  private static func outcome(
    _ design: String, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> SectionOutcome<DriverSection> {
    let (study, responses) = try responses(design, input, options)
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    return DriverAnalysis(study: study, responses: responses, options: options)
      .section([scoring.everybody()])
  }

  private static func responses(
    _ design: String, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> (Study, Responses) {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    let study = try StudyCase.parse(
      """
      study: Drivers
      job: Get it done
      responses: {file: drivers.csv, scale: 1-5, top: 4, respondent: id}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]
      success:
        - {id: s1, text: One, satisfaction: s1_sat}
        - {id: s2, text: Two, aim: avoid, happened: s2_seen}

      """ + weight + plan)
    let loaded = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(input ?? .file(path: file("drivers.csv").path))
    return (study, loaded.responses)
  }

  fileprivate static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps").appendingPathComponent(name)
  }

  /// What `References/drivers.py` wrote.
  struct Expected: Decodable {
    struct Case: Decodable {
      let design: String
      let result: String
      let r2: Double
      let adjusted: Double
      let n: Int
      let effective: Double
      let pairs: [Int]
      let pairsEffective: [Double]
      let weights: [Double]
      let dominance: [Double]
      let se: [Double]
      let low: [Double]
      let high: [Double]
      let share: [Double]
      let shareLow: [Double]
      let shareHigh: [Double]
      let signs: [Int]
      let above: [Bool]
      let bootstrap: [Double]?

      enum CodingKeys: String, CodingKey {
        case design, result, r2, adjusted, n, pairs, weights, dominance, se, low, high, share
        case signs, above, bootstrap
        case effective = "n_effective"
        case pairsEffective = "pairs_effective"
        case shareLow = "share_low"
        case shareHigh = "share_high"
      }
    }
    let noise: [Double]
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: DriverAnalysisTests.file("drivers.json")))
    }
  }
}
