/// Where a function of one number is 0, between two places where its signs differ.
///
/// Use it for likelihood equations and for limits of intervals. Inverse quadratic interpolation
/// where the function is monotone enough for it, halving elsewhere: it never leaves the bracket.
public enum BracketedRoot {
  /// Finds the root.
  ///
  /// - Parameters:
  ///   - low: one end of the bracket.
  ///   - high: the other end.
  ///   - tolerance: the bracket's width at which to stop, beside the rounding of the place.
  ///   - function: its signs at the ends differ, or it is 0 at one of them.
  /// - Returns: the place, and whether the bracket became as narrow as asked in 200 steps; not so
  ///   where the signs at the ends are equal.
  /// - Complexity: some ten calls of the function where it is smooth.
  ///
  /// Source: Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the zero
  /// of a nonlinear function without using derivatives.
  public static func find(
    from low: Double, to high: Double, tolerance: Double = 1e-14,
    _ function: (Double) -> Double
  ) -> (place: Double, hasConverged: Bool) {
    var (first, second) = ((x: high, y: function(high)), (x: low, y: function(low)))
    if first.y == 0 { return (first.x, true) }
    if second.y == 0 { return (second.x, true) }
    guard (first.y < 0) != (second.y < 0) else { return (first.x, false) }
    var share = 0.5
    for _ in 0..<200 {
      let place = first.x + share * (second.x - first.x)
      let value = function(place)
      var third = first
      if (value < 0) != (first.y < 0) {
        third = second
        second = first
      }
      first = (place, value)
      let best = abs(first.y) < abs(second.y) ? first : second
      let width = abs(second.x - first.x)
      let limit = (2 * best.x.ulp + tolerance) / 2 / width
      if best.y == 0 || limit > 0.5 { return (best.x, true) }
      share = min(1 - limit, max(limit, next(first, second, third)))
    }
    return (first.x, false)
  }

  // MARK: - Steps

  /// The share of the way from the first to the second place at which to look next.
  private static func next(
    _ first: (x: Double, y: Double), _ second: (x: Double, y: Double),
    _ third: (x: Double, y: Double)
  ) -> Double {
    let place = (first.x - second.x) / (third.x - second.x)
    let value = (first.y - second.y) / (third.y - second.y)
    // Inverse interpolation is monotone there: the condition (31) of the source.
    guard value * value < place, (1 - value) * (1 - value) < 1 - place else { return 0.5 }
    return first.y / (second.y - first.y) * third.y / (second.y - third.y)
      + (third.x - first.x) / (second.x - first.x) * first.y / (third.y - first.y) * second.y
      / (third.y - second.y)
  }
}
