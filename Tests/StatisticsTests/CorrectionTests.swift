import Foundation
import NumericCore
import Testing

@testable import Statistics

@Suite("Correction of scores, probabilities of bands and zones, rows needed")
struct CorrectionTests {
  private let file: CorrectionFile

  init() throws {
    file = try reference("correction", as: CorrectionFile.self)
  }

  // MARK: - Agreement with numpy and SciPy (References/correction.py)

  @Test(
    "Groups of 5 to 30 outcomes, few units, errors in common, a census, no spread beyond errors")
  func groups() throws {
    #expect(file.groups.count >= 16)
    for row in file.groups {
      row.check(try #require(CorrectedScores(row.group), "\(row.name ?? "")"))
    }
  }

  @Test("Segments of different sizes, drawn towards everybody")
  func segments() throws {
    for row in file.cells {
      let segments = try #require(
        CorrectedScores.segments(
          row.segments.map(\.group), sizes: row.sizes, everybody: row.everybody.group))
      #expect(segments.count == row.segments.count)
      for (segment, expected) in zip(segments, row.segments) { expected.check(segment) }
    }
  }

  @Test("Rows needed at the kink, at the cuts, beyond reach, of few units and of small populations")
  func needed() throws {
    #expect(file.tables.count == 54)
    for row in file.tables {
      let moments = try #require(row.moments())
      let found = [
        moments.first, moments.second, moments.firstVariance, moments.covariance,
        moments.aboveVariance, moments.aboveThird, moments.aboveFourth,
      ]
      // Fourth moments are of the order of 10,000.
      #expect(
        zip(found, row.expectedMoments).allSatisfy { abs($0 - $1) < 1e-11 * max(1, abs($1)) })
      // 1e-7: skewness is divided by powers of a variance that may be close to 0.
      let probabilities = [30, 100, 1000, 30000].map {
        LeaveProbability(moments, count: $0, degreesOfFreedom: row.degrees).value
      }
      #expect(largestDifference(probabilities, row.probabilities) < 1e-7)
      let needed = NeededCount.count(
        moments, designEffect: row.design_effect, degreesOfFreedom: row.degrees,
        population: row.population)
      #expect(needed == row.needed)
    }
  }

  // MARK: - Invariants

  @Test("Bands sum to 1, zones sum to 1, and none is below 0")
  func sums() throws {
    for row in file.groups {
      for outcome in try #require(CorrectedScores(row.group)).outcomes {
        for shares in [outcome.bands.all, outcome.zones.all] {
          #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
          #expect(shares.allSatisfy { 0...1 ~= $0 })
        }
      }
    }
  }

  @Test("The order of the outcomes does not matter, nor that of the segments")
  func order() throws {
    for row in file.groups {
      let forward = try #require(CorrectedScores(row.group)).outcomes
      let backward = try #require(CorrectedScores(row.group.reversed)).outcomes
      #expect(largestDifference(forward.values, backward.reversed().values) < 1e-9)
    }
    let row = try #require(file.cells.first)
    let forward = CorrectedScores.segments(
      row.segments.map(\.group), sizes: row.sizes, everybody: row.everybody.group)
    let backward = CorrectedScores.segments(
      row.segments.reversed().map(\.group.reversed), sizes: row.sizes.reversed(),
      everybody: row.everybody.group.reversed)
    let found = try #require(backward).reversed().flatMap { $0.outcomes.reversed().values }
    #expect(largestDifference(try #require(forward).flatMap(\.outcomes.values), found) < 1e-9)
  }

  @Test(
    "Whatever the answers, results are finite",
    arguments: [0.01, 1, 10, 1e3, 1e7], [(0.0, 0.0), (10, 10), (10, 0), (0, 10), (7.5, 7.5)])
  func degenerate(count: Double, means: (Double, Double)) throws {
    for (variance, correlation) in [(0.0, 0.0), (0.25, 1), (0.25, -1), (25, 0), (1e-11, 0.5)] {
      let score = PairScore(
        means: means, variances: (variance, variance), covariance: correlation * variance,
        degreesOfFreedom: 9)
      let group = ScoredGroup(
        scores: Array(repeating: score, count: 5),
        effectiveCounts: Array(repeating: count, count: 5))
      let whole = try #require(CorrectedScores(group))
      let segments = try #require(
        CorrectedScores.segments([group, group], sizes: [1, 1e6], everybody: group))
      #expect(([whole] + segments).flatMap(\.outcomes.values).allSatisfy { $0.isFinite })
    }
  }

  @Test("Fewer than five outcomes are not corrected, fewer than eight roughly")
  func few() throws {
    let row = try #require(file.groups.first { $0.means.count >= 12 })
    for count in 0...9 {
      let group = row.group.prefix(count)
      let corrected = CorrectedScores(group)
      #expect((corrected == nil) == (count < 5))
      #expect((corrected?.isRough ?? true) == (count < 8))
      let segments = CorrectedScores.segments([group, group], sizes: [1, 2], everybody: group)
      #expect((segments == nil) == (count < 5))
    }
    #expect(CorrectedScores.segments([row.group], sizes: [1], everybody: row.group) == nil)
  }

  @Test("Fewer than five degrees of freedom, or one outcome with fewer, are not corrected")
  func fewDegrees() throws {
    func group(_ degrees: Int) -> ScoredGroup {
      let scores = (0..<8).map { number in
        PairScore(
          means: (2 + Double(number), 5.5), variances: (0.3, 0.3), covariance: 0.1,
          degreesOfFreedom: number == 3 ? degrees : 59)
      }
      return ScoredGroup(scores: scores, effectiveCounts: Array(repeating: 60, count: 8))
    }
    #expect(CorrectedScores(group(4)) == nil)
    let few = try #require(CorrectedScores(group(5))).outcomes
    let many = try #require(CorrectedScores(group(59))).outcomes
    #expect(few[3].standardDeviation > 1.1 * many[3].standardDeviation)
    #expect(
      CorrectedScores.segments(
        [group(59), group(4)], sizes: [1, 1], everybody: group(59)) == nil)
  }

  @Test("What everybody said is known, and what all outcomes share is not shrunk away")
  func knownAndShared() throws {
    let scores = (0..<8).map { number in
      PairScore(
        means: (6.5 + 0.1 * Double(number), 4), variances: (0.3, 0.3), covariance: 0,
        degreesOfFreedom: 79)
    }
    func outcomes(_ first: Double, _ rest: Double = 1) throws -> [CorrectedScore] {
      let shared = SharedError(first: first, second: 0, cross: 0, finiteFactor: rest)
      let counts = [Double](repeating: 80, count: 8)
      return try #require(
        CorrectedScores(ScoredGroup(scores: scores, effectiveCounts: counts, shared: shared))
      ).outcomes
    }
    let (apart, alike) = (try outcomes(0), try outcomes(0.6))
    #expect(alike[0].standardDeviation > 1.2 * apart[0].standardDeviation)
    let census = scores.map {
      PairScore(
        means: ($0.first, $0.second), variances: (0, 0), covariance: 0, degreesOfFreedom: 79)
    }
    let shared = SharedError(first: 0, second: 0, cross: 0, finiteFactor: 0)
    let known = try #require(
      CorrectedScores(
        ScoredGroup(
          scores: census, effectiveCounts: Array(repeating: 80, count: 8), shared: shared))
    ).outcomes
    #expect(largestDifference(known.map(\.value), scores.map(\.value)) < 1e-4)
    #expect(known.map(\.standardDeviation).allSatisfy { $0 < 1e-5 })
    // The sixth stands on the cut, which belongs to the upper band.
    #expect(known.map(\.bands.atLeast10) == [0, 0, 0, 0, 0, 1, 1, 1])
  }

  @Test("Equal outcomes agree, and many rows leave a score as it is")
  func limits() throws {
    let equal = try #require(file.groups.first { $0.name == "equal outcomes" })
    let outcomes = try #require(CorrectedScores(equal.group)).outcomes
    #expect(outcomes.allSatisfy { $0 == outcomes[0] })
    let scores = (0..<8).map { number in
      PairScore(
        means: (2 + Double(number), 5.5), variances: (1e-7, 1e-7), covariance: 0,
        degreesOfFreedom: 9)
    }
    let group = ScoredGroup(scores: scores, effectiveCounts: Array(repeating: 2e8, count: 8))
    let corrected = try #require(CorrectedScores(group)).outcomes
    #expect(largestDifference(corrected.map(\.value), scores.map(\.value)) < 1e-3)
    #expect(corrected.map(\.bands.extreme).allSatisfy { $0 < 1e-12 })
    #expect(corrected.map(\.bands.atLeast12).map { $0.rounded() } == [0, 0, 0, 0, 0, 0, 0, 1])
  }

  @Test("The unit of the weights does not count, and the design effect multiplies")
  func weights() throws {
    let row = try #require(file.tables.first { $0.needed == 522 })
    let simple = try #require(row.moments())
    #expect(row.moments(unit: 1 << 40) == simple)
    #expect(NeededCount.count(simple, designEffect: 1.5) == 783)
    #expect(NeededCount.count(simple, designEffect: 190) == 99180)
    #expect(NeededCount.count(simple, designEffect: 192) == nil)
    #expect(PairMoments(JointTable(), rule: row.rule) == nil)
  }

  @Test("The rule of 24 points is exact for powers up to 47")
  func quadrature() {
    #expect(GaussLegendre.rule.count == 24)
    for power in 0...47 {
      let found = GaussLegendre.integral(from: 0, to: 1) { x in
        (0..<power).reduce(1.0) { product, _ in product * x }
      }
      #expect(abs(found - 1 / Double(power + 1)) < 1e-15)
    }
  }

  // MARK: - Simulation

  /// True shares as in a study of 22 outcomes: angles of importance and satisfaction are normal.
  /// The reference simulations of 20,000 samples have .747 against .823 at n = 60.
  @Test("Corrected scores are closer to the truth than raw ones, and their errors are as foretold")
  func simulation() throws {
    let sampleCount = 2_000
    var (raw, corrected, foretold) = (0.0, 0.0, 0.0)
    for sample in 0..<sampleCount {
      var stream = RandomStream(seed: 20, purpose: "correction", index: UInt64(sample))
      let outcomes = (0..<22).map { _ in SimulatedOutcome(rowCount: 60, &stream) }
      let group = ScoredGroup(
        scores: outcomes.map(\.score), effectiveCounts: Array(repeating: 60, count: 22))
      for (outcome, found) in zip(outcomes, try #require(CorrectedScores(group)).outcomes) {
        let errors = (outcome.score.value - outcome.truth, found.value - outcome.truth)
        raw += errors.0 * errors.0
        corrected += errors.1 * errors.1
        foretold += found.standardDeviation * found.standardDeviation
      }
    }
    // The gain is 9 % of the raw error and varies by about 0.5 % between such simulations.
    #expect(corrected < 0.94 * raw)
    #expect(abs(foretold / corrected - 1) < 0.1)
  }
}

