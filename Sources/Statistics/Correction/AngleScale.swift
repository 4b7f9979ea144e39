#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Shares as angles, on which their sampling variance hardly depends on the share itself.
///
/// ```text
/// θ = asin √((m p + 3/8) / (m + 3/4)),   m = (100 p (1 - p) r / V + 1) / r
/// Var θ = ν/(ν - 2) / (4 m + 2)
/// ```
///
/// p is a part of a score over 10, V its design variance, and m the number of coin tosses as
/// exact as p: n in a simple sample of top boxes, n over the design effect in other designs,
/// more than n for means of ratings. r is what the draw from a finite population leaves of the
/// variance: of everybody asked nothing. V is itself estimated, with ν degrees of freedom; what
/// is standardised by it has Student's t distribution, with variance ν/(ν - 2).
///
/// Source: Anscombe (1948), The transformation of Poisson, binomial and negative-binomial data;
/// Johnson, Kotz and Balakrishnan (1995), Continuous Univariate Distributions, chapter 28.
enum AngleScale {
  /// How many rows the mean correlation of all outcomes is worth against an outcome's own.
  static let pooledCorrelationCount = 100.0
  /// Largest correlation of the errors of two angles.
  static let largestCorrelation = 0.95
  /// Least r: errors stay above 0, though too small to be seen in any score.
  static let leastFiniteFactor = 1e-14

  /// The angles of some outcomes with the covariance of their errors.
  ///
  /// Correlations of a few dozen rows are noisy, and missing where a part does not vary: each is
  /// drawn to the mean of those there are, `(k r + 100 mean) / (k + 100)`.
  ///
  /// - Parameter group: the scored outcomes, J of them.
  /// - Returns: J estimates of (importance, satisfaction), in radians.
  static func angles(_ group: ScoredGroup) -> [AngleEstimate] {
    let own = group.scores.map(correlation)
    let known = own.compactMap { $0 }
    let pooled = known.reduce(0, +) / Double(max(1, known.count))
    return group.scores.indices.map { index in
      let (score, count) = (group.scores[index], group.effectiveCounts[index])
      let weight = own[index] == nil ? 0 : count / (count + pooledCorrelationCount)
      let shrunk = weight * (own[index] ?? 0) + (1 - weight) * pooled
      return angles(
        score, count: count,
        correlation: min(max(shrunk, -largestCorrelation), largestCorrelation),
        shared: group.shared)
    }
  }

  // MARK: - Steps

  private static func correlation(_ score: PairScore) -> Double? {
    let product = score.firstVariance * score.secondVariance
    return product > 1e-18 ? score.covariance / product.squareRoot() : nil
  }

  private static func angles(
    _ score: PairScore, count: Double, correlation: Double, shared: SharedError
  ) -> AngleEstimate {
    let shares = (share(score.first), share(score.second))
    let rest = max(shared.finiteFactor, leastFiniteFactor)
    let sizes = SIMD2(
      tossCount(shares.0, variance: score.firstVariance, count: count, rest: rest),
      tossCount(shares.1, variance: score.secondVariance, count: count, rest: rest))
    let degrees = Double(score.degreesOfFreedom)
    let variances = degrees / (degrees - 2) / (4 * sizes + 2)
    let product = (variances.x * variances.y).squareRoot()
    return AngleEstimate(
      mean: SIMD2(angle(shares.0, sizes.x), angle(shares.1, sizes.y)),
      error: TwoByTwo(variances: variances, covariance: correlation * product),
      common: TwoByTwo(
        variances: variances * SIMD2(shared.first, shared.second),
        covariance: shared.cross * product))
  }

  /// Rounding may leave a part a hair outside 0...10.
  private static func share(_ part: Double) -> Double { min(max(part / 10, 0), 1) }

  /// m; where nothing varies, Kish's effective number. But for the finite population never beyond
  /// ten times that number either way, for a variance of few rows may be close to 0.
  private static func tossCount(
    _ share: Double, variance: Double, count: Double, rest: Double
  ) -> Double {
    let spread = share * (1 - share)
    let varies = spread > 1e-9 && variance > 1e-12 * rest
    let tosses = varies ? 100 * spread * rest / variance + 1 : count
    return min(max(tosses, count / 10), 10 * count) / rest
  }

  private static func angle(_ share: Double, _ size: Double) -> Double {
    asin(((size * share + 0.375) / (size + 0.75)).squareRoot())
  }
}
