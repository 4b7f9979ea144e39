internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How many respondents each wave needs so that a ratio of two shares is proved to reach a
/// threshold, and what a given number can prove. Use it before anybody is asked.
///
/// ```text
/// n = D ((1 - p0)/p0 + (1 - p1)/p1) ((z_.95 + z_power) / ln(r / c))²     p1 = r p0
/// ```
///
/// for two independent waves of the same size, the true ratio r, the threshold c of
/// `ImprovementTest` and the design effect D. From 40 % with r = 1.3 and c = 1.2 it takes 1,024 a
/// wave for a power of .5 and 2,339 for .8.
///
/// Source: Farrington and Manning (1990), Test statistics and sample size formulae for comparative
/// binomial trials with null hypothesis of non-zero risk difference or non-unity relative risk; on
/// the scale of logarithms.
public struct ImprovementSize: Sendable, Equatable {
  /// The largest number of respondents that is told.
  public static let most = 1_000_000_000

  /// p0, the share of the baseline, above 0 and below 1.
  public let baseline: Double
  /// c, above 0.
  public let threshold: Double
  /// D, what weights and clusters multiply the variances by, above 0.
  public let designEffect: Double

  /// - Parameters:
  ///   - baseline: the share of the baseline, above 0 and below 1.
  ///   - threshold: the ratio that is to be proved, above 0.
  ///   - designEffect: what weights and clusters multiply the variances by, above 0.
  public init(baseline: Double, threshold: Double = 1.2, designEffect: Double = 1) {
    precondition(
      baseline > 0 && baseline < 1 && threshold > 0 && designEffect > 0,
      "a share of \(baseline), a threshold of \(threshold), a design effect of \(designEffect)")
    (self.baseline, self.threshold, self.designEffect) = (baseline, threshold, designEffect)
  }

  /// The respondents that each wave needs.
  ///
  /// - Parameters:
  ///   - ratio: r, what is true.
  ///   - power: how often the lower bound shall reach the threshold, above 0.05 and below 1.
  /// - Returns: the number, rounded up; `nil` where the ratio is not above the threshold, would
  ///   need a share above 1, or takes more than `most`.
  public func respondents(ratio: Double, power: Double) -> Int? {
    guard ratio > threshold, let variance = unitVariance(ratio) else { return nil }
    return ImprovementSize.count(
      unitVariance: variance, excess: log(ratio / threshold), power: power)
  }

  /// How often the lower bound reaches the threshold.
  ///
  /// - Parameters:
  ///   - ratio: r, what is true, above 0.
  ///   - respondents: those of each wave, 1 or more.
  /// - Returns: 0...1; `nil` where the ratio would need a share above 1.
  public func power(ratio: Double, respondents: Int) -> Double? {
    guard ratio > 0, respondents > 0, let variance = unitVariance(ratio) else { return nil }
    let excess = log(ratio / threshold)
    return Normal.cumulative(
      excess / (variance / Double(respondents)).squareRoot()
        - Normal.quantile(ImprovementTest.level))
  }

  /// The smallest true ratio that is proved to reach the threshold.
  ///
  /// - Parameters:
  ///   - power: how often, above 0.05 and below 1.
  ///   - respondents: those of each wave, 1 or more.
  /// - Returns: the ratio; `nil` where not even a share of 1 is enough.
  /// - Complexity: some ten evaluations of the power.
  public func ratio(power: Double, respondents: Int) -> Double? {
    let highest = 1 / baseline
    func excess(_ ratio: Double) -> Double {
      (self.power(ratio: ratio, respondents: respondents) ?? 0) - power
    }
    guard highest > threshold, excess(highest) >= 0 else { return nil }
    let root = BracketedRoot.find(from: threshold, to: highest, excess)
    return root.hasConverged ? root.place : nil
  }

  // MARK: - Steps

  /// The variance of ln r with one respondent a wave; `nil` where the new share is above 1.
  private func unitVariance(_ ratio: Double) -> Double? {
    let new = ratio * baseline
    guard new <= 1 + 1e-12 else { return nil }
    return designEffect * ((1 - baseline) / baseline + max(0, 1 - new) / new)
  }

  /// The number of rows a side, rounded up; `nil` above `most`.
  static func count(unitVariance: Double, excess: Double, power: Double) -> Int? {
    precondition(power > 0.05 && power < 1, "a power of \(power)")
    let errors = (Normal.quantile(ImprovementTest.level) + Normal.quantile(power)) / excess
    let count = (unitVariance * errors * errors).rounded(.up)
    return count <= Double(most) ? max(1, Int(count)) : nil
  }
}
