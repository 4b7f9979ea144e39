import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

/// Two roles in sampling designs and two weighted waves, held to `References/improvement.py`.
@Suite("Improvements equal an independent computation, row by row")
struct ImprovementReferenceTests {
  struct Expected: Decodable {
    struct Entry: Decodable {
      var name, metric, outcome: String
      var people: [Int]
      var baseline, new, ratio, error, low, high: Double
      var loss: [Double]
      var df: Int
    }
    var entries: [Entry]
  }

  private static let designs = [
    "weights", "strata, units", "strata, units, population", "two stages", "raked",
  ]

  private let entries: [Expected.Entry]

  init() throws {
    let file = DesignScoreTests.folder.appendingPathComponent("improvement.json")
    entries = try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file)).entries
  }

  @Test("Two roles of one survey, with the covariance of the design", arguments: designs)
  func groups(name: String) throws {
    for metric in ImprovementMetric.allCases {
      let result = try Self.groups(name, ImprovementPlan(metric: metric))
      // Raked weights are held to a billionth, as the scores' are.
      try check(result, name, metric, tolerance: name == "raked" ? 2e-9 : 1e-12)
      #expect(result.segmentation == "role" && result.baseline.label == "admin")
    }
  }

  @Test("Two waves with their own weights")
  func waves() throws {
    for metric in ImprovementMetric.allCases {
      let result = try Self.waves(ImprovementPlan(metric: metric))
      try check(result, "waves", metric, tolerance: 1e-12)
      #expect(result.outcomes.allSatisfy { $0.covariance == 0 } && result.overall.covariance == 0)
      #expect(result.commonIDCount == 0 && result.segmentation == nil)
    }
  }

  @Test("The order of the rows and the threads change no bit")
  func sameBits() throws {
    let text = try Self.text()
    let lines = text.split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    for name in ["strata, units", "raked"] {
      let first = try Self.groups(name, ImprovementPlan())
      let second = try Self.groups(
        name, ImprovementPlan(), .bytes(Array(turned.utf8), name: "r.csv"),
        AnalysisOptions(workers: Workers(threadCount: 3)))
      #expect(first.outcomes == second.outcomes && first.overall == second.overall)
    }
  }

  // MARK: - Steps

  private func check(
    _ result: ImprovementResult, _ name: String, _ metric: ImprovementMetric, tolerance: Double
  ) throws {
    let wanted = entries.filter { $0.name == name && $0.metric == metric.rawValue }
    let rows = result.outcomes + [result.overall]
    #expect(wanted.count == rows.count)
    for (row, expected) in zip(rows, wanted) {
      let test = try #require(row.test)
      let scale = metric == .satisfaction ? 1.0 : 4.0
      let loss = NonInferiorityTest(
        test.values, margin: 0.05 * scale, degreesOfFreedom: Double(row.degreesOfFreedom))
      #expect(row.outcome.map { result.study.outcomes[$0].id } ?? "mean" == expected.outcome)
      #expect(row.degreesOfFreedom == expected.df)
      #expect([row.baseline?.respondentCount, row.new?.respondentCount] == expected.people)
      let found = [
        row.baseline?.estimate.value, row.new?.estimate.value, test.ratio, test.logStandardError,
        test.low, test.high, loss.low, loss.high,
      ]
      let figures =
        [expected.baseline, expected.new, expected.ratio, expected.error, expected.low]
        + [expected.high] + expected.loss
      for (own, figure) in zip(found, figures) {
        #expect(
          abs((own ?? .nan) - figure) <= tolerance * max(1, abs(figure)),
          "\(name) \(metric) \(expected.outcome): \(String(describing: own)), \(figure)")
      }
    }
  }

  private static func text() throws -> String {
    try String(
      contentsOf: DesignScoreTests.folder.appendingPathComponent("responses.csv"), encoding: .utf8)
  }

  private static func groups(
    _ name: String, _ plan: ImprovementPlan, _ input: TableInput = DesignScoreTests.input,
    _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> ImprovementResult {
    let study = try DesignScoreTests.study(name, scorer: .topBox)
    return try ImprovementComparison.groups(
      plan, of: study,
      groups: ImprovementGroups(study, by: "role", baseline: "admin", new: "owner"), input: input,
      options: options)
  }

  private static func waves(_ plan: ImprovementPlan) throws -> ImprovementResult {
    let lines = try text().split(separator: "\n")
    func wave(_ odd: Int) -> TableInput {
      let own = lines.dropFirst().enumerated().filter { $0.offset % 2 == odd }.map(\.element)
      return .bytes(
        Array(([lines[0]] + own).joined(separator: "\n").utf8), name: "wave \(odd)")
    }
    let study = try DesignScoreTests.study("weights", scorer: .topBox)
    return try ImprovementComparison.waves(
      plan, of: study, baseline: wave(0), new: wave(1), options: AnalysisOptions())
  }
}
