import Foundation
import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("Bootstrap replicates")
struct ReplicateTests {
  @Test("Poisson draws: right shares, mean and variance 1, no dependence on neighbours")
  func uniformity() {
    let draws = PoissonDraws(seed: 7)
    let (keys, replicates) = (2_000, 500)
    var histogram = [Int](repeating: 0, count: 13)
    var columns: [[Double]] = []
    for key in 0..<keys {
      let counts = draws.counts(replicates, key: StableHash.hash("R\(key)"))
      for count in counts { histogram[Int(count)] += 1 }
      columns.append(counts.map { Double($0) })
    }
    // A million draws against e^-1 / k!, the last class holds 7 and more.
    let total = Double(keys * replicates)
    var (probability, statistic, rest) = (exp(-1.0), 0.0, 1.0)
    for count in 0..<7 {
      let expected = total * probability
      statistic +=
        (Double(histogram[count]) - expected) * (Double(histogram[count]) - expected) / expected
      rest -= probability
      probability /= Double(count + 1)
    }
    let tail = Double(histogram[7...].reduce(0, +)) - total * rest
    statistic += tail * tail / (total * rest)
    #expect(ChiSquare.upperTail(statistic, degreesOfFreedom: 7) > 0.001)
    // Neighbouring replicates, neighbouring keys, keys a distance apart: correlations are 0 to
    // four standard errors.
    func correlation(_ pairs: [(Double, Double)]) -> Double {
      pairs.reduce(0) { $0 + ($1.0 - 1) * ($1.1 - 1) } / Double(pairs.count)
    }
    let limit = 4 / total.squareRoot()
    for lag in [1, 2, 3, 64] {
      let along = columns.flatMap { own in (lag..<replicates).map { (own[$0], own[$0 - lag]) } }
      #expect(abs(correlation(along)) < limit * 1.1)
      let across = (lag..<keys).flatMap { zip(columns[$0], columns[$0 - lag]).map { ($0, $1) } }
      #expect(abs(correlation(across)) < limit * 1.1)
    }
    // The variance over the keys in each replicate: a chi-square of the 500 sums.
    let sums = (0..<replicates).map { index in columns.reduce(0) { $0 + $1[index] } }
    let spread = sums.reduce(0) { $0 + ($1 - Double(keys)) * ($1 - Double(keys)) } / Double(keys)
    #expect(ChiSquare.cumulative(spread, degreesOfFreedom: Double(replicates)) > 0.001)
    #expect(ChiSquare.upperTail(spread, degreesOfFreedom: Double(replicates)) > 0.001)
  }

  @Test("The inversion by first bits is the inversion")
  func inversion() {
    let inversion = PoissonDraws.inversion
    #expect(inversion.thresholds.count == 12)
    for threshold in inversion.thresholds {
      let above = inversion.thresholds.count { threshold >= $0 }
      #expect(inversion.number(threshold) == UInt8(above))
      #expect(inversion.number(threshold - 1) == UInt8(above - 1))
    }
    #expect(inversion.number(0) == 0 && inversion.number(.max) == 12)
    // Two draws of 32 bits a step of SplitMix64; one draw more changes no draw before.
    let draws = inversion.numbers(20_001, from: 5)
    #expect(draws.dropLast() == inversion.numbers(20_000, from: 5)[...])
    for (place, draw) in draws.enumerated() {
      let bits = StableHash.finalize(5 &+ UInt64(place / 2) &* 0x9E37_79B9_7F4A_7C15)
      #expect(draw == inversion.number(UInt32(truncatingIfNeeded: bits >> (place % 2 * 32))))
    }
  }

  @Test("Rescaled draws: n - 1 of n, each unit as often as the others")
  func rescaled() {
    let draws = RescaledDraws(seed: 3)
    var sums = [Int](repeating: 0, count: 5)
    for replicate in 0..<20_000 {
      let counts = draws.counts(unitCount: 5, key: 99, replicate: replicate)
      #expect(counts.reduce(0, +) == 4)
      for (unit, count) in counts.enumerated() { sums[unit] += Int(count) }
    }
    let statistic = sums.reduce(0.0) { $0 + (Double($1) - 16_000) * (Double($1) - 16_000) / 16_000 }
    #expect(ChiSquare.upperTail(statistic, degreesOfFreedom: 4) > 0.001)
  }

