internal import NumericCore

/// How two domains of the same rows differ in a pair score.
public struct PairComparison: Sendable, Equatable {
  /// The scores' difference with the delta method's error: too sure of itself near the kink.
  public let plain: DifferenceTest
  /// The scores' difference with the largest error of all gradients that may hold: its size stays
  /// at or below its level. The default for "the score differs". Of pooled shares the error is
  /// never less than where both domains are the same.
  public let guarded: DifferenceTest
  /// The scores' difference with the error that is expected of the gradients, each by the
  /// probability that it is the one that holds (`PairScore.likelyGradients`). The default for
  /// intervals: near the kink the guarded error covers .975 to .99, the plain one .89 to .96, this
  /// one .93 to .975.
  public let averaged: DifferenceTest
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
    let sides = Sides(
      left, leftDomain, right, rightDomain, covariance: covariance,
      equal: isPooled ? covariance.equalShares(leftDomain, rightDomain) : (.none, .none))
    // The smaller side's degrees stand for what a variance of its own is worth.
    let pooledDegrees = isPooled ? covariance.pooledDegrees(leftDomain, rightDomain) : nil
    let meanDegrees = Double(pooledDegrees ?? degreesOfFreedom)
    plain = sides.plain(Double(degreesOfFreedom))
    guarded = sides.guarded(Double(degreesOfFreedom))
    averaged = sides.averaged(Double(degreesOfFreedom))
    (first, second, f) = sides.means(meanDegrees)
    self.degreesOfFreedom = meanDegrees
  }
}

// MARK: - Steps

/// Two domains side by side, with what their tests are made of.
private struct Sides {
  let left: PairScore
  let leftDomain: Int
  let right: PairScore
  let rightDomain: Int
  let covariance: PairCovariance
  /// Of the first and of the second means: what a pooled variance of equal shares takes.
  let equal: (EqualShares, EqualShares)

  init(
    _ left: PairScore, _ leftDomain: Int, _ right: PairScore, _ rightDomain: Int,
    covariance: PairCovariance, equal: (EqualShares, EqualShares)
  ) {
    (self.left, self.leftDomain) = (left, leftDomain)
    (self.right, self.rightDomain) = (right, rightDomain)
    (self.covariance, self.equal) = (covariance, equal)
  }

  /// The scores' difference with the delta method's error.
  func plain(_ degreesOfFreedom: Double) -> DifferenceTest {
    DifferenceTest(
      difference: left.value - right.value, variance: variance(left.gradient, right.gradient),
      degreesOfFreedom: degreesOfFreedom)
  }

  /// The scores' difference with the largest error of all gradients that may hold.
  func guarded(_ degreesOfFreedom: Double) -> DifferenceTest {
    let variances = left.possibleGradients.flatMap { a in
      right.possibleGradients.map { variance(a, $0, equal.0.raised, equal.1.raised) }
    }
    return DifferenceTest(
      difference: left.value - right.value, variance: variances.max() ?? 0,
      degreesOfFreedom: degreesOfFreedom)
  }

  /// The scores' difference with the error that is expected of the gradients.
  func averaged(_ degreesOfFreedom: Double) -> DifferenceTest {
    var variance = 0.0
    for a in left.likelyGradients {
      for b in right.likelyGradients {
        variance += a.probability * b.probability * self.variance(a.gradient, b.gradient)
      }
    }
    return DifferenceTest(
      difference: left.value - right.value, variance: variance, degreesOfFreedom: degreesOfFreedom)
  }

  /// The differences of both means, and Wald's F of both together.
  func means(_ degrees: Double) -> (first: DifferenceTest, second: DifferenceTest, f: Double?) {
    let ones: PairCombination = [(leftDomain, 1, 0), (rightDomain, -1, 0)]
    let twos: PairCombination = [(leftDomain, 0, 1), (rightDomain, 0, -1)]
    let a = equal.0.variance(covariance.covariance(ones, ones))
    let b = equal.1.variance(covariance.covariance(twos, twos))
    let c = (equal.0.ratio * equal.1.ratio).squareRoot() * covariance.covariance(ones, twos)
    let first = DifferenceTest(
      difference: left.first - right.first, variance: a, degreesOfFreedom: degrees)
    let second = DifferenceTest(
      difference: left.second - right.second, variance: b, degreesOfFreedom: degrees)
    let wald = Sides.wald((first.difference, second.difference), a, b, c)
    return (first, second, wald.map { $0 / 2 * (degrees - 1) / degrees })
  }

  /// The variance of the scores' difference by a pair of gradients.
  private func variance(
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
