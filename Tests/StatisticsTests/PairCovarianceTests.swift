import Foundation
import NumericCore
import Testing

@testable import Statistics

@Suite("Pair scores in any design")
struct PairCovarianceTests {
  private static let scoreCases: [(String, String)] =
    ["mean", "topbox"].flatMap { variant in
      ["complete", "available"].flatMap { pairs in
        [
          ("gss2016-job-odi", "odi.total.\(variant).\(pairs)"),
          ("gss2016-job-odi", "odi_top1.total.\(variant).\(pairs)"),
          ("bfi", "odi.total.\(variant).\(pairs)"),
        ]
      }
    }
  private static let segmentCases: [(String, String, String, String)] =
    ["mean", "topbox"].flatMap { variant in
      [
        ("gss2016-job-odi", "odi", "sexf", variant), ("gss2016-job-odi", "odi", "degf", variant),
        ("gss2016-job-odi", "odi", "agegrp", variant),
        ("gss2016-job-odi", "odi_top1", "sexf", variant), ("bfi", "odi", "gen", variant),
        ("bfi", "odi", "edu", variant),
      ]
    }

  @Test(
    "Scores of everybody: means, errors, both intervals as R's survey has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: scoreCases)
  func scores(name: String, id: String) throws {
    let scored = try ScoredCase(name, id)
    let scores = try scored.outcomes.map { outcome in
      try scored.covariance(outcome, groups: nil, levels: ["all"]).score(
        of: 0, degreesOfFreedom: scored.degrees(id))
    }
    try scored.check(scores, id, [])
  }

  @Test(
    "Scores of segments, and pairs of segments by three tests, as R's survey has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"), arguments: segmentCases)
  func segments(name: String, prefix: String, by: String, variant: String) throws {
    let id = "\(prefix).by_\(by).\(variant)"
    let scored = try ScoredCase(name, id)
    let levels = try scored.item.codes(by)
    let covariances = try scored.outcomes.map {
      try scored.covariance($0, groups: levels.codes, levels: levels.levels)
    }
    for (domain, level) in levels.levels.enumerated() {
      let scores = try covariances.map {
        $0.score(of: domain, degreesOfFreedom: try scored.degrees(id, level))
      }
      try scored.check(scores, id, [level])
    }
    let pairs = "\(prefix).diff_\(by).\(variant)"
    let degrees: Int = try scored.item.reference.value(pairs, "df")
    for a in levels.levels.indices {
      for b in a + 1..<max(a + 1, levels.levels.count) {
        let comparisons = covariances.map { covariance in
          PairComparison(
            covariance.score(of: a, degreesOfFreedom: degrees), a,
            covariance.score(of: b, degreesOfFreedom: degrees), b, covariance: covariance,
            degreesOfFreedom: degrees)
        }
        try scored.check(comparisons, pairs, "\(levels.levels[a]) vs \(levels.levels[b])")
      }
    }
  }

  @Test(
    "The sums give what row-by-row influence columns give: strata, units, fpc, two stages, raking",
    arguments: 0..<8)
  func agreesWithColumns(seed: Int) throws {
    let random = RandomPairs(seed: UInt64(seed))
    let sample = try random.sample()
    let domains = [[0], [1], [2], [1, 2]]
    let sums = PairCovariance(
      random.columns, domains: domains, rule: random.rule, sample: sample)
    let estimates = domains.flatMap { random.estimates(in: $0) }
    let columns = estimates.map { estimate in
      sample.projection?.residuals(
        estimate.influence, weights: random.before, calibrated: random.after)
        ?? estimate.influence
    }
    let expected = sample.design.covariance(of: columns)
    let scale = expected.diagonal.max() ?? 0
    for (found, wanted) in zip(sums.matrix.elements, expected.elements) {
      #expect(abs(found - wanted) <= 1e-11 * scale)
    }
    for (domain, mean) in sums.means.enumerated() {
      #expect(abs(mean.0 - estimates[2 * domain].value) < 1e-12)
      #expect(abs(mean.1 - estimates[2 * domain + 1].value) < 1e-12)
      let inside = random.pairs(in: domains[domain])
      #expect(sums.degreesOfFreedom[domain] == sample.design.degreesOfFreedom(in: inside))
    }
  }
}

