internal import NumericCore

/// The score `first + max(first - second, 0)` of two means, or without the floor
/// `2 first - second`, with its standard error and interval.
///
/// With the floor the score is the larger of two linear statistics, `first` and
/// `2 first - second`. It has no derivative where they are equal; there the delta method and
/// bootstrap percentiles miss their coverage, and this interval, the larger of the two lower and
/// of the two upper bounds, keeps it:
///
/// ```text
/// [max(L1 - t se1, L2 - t se2), max(L1 + t se1, L2 + t se2)]    L1 = first, L2 = 2 first - second
/// ```
public struct PairScore: Sendable, Equatable {
  /// A linear combination of the two means.
  public struct Gradient: Sendable, Equatable {
    /// The coefficient of the first mean.
    public var first: Double
    /// The coefficient of the second mean.
    public var second: Double

    /// Where the floor holds: the first mean alone.
    public static let floor = Gradient(first: 1, second: 0)
    /// Above the floor: the gap is added.
    public static let above = Gradient(first: 2, second: -1)
    /// The first mean less the second.
    public static let gap = Gradient(first: 1, second: -1)
  }

  /// The first mean.
  public let first: Double
  /// The second mean.
  public let second: Double
  /// The design variances of the two means, and their covariance.
  public let firstVariance: Double
  /// The variance of the second mean.
  public let secondVariance: Double
  /// The covariance of the two means.
  public let covariance: Double
  /// Those of the design; without any there is no interval.
  public let degreesOfFreedom: Int
  /// Whether a gap below 0 counts as 0.
  public let isFloored: Bool

  /// - Parameters:
  ///   - means: of the first and the second value.
  ///   - variances: of the two means.
  ///   - covariance: of the two means.
  ///   - degreesOfFreedom: those of the design, 0 or more.
  ///   - isFloored: whether a gap below 0 counts as 0.
  public init(
    means: (Double, Double), variances: (Double, Double), covariance: Double,
    degreesOfFreedom: Int, isFloored: Bool = true
  ) {
    (first, second) = means
    (firstVariance, secondVariance) = variances
    self.covariance = covariance
    self.degreesOfFreedom = degreesOfFreedom
    self.isFloored = isFloored
  }

  /// The first mean less the second.
  public var gap: Double { first - second }

  /// The score.
  public var value: Double { usesGap ? first + gap : first }

  /// The gradient that holds at the estimate.
  public var gradient: Gradient { usesGap ? .above : .floor }

  /// The delta method's standard error of the score.
  public var standardError: Double { standardError(gradient) }

  /// The gap in standard errors; `nil` where it has none.
  public var gapInErrors: Double? {
    let error = standardError(.gap)
    return error > 0 ? gap / error : nil
  }

  /// Whether the two means cannot be told apart: their gap is under two standard errors.
  public var isGapUnclear: Bool { gapInErrors.map { abs($0) < 2 } ?? true }

  /// The gradients that may hold in the population: both where the gap is unclear.
  public var possibleGradients: [Gradient] {
    isFloored && isGapUnclear ? [.floor, .above] : [gradient]
  }

  /// The gradients with the probability that each holds, by the gap and its standard error.
  var likelyGradients: [(gradient: Gradient, probability: Double)] {
    guard isFloored, let gapInErrors else { return [(gradient, 1)] }
    let above = Normal.cumulative(gapInErrors)
    return [(.above, above), (.floor, 1 - above)]
  }

  /// The standard error of a combination of the two means.
  public func standardError(_ gradient: Gradient) -> Double {
    let (a, b) = (gradient.first, gradient.second)
    let variance = a * a * firstVariance + b * b * secondVariance + 2 * a * b * covariance
    // Perfect correlation can leave a rounding error below zero.
    return max(0, variance).squareRoot()
  }

  /// The interval of the score.
  ///
  /// - Parameter level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: its bounds; `nil` without a degree of freedom.
  public func interval(level: Double = 0.95) -> (low: Double, high: Double)? {
    guard degreesOfFreedom > 0 else { return nil }
    let t = StudentT.upperQuantile(
      (1 - level) / 2, degreesOfFreedom: Double(degreesOfFreedom))
    let (middle, half) = (first + gap, t * standardError(.above))
    guard isFloored else { return (middle - half, middle + half) }
    let halfOfFirst = t * standardError(.floor)
    return (max(first - halfOfFirst, middle - half), max(first + halfOfFirst, middle + half))
  }

  private var usesGap: Bool { !isFloored || gap > 0 }
}
