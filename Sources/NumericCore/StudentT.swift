#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Student's t distribution, for intervals and tests with estimated variances.
///
/// Degrees of freedom may be fractional (effective sample sizes).
public enum StudentT {
  /// The probability of a value at or below `value`.
  ///
  /// ```text
  /// P(T <= -t) = I_x(v/2, 1/2) / 2,   x = v / (v + t²),   t > 0
  /// ```
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: 0...1; the lower tail keeps its relative precision.
  ///
  /// Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.1 and 26.5.8.
  public static func cumulative(_ value: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    let lower = lowerTail(abs(value), degreesOfFreedom)
    return value <= 0 ? lower : 1 - lower
  }

  /// The density at `value`.
  ///
  /// - Parameters:
  ///   - value: any number.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: the density, above 0 where it does not underflow.
  public static func density(_ value: Double, degreesOfFreedom: Double) -> Double {
    let half = degreesOfFreedom / 2
    return gammaRatio(half) / (degreesOfFreedom * Double.pi).squareRoot()
      * exp(-(half + 0.5) * log1p(value * value / degreesOfFreedom))
  }

  /// The value below which a t-distributed number lies with this probability.
  ///
  /// - Parameters:
  ///   - probability: between 0 and 1; 0 and 1 give infinities.
  ///   - degreesOfFreedom: above 0.
  /// - Returns: the quantile, found by Newton's method on `cumulative`.
  public static func quantile(_ probability: Double, degreesOfFreedom: Double) -> Double {
    precondition(degreesOfFreedom > 0, "\(degreesOfFreedom) degrees of freedom")
    precondition(probability >= 0 && probability <= 1, "a probability of \(probability)")
    let tail = probability <= 0.5 ? probability : 1 - probability
    guard tail > 0 else { return probability <= 0.5 ? -.infinity : .infinity }
    let distance =
      tail > 0.25
      ? centralQuantile(0.5 - tail, degreesOfFreedom) : tailQuantile(tail, degreesOfFreedom)
    return probability <= 0.5 ? -distance : distance
  }

  // MARK: - Steps

  /// Above so many degrees of freedom the density is integrated: the continued fraction loses a
  /// digit each time they grow tenfold, because its argument comes ever closer to 1.
  private static let integratedDegrees = 1_000.0

  /// P(T <= -distance).
  private static func lowerTail(_ distance: Double, _ degrees: Double) -> Double {
    let half = degrees / 2
    let square = distance * distance
    // Beyond this square the fraction in the tail's own argument converges fast.
    if square <= 1.5 * degrees / (1 + half) {
      return 0.5 - centralShare(distance, degrees)
    }
    guard square < .infinity else { return 0 }
    if degrees > integratedDegrees { return integratedTail(distance, degrees) }
    return front(distance, degrees) / half * fraction(half, 0.5, 1 / (1 + square / degrees)) / 2
  }

  /// P(0 <= T <= distance), exact in relative terms for small distances.
  private static func centralShare(_ distance: Double, _ degrees: Double) -> Double {
    if degrees > integratedDegrees {
      return integral(from: 0, to: distance, stepCount: 4, degrees)
    }
    let square = distance * distance
    return front(distance, degrees) * fraction(0.5, degrees / 2, square / (degrees + square))
  }

  /// x^a (1 - x)^(1/2) / B(a, 1/2) at `x = v / (v + t²)`, `a = v/2`.
  private static func front(_ distance: Double, _ degrees: Double) -> Double {
    let square = distance * distance
    return exp(-degrees / 2 * log1p(square / degrees))
      * (distance / (degrees + square).squareRoot()) * gammaRatio(degrees / 2)
      / Double.pi.squareRoot()
  }

  /// The tail as a sum of integrals over steps of one unit of decay, until nothing is added.
  private static func integratedTail(_ distance: Double, _ degrees: Double) -> Double {
    let decay = (degrees + 1) * distance / (degrees + distance * distance)
    let step = 2 / (1 + decay)
    var sum = 0.0
    var start = distance
    for _ in 0..<1_000 {
      let part = integral(from: start, to: start + step, stepCount: 1, degrees)
      sum += part
      start += step
      if part < 1e-18 * sum { break }
    }
    return sum
  }

