#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Integrals by a fixed rule of 24 points: the same work and the same rounding for all bounds.
enum GaussLegendre {
  /// The points on -1...1 and their weights, which sum to 2.
  static let rule: [(place: Double, weight: Double)] = makeRule(pointCount: 24)

  /// The integral of a smooth function; exact for polynomials of degree 47.
  ///
  /// - Parameters:
  ///   - low: the lower bound.
  ///   - high: the upper bound.
  ///   - function: what is integrated.
  /// - Returns: the integral.
  ///
  /// Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 25.4.30.
  static func integral(
    from low: Double, to high: Double, _ function: (Double) -> Double
  ) -> Double {
    let half = (high - low) / 2
    return half
      * rule.reduce(0.0) { $0 + $1.weight * function(low + half * ($1.place + 1)) }
  }

  // MARK: - Steps

  /// The zeros of the Legendre polynomial by Newton's method, from cosines close to them.
  ///
  /// Source: Abramowitz and Stegun (1964), 22.16.6 (the start), 25.4.29 (the weights).
  static func makeRule(pointCount: Int) -> [(place: Double, weight: Double)] {
    (1...pointCount).reversed().map { number in
      var place = cos(Double.pi * (Double(number) - 0.25) / (Double(pointCount) + 0.5))
      // Convergence is quadratic: five steps reach the last bit from three digits.
      for _ in 0..<5 {
        let (value, slope) = legendre(pointCount, at: place)
        place -= value / slope
      }
      let slope = legendre(pointCount, at: place).slope
      return (place, 2 / ((1 - place * place) * slope * slope))
    }
  }

  /// A Legendre polynomial of degree 1 or more and its derivative, by the recurrence 22.7.10.
  private static func legendre(_ degree: Int, at x: Double) -> (value: Double, slope: Double) {
    var (before, value) = (1.0, x)
    for step in stride(from: 2.0, through: Double(degree), by: 1) {
      (before, value) = (value, ((2 * step - 1) * x * value - (step - 1) * before) / step)
    }
    return (value, Double(degree) * (before - x * value) / (1 - x * x))
  }
}
