import Foundation
import NumericCore
import Testing

@testable import Statistics

@Suite("A pair score against a cut")
struct PairCutTestTests {
  private func pair(
    _ means: (Double, Double), _ variances: (Double, Double), _ covariance: Double,
    _ degrees: Int, isFloored: Bool = true
  ) -> PairScore {
    PairScore(
      means: means, variances: variances, covariance: covariance, degreesOfFreedom: degrees,
      isFloored: isFloored)
  }

  /// t, correlation, degrees of freedom, P(max(T1, T2) >= t): the bivariate normal by SciPy's
  /// owens_t, integrated over the chi distribution by its quad (SciPy 1.17.1).
  private static let cases: [(Double, Double, Double, Double)] = [
    (1.7, 0.5, 3, 0.1503312404248), (2.1, 0.8, 29, 0.03457281757948),
    (2, 0, 199, 0.04628030180129), (-0.6, 0.7, 12, 0.8251535195405),
    (0.4, -0.3, 50, 0.6114416507501), (3.5, 0.95, 400, 0.000374162764489),
  ]

  @Test("The probability that the larger of two t's is as high equals SciPy's", arguments: cases)
  func larger(t: Double, correlation: Double, degrees: Double, wanted: Double) {
    let angle = acos(correlation) / 2
    let found = PairCutTest.upper(t, angle: angle, degreesOfFreedom: degrees)
    #expect(abs(found - wanted) < 1e-11)
  }

  @Test("Bounds: one t where the parts move together, at most two elsewhere")
  func bounds() {
    for t in [-2.0, -0.3, 0, 0.7, 1.9, 4] {
      let single = StudentT.upperTail(t, degreesOfFreedom: 17)
      #expect(abs(PairCutTest.upper(t, angle: 0, degreesOfFreedom: 17) - single) < 1e-15)
      let apart = PairCutTest.upper(t, angle: .pi / 4, degreesOfFreedom: 17)
      #expect(apart > single && apart < min(1, 2 * single))
      // Opposite parts: one of them is always 0 or more.
      let opposite = PairCutTest.upper(t, angle: .pi / 2 - 1e-9, degreesOfFreedom: 17)
      #expect(abs(opposite - min(1, 2 * single)) < 1e-3)
    }
  }

  @Test("At the cut both sides are open; below is the lower tail of both parts")
  func tails() throws {
    let score = pair((5, 5), (0.04, 0.09), 0.01, 60)
    func test(_ cut: Double) throws -> (atLeast: Double, below: Double) {
      let test = PairCutTest(score, cut: cut)
      return (try #require(test.atLeastP), try #require(test.belowP))
    }
    let (middle, low, high) = (try test(5), try test(4), try test(6.5))
    #expect(middle.below == 0.5 && middle.atLeast > 0.5)
    #expect(low.atLeast < 0.001 && low.below > 0.95)
    let t = 1.5 / score.standardError(.above)
    #expect(abs(high.below - StudentT.upperTail(t, degreesOfFreedom: 60)) < 1e-15)
    #expect(high.atLeast > 0.99)
    let open = PairCutTest(pair((5, 3), (0.04, 0.09), 0, 60, isFloored: false), cut: 7)
    #expect(open.atLeastP == 0.5 && open.belowP == 0.5)
  }

  @Test("Without a standard error of what may be the score there is no test")
  func noError() {
    #expect(PairCutTest(pair((10, 10), (0, 0), 0, 60), cut: 10).belowP == nil)
    #expect(PairCutTest(pair((10, 9.9), (0, 0.02), 0, 60), cut: 10).atLeastP == nil)
    #expect(PairCutTest(pair((5, 4), (0.1, 0.1), 0, 0), cut: 10).belowP == nil)
    // Everybody finds it important, and the gap is clear: satisfaction alone decides.
    let clear = PairCutTest(pair((10, 5), (0, 0.02), 0, 60), cut: 12)
    #expect((clear.atLeastP ?? 1) < 1e-6 && (clear.belowP ?? 0) > 0.99)
  }
}
