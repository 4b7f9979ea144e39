#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The beta distribution: shares, and the bounds of exact intervals for them.
///
/// Tails keep their relative precision down to the smallest numbers.
public enum BetaDistribution {
  /// The density at `value`.
  ///
  /// - Parameters:
  ///   - value: any number; the density is 0 outside 0...1.
  ///   - a: the first parameter, above 0.
  ///   - b: the second parameter, above 0.
  /// - Returns: 0 or more; at an end infinity when its parameter is below 1.
  public static func density(_ value: Double, _ a: Double, _ b: Double) -> Double {
    guard value != 0 else { return a < 1 ? .infinity : a == 1 ? b : 0 }
    guard value != 1 else { return b < 1 ? .infinity : b == 1 ? a : 0 }
    guard value > 0, value < 1 else { return 0 }
    return IncompleteBeta(a, b).front(UnitPoint(value)) / (value * (1 - value))
  }

  /// The probability of a value at or below `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - a: the first parameter, above 0.
  ///   - b: the second parameter, above 0.
  /// - Returns: 0...1.
  ///
  /// Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.5.4.
  public static func cumulative(_ value: Double, _ a: Double, _ b: Double) -> Double {
    IncompleteBeta(a, b).lower(at: UnitPoint(value))
  }

  /// The probability of a value above `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - a: the first parameter, above 0.
  ///   - b: the second parameter, above 0.
  /// - Returns: 0...1.
  public static func upperTail(_ value: Double, _ a: Double, _ b: Double) -> Double {
    IncompleteBeta(a, b).upper(at: UnitPoint(value))
  }

  /// The value below which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - a: the first parameter, above 0.
  ///   - b: the second parameter, above 0.
  /// - Returns: the quantile, 0...1.
  public static func quantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
    let isUpper = probability > 0.5
    let tail = isUpper ? 1 - probability : probability
    return UnitPoint(logOdds: logOdds(tail, isUpper: isUpper, a, b)).share
  }

  /// The value above which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - a: the first parameter, above 0.
  ///   - b: the second parameter, above 0.
  /// - Returns: the quantile, 0...1.
  public static func upperQuantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
    let isUpper = probability <= 0.5
    let tail = isUpper ? probability : 1 - probability
    return UnitPoint(logOdds: logOdds(tail, isUpper: isUpper, a, b)).share
  }

  // MARK: - Steps

  /// The log odds of the value beyond which a tail has this probability.
  static func logOdds(
    _ tail: Double, isUpper: Bool, _ a: Double, _ b: Double
  ) -> Double {
    let function = IncompleteBeta(a, b)
    precondition(tail >= 0 && tail <= 1, "a probability of \(tail)")
    guard tail > 0 else { return isUpper ? .infinity : -.infinity }
    return TailQuantile.solve(tail, start: log(a / b), isUpper: isUpper) { place in
      let point = UnitPoint(logOdds: place)
      let reached = isUpper ? function.upper(at: point) : function.lower(at: point)
      return (reached, function.front(point))
    }
  }
}
