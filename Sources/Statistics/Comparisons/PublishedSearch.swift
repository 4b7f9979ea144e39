/// How R's fisher.test looks for a bound of the odds ratio: its printed bounds differ from the
/// exact ones by this search alone.
enum PublishedSearch {
  /// An odds ratio below 1 is searched for between 0 and 1, one above 1 by its inverse.
  ///
  /// - Parameters:
  ///   - tail: the probability of a tail under an odds ratio, rising or falling.
  ///   - level: what it shall be.
  /// - Returns: the odds ratio, as near as R's tolerance asks.
  static func oddsRatio(_ tail: (Double) -> Double, at level: Double) -> Double {
    let (independent, none) = (tail(1), tail(0))
    if independent == level { return 1 }
    let isBelow = (independent > level) == (none < level)
    if isBelow { return zero(from: 0, to: 1) { tail($0) - level } }
    return 1 / zero(from: .ulpOfOne, to: 1) { tail(1 / $0) - level }
  }

  /// A zero between two points of different sign, by Brent's method: inverse quadratic or linear
  /// steps where they are short enough, halves where they are not.
  ///
  /// Source: Brent (1973), Algorithms for Minimization without Derivatives, chapter 4; the
  /// tolerance is that of R's uniroot.
  private static func zero(
    from low: Double, to high: Double, of function: (Double) -> Double
  ) -> Double {
    let tolerance = Double.ulpOfOne.squareRoot().squareRoot()
    var (previous, best) = ((x: low, y: function(low)), (x: high, y: function(high)))
    var other = previous
    while true {
      let lastStep = best.x - previous.x
      if abs(other.y) < abs(best.y) { (previous, best, other) = (best, other, best) }
      let least = 2 * Double.ulpOfOne * abs(best.x) + tolerance / 2
      let half = (other.x - best.x) / 2
      if abs(half) <= least || best.y == 0 { return best.x }
      var step = half
      if abs(lastStep) >= least, abs(previous.y) > abs(best.y) {
        let (p, q) = quotient(previous, best, other)
        let isInside = p < 1.5 * half * q - abs(least * q) / 2
        if isInside, p < abs(lastStep * q / 2) { step = p / q }
      }
      if abs(step) < least { step = step > 0 ? least : -least }
      previous = best
      best = (best.x + step, function(best.x + step))
      if (best.y > 0) == (other.y > 0) { other = previous }
    }
  }

  /// The step p / q of an interpolation, p 0 or more.
  private static func quotient(
    _ previous: (x: Double, y: Double), _ best: (x: Double, y: Double),
    _ other: (x: Double, y: Double)
  ) -> (p: Double, q: Double) {
    let (width, ratio) = (other.x - best.x, best.y / previous.y)
    var (p, q) = (width * ratio, 1 - ratio)
    if previous.x != other.x {
      let (first, second) = (previous.y / other.y, best.y / other.y)
      p = ratio * (width * first * (first - second) - (best.x - previous.x) * (second - 1))
      q = (first - 1) * (second - 1) * (ratio - 1)
    }
    return p > 0 ? (p, -q) : (-p, q)
  }
}
