#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The gamma distribution with scale 1: sums of squares and waiting times, up to a factor.
///
/// Tails keep their relative precision down to the smallest numbers.
public enum GammaDistribution {
  /// The density at `value`.
  ///
  /// - Parameters:
  ///   - value: any number; the density is 0 below 0.
  ///   - shape: above 0.
  /// - Returns: 0 or more; at 0 infinity for shapes below 1.
  public static func density(_ value: Double, shape: Double) -> Double {
    guard value != 0 else { return shape < 1 ? .infinity : shape == 1 ? 1 : 0 }
    guard value > 0, value < .infinity else { return 0 }
    return IncompleteGamma(shape).front(value) / value
  }

  /// The probability of a value at or below `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - shape: above 0.
  /// - Returns: 0...1.
  ///
  /// Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.4.19, 6.5.29.
  public static func cumulative(_ value: Double, shape: Double) -> Double {
    IncompleteGamma(shape).lower(at: value)
  }

  /// The probability of a value above `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - shape: above 0.
  /// - Returns: 0...1.
  public static func upperTail(_ value: Double, shape: Double) -> Double {
    IncompleteGamma(shape).upper(at: value)
  }

  /// The value below which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - shape: above 0.
  /// - Returns: the quantile; 0 for 0 and infinity for 1.
  public static func quantile(_ probability: Double, shape: Double) -> Double {
    probability <= 0.5
      ? place(probability, isUpper: false, shape)
      : place(1 - probability, isUpper: true, shape)
  }

  /// The value above which a number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1.
  ///   - shape: above 0.
  /// - Returns: the quantile; infinity for 0 and 0 for 1.
  public static func upperQuantile(_ probability: Double, shape: Double) -> Double {
    probability <= 0.5
      ? place(probability, isUpper: true, shape)
      : place(1 - probability, isUpper: false, shape)
  }

  // MARK: - Steps

  private static func place(_ tail: Double, isUpper: Bool, _ shape: Double) -> Double {
    let function = IncompleteGamma(shape)
    precondition(tail >= 0 && tail <= 1, "a probability of \(tail)")
    guard tail > 0 else { return isUpper ? .infinity : 0 }
    let logarithm = TailQuantile.solve(tail, start: log(shape), isUpper: isUpper) { place in
      let value = exp(place)
      let reached = isUpper ? function.upper(at: value) : function.lower(at: value)
      return (reached, function.front(value))
    }
    return exp(logarithm)
  }
}