  @Test(
    "Given replicate weights: estimates, errors, ranks and top shares as R has them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ["gss2016-job-odi", "bfi"], ["mean", "topbox"])
  func given(name: String, variant: String) throws {
    for prefix in name == "bfi" ? ["rep", "rep_edu1"] : ["rep", "rep_grad"] {
      try GivenCase(name, "\(prefix).\(variant)").check()
    }
  }

  @Test("Replicates spread as linearised errors say: simple, stratified, clustered, raked")
  func spread() throws {
    for kind in DrawnSample.Kind.allCases {
      let drawn = try DrawnSample(kind)
      let means = drawn.replicates(count: 4_000)
      let covariance = PairCovariance(
        drawn.columns, domains: [[0]], rule: drawn.rule, sample: drawn.sample)
      let values = (0..<4_000).compactMap { means.means(pair: 0, replicate: $0)?.first }
      #expect(values.count == 4_000)
      let mean = values.reduce(0, +) / 4_000
      let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3_999).squareRoot()
      // 4,000 replicates know an error to 1.1 %; ratios of resampled totals add some curvature.
      let ratio = error / covariance.matrix[0, 0].squareRoot()
      #expect(abs(ratio - 1) < 0.08, "\(kind): \(ratio)")
      #expect(abs(mean - covariance.means[0].0) < 0.2 * error, "\(kind)")
    }
  }

  @Test(
    "Kept draws, single precision or neither: the sums of each row's own draws",
    arguments: [(40, nil), (40, 100), (40, 1_000_003), (112_000, 100)] as [(Int, Int64?)])
  func kept(count: Int, unit: Int64?) throws {
    let rowCount = 600
    #expect((rowCount * count > ReplicateWeights.drawLimit) == (count > 40))
    let keys = (0..<rowCount).map { StableHash.hash("kept\($0)") }
    let given = unit.map { unit in (0..<rowCount).map { Int64(1 + $0 % 17) * unit } }
    let rows = (0..<30).map { Int32(20 * $0) }
    let drawn = keys.map { PoissonDraws(seed: 4).counts(40, key: $0) }
    let columns = (0..<40).map { replicate in
      drawn.indices.map { row -> Int64 in
        let weight = given?[row] ?? 1
        return weight * Int64(drawn[row][replicate])
      }
    }
    let sample = try Sample(design: SamplingDesign(rowCount: rowCount), weights: given)
    let weights = ReplicateWeights(
      sample, keys: .init(rows: keys, units: [], strata: []), count: count, seed: 4)
    let found = means(rows, weights)
    let expected = means(rows, ReplicateWeights(given: columns))
    for pair in 0..<2 {
      for replicate in 0..<40 {
        let (own, other) = (
          found.means(pair: pair, replicate: replicate),
          expected.means(pair: pair, replicate: replicate)
        )
        #expect(own?.first == other?.first && own?.second == other?.second)
      }
    }
  }

  private func means(_ rows: [Int32], _ weights: ReplicateWeights) -> ReplicateMeans {
    let points = (0..<16).map { $0 >= 5 && $0 < 10 ? $0 - 5 : nil }
    let codes: [[UInt8]] = (0..<2).map { pair in
      (0..<600).map { (row: Int) -> UInt8 in UInt8(4 + (row / 7 + pair) % 6) }
    }
    return ReplicateMeans(
      rows: rows, first: codes, second: codes.reversed(),
      rule: PairRule(first: points, second: points, factor: 2.5, isPaired: false),
      weights: weights, workers: Workers())
  }

