internal import NumericCore

/// How two domains of the same rows differ in a pair score.
public struct PairComparison: Sendable, Equatable {
  /// The scores' difference with the delta method's error: too sure of itself near the kink.
  public let plain: DifferenceTest
  /// The scores' difference with the largest error of all gradients that may hold: its size stays
  /// at or below its level. The default for "the score differs". Of pooled shares the error is
  /// never less than where both domains are the same.
  public let guarded: DifferenceTest
  /// The difference of the first means; of pooled shares with the variance of equal shares.
  public let first: DifferenceTest
  /// The difference of the second means, alike.
  public let second: DifferenceTest
  /// Wald's F of "both means are equal", on 2 and ν - 1 degrees; `nil` where the covariance of
  /// the differences is singular. The default for "the needs differ".
  public let f: Double?
  /// Those of the tests of the means.
  private let degreesOfFreedom: Double

  /// The p-value of `f`; `nil` with it, or with fewer than 2 degrees of freedom.
  public var p: Double? {
    guard let f, degreesOfFreedom > 1 else { return nil }
    return FDistribution.upperTail(f, numerator: 2, denominator: degreesOfFreedom - 1)
  }

  /// Compares two domains.
  ///
  /// - Parameters:
  ///   - left: the score of the domain `leftDomain` of the covariance.
  ///   - leftDomain: its position.
  ///   - right: the score that is subtracted.
  ///   - rightDomain: its position.
  ///   - covariance: of all domains' means together: what they share is in it.
  ///   - degreesOfFreedom: those of the design in the smaller domain: it decides how well the
  ///     variance is known. With those of both together the size of the tests is .08 instead of
  ///     .05 for 40 rows against 800.
  ///   - isPooled: whether means that are shares have the variance of equal shares: see
  ///     `EqualShares`. `f` has it in full, D V D with the roots of the ratios; `plain` never.
  public init(
    _ left: PairScore, _ leftDomain: Int, _ right: PairScore, _ rightDomain: Int,
    covariance: PairCovariance, degreesOfFreedom: Int, isPooled: Bool = false
  ) {
    let equal = isPooled ? covariance.equalShares(leftDomain, rightDomain) : (.none, .none)
    func variance(
      _ a: PairScore.Gradient, _ b: PairScore.Gradient, _ first: EqualShares = .none,
      _ second: EqualShares = .none
    ) -> Double {
      let (x, y) = (first.ratio.squareRoot(), second.ratio.squareRoot())
      let terms: PairCombination = [
        (leftDomain, x * a.first, y * a.second), (rightDomain, -x * b.first, -y * b.second),
      ]
      return covariance.covariance(terms, terms)
        + max(a.first * a.first, b.first * b.first) * first.added
        + max(a.second * a.second, b.second * b.second) * second.added
    }
    let degrees = Double(degreesOfFreedom)
    let difference = left.value - right.value
    plain = DifferenceTest(
      difference: difference, variance: variance(left.gradient, right.gradient),
      degreesOfFreedom: degrees)
    let variances = left.possibleGradients.flatMap { a in
      right.possibleGradients.map { variance(a, $0, equal.0.raised, equal.1.raised) }
    }
    guarded = DifferenceTest(
      difference: difference, variance: variances.max() ?? 0, degreesOfFreedom: degrees)
    // The smaller side's degrees stand for what a variance of its own is worth.
    let own = (isPooled ? covariance.pooledDegrees(leftDomain, rightDomain) : nil).map {
      Double($0)
    }
    let meanDegrees = own ?? degrees
    self.degreesOfFreedom = meanDegrees
    let ones: PairCombination = [(leftDomain, 1, 0), (rightDomain, -1, 0)]
    let twos: PairCombination = [(leftDomain, 0, 1), (rightDomain, 0, -1)]
    let a = equal.0.variance(covariance.covariance(ones, ones))
    let b = equal.1.variance(covariance.covariance(twos, twos))
    first = DifferenceTest(
      difference: left.first - right.first, variance: a, degreesOfFreedom: meanDegrees)
    second = DifferenceTest(
      difference: left.second - right.second, variance: b, degreesOfFreedom: meanDegrees)
    f = PairComparison.wald(
      (first.difference, second.difference), a, b,
      (equal.0.ratio * equal.1.ratio).squareRoot() * covariance.covariance(ones, twos)
    ).map { $0 / 2 * (meanDegrees - 1) / meanDegrees }
  }

  /// d' V^-1 d of two differences.
  private static func wald(
    _ differences: (Double, Double), _ a: Double, _ b: Double, _ c: Double
  ) -> Double? {
    let (x, y) = differences
    let determinant = a * b - c * c
    // A correlation of 1 leaves nothing but rounding.
    guard a > 0, b > 0, determinant > 1e-12 * a * b else { return nil }
    return (b * x * x - 2 * c * x * y + a * y * y) / determinant
  }
}
