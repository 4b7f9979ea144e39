internal import NumericCore

/// Several groups of people, each drawn one by one with equal weights and with a variance of its
/// own: whether their means differ.
///
/// ```text
/// w = n / s²,   M = Σ w m / Σ w,   h = Σ (1 - w / Σ w)² / (n - 1) / (k² - 1)
/// F = Σ w (m - M)² / (k - 1) / (1 + 2 (k - 2) h)   with k - 1 and 1 / (3 h) degrees of freedom
/// ```
///
/// Source: Welch (1951), On the comparison of several mean values: an alternative approach.
public struct WelchAnalysisOfVariance: Sendable, Equatable {
  /// Welch's F, 0 or more.
  public let f: Double
  /// k - 1.
  public let degreesBetween: Int
  /// 1 / (3 h), above 0; mostly fractional.
  public let degreesWithin: Double

  /// Takes the groups.
  ///
  /// - Parameter values: the numbers of each group; the analysis is `nil` for fewer than 2 groups,
  ///   a group of fewer than 2 numbers or without spread, numbers or an F that are not finite, and
  ///   variances of which one is beyond 1e300 times another.
  public init?(_ values: [[Double]]) {
    let groups = values.compactMap(Moments.init).filter { $0.sumOfSquares > 0 }
    guard groups.count == values.count, groups.count > 1 else { return nil }
    let errors = groups.map { $0.sumOfSquares / Double($0.count - 1) / Double($0.count) }
    // Weights in units of the least squared error, which lets none of them leave the range.
    let unit = errors.reduce(.infinity, min)
    let weights = errors.map { unit / $0 }
    let total = weights.reduce(0, +)
    guard total.isFinite, weights.allSatisfy({ $0 > 0 }) else { return nil }
    let spread = Moments.sumOfSquares(between: groups, weights: weights)
    let count = Double(groups.count)
    let h =
      zip(weights, groups).compensatedSum { weight, group in
        (1 - weight / total) * (1 - weight / total) / Double(group.count - 1)
      } / (count * count - 1)
    f = spread / unit / (count - 1) / (1 + 2 * (count - 2) * h)
    (degreesBetween, degreesWithin) = (groups.count - 1, 1 / (3 * h))
    guard f.isFinite, degreesWithin.isFinite else { return nil }
  }

  /// How often chance alone makes so large an F, 0...1.
  public var p: Double {
    FDistribution.upperTail(f, numerator: Double(degreesBetween), denominator: degreesWithin)
  }
}
