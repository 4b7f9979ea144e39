internal import NumericCore

extension PairScore {
  /// The one-sided bounds of the score, .95 each: the cuts that `PairCutTest` just does not reject.
  ///
  /// The upper bound is the larger of those of the two parts, for a score is below a cut when both
  /// parts are. The lower one lies a little under theirs, for the larger of two estimates is too
  /// high where both parts are equal.
  ///
  /// - Returns: both; `nil` where `PairCutTest` can say nothing.
  ///
  /// Source: as for `PairCutTest`.
  public func oneSidedBounds() -> (low: Double, high: Double)? {
    let level = ImprovementTest.level
    guard let outer = interval(level: level), let inner = interval(level: 2 * level - 1),
      PairCutTest(self, cut: value).atLeastP != nil
    else { return nil }
    guard isFloored else { return inner }
    func excess(_ cut: Double) -> Double {
      (PairCutTest(self, cut: cut).atLeastP ?? 1) - (1 - level)
    }
    guard excess(inner.low) > 0, excess(outer.low) < 0 else { return inner }
    return (BracketedRoot.find(from: outer.low, to: inner.low, excess).place, inner.high)
  }
}
