/// The integral of a density from a point outwards, for parameters at which series converge too
/// slowly. All terms are positive, so nothing cancels.
enum TailIntegral {
  /// Adds panel after panel until nothing is added.
  ///
  /// - Parameters:
  ///   - start: where the tail begins.
  ///   - isUpper: whether it goes upwards.
  ///   - width: the width of the panel at a place: about one unit of decay, and never more than
  ///     half of the way to a singularity.
  ///   - density: smooth and, from somewhere on, falling outwards.
  /// - Returns: the integral.
  static func sum(
    from start: Double, isUpper: Bool, width: (Double) -> Double, density: (Double) -> Double
  ) -> Double {
    var sum = 0.0
    var place = start
    for _ in 0..<1_000 {
      let step = width(place)
      let next = isUpper ? place + step : place - step
      let part = panel(min(place, next), max(place, next), density)
      sum += part
      place = next
      if part <= 1e-18 * sum { break }
    }
    return sum
  }

  /// Gauss and Legendre's rule of 16 points.
  ///
  /// Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, table 25.4.
  private static func panel(
    _ start: Double, _ end: Double, _ density: (Double) -> Double
  ) -> Double {
    let half = (end - start) / 2
    let middle = start + half
    var sum = 0.0
    for point in 0..<8 {
      let offset = half * points[point]
      sum += weights[point] * (density(middle - offset) + density(middle + offset))
    }
    return sum * half
  }

  /// The positive points and their weights.
  private static let points: InlineArray<8, Double> = [
    0.095_012_509_837_637_44, 0.281_603_550_779_258_9, 0.458_016_777_657_227_37,
    0.617_876_244_402_643_8, 0.755_404_408_355_003, 0.865_631_202_387_831_8,
    0.944_575_023_073_232_6, 0.989_400_934_991_649_9,
  ]
  private static let weights: InlineArray<8, Double> = [
    0.189_450_610_455_068_64, 0.182_603_415_044_923_64, 0.169_156_519_395_002_65,
    0.149_595_988_816_576_7, 0.124_628_971_255_534_07, 0.095_158_511_682_492_6,
    0.062_253_523_938_647_456, 0.027_152_459_411_754_176,
  ]
}
