import NumericCore
import Testing

@testable import Statistics

@Suite("Bootstraps of one joint table, by draws and exact")
struct ExactBootstrapTests {
  private static let topBox = rule(factor: 10) { $0 >= 4 ? 1 : 0 }
  private static let mean = rule(factor: 2.5) { $0 - 1 }

  /// Codes are ratings of 1...5.
  private static func rule(factor: Double, _ point: (Int) -> Int) -> PairRule {
    let points = (0..<16).map { 1...5 ~= $0 ? point($0) : nil }
    return PairRule(first: points, second: points, factor: factor, isPaired: true)
  }

  private func table(_ rows: [(first: Int, second: Int, count: Int)]) -> JointTable {
    rows.reduce(into: JointTable()) { table, row in
      table.add(Int64(row.count), first: UInt8(row.first), second: UInt8(row.second))
    }
  }

  @Test("Equal rows added at once are rows added one by one")
  func equalRows() {
    var tally = JointTally(groupCount: 1)
    tally.add(
      0..<3, first: [5, 5, 2], second: [1, 1, 4], groups: nil, weights: nil)
    #expect(table([(5, 1, 2), (2, 4, 1)]) == tally.total)
  }

  @Test(
    "Binomial numbers have the binomial distribution",
    arguments: [(5, 0.3), (70, 0.25), (200, 0.4), (1_001, 0.02), (1_000, 0.97), (3_000, 0.5)])
  func binomial(count: Int, share: Double) {
    let total = 40_000
    var histogram = [Int](repeating: 0, count: count + 1)
    var stream = RandomStream(seed: 5, purpose: "binomial test", index: UInt64(count))
    for _ in 0..<total { histogram[MultinomialDraws.binomial(count, share, &stream)] += 1 }
    // Chi-square over numbers of an expected frequency of 20 or more, the others as one class.
    var (statistic, classes, rest, restFound) = (0.0, 0, Double(total), total)
    for number in 0...count {
      let expected = Double(total) * (below(number + 1, count, share) - below(number, count, share))
      guard expected >= 20 else { continue }
      let difference = Double(histogram[number]) - expected
      statistic += difference * difference / expected
      (classes, rest, restFound) = (classes + 1, rest - expected, restFound - histogram[number])
    }
    if rest >= 20 {
      statistic += (Double(restFound) - rest) * (Double(restFound) - rest) / rest
      classes += 1
    }
    #expect(ChiSquare.upperTail(statistic, degreesOfFreedom: Double(classes - 1)) > 0.001)
  }

  /// The probability of fewer than `number`.
  private func below(_ number: Int, _ count: Int, _ share: Double) -> Double {
    guard 1...count ~= number else { return number < 1 ? 0 : 1 }
    return BetaDistribution.upperTail(share, Double(number), Double(count - number + 1))
  }

  @Test("Counts sum to the draws, kinds without weight never come up, ends are exact")
  func ends() {
    let draws = MultinomialDraws([0, 2, 0, 5, 1, 0])
    var stream = RandomStream(seed: 1, purpose: "multinomial test")
    var sums = [Int](repeating: 0, count: 6)
    for _ in 0..<2_000 {
      let counts = draws.counts(of: 80, &stream)
      #expect(counts.reduce(0, +) == 80)
      for kind in counts.indices { sums[kind] += counts[kind] }
    }
    #expect(sums[0] == 0 && sums[2] == 0 && sums[5] == 0)
    // 160,000 draws: four standard errors of 3/8 ... 5/8 are under 800.
    #expect(abs(sums[1] - 40_000) < 800 && abs(sums[3] - 100_000) < 800)
    #expect(draws.counts(of: 0, &stream) == [0, 0, 0, 0, 0, 0])
    #expect(MultinomialDraws([3]).counts(of: 1_000_000_000, &stream) == [1_000_000_000])
    #expect(MultinomialDraws.binomial(1_000_000_000, 1e-12, &stream) <= 2)
  }

