internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How probable it is that the 95 % interval of a floored score, from n rows drawn one by one,
/// lies within one band.
///
/// Bounds are decided by `U = 2 I - S` at every cut. With Z its standardised estimate and R the
/// ratio of its estimated to its true error, the standardised bounds `Z ± t R` have, to the order
/// of 1/n, with skewness γ and kurtosis κ of one row's `2 i - s`,
///
/// ```text
/// mean ± t (1 - (κ + 3) / 8n),   variance 1 ± t γ/√n + t² (κ - 1) / 4n,   skewness γ/√n
/// ```
///
/// and hence an Edgeworth distribution of one term. The other part of the interval, `I ± t se`,
/// can only keep it from lying below 10.
///
/// In a clustered sample R varies with the sampling units, ν degrees of freedom, as well: as the
/// root of χ²/ν, with mean `1 - 1/4ν` and variance `1/2ν`, and t has ν degrees of freedom.
///
/// Source: Hall (1992), The Bootstrap and Edgeworth Expansion, chapter 2 (expansions); Johnson,
/// Kotz and Balakrishnan (1994), Continuous Univariate Distributions, chapter 18 (χ).
struct LeaveProbability {
  private let moments: PairMoments
  private let count: Double
  private let quantile: Double
  private let middle: Double
  private let variance: Double
  private let skewness: Double
  private let kurtosis: Double
  /// 1/ν of a clustered sample, otherwise 0.
  private let fewness: Double

  /// Where a standard normal distribution counts as ended.
  private static let end = 8.0

  /// - Parameters:
  ///   - moments: of single rows.
  ///   - count: n, 2 or more.
  ///   - degreesOfFreedom: ν of a clustered sample, 1 or more; `nil` where rows are the units.
  init(_ moments: PairMoments, count: Int, degreesOfFreedom: Int? = nil) {
    (self.moments, self.count) = (moments, Double(count))
    quantile = StudentT.upperQuantile(
      0.025, degreesOfFreedom: Double(degreesOfFreedom ?? count - 1))
    fewness = degreesOfFreedom.map { 1 / Double($0) } ?? 0
    middle = 2 * moments.first - moments.second
    variance = max(moments.aboveVariance, 1e-9)
    skewness = moments.aboveThird / (variance * variance.squareRoot())
    kurtosis = moments.aboveFourth / (variance * variance)
  }

  /// The probability, about 0...1.
  var value: Double {
    let between = [(10, 12), (12, 15), (15, nil)].reduce(0.0) { sum, band in
      sum + inside(from: band.0, to: band.1)
    }
    return between + below10
  }

  // MARK: - Steps

  /// The probability of a lower bound at or above `low` with an upper bound below `high`.
  private func inside(from low: Double, to high: Double?) -> Double {
    let reached = high.map { cumulative(standardised($0, upper: true)) } ?? 1
    return max(0, reached - cumulative(standardised(low, upper: false)))
  }

  /// The distance of a cut from the mean of a bound of U, in standard deviations of that bound.
  private func standardised(_ cut: Double, upper isUpper: Bool) -> Double {
    let t = isUpper ? quantile : -quantile
    let shift = t * (1 - (kurtosis + 3) / (8 * count) - fewness / 4)
    let spread =
      1 + t * skewness / count.squareRoot()
      + t * t * ((kurtosis - 1) / (4 * count) + fewness / 2)
    // Of few rows and strong skewness the expansion can fall to 0 and below.
    return ((cut - middle) * count.squareRoot() / variance.squareRoot() - shift)
      / max(spread, 0.05).squareRoot()
  }

  /// The Edgeworth distribution function.
  private func cumulative(_ value: Double) -> Double {
    let y = min(max(value, -LeaveProbability.end), LeaveProbability.end)
    let term = skewness / (6 * count.squareRoot()) * (y * y - 1) * Normal.density(y)
    return min(max(Normal.cumulative(y) - term, 0), 1)
  }

  /// The probability that both upper bounds are below 10.
  private var below10: Double {
    let share = min(max(moments.first / 10, 0), 1)
    let bound = standardised(10, upper: true)
    if share == 1 { return 0 }
    let low = cumulative(bound)
    guard share > 0, moments.firstVariance > 0 else { return low }
    let distance = distanceOfFirst(share)
    guard distance < 6, bound > -LeaveProbability.end else { return low }
    return low * jointly(bound, distance) / max(Normal.cumulative(bound), 1e-300)
  }

  /// How far the estimated share of I is below the largest with `I + t se < 10`, in standard
  /// deviations of its angle: that share is `m / (m + t²)`, `m = (n - 1) 100 p (1 - p) / var`.
  private func distanceOfFirst(_ share: Double) -> Double {
    let ratio = 100 * share * (1 - share) / moments.firstVariance
    let size = (count - 1) * ratio
    let largest = size / (size + quantile * quantile)
    return 2 * (count * ratio).squareRoot()
      * (asin(largest.squareRoot()) - asin(share.squareRoot()))
  }

  /// The probability that two correlated standard normal numbers are below their bounds.
  private func jointly(_ bound: Double, _ other: Double) -> Double {
    let raw = moments.covariance / (moments.firstVariance * variance).squareRoot()
    let correlation = min(max(raw, -0.999), 0.999)
    let rest = (1 - correlation * correlation).squareRoot()
    let high = min(bound, LeaveProbability.end)
    return GaussLegendre.integral(from: -LeaveProbability.end, to: high) { z in
      Normal.density(z) * Normal.cumulative((other - correlation * z) / rest)
    }
  }
}