/// One outcome's truth and its sample.
private struct SimulatedOutcome {
  let truth: Double
  let score: PairScore

  init(rowCount: Int, _ stream: inout RandomStream) {
    let angles = SimulatedOutcome.angles(&stream)
    let (p, s) = (0.5 - 0.5 * cos(2 * angles.x), 0.5 - 0.5 * cos(2 * angles.y))
    truth = 10 * max(p, 2 * p - s)
    // Both boxes more often than by chance: a correlation of .138, as far as shares allow it.
    let both = min(p * s + 0.138 * (p * (1 - p) * s * (1 - s)).squareRoot(), min(p, s))
    var counts = SIMD3<Double>.zero
    for _ in 0..<rowCount {
      let draw = stream.uniform()
      let (first, second) = (draw < p, draw < both || (draw >= p && draw < p + s - both))
      counts += SIMD3(first ? 1 : 0, second ? 1 : 0, first && second ? 1 : 0)
    }
    let means = counts / Double(rowCount)
    let factor = 100 / Double(rowCount - 1)
    score = PairScore(
      means: (10 * means.x, 10 * means.y),
      variances: (factor * means.x * (1 - means.x), factor * means.y * (1 - means.y)),
      covariance: factor * (means.z - means.x * means.y), degreesOfFreedom: rowCount - 1)
  }

