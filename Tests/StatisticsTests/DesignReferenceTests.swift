import NumericCore
import Testing

@testable import Statistics

@Suite("Weights and variances in designs")
struct DesignReferenceTests {
  private static let weightCases = [
    ("api-clus1", "kish"), ("api-strat", "kish"), ("gss2016-job-odi", "kish.all"),
    ("mu284-twostage", "kish"), ("nhanes-chol", "kish"),
  ]
  private static let varianceCases = [
    ("api-clus1", "cl_fpc.var"), ("api-clus1", "cl.var"), ("api-strat", "str_fpc.var"),
    ("api-strat", "str.var"), ("api-strat", "wt.var"), ("gss2016-job-odi", "imp.var"),
    ("gss2016-job-odi", "sat.var"), ("mu284-twostage", "two_stage.var"),
    ("mu284-twostage", "ultimate_cluster.var"), ("nhanes-chol", "all.var"),
  ]

  @Test(
    "Kish's effect of the weights and their effective number",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: weightCases)
  func kish(name: String, id: String) throws {
    let item = try DesignCase(name)
    let weights = try item.kishWeights(id)
    let effect = try #require(DesignEffect.kish(weights))
    let unit = 1e17 / weights.reduce(0, +)
    let table = DesignTable(
      cells: weights.map { _ in 0 }, answerCount: 1, groupCount: 1,
      sample: try Sample(
        design: SamplingDesign(rowCount: weights.count),
        weights: weights.map { Int64(($0 * unit).rounded()) }))
    let (sum, worth) = (Double(table.weight(of: 0)) / unit, table.effectiveCount(of: 0))
    let found = [
      Double(table.count(of: 0)), sum, sum * sum / worth, worth, effect, effect - 1,
    ]
    let stored: [Double] = try ["n", "sum_w", "sum_w2", "n_eff", "deff_kish", "cv2"].map {
      try item.reference.value(id, $0)
    }
    #expect(try item.reference.agrees(found, stored, id))
  }

  @Test(
    "Variances and covariances of R's survey, by each of its divisors",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: varianceCases)
  func variances(name: String, id: String) throws {
    let item = try DesignCase(name)
    let names: [String] = try item.reference.argument(id, "vars")
    let (complete, weights) = (try item.answered(names), try item.weights(id))
    let columns = try names.map { try item.numbers($0) }
    let found = try columns.flatMap { left in
      try columns.map { right in
        try #require(
          LinearEstimate.covariance(left, right, weights: weights, in: complete)
        ).value
      }
    }
    let count = Double(complete.indices.count { complete[$0] && weights[$0] > 0 })
    let used: Double = try item.reference.value(id, "n_used")
    let all = Double(item.rowCount)
    func agrees(_ factor: Double, _ key: String) throws -> Bool {
      let stored: [[Double]] = try item.reference.value(id, key, "data")
      return try item.reference.agrees(
        found.map { factor * $0 }, stored.flatMap { $0 }, id)
    }
    #expect(try item.reference.agrees([count], [used], id))
    #expect(try agrees(1, "cov_n1"))
    #expect(try agrees((count - 1) / count, "cov_ml"))
    // The package counts the rows without an answer too.
    #expect(try agrees((count - 1) / count * all / (all - 1), "cov_survey_pkg"))
  }

  @Test("Variances in clusters have the errors of R's survey")
  func errors() throws {
    let stored = try DesignReference.load()
    let (sample, weights) = (try stored.sample(), stored.rows.weight.map { Double($0) })
    let columns = [stored.rows.distinct, stored.rows.tied].map { $0.map { Optional($0) } }
    let estimates = try columns.flatMap { left in
      try columns.map { right in
        try #require(LinearEstimate.covariance(left, right, weights: weights))
      }
    }
    let errors = sample.covariance(of: estimates).diagonal.map { $0.squareRoot() }
    // Sixty terms in double precision.
    let expected = stored.covariances + stored.errors
    for (found, wanted) in zip(estimates.map(\.value) + errors, expected) {
      #expect(abs(found - wanted) < 1e-13 * abs(wanted), "\(found) \(wanted)")
    }
  }

  @Test("A variance far from 0 keeps its digits; one row has none; constants have exactly none")
  func corners() throws {
    let (values, weights): ([Double?], [Double]) = (
      [1e9 + 1, 1e9 + 2, nil, 1e9 + 4], [1, 1, 1, 2]
    )
    // Mean 2.75, squares 3.0625 + 0.5625 + 2 · 1.5625 = 6.75, over 4, times 3/2.
    let variance = try #require(LinearEstimate.covariance(values, values, weights: weights))
    #expect(variance.value == 2.53125 && variance.influence[2] == 0)
    let alone = [true, false, true, false]
    #expect(LinearEstimate.covariance(values, values, weights: weights, in: alone) == nil)
    #expect(LinearEstimate.covariance(values, values, weights: [1, 0, 1, 0]) == nil)
    let constant = [Double?](repeating: 0.1, count: 4)
    let none = try #require(LinearEstimate.covariance(constant, values, weights: weights))
    #expect(none.value == 0 && none.influence.allSatisfy { $0 == 0 })
  }
}

extension DesignCase {
  /// The weights that Kish's effect is stored for.
  fileprivate func kishWeights(_ id: String) throws -> [Double] {
    let name: String = try reference.argument(id, "weights")
    return name == "derived" ? try weights("two_stage.mean") : try numbers(name).map { $0 ?? 0 }
  }
}

/// What `References/design.R` wrote.
struct DesignReference: Decodable {
  struct Rows: Decodable {
    let stratum: [Int32]
    let unit: [Int32]
    let weight: [Int64]
    let distinct: [Double]
    let tied: [Double]
    let two: [Int32]
    let three: [Int32]
  }
  struct Ranks: Decodable {
    let means: [Double]
    let wald: Double
    let p: Double
  }
  struct Quantiles: Decodable {
    let shares: [Double]
    let values: [Double]
    let low: [Double?]
    let high: [Double?]
  }

  struct Wald: Decodable {
    let f: Double
    let p: Double
    let adjusted: Double
    let adjusted_p: Double
  }
  struct Regression: Decodable {
    let coefficients: [Double]
    let covariance: [Double]
    let degrees: Int
  }

  let rows: Rows
  let ranks: [String: Ranks]
  let quantiles: [String: Quantiles]
  let places: [String: Quantiles]
  let tiedPlaces: [String: Quantiles]
  let walds: [String: Wald]
  let regressions: [String: Regression]
  let covariances: [Double]
  let errors: [Double]

  static func load() throws -> DesignReference {
    try reference("design", as: DesignReference.self)
  }

  func sample(isWeighted: Bool = true) throws -> Sample {
    try Sample(
      design: SamplingDesign(rowCount: rows.unit.count, strata: rows.stratum, units: rows.unit),
      weights: isWeighted ? rows.weight : nil)
  }

  /// The same sample told by its jackknife: four times the weights, so that they stay whole.
  func replicated() throws -> Sample {
    let design = try sample().design
    let (factors, variance) = design.jackknife()
    let weights = rows.weight.map { 4 * $0 }
    let columns = factors.map { factor in
      weights.indices.map {
        Int64((Double(weights[$0]) * factor[Int(design.stages[0].units[$0])]).rounded())
      }
    }
    return Sample(
      weights: weights,
      replicates: SampleReplicates(columns: columns, variance: variance, weights: weights))
  }
}
