/// The variance of the difference of two shares as it is where both shares are the same.
///
/// Each side's own p (1 - p) / n is far too small where nearly all of few rows say the same: of
/// thirty rows at a true share of .95 every fifth sample has p = 1 and no variance at all. The
/// test of "both are the same" may use what follows from that: one share for both sides. The
/// design variance is multiplied by what the pooled share changes in simple draws, so that the
/// effects of weights and clusters stay in it.
///
/// ```text
/// ratio = p (1 - p) (1/n1 + 1/n2) / (p1 (1 - p1)/n1 + p2 (1 - p2)/n2)
/// p = (n1 p1 + n2 p2) / (n1 + n2)
/// ```
///
/// Source: the score test of two binomial shares; n are effective numbers of rows.
public struct EqualShares: Sendable, Equatable {
  /// One side of the difference.
  public struct Side: Sendable, Equatable {
    /// The share, 0...1.
    public var share: Double
    /// Kish's effective number of rows under it.
    public var effectiveCount: Double

    /// One side of a difference; see the members.
    public init(share: Double, effectiveCount: Double) {
      (self.share, self.effectiveCount) = (share, effectiveCount)
    }

    fileprivate var variance: Double { share * (1 - share) / effectiveCount }
  }

  /// What the design variance is multiplied by.
  public let ratio: Double
  /// What comes on top of it: the variance of simple draws where neither side has any.
  public let added: Double

  /// Where nothing is pooled.
  public static let none = EqualShares(ratio: 1, added: 0)

  /// - Parameters:
  ///   - left: one side.
  ///   - right: the other; without rows on either side nothing is pooled.
  public init(_ left: Side, _ right: Side) {
    let (first, second) = (left.effectiveCount, right.effectiveCount)
    guard first > 0, second > 0 else {
      self = .none
      return
    }
    let pooled = (first * left.share + second * right.share) / (first + second)
    let equal = max(0, pooled * (1 - pooled)) * (1 / first + 1 / second)
    let own = left.variance + right.variance
    self.init(ratio: own > 0 ? equal / own : 1, added: own > 0 ? 0 : equal)
  }

  private init(ratio: Double, added: Double) {
    (self.ratio, self.added) = (ratio, added)
  }

  /// The same for shares that are multiplied by a factor.
  func scaled(by factor: Double) -> EqualShares {
    EqualShares(ratio: ratio, added: factor * factor * added)
  }

  /// Never less than the design's own variance: for an interval beside the test.
  public var raised: EqualShares { EqualShares(ratio: max(1, ratio), added: added) }

  /// The variance of the difference where both shares are the same.
  ///
  /// - Parameter design: its design variance.
  /// - Returns: the design variance times `ratio`, and `added`.
  public func variance(_ design: Double) -> Double { ratio * design + added }
}
