import Foundation
import NumericCore
import Testing

@testable import Statistics

/// Ratios, bounds and sizes, held to NumPy and SciPy (`References/improvement.py`).
@Suite("Improvement of a baseline")
struct ImprovementTestTests {
  struct Reference: Decodable {
    struct Comparison: Decodable {
      var values, t, normal, loss: [Double]
      var df: Int
      var ratio, error: Double
    }
    struct Size: Decodable {
      var baseline, ratio, threshold, power, effect, reached: Double
      var for_80: Double?
      var respondents: Int
    }
    var comparisons: [Comparison]
    var sizes: [Size]
  }

  private let item: Reference

  init() throws { item = try reference("improvement", as: Reference.self) }

  private static func values(
    _ old: Double, _ new: Double, _ v: Double = 0.001, _ w: Double = 0.001, _ c: Double = 0
  ) -> ImprovementTest.Values {
    .init(baseline: old, new: new, baselineVariance: v, newVariance: w, covariance: c)
  }

  private func isNear(_ found: Double?, _ wanted: Double) -> Bool {
    found.map { abs($0 - wanted) <= 1e-12 * max(1, abs(wanted)) } ?? false
  }

  @Test("Ratios, errors and bounds are SciPy's: shares and means, weighted, independent, paired")
  func comparisons() throws {
    #expect(item.comparisons.count == 24)
    for expected in item.comparisons {
      let own = expected.values
      let values = Self.values(own[0], own[1], own[2], own[3], own[4])
      let degrees = Double(expected.df)
      let test = ImprovementTest(values, degreesOfFreedom: degrees)
      #expect(isNear(test.ratio, expected.ratio) && isNear(test.logStandardError, expected.error))
      #expect(isNear(test.low, expected.t[0]) && isNear(test.high, expected.t[1]))
      let many = ImprovementTest(values)
      #expect(isNear(many.low, expected.normal[0]) && isNear(many.high, expected.normal[1]))
      let loss = NonInferiorityTest(values, margin: 0.05, degreesOfFreedom: degrees)
      #expect(isNear(loss.low, expected.loss[0]) && isNear(loss.high, expected.loss[1]))
    }
  }

  @Test("Sizes, powers and the ratio that is reached are SciPy's")
  func sizes() throws {
    #expect(item.sizes.count == 36)
    for expected in item.sizes {
      let size = ImprovementSize(
        baseline: expected.baseline, threshold: expected.threshold,
        designEffect: expected.effect)
      let found = size.respondents(ratio: expected.ratio, power: expected.power)
      #expect(found == expected.respondents)
      #expect(
        isNear(
          size.power(ratio: expected.ratio, respondents: expected.respondents), expected.reached))
      let ratio = size.ratio(power: 0.8, respondents: expected.respondents)
      #expect((ratio == nil) == (expected.for_80 == nil))
      if let wanted = expected.for_80 { #expect(abs((ratio ?? 0) - wanted) < 1e-11) }
    }
  }

  @Test(
    "From 40 % with a truth of 1.30 it takes 1,024 a wave for even odds, 2,339 for four in five")
  func published() {
    let size = ImprovementSize(baseline: 0.4)
    #expect(size.respondents(ratio: 1.3, power: 0.5) == 1_024)
    #expect(size.respondents(ratio: 1.3, power: 0.8) == 2_339)
    #expect(size.power(ratio: 1.2, respondents: 500).map { abs($0 - 0.05) < 1e-12 } == true)
  }

