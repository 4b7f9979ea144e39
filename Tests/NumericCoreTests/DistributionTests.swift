#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif
import Testing

@testable import NumericCore

@Suite("Distributions")
struct DistributionTests {
  @Test("Student's t with one degree of freedom is Cauchy's distribution")
  func cauchy() {
    // P(T <= 1) = 3/4 exactly.
    #expect(abs(StudentT.cumulative(1, degreesOfFreedom: 1) - 0.75) < 1e-15)
    #expect(abs(StudentT.quantile(0.75, degreesOfFreedom: 1) - 1) < 1e-14)
  }

  @Test("quantiles undo probabilities, on both sides and around the switch of methods")
  func roundTrip() {
    for degrees in [0.7, 3, 60, 999, 1001, 40_000] {
      for probability in [1e-6, 0.01, 0.2499, 0.2501, 0.4, 0.5, 0.77, 0.99] {
        let value = StudentT.quantile(probability, degreesOfFreedom: degrees)
        let back = StudentT.cumulative(value, degreesOfFreedom: degrees)
        #expect(abs(back / probability - 1) < 1e-13, "\(degrees) \(probability)")
      }
    }
  }

  @Test("the ends are infinite and far values have no probability left")
  func ends() {
    #expect(StudentT.quantile(0, degreesOfFreedom: 4) == -.infinity)
    #expect(StudentT.quantile(1, degreesOfFreedom: 4) == .infinity)
    #expect(StudentT.quantile(0.5, degreesOfFreedom: 4) == 0)
    #expect(StudentT.cumulative(-1e200, degreesOfFreedom: 4) == 0)
    #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity)
  }

  @Test("the normal distribution is the limit of Student's t")
  func limit() {
    for value in [-3.0, -1, 0, 0.5, 2] {
      let student = StudentT.cumulative(value, degreesOfFreedom: 1e9)
      #expect(abs(student - Normal.cumulative(value)) < 1e-8)
      #expect(abs(Normal.quantile(Normal.cumulative(value)) - value) < 1e-13)
      let density = StudentT.density(value, degreesOfFreedom: 1e9)
      #expect(abs(density - Normal.density(value)) < 1e-8)
    }
  }

  @Test("F is what t is when it is squared, and chi-square of two degrees is exponential")
  func relations() {
    for value in [0.1, 0.7, 2.3, 9] {
      let twoSided = 2 * StudentT.upperTail(value, degreesOfFreedom: 11)
      let ratio = FDistribution.upperTail(value * value, numerator: 1, denominator: 11)
      #expect(abs(twoSided / ratio - 1) < 1e-14)
      let waiting = ChiSquare.upperTail(value, degreesOfFreedom: 2)
      #expect(abs(waiting / exp(-value / 2) - 1) < 1e-14)
    }
  }

  @Test("ends and places outside of the range")
  func outside() {
    #expect(ChiSquare.cumulative(-1, degreesOfFreedom: 3) == 0)
    #expect(ChiSquare.upperTail(.infinity, degreesOfFreedom: 3) == 0)
    #expect(ChiSquare.quantile(0, degreesOfFreedom: 3) == 0)
    #expect(ChiSquare.upperQuantile(0, degreesOfFreedom: 3) == .infinity)
    #expect(ChiSquare.density(0, degreesOfFreedom: 1) == .infinity)
    #expect(FDistribution.cumulative(0, numerator: 2, denominator: 5) == 0)
    #expect(FDistribution.upperTail(.infinity, numerator: 2, denominator: 5) == 0)
    #expect(FDistribution.quantile(1, numerator: 2, denominator: 5) == .infinity)
    #expect(FDistribution.density(-1, numerator: 2, denominator: 5) == 0)
    #expect(BetaDistribution.cumulative(2, 3, 4) == 1)
    #expect(BetaDistribution.density(-0.5, 3, 4) == 0)
    #expect(BetaDistribution.quantile(0, 3, 4) == 0 && BetaDistribution.quantile(1, 3, 4) == 1)
    #expect(GammaDistribution.density(0, shape: 1) == 1)
  }
}
