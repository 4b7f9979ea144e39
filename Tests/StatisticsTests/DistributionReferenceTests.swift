import NumericCore
import Testing

/// The distributions of NumericCore against mpmath and SciPy (References/distributions.py); they
/// stand here because the reference files do.
@Suite("Distributions against references")
struct DistributionReferenceTests {
  struct File: Decodable {
    struct Cumulative: Decodable {
      let degrees: Double
      let value: Double
      let cumulative: Double
    }
    struct Quantile: Decodable {
      let degrees: Double?
      let probability: Double
      let quantile: Double
    }
    let t_cumulative: [Cumulative]
    let t_quantiles: [Quantile]
    let normal_quantiles: [Quantile]
  }

  // 1e-12 relative is what intervals need at most; about 1e-14 is reached below 1000 degrees.
  @Test("t probabilities, whole and fractional degrees of freedom up to a million")
  func cumulative() throws {
    for row in try reference("distributions", as: File.self).t_cumulative {
      let value = StudentT.cumulative(row.value, degreesOfFreedom: row.degrees)
      #expect(abs(value / row.cumulative - 1) < 1e-12, "\(row) \(value)")
    }
  }

  @Test("t quantiles, whole and fractional degrees of freedom up to a million")
  func quantiles() throws {
    for row in try reference("distributions", as: File.self).t_quantiles {
      let degrees = try #require(row.degrees)
      let value = StudentT.quantile(row.probability, degreesOfFreedom: degrees)
      #expect(abs(value / row.quantile - 1) < 1e-12, "\(row) \(value)")
    }
  }

  @Test("normal quantiles from 1e-300 to .999")
  func normalQuantiles() throws {
    for row in try reference("distributions", as: File.self).normal_quantiles {
      let value = Normal.quantile(row.probability)
      #expect(abs(value - row.quantile) <= 2e-15 * max(1, abs(row.quantile)), "\(row) \(value)")
    }
  }
}
