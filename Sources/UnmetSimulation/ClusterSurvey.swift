import NumericCore
import Statistics

/// How a clustered sample is drawn: strata of unequal size, sampling units in each, people in
/// each unit.
struct ClusterPlan: Sendable {
  let strata: Int
  let units: Int
  let people: Int
  /// The share of an answer's latent variance that lies between units.
  let correlation: Double

  /// Ten strata of four units.
  static let tenStrata = ClusterPlan(strata: 10, units: 4, people: 10, correlation: 0.08)
  /// Thirty strata of two units, the fewest from which a variance can be told.
  static let pairs = ClusterPlan(strata: 30, units: 2, people: 8, correlation: 0.08)
  /// Twelve units in all.
  static let twelve = ClusterPlan(strata: 1, units: 12, people: 30, correlation: 0.05)

  var rowCount: Int { strata * units * people }
  var name: String { "\(strata) x \(units) x \(people)" }
}

/// A survey of a cluster plan.
struct ClusterSurvey: Sendable {
  let plan: ClusterPlan
  let gap: GapSetting
  /// Design and weights as they are.
  let sample: Sample
  /// The same weights, every row its own sampling unit: the mistake.
  let simpleSample: Sample
  private let stratumShares: [Double]
  private let shifts: [Double]

  /// - Parameters:
  ///   - plan: how the sample is drawn.
  ///   - gap: where importance and satisfaction lie.
  /// - Throws: what the engine throws at a design that it refuses.
  init(_ plan: ClusterPlan, _ gap: GapSetting) throws {
    (self.plan, self.gap) = (plan, gap)
    let sizes = ClusterSurvey.line(plan.strata, 0.5, 1.5)
    let total = sizes.reduce(0, +)
    stratumShares = sizes.map { $0 / total }
    shifts = ClusterSurvey.line(plan.strata, -0.3, 0.3)
    let perStratum = plan.units * plan.people
    let rows = 0..<plan.rowCount
    let weights = rows.map { Int64((sizes[$0 / perStratum] * 1e6).rounded()) }
    let design = try SamplingDesign(
      rowCount: plan.rowCount, strata: rows.map { Int32($0 / perStratum) },
      units: rows.map { Int32($0 / plan.people) })
    sample = try Sample(design: design, weights: weights)
    simpleSample = try Sample(
      design: SamplingDesign(rowCount: plan.rowCount), weights: weights)
  }

  /// The population's pairs.
  var shares: [Double] {
    mixture(
      zip(stratumShares, shifts).map { share, shift in
        (share, gap.population(shiftedBy: shift, secondShift(shift)).shares)
      })
  }

  /// What its random numbers hang on.
  var purpose: String { "clusters \(plan.name) \(gap.name)" }

  /// One survey.
  func draw(_ stream: inout RandomStream) -> PairRows {
    let unitSpread = plan.correlation.squareRoot()
    let spread = (1 - plan.correlation).squareRoot()
    // Both questions share half of a unit's effect, and correlate at 0.3 in all.
    let inner = (0.3 - 0.5 * plan.correlation) / (1 - plan.correlation)
    let rest = (1 - inner * inner).squareRoot()
    var rows = PairRows([])
    for shift in shifts {
      for _ in 0..<plan.units {
        let (a, b) = (stream.normal(), stream.normal())
        let first = gap.importance + shift + unitSpread * a
        let second =
          gap.satisfaction + secondShift(shift) + unitSpread * (0.5 * a + 0.75.squareRoot() * b)
        for _ in 0..<plan.people {
          let (c, d) = (stream.normal(), stream.normal())
          rows.first.append(RatingPopulation.code(first + spread * c))
          rows.second.append(
            RatingPopulation.code(second + spread * (inner * c + rest * d)))
        }
      }
    }
    return rows
  }

  private func secondShift(_ shift: Double) -> Double { gap.isZero ? shift : shift / 2 }

  /// Numbers in equal steps; a single one lies in the middle.
  private static func line(_ count: Int, _ low: Double, _ high: Double) -> [Double] {
    guard count > 1 else { return [(low + high) / 2] }
    return (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }
}
