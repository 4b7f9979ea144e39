internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How many times as large a new value is as a baseline, with one-sided bounds of the ratio.
///
/// Use it to say whether something is 20 or 30 percent better: two shares, two means or two rates
/// above 0, of independent groups or of rows that both sides share. The bounds are symmetric on the
/// scale of logarithms:
///
/// ```text
/// r = m1 / m0     SE² = V1/m1² + V0/m0² - 2 C/(m0 m1)     bounds = r exp(∓ t SE)
/// ```
///
/// with `t` the .95 quantile of Student's t. Where there is no ratio or no error, the result holds
/// the reason and no number.
///
/// Source: Katz, Baptista, Azen and Pike (1978), Obtaining confidence intervals for the risk ratio
/// in cohort studies; the covariance by the delta method.
public struct ImprovementTest: Sendable, Equatable {
  /// Two values with their design variances.
  public struct Values: Sendable, Equatable {
    /// m0.
    public var baseline: Double
    /// m1.
    public var new: Double
    /// V0, 0 or more.
    public var baselineVariance: Double
    /// V1, 0 or more.
    public var newVariance: Double
    /// C; 0 for independent groups.
    public var covariance: Double

    /// Two values; see the members.
    public init(
      baseline: Double, new: Double, baselineVariance: Double, newVariance: Double,
      covariance: Double = 0
    ) {
      (self.baseline, self.new) = (baseline, new)
      (self.baselineVariance, self.newVariance) = (baselineVariance, newVariance)
      self.covariance = covariance
    }
  }

  /// What the bounds say of a threshold.
  public enum Verdict: String, Sendable, CaseIterable {
    /// The lower bound is at the threshold or above.
    case met
    /// The upper bound is below the threshold.
    case notMet = "not met"
    /// The threshold lies between the bounds.
    case unproven
  }

  /// Why there are no numbers.
  public enum Refusal: String, Sendable, CaseIterable {
    case noBaseline = "the baseline is 0: there is no ratio"
    case nothingNew = "the new value is 0: its logarithm has no bounds"
    case noDegrees = "no degrees of freedom"
    case noSpread = "no spread: all answers of a side are alike"
    case noBounds = "the bounds lie beyond all numbers"
  }

  /// The .95 of each one-sided bound.
  public static let level = 0.95
  /// The upper bound at or below which nobody would switch.
  public static let switchingRatio = 1.05

  /// The two values.
  public let values: Values
  /// Those of the bounds; `nil` for many.
  public let degreesOfFreedom: Double?
  /// m1 / m0.
  public let ratio: Double?
  /// The standard error of ln r.
  public let logStandardError: Double?
  /// The one-sided lower bound of r.
  public let low: Double?
  /// The one-sided upper bound of r.
  public let high: Double?
  /// Why the four are `nil`.
  public let refusal: Refusal?

  /// - Parameters:
  ///   - values: the baseline and the new value, with their variances.
  ///   - degreesOfFreedom: those of the variances, any number; `nil` for many: the normal
  ///     distribution.
  public init(_ values: Values, degreesOfFreedom: Double? = nil) {
    self.values = values
    self.degreesOfFreedom = degreesOfFreedom
    guard let variance = ImprovementTest.logVariance(values),
      degreesOfFreedom.map({ $0 > 0 }) ?? true
    else {
      (ratio, logStandardError, low, high) = (nil, nil, nil, nil)
      refusal = ImprovementTest.refusal(values, degreesOfFreedom)
      return
    }
    let own = values.new / values.baseline
    let error = variance.squareRoot()
    let half = ImprovementTest.quantile(degreesOfFreedom) * error
    let (lower, upper) = (own * exp(-half), own * exp(half))
    guard own.isFinite, upper.isFinite else {
      (ratio, logStandardError, low, high) = (nil, nil, nil, nil)
      refusal = .noBounds
      return
    }
    (ratio, logStandardError, low, high) = (own, error, lower, upper)
    refusal = nil
  }

  /// What is proved of a threshold.
  ///
  /// - Parameter threshold: c, above 0: 1.2 for a fifth better.
  /// - Returns: the verdict; `nil` where there are no bounds.
  public func verdict(at threshold: Double) -> Verdict? {
    guard let low, let high else { return nil }
    return low >= threshold ? .met : high < threshold ? .notMet : .unproven
  }

  /// Whether the new value is at most 1.05 times the baseline, with 95 %; `nil` without bounds.
  public var wouldNotSwitch: Bool? { high.map { $0 <= ImprovementTest.switchingRatio } }

  /// How many rows on each side it takes until the lower bound reaches a threshold, were the ratio
  /// the one that was found and each further row worth what the rows there are worth.
  ///
  /// - Parameters:
  ///   - threshold: c, above 0.
  ///   - power: how often the bound shall reach it, above 0.05 and below 1.
  ///   - counts: the rows of the baseline and of the new value.
  /// - Returns: the number for each side, 1 or more; `nil` where the ratio found is not above the
  ///   threshold, or above `ImprovementSize.most`.
  public func neededCount(
    threshold: Double, power: Double, counts: (baseline: Int, new: Int)
  ) -> Int? {
    guard let ratio, ratio > threshold else { return nil }
    let (n, m) = (Double(counts.baseline), Double(counts.new))
    let unit =
      values.newVariance * m / (values.new * values.new)
      + values.baselineVariance * n / (values.baseline * values.baseline)
      - 2 * values.covariance * (n * m).squareRoot() / (values.new * values.baseline)
    return ImprovementSize.count(unitVariance: unit, excess: log(ratio / threshold), power: power)
  }

  // MARK: - Steps

  /// SE²; `nil` where there is none above 0.
  private static func logVariance(_ values: Values) -> Double? {
    guard values.baseline > 0, values.new > 0, values.baselineVariance > 0,
      values.newVariance > 0
    else { return nil }
    let variance =
      values.newVariance / (values.new * values.new)
      + values.baselineVariance / (values.baseline * values.baseline)
      - 2 * values.covariance / (values.baseline * values.new)
    return variance > 0 ? variance : nil
  }

  private static func refusal(_ values: Values, _ degrees: Double?) -> Refusal {
    if !(values.baseline > 0) { return .noBaseline }
    if !(values.new > 0) { return .nothingNew }
    return degrees.map { $0 > 0 } ?? true ? .noSpread : .noDegrees
  }

  /// The quantile of a one-sided bound.
  static func quantile(_ degreesOfFreedom: Double?) -> Double {
    degreesOfFreedom.map { StudentT.quantile(level, degreesOfFreedom: $0) }
      ?? Normal.quantile(level)
  }
}
