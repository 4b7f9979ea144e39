import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Scores from replicate weights in the data")
struct ReplicateScoreTests {
  static let designs = ["jackknife", "fay", "bootstrap", "successive differences", "fay, raked"]

  @Test("Scores, errors, degrees of freedom and intervals equal R's survey", arguments: designs)
  func scores(name: String) throws {
    let expected = try Self.reference().scores.filter { $0.design == name }
    #expect(expected.count == 2 * 4 * 4)
    for scorer in [Scorer.topBox, .mean] {
      let result = try DesignScoreTests.scores(Self.study(name, scorer: scorer), Self.input)
      for wanted in expected where wanted.scorer == scorer.rawValue {
        let score = try #require(result[wanted.segment]?.first { $0.id == wanted.outcome }).score
        #expect(wanted.differences(from: score) == [], "\(name) \(wanted.segment)")
      }
    }
  }

  @Test(
    "Shares of a table, their differences and Rao and Scott's test equal R's", arguments: designs)
  func tables(name: String) throws {
    let wanted = try #require(try Self.reference().tables.first { $0.design == name })
    let responses = try Self.responses(Self.study(name, scorer: .topBox), Self.input)
    let (roles, ages) = (responses.groupings[0], responses.groupings[1])
    let cells = zip(roles.codes, ages.codes).map { Int32($1) * 3 + Int32($0) }
    let table = DesignTable(
      cells: cells, answerCount: 3, groupCount: 3, sample: responses.sample)
    let old = try #require(ages.levels.firstIndex(of: "old"))
    let means = table.means((0..<3).map { $0 == old ? 1 : 0 })
    let tolerance = name.contains("raked") ? 1e-8 : 1e-11
    func isNear(_ found: Double?, _ wanted: Double) -> Bool {
      found.map { abs($0 - wanted) <= tolerance * abs(wanted) } ?? false
    }
    for (group, share) in wanted.shares.enumerated() {
      #expect(isNear(means.values[group], share))
      #expect(isNear(means.covariance[group, group].squareRoot(), wanted.errors[group]))
    }
    #expect(isNear(means.variance(0, less: 1).squareRoot(), wanted.difference_se))
    let test = try #require(table.association(of: [0, 1, 2]))
    #expect(isNear(test.f, wanted.F), "\(test.f), R \(wanted.F)")
    #expect(isNear(test.p, wanted.p) && isNear(test.numeratorDegrees, wanted.df1))
  }

