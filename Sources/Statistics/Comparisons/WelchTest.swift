/// Two groups of people, each drawn one by one with equal weights: whether their means differ, and
/// by how many standard deviations.
///
/// Use `unequal`, which needs no equal variances. With weights or clusters use `DifferenceTest`.
public struct WelchTest: Sendable, Equatable {
  /// The first group.
  public let first: Moments
  /// The second group.
  public let second: Moments

  /// Takes two groups.
  ///
  /// - Parameters:
  ///   - first: the numbers of the first group.
  ///   - second: the numbers of the second group; the test is `nil` where a group has fewer than 2
  ///     numbers, or moments that are `nil`.
  public init?(_ first: [Double], _ second: [Double]) {
    guard let first = Moments(first), let second = Moments(second) else { return nil }
    guard first.count > 1, second.count > 1 else { return nil }
    (self.first, self.second) = (first, second)
  }

  /// Mean of the first group minus mean of the second.
  public var difference: Double { first.distance(from: second) }

  /// Welch's test: each group has its own variance. Without any spread its t, p and interval are
  /// `nil` and its degrees of freedom 0.
  ///
  /// ```text
  /// variance = v1 + v2,  v = s²/n      df = (v1 + v2)² / (v1²/(n1 - 1) + v2²/(n2 - 1))
  /// ```
  ///
  /// Source: Welch (1947), The generalization of 'Student's' problem; Satterthwaite (1946), An
  /// approximate distribution of estimates of variance components.
  public var unequal: DifferenceTest {
    let (one, other) = (first.squaredError, second.squaredError)
    guard one + other > 0 else {
      return DifferenceTest(difference: difference, variance: 0, degreesOfFreedom: 0)
    }
    // By the share of the first group: squares of variances could leave the range of a Double.
    let share = one / (one + other)
    let degrees =
      1
      / (share * share / Double(first.count - 1)
        + (1 - share) * (1 - share) / Double(second.count - 1))
    return DifferenceTest(
      difference: difference, variance: one + other, degreesOfFreedom: degrees)
  }

  /// Student's test: both groups have the same variance. Without any spread its t and p are `nil`.
  ///
  /// Source: Student (1908), The probable error of a mean.
  public var pooled: DifferenceTest {
    let scale = 1 / Double(first.count) + 1 / Double(second.count)
    return DifferenceTest(
      difference: difference, variance: pooledVariance * scale, degreesOfFreedom: pooledDegrees)
  }

  /// The difference in pooled standard deviations; `nil` without any spread.
  ///
  /// Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, chapter 2.
  public var cohensD: Double? {
    pooledVariance > 0 ? difference / pooledVariance.squareRoot() : nil
  }

  /// `cohensD` without most of its bias in small groups, by 1 - 3 / (4 n - 9) with n the people of
  /// both groups; `nil` without any spread.
  ///
  /// Source: Hedges (1981), Distribution theory for Glass's estimator of effect size.
  public var hedgesG: Double? {
    cohensD.map { $0 * (1 - 3 / (4 * Double(first.count + second.count) - 9)) }
  }

  // MARK: - Steps

  private var pooledDegrees: Double { Double(first.count + second.count - 2) }

  private var pooledVariance: Double {
    (first.sumOfSquares + second.sumOfSquares) / pooledDegrees
  }
}

extension Moments {
  /// The squared standard error of the mean; 0 for one number.
  fileprivate var squaredError: Double { (variance ?? 0) / Double(count) }
}
