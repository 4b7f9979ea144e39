import NumericCore
import Statistics

/// A survey that reached five kinds of people unequally and weights them back: Kish's design
/// effect is near 2.
struct WeightedSurvey: Sendable {
  let gap: GapSetting
  let rowCount: Int
  /// The population's pairs.
  let shares: [Double]
  private let sampler: DiscreteSampler

  /// By kind of people: their share of the sample and of the population.
  private static let sampled = [0.35, 0.25, 0.2, 0.12, 0.08]
  private static let wanted = [0.1, 0.15, 0.2, 0.25, 0.3]
  /// By kind of people, in millionths.
  private static let weights = zip(wanted, sampled).map { Int64(($0 / $1 * 1e6).rounded()) }
  /// By kind of people, how far they lie from the average.
  private static let shifts = [-0.4, -0.2, 0, 0.2, 0.4]

  /// Kish's design effect in large samples.
  static let effect = zip(wanted, sampled).reduce(0) { $0 + $1.0 * $1.0 / $1.1 }

  /// - Parameters:
  ///   - gap: where importance and satisfaction lie.
  ///   - rowCount: n.
  init(_ gap: GapSetting, rowCount: Int) {
    (self.gap, self.rowCount) = (gap, rowCount)
    let kinds = WeightedSurvey.shifts.map { shift in
      gap.population(shiftedBy: shift, gap.isZero ? shift : -shift).shares
    }
    shares = mixture(zip(WeightedSurvey.wanted, kinds).map { ($0, $1) })
    sampler = DiscreteSampler(
      zip(WeightedSurvey.sampled, kinds).flatMap { share, pairs in pairs.map { share * $0 } })
  }

  /// One survey: the joint table of its codes.
  func draw(_ stream: inout RandomStream) -> JointTable {
    let pairCount = shares.count
    var (pairs, weights) = ([Int](), [Int64]())
    for _ in 0..<rowCount {
      let number = sampler.draw(&stream)
      pairs.append(number % pairCount)
      weights.append(WeightedSurvey.weights[number / pairCount])
    }
    return PairRows(pairs).table(weights: weights)
  }

  /// What its random numbers hang on.
  var purpose: String { "weights \(gap.name) \(rowCount)" }
}