  private static func angles(_ stream: inout RandomStream) -> SIMD2<Double> {
    while true {
      let (u, v) = (stream.normal(), stream.normal())
      let angles = SIMD2(0.905 + 0.243 * u, 0.908 + 0.154 * (0.326 * u + 0.945 * v))
      if angles.min() > 0.05, angles.max() < Double.pi / 2 - 0.05 { return angles }
    }
  }
}

// MARK: - The file

private struct CorrectionFile: Decodable {
  struct Group: Decodable {
    let name: String?
    let means: [[Double]]
    let variances: [[Double]]
    let covariances: [Double]
    let counts: [Double]
    let degrees: [Int]
    let shared: [Double]
    let scores: [Double]?
    let deviations: [Double]?
    let parts: [[Double]]?
    let exceedances: [[Double]]?
    let bands: [[Double]]?
    let zones: [[Double]]?
  }
  struct Cells: Decodable {
    let sizes: [Double]
    let everybody: Group
    let segments: [Group]
  }
  struct Table: Decodable {
    let weights: [[Int64]]
    let factor: Double
    let design_effect: Double
    let degrees: Int?
    let population: Double?
    let expectedMoments: [Double]
    let needed: Int?
    let probabilities: [Double]

    enum CodingKeys: String, CodingKey {
      case weights, factor, design_effect, degrees, population, needed, probabilities
      case expectedMoments = "moments"
    }
  }
  let groups: [Group]
  let cells: [Cells]
  let tables: [Table]
}

