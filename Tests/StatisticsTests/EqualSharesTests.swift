import Testing

@testable import Statistics

@Suite("Differences of shares as if both were the same")
struct EqualSharesTests {
  private func equal(_ p: Double, _ n: Double, _ q: Double, _ m: Double) -> EqualShares {
    EqualShares(.init(share: p, effectiveCount: n), .init(share: q, effectiveCount: m))
  }

  @Test("Simple draws get the pooled variance of the score test")
  func pooled() {
    let found = equal(0.9, 30, 0.6, 60)
    let own = 0.9 * 0.1 / 30 + 0.6 * 0.4 / 60
    // The pooled share is .7; the tolerance is rounding.
    #expect(abs(found.variance(own) - 0.7 * 0.3 * (1.0 / 30 + 1.0 / 60)) < 1e-15)
    #expect(found.ratio > 1 && found.raised == found)
  }

  @Test("A side without variance is no sure thing; two of them have the pooled one")
  func ends() {
    let one = equal(1, 30, 0.95, 570)
    #expect(one.ratio > 19 && one.added == 0)
    let both = equal(1, 30, 0, 30)
    #expect(both.ratio == 1 && abs(both.variance(0) - 0.25 / 15) < 1e-15)
    #expect(equal(1, 30, 1, 40).variance(0) == 0)
    #expect(equal(0.5, 0, 0.5, 40) == .none)
  }

  @Test("Of a small side nearer the middle the ratio is below 1; raised it is 1")
  func raised() {
    let found = equal(0.7, 30, 0.95, 570)
    #expect(found.ratio < 1 && found.raised.ratio == 1)
  }

  @Test("Wald's test follows the ratios as D V D; the guarded one never falls; means stay")
  func comparison() throws {
    // Thirty in the first group, all of them important; three hundred in the second.
    let first = (0..<330).map { UInt8($0 < 30 || $0 % 10 != 0 ? 1 : 0) }
    let second = (0..<330).map { UInt8($0 % 3 == 0 ? 1 : 0) }
    let columns = PairCovariance.Columns(
      first: first, second: second, groups: (0..<330).map { $0 < 30 ? 0 : 1 }, groupCount: 2)
    func comparison(_ points: [Int?], isPooled: Bool) throws -> PairComparison {
      let rule = PairRule(
        first: points + [Int?](repeating: nil, count: 16 - points.count),
        second: points + [Int?](repeating: nil, count: 16 - points.count), factor: 10,
        isPaired: true)
      let covariance = PairCovariance(
        columns, domains: [[0], [1]], rule: rule,
        sample: try Sample(design: SamplingDesign(rowCount: 330), weights: nil))
      return PairComparison(
        covariance.score(of: 0), 0, covariance.score(of: 1), 1, covariance: covariance,
        degreesOfFreedom: 29, isPooled: isPooled)
    }
    let own = try comparison([0, 1], isPooled: false)
    let pooled = try comparison([0, 1], isPooled: true)
    let share = (30 + 0.9 * 300) / 330
    let wanted = 100 * share * (1 - share) * (1.0 / 30 + 1.0 / 300) * 330 / 329
    #expect(abs(pooled.first.standardError * pooled.first.standardError - wanted) < 1e-12)
    #expect(try #require(pooled.p) > 0.1)
    #expect((own.p ?? 1) < 1e-4)
    #expect(pooled.guarded.standardError > own.guarded.standardError)
    #expect(pooled.plain == own.plain)
    #expect(try comparison([0, 2], isPooled: true) == comparison([0, 2], isPooled: false))
  }
}
