#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The F distribution of variance ratios. Degrees of freedom may be fractional.
public enum FDistribution {
  /// The density at `value`.
  ///
  /// - Parameters:
  ///   - value: any number; the density is 0 below 0.
  ///   - numerator: degrees of freedom, above 0.
  ///   - denominator: degrees of freedom, above 0.
  /// - Returns: 0 or more; at 0 infinity below 2 degrees of freedom of the numerator.
  public static func density(_ value: Double, numerator: Double, denominator: Double) -> Double {
    guard value != 0 else { return numerator < 2 ? .infinity : numerator == 2 ? 1 : 0 }
    guard value > 0, value < .infinity else { return 0 }
    let place = point(value, numerator, denominator)
    return IncompleteBeta(numerator / 2, denominator / 2).front(place) / value
  }

  /// The probability of a value at or below `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - numerator: degrees of freedom, above 0.
  ///   - denominator: degrees of freedom, above 0.
  /// - Returns: 0...1.
  ///
  /// Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.6.2.
  public static func cumulative(_ value: Double, numerator: Double, denominator: Double) -> Double {
    IncompleteBeta(numerator / 2, denominator / 2)
      .lower(at: point(value, numerator, denominator))
  }

  /// The probability of a value above `value`: the p-value of a test.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - numerator: degrees of freedom, above 0.
  ///   - denominator: degrees of freedom, above 0.
  /// - Returns: 0...1.
  public static func upperTail(_ value: Double, numerator: Double, denominator: Double) -> Double {
    IncompleteBeta(numerator / 2, denominator / 2)
      .upper(at: point(value, numerator, denominator))
  }

  /// The value below which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - numerator: degrees of freedom, above 0.
  ///   - denominator: degrees of freedom, above 0.
  /// - Returns: the quantile; 0 for 0 and infinity for 1.
  public static func quantile(
    _ probability: Double, numerator: Double, denominator: Double
  ) -> Double {
    let isUpper = probability > 0.5
    return place(
      isUpper ? 1 - probability : probability, isUpper: isUpper, numerator, denominator)
  }

  /// The value above which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - numerator: degrees of freedom, above 0.
  ///   - denominator: degrees of freedom, above 0.
  /// - Returns: the quantile; infinity for 0 and 0 for 1.
  public static func upperQuantile(
    _ probability: Double, numerator: Double, denominator: Double
  ) -> Double {
    let isUpper = probability <= 0.5
    return place(
      isUpper ? probability : 1 - probability, isUpper: isUpper, numerator, denominator)
  }

  // MARK: - Steps

  /// Where the value stands on the scale of the beta distribution with half the degrees.
  private static func point(
    _ value: Double, _ numerator: Double, _ denominator: Double
  ) -> UnitPoint {
    let odds = numerator * max(0, value)
    return odds < .infinity ? UnitPoint(odds, against: denominator) : UnitPoint(1)
  }

  private static func place(
    _ tail: Double, isUpper: Bool, _ numerator: Double, _ denominator: Double
  ) -> Double {
    let odds = BetaDistribution.logOdds(
      tail, isUpper: isUpper, numerator / 2, denominator / 2)
    return denominator / numerator * exp(odds)
  }
}
