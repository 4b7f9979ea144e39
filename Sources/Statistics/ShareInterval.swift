internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// An interval for a share, such as a top box: never outside 0...1, unlike share ± t·se.
///
/// Use `wilson` for people drawn one by one with equal weights, `logit` for weighted or clustered
/// samples, and `kornGraubard` where the share is 0 or 1, at which a logit is undefined.
public struct ShareInterval: Sendable, Equatable {
  /// The lower bound, 0...1.
  public let low: Double
  /// The upper bound, 0...1.
  public let high: Double

  /// Wilson's score interval of a simple sample.
  ///
  /// ```text
  /// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
  /// ```
  ///
  /// - Parameters:
  ///   - share: p, 0...1.
  ///   - count: n above 0; an effective number may be fractional.
  ///   - level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: the interval.
  ///
  /// Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.
  public static func wilson(share: Double, count: Double, level: Double = 0.95) -> ShareInterval {
    check(share, level)
    precondition(count > 0, "a share of \(count) people")
    let z = Normal.upperQuantile((1 - level) / 2)
    let scale = 1 + z * z / count
    let center = (share + z * z / (2 * count)) / scale
    let half =
      z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot() / scale
    // At the ends the bound is the end itself, which rounding would miss.
    return ShareInterval(
      low: share == 0 ? 0 : max(0, center - half), high: share == 1 ? 1 : min(1, center + half))
  }

  /// Clopper and Pearson's exact interval, whose coverage is nowhere below its level.
  ///
  /// - Parameters:
  ///   - successes: 0...count; may be fractional.
  ///   - count: n above 0; may be fractional.
  ///   - level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: the interval.
  ///
  /// Source: Clopper and Pearson (1934), The use of confidence or fiducial limits.
  public static func clopperPearson(
    successes: Double, count: Double, level: Double = 0.95
  ) -> ShareInterval {
    precondition(
      count > 0 && successes >= 0 && successes <= count && level > 0 && level < 1,
      "\(successes) of \(count) people at level \(level)")
    let (tail, failures) = ((1 - level) / 2, count - successes)
    return ShareInterval(
      low: successes > 0 ? BetaDistribution.quantile(tail, successes, failures + 1) : 0,
      high: failures > 0 ? BetaDistribution.upperQuantile(tail, successes + 1, failures) : 1)
  }

  /// The interval on the scale of log odds, from a standard error of any design.
  ///
  /// ```text
  /// logit(p) ± t se / (p (1 - p))
  /// ```
  ///
  /// - Parameters:
  ///   - share: p, 0...1.
  ///   - standardError: that of the share, 0 or more.
  ///   - degreesOfFreedom: those of the design, above 0.
  ///   - level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: the interval; `nil` for a share of 0 or 1.
  ///
  /// Source: Korn and Graubard (1999), Analysis of Health Surveys, section 3.2.
  public static func logit(
    share: Double, standardError: Double, degreesOfFreedom: Double, level: Double = 0.95
  ) -> ShareInterval? {
    check(share, level)
    guard share > 0, share < 1 else { return nil }
    let t = StudentT.upperQuantile((1 - level) / 2, degreesOfFreedom: degreesOfFreedom)
    let shrink = exp(-t * standardError / (share * (1 - share)))
    let odds = share / (1 - share)
    // Both bounds by the factor below 1: the one above could overflow.
    return ShareInterval(low: odds * shrink / (1 + odds * shrink), high: odds / (odds + shrink))
  }

  /// The interval on the scale of angles, from a standard error of any design.
  ///
  /// ```text
  /// arcsin √p ± t se / (2 √(p (1 - p)))
  /// ```
  ///
  /// - Parameters:
  ///   - share: p, 0...1.
  ///   - standardError: that of the share, 0 or more.
  ///   - degreesOfFreedom: those of the design, above 0.
  ///   - level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: the interval; `nil` for a share of 0 or 1.
  ///
  /// Source: Freeman and Tukey (1950), Transformations related to the angular and the square root.
  public static func angle(
    share: Double, standardError: Double, degreesOfFreedom: Double, level: Double = 0.95
  ) -> ShareInterval? {
    check(share, level)
    guard share > 0, share < 1 else { return nil }
    let t = StudentT.upperQuantile((1 - level) / 2, degreesOfFreedom: degreesOfFreedom)
    let half = t * standardError / (2 * (share * (1 - share)).squareRoot())
    let center = asin(share.squareRoot())
    // Beyond the quarter circle the sine would come back.
    let (low, high) = (sin(max(0, center - half)), sin(min(.pi / 2, center + half)))
    return ShareInterval(low: low * low, high: high * high)
  }

  /// Clopper and Pearson's interval of as many people as the design is worth.
  ///
  /// ```text
  /// n* = p(1-p)/se² * (t of n - 1 degrees / t of the design's degrees)²
  /// ```
  ///
  /// - Parameters:
  ///   - share: p, 0...1.
  ///   - standardError: that of the share; 0 at a share of 0 or 1.
  ///   - count: n, the people in the sample, 2 or more.
  ///   - degreesOfFreedom: those of the design, above 0.
  ///   - effectiveCount: what n is worth, n over its design effect; used where the standard error
  ///     is 0, as at a share of 0 or 1.
  ///   - level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: the interval.
  ///
  /// Source: Korn and Graubard (1998), Confidence intervals for proportions with small expected
  /// number of positive counts estimated from survey data.
  public static func kornGraubard(
    share: Double, standardError: Double, count: Int, degreesOfFreedom: Double,
    effectiveCount: Double, level: Double = 0.95
  ) -> ShareInterval {
    check(share, level)
    precondition(
      count >= 2 && standardError >= 0 && standardError.isFinite,
      "a sample of \(count), a standard error of \(standardError)")
    let tail = (1 - level) / 2
    // A share fitted to a margin has a standard error of rounding noise: it says nothing.
    let isKnown = standardError < 1e-9 || share == 0 || share == 1
    let worth =
      isKnown ? effectiveCount : share * (1 - share) / (standardError * standardError)
    let ratio =
      StudentT.quantile(tail, degreesOfFreedom: Double(count - 1))
      / StudentT.quantile(tail, degreesOfFreedom: degreesOfFreedom)
    let people = worth * ratio * ratio
    return clopperPearson(successes: people * share, count: people, level: level)
  }

  // MARK: - Steps

  private static func check(_ share: Double, _ level: Double) {
    precondition(share >= 0 && share <= 1, "a share of \(share)")
    precondition(level > 0 && level < 1, "a level of \(level)")
  }
}
