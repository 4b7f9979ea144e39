internal import NumericCore

/// The bootstrap of one pair of values of rows drawn one by one: replicates are drawn as counts of
/// the kinds of rows, not row by row.
///
/// Use it for a single pair, or to measure the bootstrap itself; `ReplicateWeights` draws all pairs
/// of the same rows together. Replicate b draws from the stream (seed, `multinomial bootstrap`, b)
/// alone.
///
/// Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 6; Rao and Wu
/// (1988), Resampling inference with complex survey data, for n - 1 draws.
public struct MultinomialBootstrap: Sendable {
  /// By replicate, the sums of the points of the first (x) and the second value (y).
  public let sums: [SIMD2<Int>]
  /// m, the rows of each replicate.
  public let drawCount: Int
  /// What a point is worth.
  public let factor: Double

  /// Draws the replicates.
  ///
  /// - Parameters:
  ///   - table: the joint table of the rows; those with both values are drawn from, each as often
  ///     as any other whatever its weight.
  ///   - rule: what the codes are worth.
  ///   - drawCount: m, 1 or more: n for the usual bootstrap; n - 1 makes up for the variance that
  ///     it lacks.
  ///   - count: B, the number of replicates.
  ///   - seed: every draw hangs on it.
  /// - Complexity: O(B · kinds of rows).
  public init?(_ table: JointTable, rule: PairRule, drawCount: Int, count: Int, seed: UInt64) {
    precondition(drawCount > 0, "\(drawCount) draws")
    let pairs = PointPairs(table, rule: rule)
    guard !pairs.counts.isEmpty else { return nil }
    let draws = MultinomialDraws(pairs.counts.map { Double($0) })
    sums = (0..<count).map { replicate in
      var stream = RandomStream(
        seed: seed, purpose: "multinomial bootstrap", index: UInt64(replicate))
      let counts = draws.counts(of: drawCount, &stream)
      return counts.indices.reduce(into: SIMD2(0, 0)) { sums, kind in
        sums &+= counts[kind] &* SIMD2(pairs.first[kind], pairs.second[kind])
      }
    }
    (self.drawCount, factor) = (drawCount, rule.factor)
  }

  /// By replicate, the means of the first and the second value.
  public var means: [(first: Double, second: Double)] {
    let scale = factor / Double(drawCount)
    return sums.map { (scale * Double($0.x), scale * Double($0.y)) }
  }
}
