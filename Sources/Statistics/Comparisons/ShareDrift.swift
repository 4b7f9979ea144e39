internal import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far the answers to one question have moved between two groups of people.
///
/// Points that neither group uses are left out, k remain. `psi` is never exact at 0 people of a
/// point, so half a person is added to each point of both groups:
///
/// ```text
/// q = (n q' + 1/2) / (n + k/2),  p = (m p' + 1/2) / (m + k/2)
/// psi    = Σ (p - q) ln(p / q)                where nothing moves about (k - 1)(1/n + 1/m)
/// chi²   = Σ n (q' - c)² / c + m (p' - c)² / c,  c = (n q' + m p') / (n + m)
/// ```
///
/// n and m are effective numbers: of weighted people the test is approximate, and it knows nothing
/// of strata and sampling units.
///
/// Source: Siddiqi (2006), Credit Risk Scorecards, chapter 8 (psi: .1 and .25 are customary);
/// Yurdakul and Naranjo (2020), Statistical properties of the population stability index;
/// Kish (1965), Survey Sampling, section 11.7.
public struct ShareDrift: Sendable, Equatable {
  /// The population stability index, 0 or more.
  public let psi: Double
  /// What the index is on average where nothing moves.
  public let chancePSI: Double
  /// Pearson's statistic of homogeneity, on effective numbers.
  public let chiSquare: Double
  /// Its degrees of freedom, k - 1.
  public let degreesOfFreedom: Int
  /// The new mean less the old one in points, by Welch's test on effective numbers.
  public let shift: DifferenceTest

  /// Compares two groups.
  ///
  /// - Parameters:
  ///   - before: the older group.
  ///   - now: the newer group, over the same points; the drift is `nil` where a group is nobody.
  public init?(from before: PointShares, to now: PointShares) {
    precondition(before.shares.count == now.shares.count, "\(now.shares.count) points")
    let (n, m) = (before.effective, now.effective)
    guard n > 0, m > 0 else { return nil }
    let used = zip(before.shares, now.shares).filter { $0 > 0 || $1 > 0 }
    let points = Double(used.count)
    (degreesOfFreedom, chancePSI) = (used.count - 1, (points - 1) * (1 / n + 1 / m))
    psi = used.reduce(0) { sum, pair in
      let old = (n * pair.0 + 0.5) / (n + points / 2)
      let new = (m * pair.1 + 0.5) / (m + points / 2)
      return sum + (new - old) * log(new / old)
    }
    chiSquare = used.reduce(0) { sum, pair in
      let common = (n * pair.0 + m * pair.1) / (n + m)
      let (old, new) = (pair.0 - common, pair.1 - common)
      return sum + (n * old * old + m * new * new) / common
    }
    shift = ShareDrift.shift(before, now)
  }

  /// The probability of so large a `chiSquare` where nothing moves; `nil` for one point.
  public var p: Double? {
    degreesOfFreedom > 0
      ? ChiSquare.upperTail(chiSquare, degreesOfFreedom: Double(degreesOfFreedom)) : nil
  }

  /// How much of `psi` chance does not make, 0 or more.
  public var excess: Double { max(0, psi - chancePSI) }

  private static func shift(_ before: PointShares, _ now: PointShares) -> DifferenceTest {
    let difference = now.mean - before.mean
    let (one, other) = (before.variance / before.effective, now.variance / now.effective)
    guard before.effective > 1, now.effective > 1, one + other > 0 else {
      return DifferenceTest(difference: difference, variance: 0, degreesOfFreedom: 0)
    }
    let share = one / (one + other)
    let degrees =
      1
      / (share * share / (before.effective - 1)
        + (1 - share) * (1 - share) / (now.effective - 1))
    return DifferenceTest(
      difference: difference, variance: one + other, degreesOfFreedom: degrees)
  }
}
