import Foundation
import Testing

@testable import Statistics

@Suite("Targets and agreement in order")
struct TargetTestTests {
  private static func test(_ goal: TargetTest.Goal, low: Double = 5, high: Double = 7) -> TargetTest
  {
    TargetTest(value: 6, standardError: 0.6, bounds: (low, high), goal: goal)
  }

  @Test("A bound at the target meets it; only the other bound beyond it excludes it")
  func verdicts() {
    #expect(Self.test(.atLeast(5)).verdict == .met)
    #expect(Self.test(.atLeast(5.1)).verdict == .unproven)
    #expect(Self.test(.atLeast(7)).verdict == .unproven)
    #expect(Self.test(.atLeast(7.1)).verdict == .notMet)
    #expect(Self.test(.atMost(7)).verdict == .met)
    #expect(Self.test(.atMost(6.9)).verdict == .unproven)
    #expect(Self.test(.atMost(5)).verdict == .unproven)
    #expect(Self.test(.atMost(4.9)).verdict == .notMet)
    #expect(Self.test(.atLeast(5.5)).distance == 0.5 && Self.test(.atMost(5.5)).distance == -0.5)
  }

  @Test("The respondents needed by hand: se² n ((1.645 + .842) / distance)²")
  func needed() {
    // .36 * 100 * (2.486475 / .5)² = 890.3.
    #expect(Self.test(.atLeast(5.5)).neededCount(power: 0.8, count: 100) == 891)
    #expect(Self.test(.atMost(6.5)).neededCount(power: 0.8, count: 100) == 891)
    #expect(Self.test(.atLeast(6)).neededCount(power: 0.8, count: 100) == nil)
    #expect(Self.test(.atMost(5.5)).neededCount(power: 0.8, count: 100) == nil)
  }

  @Test("One-sided bounds of a pair score are the cuts that its test just does not reject")
  func bounds() throws {
    for (first, second, floored) in [(6.0, 5.9, true), (6, 6, true), (8, 3, true), (8, 3, false)] {
      let pair = PairScore(
        means: (first, second), variances: (0.04, 0.05), covariance: 0.01, degreesOfFreedom: 60,
        isFloored: floored)
      let bounds = try #require(pair.oneSidedBounds())
      #expect(abs((PairCutTest(pair, cut: bounds.low).atLeastP ?? 0) - 0.05) < 1e-12)
      #expect(abs((PairCutTest(pair, cut: bounds.high).belowP ?? 0) - 0.05) < 1e-12)
      #expect(bounds.low < pair.value && bounds.high > pair.value)
    }
    let flat = PairScore(
      means: (6, 5), variances: (0, 0), covariance: 0, degreesOfFreedom: 60)
    #expect(flat.oneSidedBounds() == nil)
    let none = PairScore(
      means: (6, 5), variances: (0.1, 0.1), covariance: 0, degreesOfFreedom: 0)
    #expect(none.oneSidedBounds() == nil)
  }

  @Test("Kendall's tau-b equals scipy.stats.kendalltau, ties included")
  func kendall() throws {
    let first: [Double] = [7, 0, 3, 3, 12, 1, 5, 0, 9, 3]
    let second: [Double] = [11.2, 4.1, 9.9, 6.3, 12.8, 8.0, 6.3, 5.2, 3.9, 10.1]
    let tau = try #require(RankCorrelation.kendall(first, second))
    #expect(abs(tau - 0.376_705_287_478_408_9) < 1e-14)
    #expect(RankCorrelation.kendall([1, 2, 3], [5, 6, 9]) == 1)
    #expect(RankCorrelation.kendall([1, 2, 3], [9, 6, 5]) == -1)
    #expect(RankCorrelation.kendall([1, 1, 1], [5, 6, 9]) == nil)
    #expect(RankCorrelation.kendall([1], [5]) == nil)
    #expect(RankCorrelation.kendall([1, .nan, 3], [5, 6, 9]) == nil)
  }
}
