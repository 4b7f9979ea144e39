import Testing

@testable import Statistics

/// What the comparisons do with too few people, without spread, and with impossible numbers.
@Suite("Comparisons of degenerate data")
struct ComparisonEdgeTests {
  private static let impossible: [[Double]] = [[], [1, .nan], [1, .infinity], [1e200, -1e200]]

  @Test("No numbers, no finite ones and no finite spread have no moments", arguments: impossible)
  func unusable(values: [Double]) {
    #expect(Moments(values) == nil)
    #expect(Moments.lagOneAutocorrelation(values) == nil)
    #expect(WelchTest(values, [1, 2, 3]) == nil)
    #expect(WelchTest([1, 2, 3], values) == nil)
    #expect(PairedTest(values, values.map { _ in 0 }) == nil)
    #expect(AnalysisOfVariance([[1, 2, 3], values]) == nil)
    #expect(WelchAnalysisOfVariance([[1, 2, 3], values]) == nil)
  }

  @Test("One number has a mean and no spread")
  func single() throws {
    let moments = try #require(Moments([0.1]))
    #expect(moments.mean == 0.1 && moments.sumOfSquares == 0)
    #expect(moments.variance == nil && moments.standardError == nil && moments.skewness == nil)
    #expect(WelchTest([0.1], [1, 2, 3]) == nil)
    #expect(PairedTest([1], [2]) == nil)
  }

  @Test("Equal numbers have exactly no spread, whatever the number")
  func equal() throws {
    for (value, count) in [(0.1, 3), (0.1, 1000), (1e9 + 0.3, 7), (-2.7e-8, 11), (0, 2)] {
      let values = [Double](repeating: value, count: count)
      let moments = try #require(Moments(values))
      #expect(moments.mean == value && moments.variance == 0)
      #expect(moments.skewness == nil && moments.excessKurtosis == nil)
      #expect(moments.adjustedSkewness == nil && moments.adjustedExcessKurtosis == nil)
      #expect(Moments.lagOneAutocorrelation(values) == nil)
    }
  }

  @Test("Two groups without any spread differ, but no test can be done")
  func twoConstants() throws {
    let test = try #require(WelchTest([3, 3, 3], [1, 1]))
    #expect(test.difference == 2 && test.cohensD == nil && test.hedgesG == nil)
    #expect(test.unequal.t == nil && test.unequal.p == nil && test.unequal.interval() == nil)
    #expect(test.unequal.degreesOfFreedom == 0)
    #expect(test.pooled.t == nil && test.pooled.p == nil)
    let pairs = try #require(PairedTest([3, 4, 5], [1, 2, 3])).test
    #expect(pairs.difference == 2 && pairs.t == nil && pairs.p == nil)
  }

  @Test("Variances far apart leave no number out of range")
  func farApart() throws {
    let test = try #require(WelchTest([1e-120, 3e-120], [1e120, 2e120, 3e120]))
    #expect(abs(test.unequal.degreesOfFreedom - 2) < 1e-12)
    #expect(test.unequal.p.map { $0 > 0 && $0 < 1 } == true)
    #expect(WelchAnalysisOfVariance([[1e-120, 3e-120], [1e120, 2e120, 3e120]]) == nil)
    let (small, large) = ([1e-20, 3e-20], [1e20, 2e20, 3e20])
    let t = try #require(WelchTest(small, large)?.unequal.t)
    for groups in [[small, large], [large, small]] {
      let welch = try #require(WelchAnalysisOfVariance(groups))
      #expect(abs(welch.f - t * t) < 1e-12 && abs(welch.degreesWithin - 2) < 1e-12)
    }
  }

  @Test("Analyses of variance need two groups, none of them empty, and a spread")
  func groups() throws {
    for values: [[Double]] in [[], [[1, 2, 3]], [[1, 2], []], [[1], [2], [3]]] {
      #expect(AnalysisOfVariance(values) == nil)
      #expect(WelchAnalysisOfVariance(values) == nil)
    }
    let parted = try #require(AnalysisOfVariance([[1, 1], [2, 2]]))
    #expect(parted.f == nil && parted.p == nil && parted.etaSquared == 1)
    #expect(parted.residualStandardDeviation == 0)
    let same = try #require(AnalysisOfVariance([[0.1, 0.1], [0.1, 0.1, 0.1]]))
    #expect(same.f == nil && same.etaSquared == nil && same.omegaSquared == nil)
    #expect(WelchAnalysisOfVariance([[1, 1], [2, 3]]) == nil)
    // A group of one number takes part in the classical analysis alone.
    #expect(AnalysisOfVariance([[1], [2, 3]])?.degreesWithin == 1)
    #expect(WelchAnalysisOfVariance([[1], [2, 3]]) == nil)
    #expect(AnalysisOfVariance([[1, 3], [1, 3]])?.f == 0)
  }

  @Test("Rank tests need people in each group, and two different numbers")
  func ranks() throws {
    for values: [[Double]] in [[[1, 2], []], [[2, 2], [2]], [[1, .nan], [2]]] {
      #expect(KruskalWallisTest(values) == nil)
      #expect(RankSumTest(values[0], values[1]) == nil)
    }
    #expect(KruskalWallisTest([]) == nil && KruskalWallisTest([[1, 2]]) == nil)
    let apart = try #require(RankSumTest([1], [.infinity]))
    #expect(apart.w == 0 && apart.z == 0 && apart.p == 1)
    #expect(KruskalWallisTest([[1, 4], [2, 3]])?.h == 0)
  }

  @Test("McNemar's test needs someone who changed")
  func changes() {
    #expect(McNemarTest(onlyFirst: 0, onlySecond: 0) == nil)
    #expect(McNemarTest(onlyFirst: 0, onlySecond: 1, isCorrected: true)?.chiSquare == 0)
  }

  @Test("Fisher's exact test needs people in each row and column, and copes with thin ones")
  func thinTables() throws {
    let empty = [
      ((0, 0), (1, 2)), ((1, 2), (0, 0)), ((0, 1), (0, 2)), ((1, 0), (2, 0)), ((0, 0), (0, 0)),
    ]
    for (first, second) in empty { #expect(FisherExactTest(first, second) == nil) }
    let thin = try #require(FisherExactTest((1, 0), (0, 1)))
    #expect(thin.p == 1 && thin.oddsRatio == .infinity)
    let interval = thin.interval()
    // One table of two: ψ / (1 + ψ) = 0.025.
    #expect(abs(interval.low - 0.025 / 0.975) < 1e-15 && interval.high == .infinity)
    let wide = try #require(FisherExactTest((4000, 6000), (5000, 5000)))
    #expect(abs(wide.oddsRatio - 4.0 / 6) < 1e-4 && wide.p < 1e-40)
  }
}
