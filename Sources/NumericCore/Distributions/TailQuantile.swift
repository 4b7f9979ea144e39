#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds where a tail of a distribution has a given probability.
///
/// On the right scale (the logarithm of a gamma variable, the log odds of a beta variable) the
/// density is log-concave, so the logarithms of both tails are concave. Newton's method on them
/// then needs at most one step past the root and comes back monotonically.
enum TailQuantile {
  /// - Parameters:
  ///   - probability: of the tail, above 0.
  ///   - start: a place in the middle of the distribution.
  ///   - isUpper: which tail it is.
  ///   - evaluate: the tail's probability at a place, and the density there.
  /// - Returns: the place.
  static func solve(
    _ probability: Double, start: Double, isUpper: Bool,
    _ evaluate: (Double) -> (tail: Double, density: Double)
  ) -> Double {
    let target = log(probability)
    var place = start
    var last = start
    for _ in 0..<500 {
      let (tail, density) = evaluate(place)
      guard tail > 0, density > 0 else {
        // Out there the logarithm of the tail is a line: the step was right, and what has this
        // logarithm is too small or too large for a number.
        if abs(last) > 650, abs(place) > 700 { return place }
        // Too far out: half of the way back.
        place = (place + last) / 2
        continue
      }
      let step = (target - log(tail)) * tail / density
      last = place
      place += isUpper ? -step : step
      if abs(step) <= 4e-16 * max(abs(place), 0.25) { break }
    }
    return place
  }
}
