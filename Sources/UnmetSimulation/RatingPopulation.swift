import NumericCore

/// Importance and satisfaction of one outcome in a population: two normal numbers of variance 1,
/// cut into the five points of a scale.
struct RatingPopulation: Sendable {
  /// The probability of each pair of codes 0...4, `first code * 5 + second code`.
  let shares: [Double]

  /// Between the codes, on the normal scale.
  static let thresholds = [-1.5, -0.7, 0.1, 0.9]
  /// Points of the scale.
  static let pointCount = 5
  /// Steps of Simpson's rule in each of the five intervals.
  private static let stepCount = 200

  /// - Parameters:
  ///   - importance: the mean of the first normal number.
  ///   - satisfaction: the mean of the second.
  ///   - correlation: theirs.
  init(importance: Double, satisfaction: Double, correlation: Double = 0.3) {
    let codes = 0..<RatingPopulation.pointCount
    let raw = codes.flatMap { first in
      let own = RatingPopulation.interval(first, mean: importance)
      return codes.map { second in
        RatingPopulation.mass(
          own, RatingPopulation.interval(second, mean: satisfaction), correlation)
      }
    }
    let total = raw.reduce(0, +)
    shares = raw.map { $0 / total }
  }

  /// The code of a normal number, 0...4.
  static func code(_ latent: Double) -> UInt8 {
    var code: UInt8 = 0
    for threshold in thresholds where latent > threshold { code += 1 }
    return code
  }

  /// The probabilities of the codes of one item.
  static func itemShares(mean: Double) -> [Double] {
    (0..<pointCount).map { code in
      let own = interval(code, mean: mean)
      return Normal.cumulative(own.upperBound) - Normal.cumulative(own.lowerBound)
    }
  }

  // MARK: - Steps

  /// The standard normal numbers that give a code.
  private static func interval(_ code: Int, mean: Double) -> ClosedRange<Double> {
    let low = code == 0 ? -9 : thresholds[code - 1] - mean
    let high = code == pointCount - 1 ? 9 : thresholds[code] - mean
    return low...high
  }

  /// The probability of a rectangle under a binormal density, by integrating over its first side.
  private static func mass(
    _ first: ClosedRange<Double>, _ second: ClosedRange<Double>, _ correlation: Double
  ) -> Double {
    let spread = (1 - correlation * correlation).squareRoot()
    let step = (first.upperBound - first.lowerBound) / Double(stepCount)
    let terms = (0...stepCount).map { index in
      let value = first.lowerBound + step * Double(index)
      let inside =
        Normal.cumulative((second.upperBound - correlation * value) / spread)
        - Normal.cumulative((second.lowerBound - correlation * value) / spread)
      let factor = index == 0 || index == stepCount ? 1.0 : index % 2 == 1 ? 4 : 2
      return factor * Normal.density(value) * inside
    }
    return terms.reduce(0, +) * step / 3
  }
}
