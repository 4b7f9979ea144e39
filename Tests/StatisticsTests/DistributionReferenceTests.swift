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

  @Test("t probabilities, whole and fractional degrees of freedom up to a million")
  func cumulative() throws {
    for row in try reference("distributions", as: File.self).t_cumulative {
      let value = StudentT.cumulative(row.value, degreesOfFreedom: row.degrees)
      let share = min(row.cumulative, 1 - row.cumulative)
      #expect(agrees(value, row.cumulative, share: share), "\(row) \(value)")
      let upper = StudentT.upperTail(-row.value, degreesOfFreedom: row.degrees)
      #expect(upper == value)
    }
  }

  @Test("t quantiles, whole and fractional degrees of freedom up to a million")
  func quantiles() throws {
    for row in try reference("distributions", as: File.self).t_quantiles {
      let degrees = try #require(row.degrees)
      let value = StudentT.quantile(row.probability, degreesOfFreedom: degrees)
      #expect(agrees(value, row.quantile, share: row.probability), "\(row) \(value)")
    }
  }

  @Test("normal quantiles from 1e-300 to .999")
  func normalQuantiles() throws {
    for row in try reference("distributions", as: File.self).normal_quantiles {
      let value = Normal.quantile(row.probability)
      #expect(abs(value - row.quantile) <= 2e-15 * max(1, abs(row.quantile)), "\(row) \(value)")
    }
  }

  // MARK: - Gamma, chi-square, beta and F (References/tails.py)

  struct Tails: Decodable {
    struct Row: Decodable {
      let a: Double
      let b: Double?
      let x: Double
      let density: Double
      let lower: Double
      let upper: Double
    }
    struct Quantile: Decodable {
      let a: Double
      let b: Double?
      let probability: Double
      let lower: Double
      let upper: Double
    }
    let gamma: [Row]
    let gamma_quantiles: [Quantile]
    let beta: [Row]
    let beta_quantiles: [Quantile]
  }

  /// 1e-13 relative where a tail holds at least a millionth, 1e-10 beyond.
  private func agrees(_ value: Double, _ reference: Double, share: Double) -> Bool {
    abs(value - reference) <= (share >= 1e-6 ? 1e-13 : 1e-10) * abs(reference)
  }

  @Test("gamma and chi-square: densities and both tails")
  func gammaTails() throws {
    let rows = try reference("tails", as: Tails.self).gamma
    #expect(rows.count > 60)
    for row in rows {
      let share = min(row.lower, row.upper)
      let lower = GammaDistribution.cumulative(row.x, shape: row.a)
      #expect(agrees(lower, row.lower, share: share), "\(row) \(lower)")
      let upper = ChiSquare.upperTail(2 * row.x, degreesOfFreedom: 2 * row.a)
      #expect(agrees(upper, row.upper, share: share), "\(row) \(upper)")
      let density = 2 * ChiSquare.density(2 * row.x, degreesOfFreedom: 2 * row.a)
      #expect(agrees(density, row.density, share: share), "\(row) \(density)")
    }
  }

  @Test("gamma and chi-square: quantiles of both tails down to 1e-100")
  func gammaQuantiles() throws {
    for row in try reference("tails", as: Tails.self).gamma_quantiles {
      let lower = ChiSquare.quantile(row.probability, degreesOfFreedom: 2 * row.a) / 2
      #expect(agrees(lower, row.lower, share: row.probability), "\(row) \(lower)")
      let upper = GammaDistribution.upperQuantile(row.probability, shape: row.a)
      #expect(agrees(upper, row.upper, share: row.probability), "\(row) \(upper)")
    }
  }

  @Test("beta: densities and both tails")
  func betaTails() throws {
    let rows = try reference("tails", as: Tails.self).beta
    #expect(rows.count > 80)
    for row in rows {
      let (b, share) = (try #require(row.b), min(row.lower, row.upper))
      let lower = BetaDistribution.cumulative(row.x, row.a, b)
      #expect(agrees(lower, row.lower, share: share), "\(row) \(lower)")
      let upper = BetaDistribution.upperTail(row.x, row.a, b)
      #expect(agrees(upper, row.upper, share: share), "\(row) \(upper)")
      let density = BetaDistribution.density(row.x, row.a, b)
      #expect(agrees(density, row.density, share: share), "\(row) \(density)")
    }
  }

  @Test("beta and F: quantiles of both tails down to 1e-100")
  func betaQuantiles() throws {
    for row in try reference("tails", as: Tails.self).beta_quantiles {
      let (a, b) = (row.a, try #require(row.b))
      let lower = FDistribution.quantile(row.probability, numerator: 2 * a, denominator: 2 * b)
      #expect(agrees(lower, row.lower, share: row.probability), "\(row) \(lower)")
      let upper = FDistribution.upperQuantile(
        row.probability, numerator: 2 * a, denominator: 2 * b)
      #expect(agrees(upper, row.upper, share: row.probability), "\(row) \(upper)")
      // The share that has these odds.
      let odds = row.lower * a / b
      let share = BetaDistribution.quantile(row.probability, a, b)
      #expect(agrees(share, odds / (1 + odds), share: row.probability), "\(row) \(share)")
    }
  }
}
