/// The chi-square distribution: a gamma distribution of half the degrees of freedom, stretched by
/// two. Degrees of freedom may be fractional, as second-order corrections make them.
public enum ChiSquare {
  /// The density at `value`.
  ///
  /// - Parameters:
  ///   - value: any number; the density is 0 below 0.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: 0 or more; at 0 infinity below 2 degrees of freedom.
  public static func density(_ value: Double, degreesOfFreedom: Double) -> Double {
    GammaDistribution.density(value / 2, shape: degreesOfFreedom / 2) / 2
  }

  /// The probability of a value at or below `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: 0...1.
  public static func cumulative(_ value: Double, degreesOfFreedom: Double) -> Double {
    GammaDistribution.cumulative(value / 2, shape: degreesOfFreedom / 2)
  }

  /// The probability of a value above `value`: the p-value of a test.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: 0...1.
  public static func upperTail(_ value: Double, degreesOfFreedom: Double) -> Double {
    GammaDistribution.upperTail(value / 2, shape: degreesOfFreedom / 2)
  }

  /// The value below which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: the quantile; 0 for 0 and infinity for 1.
  public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    2 * GammaDistribution.quantile(probability, shape: degreesOfFreedom / 2)
  }

  /// The value above which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: the quantile; infinity for 0 and 0 for 1.
  public static func upperQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    2 * GammaDistribution.upperQuantile(probability, shape: degreesOfFreedom / 2)
  }
}
