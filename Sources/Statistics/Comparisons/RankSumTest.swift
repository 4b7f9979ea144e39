internal import NumericCore

/// Two groups of people, each drawn one by one with equal weights: whether the numbers of one tend
/// to be larger than those of the other, by their ranks alone.
///
/// Wilcoxon's test, which is Mann and Whitney's: the probability is the normal one, corrected for
/// ties and for continuity. With fewer than about 10 people a group it is a rough one.
///
/// ```text
/// W  = rank sum of the first - n1 (n1 + 1) / 2        pairs in which the first is the larger one
/// s² = n1 n2 (n + 1) / 12 (1 - Σ (t³ - t) / (n³ - n)),   z = (|W - n1 n2 / 2| - 1/2) / s
/// ```
///
/// Source: Wilcoxon (1945), Individual comparisons by ranking methods; Mann and Whitney (1947), On
/// a test of whether one of two random variables is stochastically larger than the other.
public struct RankSumTest: Sendable, Equatable {
  /// W, the pairs in which the number of the first group is the larger one; ties count half.
  public let w: Double
  /// W - n1 n2 / 2, moved half a step to 0, in standard errors.
  public let z: Double

  /// Takes two groups.
  ///
  /// - Parameters:
  ///   - first: the numbers of the first group, infinite ones allowed.
  ///   - second: the numbers of the second group; the test is `nil` where a group is empty, all
  ///     numbers are equal, or one is not a number.
  public init?(_ first: [Double], _ second: [Double]) {
    guard !first.isEmpty, !second.isEmpty, let ranked = MidRanks(first + second),
      ranked.tiedShare < 1
    else { return nil }
    let (one, other) = (Double(first.count), Double(second.count))
    w = ranked.ranks.prefix(first.count).reduce(0, +) - one * (one + 1) / 2
    let variance = one * other * (one + other + 1) / 12 * (1 - ranked.tiedShare)
    let distance = w - one * other / 2
    let moved = max(0, abs(distance) - 0.5)
    z = (distance < 0 ? -moved : moved) / variance.squareRoot()
  }

  /// How often chance alone makes a difference as large either way, 0...1.
  public var p: Double { min(1, 2 * Normal.upperTail(abs(z))) }
}