  /// The integral of the density by Gauss and Legendre's rule of 16 points a step; all terms are
  /// positive, so nothing cancels.
  private static func integral(
    from start: Double, to end: Double, stepCount: Int, _ degrees: Double
  ) -> Double {
    let half = (end - start) / Double(2 * stepCount)
    var sum = 0.0
    for step in 0..<stepCount {
      let middle = start + half * Double(2 * step + 1)
      for point in 0..<8 {
        for offset in [-half * points[point], half * points[point]] {
          sum += pointWeights[point] * density(middle + offset, degreesOfFreedom: degrees)
        }
      }
    }
    return sum * half
  }

  /// The positive points and their weights.
  private static let points = [
    0.095_012_509_837_637_44, 0.281_603_550_779_258_9, 0.458_016_777_657_227_37,
    0.617_876_244_402_643_8, 0.755_404_408_355_003, 0.865_631_202_387_831_8,
    0.944_575_023_073_232_6, 0.989_400_934_991_649_9,
  ]
  private static let pointWeights = [
    0.189_450_610_455_068_64, 0.182_603_415_044_923_64, 0.169_156_519_395_002_65,
    0.149_595_988_816_576_7, 0.124_628_971_255_534_07, 0.095_158_511_682_492_6,
    0.062_253_523_938_647_456, 0.027_152_459_411_754_176,
  ]

  /// Solves `centralShare = share`. The share is concave, so Newton's steps from the left never
  /// pass the root.
  private static func centralQuantile(_ share: Double, _ degrees: Double) -> Double {
    guard share > 0 else { return 0 }
    var distance = share / density(0, degreesOfFreedom: degrees)
    for _ in 0..<100 {
      let reached =
        distance * distance <= 1.5 * degrees / (1 + degrees / 2)
        ? centralShare(distance, degrees) : 0.5 - lowerTail(distance, degrees)
      let step = (share - reached) / density(distance, degreesOfFreedom: degrees)
      distance += step
      if abs(step) <= 1e-15 * distance { break }
    }
    return distance
  }

  /// Solves `log lowerTail(exp u) = log tail` for u. The function is concave and falling, so
  /// after at most one step past the root Newton's method comes back from the right.
  private static func tailQuantile(_ tail: Double, _ degrees: Double) -> Double {
    var logDistance = log(-Normal.quantile(tail))
    for _ in 0..<200 {
      let distance = exp(logDistance)
      let reached = lowerTail(distance, degrees)
      let slope = density(distance, degreesOfFreedom: degrees) * distance / reached
      let step = (log(reached) - log(tail)) / slope
      logDistance += step
      if abs(step) <= 1e-15 { break }
    }
    return exp(logDistance)
  }

  /// The continued fraction of the incomplete beta function, by Lentz's method.
  ///
  /// Source: Abramowitz and Stegun (1964), 26.5.8; Lentz (1976), Generating Bessel functions in
  /// Mie scattering calculations using continued fractions.
  private static func fraction(_ first: Double, _ second: Double, _ argument: Double) -> Double {
    let tiny = 1e-300
    var lower = 1 - (first + second) * argument / (first + 1)
    if abs(lower) < tiny { lower = tiny }
    var upper = 1.0
    lower = 1 / lower
    var result = lower
    for step in 1...100_000 {
      let count = Double(step)
      let even =
        count * (second - count) * argument / ((first + 2 * count - 1) * (first + 2 * count))
      let odd =
        -(first + count) * (first + second + count) * argument
        / ((first + 2 * count) * (first + 2 * count + 1))
      var change = 1.0
      for term in [even, odd] {
        lower = 1 + term * lower
        upper = 1 + term / upper
        if abs(lower) < tiny { lower = tiny }
        if abs(upper) < tiny { upper = tiny }
        lower = 1 / lower
        change = lower * upper
        result *= change
      }
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }

  /// Γ(a + 1/2) / Γ(a): upward recurrence to a >= 40, then the asymptotic series. A difference of
  /// two logarithms of the gamma function would lose the digits of large degrees of freedom.
  ///
  /// Source: Graham, Knuth and Patashnik (1994), Concrete Mathematics, answer 9.60.
  static func gammaRatio(_ value: Double) -> Double {
    var argument = value
    var factor = 1.0
    while argument < 40 {
      factor *= argument / (argument + 0.5)
      argument += 1
    }
    let inverse = 1 / argument
    let series = [
      1, -1.0 / 8, 1.0 / 128, 5.0 / 1024, -21.0 / 32768, -399.0 / 262144, 869.0 / 4_194_304,
      39325.0 / 33_554_432,
    ]
    let sum = series.reversed().reduce(0.0) { $0 * inverse + $1 }
    return factor * argument.squareRoot() * sum
  }
}
