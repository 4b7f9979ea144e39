/// The noncentral chi-square distribution: the sum of squares of normal numbers of variance 1
/// whose means are not 0. The noncentrality is the sum of the squared means.
///
/// Use it for the interval of a root mean square error of approximation and for power.
///
/// ```text
/// P(X <= x) = Σ_j e^(-λ/2) (λ/2)^j / j!  P(χ²_(ν + 2j) <= x),   j = 0, 1, ...
/// ```
///
/// summed from the most frequent j outwards until what is left is below 1e-18 of the sum.
///
/// Source: Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions 2, equation
/// 29.2.
public enum NoncentralChiSquare {
  /// The probability of a value at or below `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: ν, above 0.
  ///   - noncentrality: λ, 0 or more.
  /// - Returns: 0...1.
  /// - Complexity: O(√λ) central probabilities.
  public static func cumulative(
    _ value: Double, degreesOfFreedom: Double, noncentrality: Double
  ) -> Double {
    mixture(noncentrality / 2) {
      ChiSquare.cumulative(value, degreesOfFreedom: degreesOfFreedom + 2 * $0)
    }
  }

  /// The probability of a value above `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: ν, above 0.
  ///   - noncentrality: λ, 0 or more.
  /// - Returns: 0...1.
  /// - Complexity: O(√λ) central probabilities.
  public static func upperTail(
    _ value: Double, degreesOfFreedom: Double, noncentrality: Double
  ) -> Double {
    mixture(noncentrality / 2) {
      ChiSquare.upperTail(value, degreesOfFreedom: degreesOfFreedom + 2 * $0)
    }
  }

  /// The noncentrality with which a value at or below `value` has a given probability: the limit
  /// of an interval for it.
  ///
  /// - Parameters:
  ///   - value: 0 or more.
  ///   - degreesOfFreedom: ν, above 0.
  ///   - probability: between 0 and 1.
  /// - Returns: 0 or more; 0 where even the central distribution gives no more than that.
  public static func noncentrality(
    of value: Double, degreesOfFreedom: Double, cumulative probability: Double
  ) -> Double {
    precondition(probability > 0 && probability < 1, "a probability of \(probability)")
    let excess = { (noncentrality: Double) in
      cumulative(value, degreesOfFreedom: degreesOfFreedom, noncentrality: noncentrality)
        - probability
    }
    guard excess(0) > 0 else { return 0 }
    var high = max(1, 2 * value)
    while excess(high) > 0 { high *= 2 }
    return BracketedRoot.find(from: 0, to: high, excess).place
  }

  // MARK: - Steps

  /// Σ_j of Poisson's probability of j times a central probability.
  private static func mixture(_ mean: Double, _ central: (Double) -> Double) -> Double {
    precondition(mean >= 0 && mean.isFinite, "a noncentrality of \(2 * mean)")
    guard mean > 0 else { return central(0) }
    let mode = mean.rounded(.down)
    let peak = GammaDistribution.density(mean, shape: mode + 1)
    var sum = peak * central(mode)
    var (place, weight) = (mode, peak)
    while weight > 1e-18 * sum {
      place += 1
      weight *= mean / place
      sum += weight * central(place)
    }
    (place, weight) = (mode, peak)
    while place > 0, weight > 1e-18 * sum {
      weight *= place / mean
      place -= 1
      sum += weight * central(place)
    }
    return min(1, sum)
  }
}