extension CorrectionFile.Group {
  var group: ScoredGroup {
    let scores = means.indices.map { index in
      PairScore(
        means: (means[index][0], means[index][1]),
        variances: (variances[index][0], variances[index][1]), covariance: covariances[index],
        degreesOfFreedom: degrees[index])
    }
    return ScoredGroup(
      scores: scores, effectiveCounts: counts,
      shared: SharedError(
        first: shared[0], second: shared[1], cross: shared[2], finiteFactor: shared[3]))
  }

  /// To 1e-9; zones to 1e-7, for the integral divides rounding errors by a conditional standard
  /// deviation that may be close to 0. The rule of integration is the same on both sides.
  func check(_ found: CorrectedScores) {
    let outcomes = found.outcomes
    #expect(largestDifference(outcomes.map(\.value), scores ?? []) < 1e-9)
    #expect(largestDifference(outcomes.map(\.standardDeviation), deviations ?? []) < 1e-9)
    #expect(
      largestDifference(
        outcomes.flatMap { [$0.importance, $0.satisfaction] }, (parts ?? []).flatMap { $0 })
        < 1e-9)
    #expect(
      largestDifference(
        outcomes.flatMap { [$0.bands.atLeast10, $0.bands.atLeast12, $0.bands.atLeast15] },
        (exceedances ?? []).flatMap { $0 }) < 1e-9)
    #expect(
      largestDifference(outcomes.flatMap(\.bands.all), (bands ?? []).flatMap { $0 }) < 1e-9)
    #expect(
      largestDifference(outcomes.flatMap(\.zones.all), (zones ?? []).flatMap { $0 }) < 1e-7)
  }
}

extension CorrectionFile.Table {
  var rule: PairRule {
    let points = (0..<16).map { $0 < weights.count ? $0 : nil }
    return PairRule(first: points, second: points, factor: factor, isPaired: true)
  }

  /// One row for each cell, and one that has no second value.
  func moments(unit: Int64 = 1) -> PairMoments? {
    var (first, second, rows): ([UInt8], [UInt8], [Int64]) = ([0], [15], [7])
    for (number, line) in weights.enumerated() {
      for (column, weight) in line.enumerated() {
        first.append(UInt8(number))
        second.append(UInt8(column))
        rows.append(unit * weight)
      }
    }
    var tally = JointTally(groupCount: 1)
    tally.add(0..<rows.count, first: first, second: second, groups: nil, weights: rows)
    return PairMoments(tally.total, rule: rule)
  }
}

extension ScoredGroup {
  fileprivate var reversed: ScoredGroup {
    ScoredGroup(
      scores: scores.reversed(), effectiveCounts: effectiveCounts.reversed(), shared: shared)
  }

  fileprivate func prefix(_ count: Int) -> ScoredGroup {
    ScoredGroup(
      scores: Array(scores.prefix(count)), effectiveCounts: Array(effectiveCounts.prefix(count)),
      shared: shared)
  }
}

extension BandProbabilities {
  fileprivate var all: [Double] { [low, solid, high, extreme] }
}

extension ZoneProbabilities {
  fileprivate var all: [Double] { [overserved, underserved, tableStakes, appropriatelyServed] }
}

extension Sequence<CorrectedScore> {
  fileprivate var values: [Double] {
    flatMap {
      [$0.value, $0.standardDeviation, $0.importance, $0.satisfaction] + $0.bands.all
        + $0.zones.all
    }
  }
}
