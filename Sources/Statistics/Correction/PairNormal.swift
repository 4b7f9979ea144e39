internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// A normal distribution of an outcome's two values, importance and satisfaction: what is known
/// about their true values, as angles or in points.
struct PairNormal: Sendable, Equatable {
  /// The means of importance and satisfaction.
  var mean: SIMD2<Double>
  /// Their covariance; the variances stand in the diagonal.
  var covariance: TwoByTwo

  /// Smallest variance of a combination: below it a probability is a step.
  static let leastVariance = 1e-12
  /// Less than that comes of rounding: the combination is known.
  private static let knownDeviation = 2e-6

  /// The combination `a first + b second`.
  ///
  /// - Parameters:
  ///   - first: a.
  ///   - second: b.
  /// - Returns: its mean and its standard deviation, at least 1e-6.
  func combination(_ first: Double, _ second: Double) -> (mean: Double, deviation: Double) {
    let gradient = SIMD2(first, second)
    let variance = (gradient * (covariance * gradient)).sum()
    return ((gradient * mean).sum(), max(variance, PairNormal.leastVariance).squareRoot())
  }

  /// Angles taken back to points of 0...10: the exact mean and covariance of `10 sin²`.
  ///
  /// ```text
  /// mean = 5 (1 - e^(-2A) cos 2a)
  /// var  = 25 r (r/2 + (1 - r) sin² 2a),   r = 1 - e^(-4A)
  /// cov  = 25 e^(-2A-2B) (2 sinh²(2C) cos 2a cos 2b + sinh(4C) sin 2a sin 2b)
  /// ```
  ///
  /// for means a, b, variances A, B and the covariance C: from the characteristic function of
  /// the normal distribution, written so that nothing is lost near 0 and 10.
  var points: PairNormal {
    let (a, b) = (2 * mean.x, 2 * mean.y)
    let (first, second) = (covariance.left.x, covariance.right.y)
    let (damping, cross) = (SIMD2(exp(-2 * first), exp(-2 * second)), covariance.left.y)
    let cosines = SIMD2(cos(a), cos(b))
    let sines = SIMD2(sin(a), sin(b))
    let rest = SIMD2(-expm1(-4 * first), -expm1(-4 * second))
    let half = sinh(2 * cross)
    return PairNormal(
      mean: 5 * (1 - damping * cosines),
      covariance: TwoByTwo(
        variances: 25 * rest * (rest / 2 + (1 - rest) * sines * sines),
        covariance: 25 * damping.x * damping.y
          * (2 * half * half * cosines.x * cosines.y + sinh(4 * cross) * sines.x * sines.y)))
  }

  /// The mean and the standard deviation of `max(I, 2 I - S)`.
  ///
  /// Source: Clark (1961), The greatest of a finite set of random variables.
  var score: (mean: Double, deviation: Double) {
    let (floor, above, gap) = (combination(1, 0), combination(2, -1), combination(1, -1))
    let ratio = gap.mean / gap.deviation
    let (share, rest) = (Normal.cumulative(ratio), Normal.upperTail(ratio))
    let edge = gap.deviation * Normal.density(ratio)
    let mean = floor.mean + gap.mean * share + edge
    // Second moments about the mean itself: a difference of squares would lose digits.
    let (low, high) = (floor.mean - mean, above.mean - mean)
    let variance =
      (high * high + above.deviation * above.deviation) * share
      + (low * low + floor.deviation * floor.deviation) * rest + (high + low) * edge
    return (mean, max(0, variance).squareRoot())
  }

  /// The probability of a score at or above a cut of 10 or more: as I is at most 10, the score
  /// reaches such a cut exactly where `2 I - S` does.
  ///
  /// A known score that stands on a cut has reached it.
  func exceedance(_ cut: Double) -> Double {
    let above = combination(2, -1)
    if above.deviation < PairNormal.knownDeviation { return above.mean > cut - 1e-6 ? 1 : 0 }
    return Normal.cumulative((above.mean - cut) / above.deviation)
  }

  /// The probability of a satisfaction above importance.
  var overserved: Double {
    let gap = combination(1, -1)
    if gap.deviation < PairNormal.knownDeviation { return gap.mean < -1e-6 ? 1 : 0 }
    return Normal.cumulative(-gap.mean / gap.deviation)
  }

  /// The probability of table stakes: both at least 7.5, no gap below 0, a score below 10.
  ///
  /// ```text
  /// ∫ f(s) [Φ((5 + s/2 - i(s)) / τ) - Φ((s - i(s)) / τ)] ds,   s = 7.5 ... 10
  /// ```
  ///
  /// f is the density of satisfaction, i(s) and τ are the mean and the standard deviation of
  /// importance given satisfaction.
  var tableStakes: Double {
    let variance = max(covariance.right.y, PairNormal.leastVariance)
    let (deviation, slope) = (variance.squareRoot(), covariance.left.y / variance)
    let spread = max(covariance.left.x - slope * covariance.left.y, PairNormal.leastVariance)
      .squareRoot()
    let low = min(max((7.5 - mean.y) / deviation, -8), 8)
    let high = min(max((10 - mean.y) / deviation, -8), 8)
    return GaussLegendre.integral(from: low, to: high) { z in
      let satisfaction = mean.y + deviation * z
      let importance = mean.x + slope * deviation * z
      let below = Normal.cumulative((5 + satisfaction / 2 - importance) / spread)
      let under = Normal.cumulative((satisfaction - importance) / spread)
      return Normal.density(z) * max(0, below - under)
    }
  }
}
