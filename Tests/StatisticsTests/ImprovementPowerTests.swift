import NumericCore
import Testing

@testable import Statistics

/// What the verdicts promise, held to simulated waves whose truth is known.
@Suite("How often an improvement is found")
struct ImprovementPowerTests {
  private static func satisfied(_ share: Double, _ count: Int, _ stream: inout RandomStream)
    -> Double
  {
    Double((0..<count).count { _ in stream.uniform() < share }) / Double(count)
  }

  /// Two waves of people who are satisfied or not.
  private static func test(
    _ ratio: Double, _ count: Int, survey: Int, purpose: String
  ) -> ImprovementTest {
    var stream = RandomStream(seed: 20, purpose: purpose, index: UInt64(survey))
    let (old, new) = (satisfied(0.4, count, &stream), satisfied(0.4 * ratio, count, &stream))
    let cases = Double(count - 1)
    return ImprovementTest(
      .init(
        baseline: old, new: new, baselineVariance: old * (1 - old) / cases,
        newVariance: new * (1 - new) / cases), degreesOfFreedom: cases)
  }

  private static func verdicts(
    _ ratio: Double, _ count: Int, at threshold: Double = 1.2, surveys: Int = 100
  ) -> [ImprovementTest.Verdict: Int] {
    (0..<surveys).reduce(into: [:]) { counts, survey in
      let test = test(ratio, count, survey: survey, purpose: "waves of \(count)")
      if let verdict = test.verdict(at: threshold) { counts[verdict, default: 0] += 1 }
    }
  }

  @Test("Three percent better is NOT MET at 2,000 a wave, and UNPROVEN at 60")
  func tooLittle() {
    #expect(Self.verdicts(1.03, 2_000)[.notMet, default: 0] >= 95)
    #expect(Self.verdicts(1.03, 60)[.unproven, default: 0] > 50)
  }

  @Test(
    "Thirty percent better is MET as often as the plan says",
    arguments: [(1_024, 0.5), (2_339, 0.8)])
  func power(count: Int, power: Double) {
    let found = Double(Self.verdicts(1.3, count, surveys: 400)[.met, default: 0]) / 400
    // Three standard errors of the simulation.
    #expect(abs(found - power) < 3 * (power * (1 - power) / 400).squareRoot(), "\(found)")
  }

  @Test("Twenty percent better is called MET at 1.20 in five of a hundred surveys")
  func size() {
    let found = Double(Self.verdicts(1.2, 1_000, surveys: 1_000)[.met, default: 0]) / 1_000
    #expect(abs(found - 0.05) < 3 * (0.05 * 0.95 / 1_000).squareRoot(), "\(found)")
  }

  @Test("With 6,000 a wave, thirty percent better is MET at 1.20 and UNPROVEN at 1.30")
  func large() {
    let both = (0..<100).count { survey in
      let test = Self.test(1.3, 6_000, survey: survey, purpose: "waves of 6000")
      return test.verdict(at: 1.2) == .met && test.verdict(at: 1.3) == .unproven
    }
    #expect(both >= 85, "\(both)")
  }
}