  @Test("Two rows by hand: four samples, scores 10, 12.5 and 15")
  func twoRows() throws {
    // Points (4, 2) and (4, 4): sums of two give max(8, 16 - S), S = 4, 6 (twice) or 8.
    let exact = try #require(
      ExactBootstrap(table([(5, 3, 1), (5, 5, 1)]), rule: Self.mean, drawCount: 2))
    #expect(exact.step == 1.25)
    #expect(exact.masses[8] == 0.25 && exact.masses[10] == 0.5 && exact.masses[12] == 0.25)
    #expect(exact.masses.reduce(0, +) == 1)
    #expect(exact.mean == 12.5 && exact.positiveGap == 0.75 && exact.zeroGap == 0.25)
    #expect(abs(exact.standardDeviation - 3.125.squareRoot()) < 1e-15)
    #expect([0.25, 0.26, 0.75, 0.76].map(exact.quantileSteps) == [8, 10, 10, 12])
  }

  @Test("Rows without both values stay out; a table without any has no bootstrap")
  func missing() throws {
    let both = table([(5, 3, 4), (2, 4, 3)])
    let more = table([(5, 3, 4), (2, 4, 3), (0, 4, 9), (5, 15, 2)])
    let exact = try #require(ExactBootstrap(more, rule: Self.mean, drawCount: 7))
    #expect(exact.masses == ExactBootstrap(both, rule: Self.mean, drawCount: 7)?.masses)
    let drawn = try #require(
      MultinomialBootstrap(more, rule: Self.mean, drawCount: 7, count: 50, seed: 1))
    let same = MultinomialBootstrap(both, rule: Self.mean, drawCount: 7, count: 50, seed: 1)
    #expect(drawn.sums == same?.sums)
    let empty = table([(0, 4, 9)])
    #expect(ExactBootstrap(empty, rule: Self.mean, drawCount: 7) == nil)
    #expect(
      MultinomialBootstrap(empty, rule: Self.mean, drawCount: 7, count: 50, seed: 1) == nil)
  }

  @Test("Replicates drawn at random have the exact mean, spread and quantiles", arguments: [7, 8])
  func draws(drawCount: Int) throws {
    let rows = table([(2, 5, 2), (4, 4, 2), (5, 2, 3), (5, 5, 1)])
    let count = 40_000
    let drawn = try #require(
      MultinomialBootstrap(rows, rule: Self.mean, drawCount: drawCount, count: count, seed: 2))
    let exact = try #require(ExactBootstrap(rows, rule: Self.mean, drawCount: drawCount))
    let scores = drawn.means.map { max($0.first, 2 * $0.first - $0.second) }
    let mean = scores.reduce(0, +) / Double(count)
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let spread = (squares / Double(count)).squareRoot()
    let error = exact.standardDeviation / Double(count).squareRoot()
    #expect(abs(mean - exact.mean) < 4 * error)
    #expect(abs(spread - exact.standardDeviation) < 4 * error / 2.0.squareRoot())
    let sorted = drawn.sums.map { max($0.x, 2 * $0.x - $0.y) }.sorted()
    for probability in [0.025, 0.25, 0.5, 0.75, 0.975] {
      let found = sorted[Int(probability * Double(count)) - 1]
      #expect(abs(found - exact.quantileSteps(probability)) <= 1)
    }
    // Replicate by replicate from its own stream: more of them change none.
    let fewer = MultinomialBootstrap(
      rows, rule: Self.mean, drawCount: drawCount, count: 10, seed: 2)
    #expect(fewer?.sums == Array(drawn.sums[..<10]))
  }

  @Test(
    "The exact bootstrap: distributions as numpy and SciPy have them",
    .enabled(if: SharedFolder.hasCases, "the shared folder is absent"),
    arguments: ComparisonCheck.all("exact_bootstrap"))
  func stored(check: ComparisonCheck) throws {
    let (item, id) = (try ReferenceCase(check.name), check.id)
    let name: String = try item.argument(id, "table")
    let variant: String = try item.argument(id, "variant")
    let draws: String = try item.argument(id, "draws")
    let names = try #require(item.columns["table"])
    func numbers(_ column: String) throws -> [Int] {
      try #require(item.columns[column]).map { try #require(Int($0)) }
    }
    let columns = try [numbers("imp"), numbers("sat"), numbers("count")]
    let rows = names.indices.filter { names[$0] == name }
      .map { (first: columns[0][$0], second: columns[1][$0], count: columns[2][$0]) }
    let total: Int = try item.value(id, "n")
    let exact = try #require(
      ExactBootstrap(
        table(rows), rule: variant == "mean" ? Self.mean : Self.topBox,
        drawCount: draws == "m=n" ? total : total - 1))
    func expect(_ found: [Double], _ expected: [Double], _ key: String) throws {
      #expect(try item.agrees(found, expected, id), "\(id) \(key) \(found) \(expected)")
    }
    try expect([exact.mean], [item.value(id, "bootstrap_mean")], "mean")
    try expect([exact.standardDeviation], [item.value(id, "bootstrap_sd")], "sd")
    try expect([exact.positiveGap], [item.value(id, "p_gap_positive")], "positive gap")
    if variant == "mean" {
      try expect([exact.zeroGap], [item.value(id, "p_gap_zero")], "zero gap")
    }
    let probabilities: [Double] = try item.value(id, "probs")
    try expect(
      probabilities.map { exact.step * Double(exact.quantileSteps($0)) },
      item.value(id, "quantiles_inverse_cdf"), "quantiles")
  }
}
