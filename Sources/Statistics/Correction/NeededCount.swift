/// How many rows it takes until a score's interval probably lies within one band.
///
/// Use it to tell whether a band that is still open is a matter of a few more rows or of a score
/// that stands at a cut.
public enum NeededCount {
  /// Fewer rows are never advised: their intervals are too rough.
  public static let least = 30
  /// More rows than this count as out of reach.
  public static let most = 100_000

  /// Fewest degrees of freedom of a clustered sample that says how many rows it takes: with fewer
  /// the errors themselves are too little known, and units are needed, not rows.
  public static let leastDegreesOfFreedom = 10

  /// The smallest number of rows, of all rows and not only of further ones.
  ///
  /// Out of a population of N rows, n rows are worth `n / (1 - n / N)` out of one without end.
  ///
  /// - Parameters:
  ///   - moments: of single rows, as observed.
  ///   - designEffect: above 0; how many rows of the design are worth one drawn by itself out of a
  ///     population without end.
  ///   - degreesOfFreedom: those that stay as they are however many rows there are, 1 or more;
  ///     `nil` where each row is a sampling unit.
  ///   - population: N; `nil` without an end.
  ///   - power: how probable the interval within one band shall be, above 0 and below 1.
  /// - Returns: the number, 30 or more but never beyond N; `nil` for more than 100,000.
  /// - Complexity: about 25 evaluations of `LeaveProbability`.
  ///
  /// Source: as for `LeaveProbability`; Kish (1965), Survey Sampling, section 8.2; Cochran (1977),
  /// Sampling Techniques, section 4.4 (finite populations).
  public static func count(
    _ moments: PairMoments, designEffect: Double = 1, degreesOfFreedom: Int? = nil,
    population: Double? = nil, power: Double = 0.8
  ) -> Int? {
    precondition(
      designEffect > 0 && designEffect < .infinity, "a design effect of \(designEffect)")
    let simple = simpleCount(moments, degreesOfFreedom, power: power)
    // Whoever asks everybody knows the band.
    let endless = simple.map { Double($0) * designEffect } ?? .infinity
    let needed = population.map { $0 / (1 + $0 / endless) } ?? endless
    let least = min(Double(NeededCount.least), population ?? .infinity)
    // A product that is whole but for rounding is not rounded up.
    let whole = (max(needed, least) - 1e-9).rounded(.up)
    return whole <= Double(most) ? Int(whole) : nil
  }

  // MARK: - Steps

  /// The number of rows drawn one by one: doubled until it is enough, then bisected.
  private static func simpleCount(
    _ moments: PairMoments, _ degreesOfFreedom: Int?, power: Double
  ) -> Int? {
    func isEnough(_ count: Int) -> Bool {
      LeaveProbability(moments, count: count, degreesOfFreedom: degreesOfFreedom).value >= power
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