  @Test("The order of the rows, the blocks and the threads change nothing, ranks included")
  func sameBytes() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    let lines = text.split(separator: "\n")
    let shuffled = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    let study = try Self.study("fay, raked", scorer: .topBox)
    let first = try Analysis.run(
      study, studySHA256: "", input: Self.input, options: AnalysisOptions())
    let second = try Analysis.run(
      study, studySHA256: "", input: .bytes(Array(shuffled.utf8), name: "r.csv"),
      options: AnalysisOptions(workers: Workers(threadCount: 3), blockRowCount: 7))
    #expect(first.segments == second.segments && first.comparisons == second.comparisons)
    #expect(first.design.replicateColumnCount == 16 && first.design.degreesOfFreedom == 15)
    let ranks = first.segments[0].outcomes.compactMap(\.ranking)
    #expect(ranks.count == 4 && ranks.allSatisfy { $0.topShares[1] == 1 })
    #expect(abs(ranks.reduce(0) { $0 + $1.topShares[0] } - 1) < 0.02)
  }

  @Test("Drawn scores have the mean and the covariance that the replicate weights give")
  func draws() throws {
    let responses = try Self.responses(Self.study("bootstrap", scorer: .mean), Self.input)
    let rule = OpportunityScoring(
      scale: Scale(low: 1, high: 5, top: 4), plan: ScoringPlan(scorer: .mean, minimumBase: 10),
      designCount: responses.respondentCount
    ).rule
    let columns = PairCovariance.Columns(
      first: responses.importance[0], second: responses.satisfaction[0], groups: nil, groupCount: 1)
    let covariance = PairCovariance(
      columns, domains: [[0]], rule: rule, sample: responses.sample)
    #expect(responses.sample.replicates != nil && !responses.sample.canBeDrawnAgain)
    let drawn = NormalReplicates(responses.sample, count: 20_000, seed: 3).scores(
      rows: (0..<Int32(responses.respondentCount)).map { $0 }, first: [responses.importance[0]],
      second: [responses.satisfaction[0]], rule: rule, isFloored: false,
      workers: Workers(threadCount: 2))[0]
    let score = covariance.score(of: 0, isFloored: false)
    let mean = drawn.reduce(0, +) / Double(drawn.count)
    let variance = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(drawn.count)
    let wanted = covariance.covariance([(0, 2, -1)], [(0, 2, -1)])
    // Four standard errors of 20,000 draws.
    #expect(abs(mean - 2 * score.first + score.second) < 4 * (wanted / 20_000).squareRoot())
    #expect(abs(variance / wanted - 1) < 4 * (2.0 / 20_000).squareRoot())
  }

  @Test("A rank test under replicate weights has the errors of the scores' means")
  func rankTest() throws {
    let responses = try Self.responses(Self.study("bootstrap", scorer: .mean), Self.input)
    let codes = responses.importance[0]
    let values = codes.map { RatingCode.isAnswered($0) ? Double($0) : nil }
    let groups = zip(responses.groupings[0].codes, codes).map {
      RatingCode.isAnswered($1) ? Int32($0) : -1
    }
    let ranks = try #require(DesignRankTest.ranks(values, weights: responses.weights))
    // A score that is 0 or 1 is a share of a table, whose errors are those of each replicate's own
    // share; they differ from the influences' only in the second order.
    let isTop = ranks.map { $0.map { $0 > 0.5 ? 1.0 : 0 } }
    let test = try #require(
      DesignRankTest(scores: isTop, groups: groups, groupCount: 3, sample: responses.sample))
    let table = DesignTable(
      cells: zip(isTop, groups).map { $1 < 0 ? -1 : Int32($0 ?? 0) * 3 + $1 }, answerCount: 2,
      groupCount: 3, sample: responses.sample
    ).means([0, 1])
    for group in 0..<3 {
      #expect(abs(test.means[group] - (table.values[group] ?? 0)) < 1e-12)
      let ratio = test.covariance[group, group] / table.covariance[group, group]
      #expect(abs(ratio - 1) < 0.15, "\(ratio)")
    }
  }

  @Test("Columns that cannot be replicate weights are refused with their name")
  func refusals() throws {
    func complaint(_ columns: [String]) throws -> String {
      var study = try Self.study("fay", scorer: .topBox)
      study.design?.replicates?.columns = columns.map(DesignScoreTests.column)
      do throws(SurveyError) {
        _ = try Self.responses(study, Self.input)
        return ""
      } catch {
        return error.message.description
      }
    }
    let factors = try complaint(["fay_1", "people"])
    #expect(factors.contains("\"people\" of"), "\(factors)")
    #expect(factors.contains("times their sum, expected 0.5 to 2 times"), "\(factors)")
    #expect(try complaint(["fay_1", "weight"]).contains("are the weights themselves"))
    #expect(
      try complaint(["fay_1", "role"]).contains("weight \"role\" is not a number in 266 rows"))
    #expect(try complaint(["fay_1", "imp_01"]).contains("is blank in"))
    #expect(try complaint(["fay_1", "fay_17"]).contains("has no column \"fay_17\""))
  }

  @Test("Replicates made in another way than the study says are refused")
  func otherMethods() throws {
    func complaint(_ name: String, _ change: (inout ReplicatePlan) -> Void) throws -> String {
      var study = try Self.study(name, scorer: .topBox)
      var plan = try #require(study.design?.replicates)
      change(&plan)
      study.design?.replicates = plan
      do throws(SurveyError) {
        _ = try Self.responses(study, Self.input)
        return ""
      } catch {
        return error.message.description
      }
    }
    let plain = try complaint("fay") { $0.fay = 0 }
    #expect(plain.contains("found at least 30 % of each weight is kept, expected 0 %"), "\(plain)")
    #expect(plain.contains("Fix: write `fay: 0.3`"), "\(plain)")
    let strata = try complaint("jackknife") { $0.scales = nil }
    #expect(strata.contains("leaves some weights as they are"), "\(strata)")
    #expect(try complaint("jackknife") { $0.method = .brr }.isEmpty)
    let halves = try complaint("jackknife") {
      ($0.method, $0.fay, $0.scales) = (.brr, 0.5, nil)
    }
    #expect(halves.contains("found at least 0 % of each weight is kept, expected 50 %"))
    // Factors whose sum is that of the weights, which a sum alone does not show.
    let factors = ReplicateChecks(
      plan: ReplicatePlan(columns: [], method: .brr), columns: [[0, 2, 0, 2], [2, 0, 2, 0]],
      weights: [1, 3, 1, 1])
    #expect(factors.firstFault?.fault == .factors)
    let whole = ReplicateChecks(
      plan: ReplicatePlan(columns: [], method: .brr), columns: [[0, 6, 0, 2], [2, 0, 2, 0]],
      weights: [1, 3, 1, 1])
    #expect(whole.firstFault == nil)
  }

  // MARK: - Steps

  private static var file: URL {
    DesignScoreTests.folder.appendingPathComponent("replicates.csv")
  }
  private static var input: TableInput { .file(path: file.path) }

  private static func reference() throws -> ReplicateReference {
    let file = DesignScoreTests.folder.appendingPathComponent("replicates.json")
    return try JSONDecoder().decode(ReplicateReference.self, from: Data(contentsOf: file))
  }

  private static func responses(
    _ study: Study, _ input: TableInput
  ) throws(SurveyError) -> Responses {
    try ResponseLoader(study: study, options: AnalysisOptions()).load(input).responses
  }

  private static func study(_ name: String, scorer: Scorer) throws -> Study {
    var study = try DesignScoreTests.study(
      name.contains("raked") ? "raked" : "weights", scorer: scorer)
    study.segmentations += [SegmentationPlan(name: "age", column: DesignScoreTests.column("age"))]
    func columns(_ pattern: String) -> [ColumnReference] {
      (StudyText.numbered(pattern) ?? []).map(DesignScoreTests.column)
    }
    var plan =
      switch name {
      case "jackknife": ReplicatePlan(columns: columns("jk_{01-19}"), method: .jackknife)
      case "bootstrap": ReplicatePlan(columns: columns("boot_{1-40}"), method: .bootstrap)
      case "successive differences":
        ReplicatePlan(columns: columns("fay_{1-16}"), method: .successiveDifferences)
      default: ReplicatePlan(columns: columns("fay_{1-16}"), method: .brr)
      }
    if plan.method == .brr { plan.fay = 0.3 }
    if plan.method == .jackknife { plan.scales = try reference().jackknife_scales }
    study.design?.replicates = plan
    return study
  }
}

/// What `References/replicates.R` wrote.
private struct ReplicateReference: Decodable {
  struct Table: Decodable {
    var design: String
    var F: Double
    var df1: Double
    var p: Double
    var shares: [Double]
    var errors: [Double]
    var difference_se: Double
  }

  var jackknife_scales: [Double]
  var scores: [DesignExpectation.Score]
  var tables: [Table]
}