  @Test("Same sums under any order of rows, threads and split")
  func sameBytes() throws {
    for kind in DrawnSample.Kind.allCases {
      let drawn = try DrawnSample(kind)
      let rows = (0..<Int32(drawn.columns.first.count)).map { $0 }
      let weights = drawn.weights(count: 100)
      func means(_ rows: [Int32], _ threads: Int) -> [Double] {
        let means = ReplicateMeans(
          rows: rows, first: [drawn.columns.first], second: [drawn.columns.second],
          rule: drawn.rule, weights: weights, workers: Workers(threadCount: threads))
        return (0..<100).map { means.means(pair: 0, replicate: $0)?.first ?? .nan }
      }
      let once = means(rows, 1)
      #expect(means(rows.reversed(), 1) == once)
      #expect(means(rows.sorted { $0 % 7 < $1 % 7 }, 2) == once)
    }
  }
}

/// A drawn survey of one pair of columns in a design.
private struct DrawnSample {
  enum Kind: CaseIterable { case simple, weighted, stratified, clustered, largeStrata, raked }

  let columns: PairCovariance.Columns
  let rule: PairRule
  let sample: Sample

  init(_ kind: Kind) throws {
    var stream = RandomStream(seed: 11, purpose: "drawn \(kind)")
    let count = 600
    let strata = (0..<count).map { Int32($0 / (kind == .largeStrata ? 200 : 40)) }
    let units = (0..<count).map { Int32($0 / 10) }
    let levels = (0..<60).map { _ in stream.normal() * 0.6 }
    let margin = (0..<count).map { _ in Int32(stream.below(3)) }
    let ratings = (0..<count).map { row -> UInt8 in
      let level = kind == .clustered ? levels[Int(units[row])] : 0
      let value = 3 + level + Double(margin[row]) / 2 + 0.1 * Double(strata[row]) + stream.normal()
      return UInt8(5 + min(4, max(0, Int(value.rounded()) - 1)))
    }
    columns = PairCovariance.Columns(
      first: ratings, second: ratings.reversed(), groups: nil, groupCount: 1)
    let points = (0..<16).map { $0 >= 5 && $0 < 10 ? $0 - 5 : nil }
    rule = PairRule(first: points, second: points, factor: 2.5, isPaired: true)
    let given: [Int64]? =
      kind == .simple || kind == .largeStrata
      ? nil : (0..<count).map { _ in 500_000 + Int64(stream.below(2_000_000)) }
    let design: SamplingDesign =
      switch kind {
      case .simple, .weighted, .raked: SamplingDesign(rowCount: count)
      case .stratified, .largeStrata: try SamplingDesign(rowCount: count, strata: strata)
      case .clustered: try SamplingDesign(rowCount: count, strata: strata, units: units)
      }
    guard kind == .raked, let given else {
      sample = try Sample(design: design, weights: given)
      return
    }
    let cells = MarginCells(margins: [margin], categoryCounts: [3])
    let before = given.map { Double($0) }
    let raking = try Raking(cells, weights: cells.sums(before), targets: [[0.5, 0.3, 0.2]])
    let raked = before.indices.map {
      Int64((before[$0] * raking.factors[Int(cells.cellOfRow[$0])]).rounded())
    }
    sample = try Sample(
      design: design, weights: raked,
      calibration: Sample.Calibration(cells: cells, weightsBefore: given))
  }

  func weights(count: Int) -> ReplicateWeights {
    let stage = sample.design.stages[0]
    func keys(_ name: String, _ count: Int) -> [UInt64] {
      (0..<count).map { StableHash.hash("\(name)\($0)") }
    }
    return ReplicateWeights(
      sample,
      keys: .init(
        rows: keys("row", sample.design.rowCount), units: keys("unit", stage.unitCount),
        strata: keys("stratum", stage.groupCount)), count: count, seed: 5)
  }

  func replicates(count: Int) -> ReplicateMeans {
    ReplicateMeans(
      rows: (0..<Int32(sample.design.rowCount)).map { $0 }, first: [columns.first],
      second: [columns.second], rule: rule, weights: weights(count: count), workers: Workers())
  }
}