  @Test("The verdict is where the threshold lies: at the lower bound it is met")
  func verdicts() throws {
    let test = ImprovementTest(Self.values(0.4, 0.52))
    let (low, high) = (try #require(test.low), try #require(test.high))
    #expect(test.verdict(at: low) == .met && test.verdict(at: low.nextUp) == .unproven)
    #expect(test.verdict(at: high) == .unproven && test.verdict(at: high.nextUp) == .notMet)
    #expect(test.wouldNotSwitch == false)
    #expect(ImprovementTest(Self.values(0.4, 0.4, 1e-6, 1e-6)).wouldNotSwitch == true)
    // t with few degrees of freedom is wider.
    let few = ImprovementTest(Self.values(0.4, 0.52), degreesOfFreedom: 3)
    #expect(try #require(few.low) < low && few.ratio == test.ratio)
  }

  @Test(
    "Where there is no ratio or no error there is a reason, and no number",
    arguments: [
      (values(0, 0.5), 10.0, ImprovementTest.Refusal.noBaseline),
      (values(0, 0), 10, .noBaseline), (values(.nan, 0.5), 10, .noBaseline),
      (values(0.5, 0), 10, .nothingNew), (values(0.5, 0.6), 0, .noDegrees),
      (values(0.5, 0.6), -1, .noDegrees), (values(0.5, 1, 0.001, 0), 10, .noSpread),
      (values(1, 0.5, 0, 0.001), 10, .noSpread),
      (values(0.5, 0.5, 0.001, 0.001, 0.001), 10, .noSpread),
      (values(1e-9, 0.5, 0.02, 0.001), 1, .noBounds),
    ])
  func refusals(
    values: ImprovementTest.Values, degrees: Double, refusal: ImprovementTest.Refusal
  ) {
    let test = ImprovementTest(values, degreesOfFreedom: degrees)
    #expect(test.refusal == refusal)
    #expect(test.ratio == nil && test.low == nil && test.high == nil)
    #expect(test.logStandardError == nil && test.wouldNotSwitch == nil)
    #expect(test.verdict(at: 1.2) == nil)
    #expect(test.neededCount(threshold: 1.2, power: 0.8, counts: (100, 100)) == nil)
  }

  @Test("The respondents needed are those of the plan, with the design and the covariance in them")
  func needed() throws {
    func share(_ p: Double, _ n: Double) -> Double { p * (1 - p) / n }
    let counts = (baseline: 600, new: 600)
    let simple = ImprovementTest(Self.values(0.4, 0.52, share(0.4, 600), share(0.52, 600)))
    #expect(simple.neededCount(threshold: 1.2, power: 0.8, counts: counts) == 2_339)
    #expect(simple.neededCount(threshold: 1.3, power: 0.8, counts: counts) == nil)
    #expect(simple.neededCount(threshold: 1.3 - 1e-9, power: 0.8, counts: counts) == nil)
    let twice = ImprovementTest(
      Self.values(0.4, 0.52, 2 * share(0.4, 600), 2 * share(0.52, 600)))
    #expect(
      twice.neededCount(threshold: 1.2, power: 0.8, counts: counts)
        == ImprovementSize(baseline: 0.4, designEffect: 2).respondents(ratio: 1.3, power: 0.8))
    let other = ImprovementTest(Self.values(0.4, 0.52, share(0.4, 300), share(0.52, 900)))
    #expect(other.neededCount(threshold: 1.2, power: 0.8, counts: (300, 900)) == 2_339)
    let shared = ImprovementTest(
      Self.values(0.4, 0.52, share(0.4, 600), share(0.52, 600), 1e-4))
    #expect(try #require(shared.neededCount(threshold: 1.2, power: 0.8, counts: counts)) < 2_339)
  }

  @Test("Sizes that no survey reaches are none; not even everybody satisfied proves too much")
  func beyond() {
    let size = ImprovementSize(baseline: 0.4)
    #expect(size.respondents(ratio: 1.2, power: 0.5) == nil)
    #expect(size.respondents(ratio: 2.6, power: 0.5) == nil)
    #expect(size.respondents(ratio: 1.2 + 1e-7, power: 0.5) == nil)
    #expect(size.respondents(ratio: 2.5, power: 0.06) == 1)
    #expect(size.ratio(power: 0.8, respondents: 2) == nil)
    #expect(ImprovementSize(baseline: 0.9).ratio(power: 0.8, respondents: 1_000_000) == nil)
  }

  @Test("Nothing lost is proved by the bound alone; without spread nothing is")
  func guarded() {
    let small = NonInferiorityTest(Self.values(0.8, 0.79, 1e-5, 1e-5), margin: 0.05)
    #expect(small.verdict == .held)
    #expect(
      NonInferiorityTest(Self.values(0.8, 0.79), margin: 0.05).verdict == .unproven)
    #expect(
      NonInferiorityTest(Self.values(0.8, 0.7, 1e-5, 1e-5), margin: 0.05).verdict == .failed)
    for values in [Self.values(1, 1, 0, 0), Self.values(0.8, 0.8, 0.1, 0.1, 0.1)] {
      let test = NonInferiorityTest(values, margin: 0.05)
      #expect(test.verdict == .unproven && test.high == nil)
    }
    let none = NonInferiorityTest(Self.values(0.8, 0.79), margin: 0.05, degreesOfFreedom: 0)
    #expect(none.verdict == .unproven && none.low == nil)
  }
}
