#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Student's t distribution, for intervals and tests with estimated variances.
///
/// Degrees of freedom may be fractional (effective sample sizes).
public enum StudentT {
  /// The probability of a value at or below `value`.
  ///
  /// ```text
  /// P(T <= -t) = I_x(v/2, 1/2) / 2,   x = v / (v + t²),   t > 0
  /// ```
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: 0...1; the lower tail keeps its relative precision.
  ///
  /// Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.1 and 26.5.4.
  public static func cumulative(_ value: Double, degreesOfFreedom: Double) -> Double {
    check(degreesOfFreedom)
    let square = value * value
    guard square < .infinity else { return value < 0 ? 0 : 1 }
    let point = UnitPoint(degreesOfFreedom, against: square)
    let lower = IncompleteBeta(degreesOfFreedom / 2, 0.5).lower(at: point) / 2
    return value <= 0 ? lower : 1 - lower
  }

  /// The probability of a value above `value`, with the relative precision of the lower tail.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: 0...1.
  public static func upperTail(_ value: Double, degreesOfFreedom: Double) -> Double {
    cumulative(-value, degreesOfFreedom: degreesOfFreedom)
  }

  /// The density at `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: the density, above 0 where it does not underflow.
  public static func density(_ value: Double, degreesOfFreedom: Double) -> Double {
    check(degreesOfFreedom)
    let half = degreesOfFreedom / 2
    return gammaRatio(half) / (degreesOfFreedom * Double.pi).squareRoot()
      * exp(-(half + 0.5) * log1p(value * value / degreesOfFreedom))
  }

  /// The value below which a t-distributed number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1; 0 and 1 give infinities.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: the quantile.
  public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    check(degreesOfFreedom)
    precondition(probability >= 0 && probability <= 1, "a probability of \(probability)")
    let isNegative = probability <= 0.5
    let distance = distance(isNegative ? probability : 1 - probability, degreesOfFreedom)
    return isNegative ? -distance : distance
  }

  /// The value above which a t-distributed number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1; 0 and 1 give infinities.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: the quantile.
  public static func upperQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    -quantile(probability, degreesOfFreedom: degreesOfFreedom)
  }

  // MARK: - Steps

  /// The distance from 0 beyond which one tail has this probability, at most 1/2: the share
  /// `t² / (v + t²)` is a beta variable of parameters 1/2 and v/2.
  private static func distance(_ tail: Double, _ degrees: Double) -> Double {
    guard tail < 0.5 else { return 0 }
    // The middle has the shorter series, and its complement keeps enough digits for a while.
    let isUpper = tail <= 0.005
    let logOdds = BetaDistribution.logOdds(
      isUpper ? 2 * tail : 1 - 2 * tail, isUpper: isUpper, 0.5, degrees / 2)
    return degrees.squareRoot() * exp(logOdds / 2)
  }

  /// Γ(a + 1/2) / Γ(a): upward recurrence to a >= 40, then the asymptotic series. A difference of
  /// two logarithms of the gamma function would lose the digits of large degrees of freedom.
  ///
  /// Source: Graham, Knuth and Patashnik (1994), Concrete Mathematics, answer 9.60.
  static func gammaRatio(_ value: Double) -> Double {
    var argument = value
    var factor = 1.0
    while argument < 40 {
      factor *= argument / (argument + 0.5)
      argument += 1
    }
    let inverse = 1 / argument
    let series = [
      1, -1.0 / 8, 1.0 / 128, 5.0 / 1024, -21.0 / 32768, -399.0 / 262144, 869.0 / 4_194_304,
      39325.0 / 33_554_432,
    ]
    let sum = series.reversed().reduce(0.0) { $0 * inverse + $1 }
    return factor * argument.squareRoot() * sum
  }

  private static func check(_ degrees: Double) {
    precondition(degrees > 0 && degrees < .infinity, "\(degrees) degrees of freedom")
  }
}
