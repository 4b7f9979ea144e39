/// How many rows it takes until a score's interval probably lies within one band.
///
/// Use it to tell whether a band that is still open is a matter of a few more rows or of a score
/// that stands at a cut.
public enum NeededCount {
  /// Fewer rows are never advised: their intervals are too rough.
  public static let least = 30
  /// More rows than this count as out of reach.
  public static let most = 100_000

  /// The smallest number of rows, of all rows and not only of further ones.
  ///
  /// - Parameters:
  ///   - moments: of single rows, as observed.
  ///   - designEffect: above 0; how many rows of the design are worth one drawn by itself.
  ///   - power: how probable the interval within one band shall be, above 0 and below 1.
  /// - Returns: the number, 30 or more times the design effect; `nil` for more than 100,000.
  /// - Complexity: about 25 evaluations of `LeaveProbability`.
  ///
  /// Source: as for `LeaveProbability`; Kish (1965), Survey Sampling, section 8.2.
  public static func count(
    _ moments: PairMoments, designEffect: Double = 1, power: Double = 0.8
  ) -> Int? {
    precondition(
      designEffect > 0 && designEffect < .infinity, "a design effect of \(designEffect)")
    guard let simple = simpleCount(moments, power: power) else { return nil }
    // A product that is whole but for rounding is not rounded up.
    let needed = (Double(simple) * designEffect - 1e-9).rounded(.up)
    return needed <= Double(most) ? Int(needed) : nil
  }

  // MARK: - Steps

  /// The number of rows drawn one by one: doubled until it is enough, then bisected.
  private static func simpleCount(_ moments: PairMoments, power: Double) -> Int? {
    func isEnough(_ count: Int) -> Bool {
      LeaveProbability(moments, count: count).value >= power
    }
    if isEnough(least) { return least }
    var (low, high) = (least, 2 * least)
    while !isEnough(high) {
      (low, high) = (high, 2 * high)
      if low >= most { return nil }
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