/// A check of opportunity scores: its columns as codes, its rule and its sample.
private struct ScoredCase {
  let item: DesignCase
  let outcomes: Range<Int>
  private let first: [[UInt8]]
  private let second: [[UInt8]]
  private let rule: PairRule
  private let sample: Sample

  init(_ name: String, _ id: String) throws {
    let item = try DesignCase(name)
    let importance: [String] = try item.reference.argument(id, "importance_cols")
    let satisfaction: [String] = try item.reference.argument(id, "satisfaction_cols")
    outcomes = importance.indices
    let (low, high): (Int, Int) = (
      try item.reference.argument(id, "scale_min"), try item.reference.argument(id, "scale_max")
    )
    let top: Int = try item.reference.argument(id, "top_box_from")
    let (variant, pairs): (String, String) = (
      try item.reference.argument(id, "variant"), try item.reference.argument(id, "pairs")
    )
    func codes(_ names: [String]) throws -> [[UInt8]] {
      try names.map { try item.numbers($0).map { $0.map { UInt8($0) - UInt8(low) + 5 } ?? 0 } }
    }
    self.item = item
    (first, second) = (try codes(importance), try codes(satisfaction))
    let points = (0..<16).map { code -> Int? in
      guard code >= 5, code - 5 + low <= high else { return nil }
      return variant == "mean" ? code - 5 : code - 5 + low >= top ? 1 : 0
    }
    rule = PairRule(
      first: points, second: points, factor: variant == "mean" ? 10 / Double(high - low) : 10,
      isPaired: pairs == "complete")
    // 14 decimals of the weights' text are kept.
    sample = try Sample(
      design: item.design(id), weights: item.weights(id).map { Int64(($0 * 1e14).rounded()) })
  }

  func covariance(_ outcome: Int, groups: [Int]?, levels: [String]) throws -> PairCovariance {
    let columns = PairCovariance.Columns(
      first: first[outcome], second: second[outcome],
      groups: groups?.map { UInt16($0 < 0 ? levels.count : $0) }, groupCount: levels.count + 1)
    return PairCovariance(
      columns, domains: levels.indices.map { [$0] }, rule: rule, sample: sample)
  }

  func degrees(_ id: String, _ level: String? = nil) throws -> Int {
    try level.map { try item.reference.value(id, $0, "df") } ?? item.reference.value(id, "df")
  }

  func check(_ scores: [PairScore], _ id: String, _ path: [String]) throws {
    func stored<Value>(_ key: String) throws -> Value {
      try path.isEmpty
        ? item.reference.value(id, key) : item.reference.value(id, path[0], key)
    }
    func agrees(_ found: [Double], _ key: String) throws {
      #expect(try item.reference.agrees(found, stored(key), id), "\(id) \(path) \(key)")
    }
    try agrees(scores.map(\.first), "importance")
    try agrees(scores.map(\.second), "satisfaction")
    try agrees(scores.map(\.value), "opportunity")
    try agrees(scores.map { $0.standardError(.floor) }, "se_importance")
    try agrees(scores.map { $0.secondVariance.squareRoot() }, "se_satisfaction")
    try agrees(scores.map(\.covariance), "cov_imp_sat")
    try agrees(scores.map { $0.standardError(.gap) }, "se_gap")
    try agrees(scores.map(\.standardError), "se_opportunity_delta")
    try agrees(scores.map { $0.gapInErrors ?? .nan }, "z_gap")
    let bounds: [String: Any] = try stored("ci95_max2")
    let rows = try #require(bounds["data"] as? [[Double]])
    let found = scores.flatMap { $0.interval().map { [$0.low, $0.high] } ?? [] }
    #expect(try item.reference.agrees(found, rows.flatMap { $0 }, id), "\(id) \(path) interval")
  }

  func check(_ comparisons: [PairComparison], _ id: String, _ pair: String) throws {
    func agrees(_ found: [Double?], _ key: String) throws {
      let numbers = found.map { $0 ?? .nan }
      #expect(
        try item.reference.agrees(numbers, item.reference.value(id, pair, key), id),
        "\(id) \(pair) \(key)")
    }
    try agrees(comparisons.map(\.plain.difference), "diff")
    try agrees(comparisons.map(\.plain.standardError), "se")
    try agrees(comparisons.map(\.plain.p), "p")
    try agrees(comparisons.map(\.guarded.standardError), "se_guarded")
    try agrees(comparisons.map(\.guarded.p), "p_guarded")
    try agrees(comparisons.map(\.f), "wald2_F")
    try agrees(comparisons.map(\.p), "wald2_p")
    try agrees(AdjustedPValues.benjaminiHochberg(comparisons.map(\.p)), "wald2_p_bh_within_pair")
  }
}

/// Random rows of two coded columns in a random design.
private struct RandomPairs {
  let columns: PairCovariance.Columns
  let rule: PairRule
  let before: [Double]
  let after: [Double]
  private let seed: UInt64
  private let strata: [Int32]
  private let units: [Int32]
  private let cells: MarginCells

  init(seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: "pairs")
    let count = 240
    func draw(_ limit: Int) -> Int { stream.below(limit) }
    let first = (0..<count).map { _ in UInt8(4 + draw(6)) }
    let second = (0..<count).map { _ in UInt8(4 + draw(6)) }
    columns = PairCovariance.Columns(
      first: first, second: second, groups: (0..<count).map { _ in UInt16(draw(4)) },
      groupCount: 4)
    let points = (0..<16).map { $0 >= 5 && $0 < 10 ? $0 - 5 : nil }
    rule = PairRule(
      first: points, second: points, factor: 2.5, isPaired: (seed / 4 + seed) & 1 == 0)
    before = (0..<count).map { _ in Double(1 + draw(9)) }
    strata = (0..<count).map { Int32($0 / 60) }
    units = (0..<count).map { Int32($0 / 60 * 100 + $0 % 7) }
    let margins = [(0..<count).map { _ in Int32(draw(3)) }, (0..<count).map { Int32($0 % 2) }]
    cells = MarginCells(margins: margins, categoryCounts: [3, 2])
    self.seed = seed
    let factors =
      (try? Raking(cells, weights: cells.sums(before), targets: [[5, 3, 2], [1, 1]]).factors) ?? []
    let (weights, places) = (before, cells.cellOfRow)
    // Whole weights, so that both ways see the same numbers.
    after =
      seed & 2 == 0
      ? before : weights.indices.map { (weights[$0] * factors[Int(places[$0])] * 1e6).rounded() }
  }

  func sample() throws -> Sample {
    let count = before.count
    let design: SamplingDesign
    switch seed % 4 {
    case 0: design = try SamplingDesign(rowCount: count, strata: strata)
    case 1: design = try SamplingDesign(rowCount: count, strata: strata, units: units)
    case 2:
      design = try SamplingDesign(
        rowCount: count, strata: strata, populations: strata.map { 200 + Double($0) })
    default:
      design = try SamplingDesign(
        rowCount: count, strata: strata, units: units,
        populations: [Double](repeating: 20, count: count),
        secondPopulations: [Double](repeating: 50, count: count))
    }
    return try Sample(
      design: design, weights: after.map { Int64($0) },
      calibration: seed & 2 == 0
        ? nil : Sample.Calibration(cells: cells, weightsBefore: before.map { Int64($0) }))
  }

  private func values(_ codes: [UInt8], _ other: [UInt8]) -> [Double?] {
    codes.indices.map { row in
      let isIn = codes[row] >= 5 && (!rule.isPaired || other[row] >= 5)
      return isIn ? 2.5 * Double(codes[row] - 5) : nil
    }
  }

  private func rows(_ groups: [Int]) -> [Bool] {
    (columns.groups ?? []).map { groups.contains(Int($0)) }
  }

  func pairs(in groups: [Int]) -> [Bool] {
    let inside = rows(groups)
    return inside.indices.map {
      inside[$0] && columns.first[$0] >= 5 && columns.second[$0] >= 5
    }
  }

  func estimates(in groups: [Int]) -> [LinearEstimate] {
    [
      values(columns.first, columns.second), values(columns.second, columns.first),
    ].compactMap { LinearEstimate.mean($0, weights: after, in: rows(groups)) }
  }
}
