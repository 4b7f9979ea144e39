/// Angles drawn towards their mean, each by as much as its sampling error asks for.
///
/// The outcomes' true angles are taken for draws from a normal distribution whose mean and
/// covariance A come from the outcomes themselves. With D the error of an angle, `T = A + D`,
/// `B = D T⁻¹` and d its distance from the mean,
///
/// ```text
/// mean       = d - B d
/// covariance = (1 - B) D + B [mean(T) / J + (q T + d d') / f] B',   q = d' T⁻¹ d
/// ```
///
/// The brackets hold what the estimated mean and the estimated A add, with f degrees of freedom.
///
/// Source: Efron and Morris (1972), Empirical Bayes on vector observations; Morris (1983),
/// Parametric empirical Bayes inference (the error of the prior); Amemiya (1985), What
/// should be done when an estimated between-group covariance matrix is not nonnegative definite.
enum ShrunkAngles {
  /// The angles of the outcomes of one group.
  ///
  /// - Parameter angles: of J outcomes, 2 or more, with the covariance of their errors.
  /// - Returns: J normal distributions of the true angles.
  static func overall(_ angles: [PairNormal]) -> [PairNormal] {
    let center = meanVector(angles.map(\.mean))
    let distances = angles.map { $0.mean - center }
    let prior = priorCovariance(
      total: spread(distances), error: meanMatrix(angles.map(\.covariance)))
    let deviations = zip(distances, angles).map {
      PairNormal(mean: $0, covariance: $1.covariance)
    }
    return shrink(deviations, prior: prior, degreesOfFreedom: Double(angles.count - 1))
      .map { PairNormal(mean: center + $0.mean, covariance: $0.covariance) }
  }

  /// The angles of segments, drawn towards those of everybody.
  ///
  /// What is drawn to 0 is a cell's distance from its outcome's raw value over everybody, less the
  /// segment's mean distance. A segment with the share w of all rows is in that value itself, so
  /// the variance of its distance is `(1 - w) D` and its prior `c A`,
  /// `c = (1 - w)² + Σ w²` over the other segments.
  ///
  /// - Parameters:
  ///   - segments: of G segments, 2 or more, the angles of the same J outcomes, 2 or more.
  ///   - sizes: G effective numbers of rows above 0.
  ///   - everybody: the raw angles of the J outcomes.
  /// - Returns: G times J normal distributions of the true angles.
  static func cells(
    _ segments: [[PairNormal]], sizes: [Double], everybody: [PairNormal]
  ) -> [[PairNormal]] {
    let whole = overall(everybody)
    let total = sizes.reduce(0, +)
    let shares = sizes.map { $0 / total }
    let squares = shares.reduce(0) { $0 + $1 * $1 }
    let factors = shares.map { 1 - 2 * $0 + squares }
    let distances = zip(segments, shares).map { segment, share in
      zip(segment, everybody).map {
        PairNormal(mean: $0.mean - $1.mean, covariance: (1 - share) * $0.covariance)
      }
    }
    let effects = distances.map { meanVector($0.map(\.mean)) }
    let deviations = zip(distances, effects).map { cells, effect in
      cells.map { PairNormal(mean: $0.mean - effect, covariance: $0.covariance) }
    }
    let prior = cellPrior(deviations, shares, factors)
    let degrees = Double((segments.count - 1) * (everybody.count - 1))
    return deviations.indices.map { index in
      let shrunk = shrink(
        deviations[index], prior: factors[index] * prior, degreesOfFreedom: degrees)
      return zip(whole, shrunk).map {
        PairNormal(
          mean: $0.mean + effects[index] + $1.mean, covariance: $0.covariance + $1.covariance)
      }
    }
  }

  // MARK: - Steps

  /// The covariance A of true values: what the spread of the estimates has beyond their errors.
  ///
  /// ```text
  /// A = L Q max(λ - 1, 0) Q' L',   error = L L',   L⁻¹ total L'⁻¹ = Q λ Q'
  /// ```
  ///
  /// A difference of two covariances may have negative eigenvalues; cut off in the metric of the
  /// errors, it is the restricted maximum of the likelihood where all errors are equal.
  static func priorCovariance(total: TwoByTwo, error: TwoByTwo) -> TwoByTwo {
    let factor = error.choleskyFactor
    let scaled = factor.solve(factor.solve(total).transposed).symmetric
    return (factor * (scaled - .identity).positivePart * factor.transposed).symmetric
  }

  private static func cellPrior(
    _ deviations: [[PairNormal]], _ shares: [Double], _ factors: [Double]
  ) -> TwoByTwo {
    let scale = 1 / zip(shares, factors).reduce(0) { $0 + $1.0 * $1.1 }
    var (total, error) = (TwoByTwo.zero, TwoByTwo.zero)
    for (cells, share) in zip(deviations, shares) {
      total = total + share * scale * spread(cells.map(\.mean))
      error = error + share * scale * meanMatrix(cells.map(\.covariance))
    }
    return priorCovariance(total: total, error: error)
  }

  /// The deviations from 0 given a prior around 0; see the formulas of the type.
  private static func shrink(
    _ deviations: [PairNormal], prior: TwoByTwo, degreesOfFreedom: Double
  ) -> [PairNormal] {
    let totals = deviations.map { prior + $0.covariance }
    let ofMean = 1 / Double(totals.count) * meanMatrix(totals)
    return zip(deviations, totals).map { deviation, total in
      let (distance, error) = (deviation.mean, deviation.covariance)
      let solved = total.solve(distance)
      let weight = total.solve(error).transposed
      let quadratic = (distance * solved).sum()
      let ofPrior =
        1 / degreesOfFreedom * (quadratic * total + TwoByTwo(square: distance))
      let covariance =
        (.identity - weight) * error + weight * (ofMean + ofPrior) * weight.transposed
      return PairNormal(mean: distance - error * solved, covariance: covariance.symmetric)
    }
  }

  private static func spread(_ distances: [SIMD2<Double>]) -> TwoByTwo {
    1 / Double(distances.count - 1)
      * distances.reduce(.zero) { $0 + TwoByTwo(square: $1) }
  }

  private static func meanVector(_ vectors: [SIMD2<Double>]) -> SIMD2<Double> {
    vectors.reduce(.zero, +) / Double(vectors.count)
  }

  private static func meanMatrix(_ matrices: [TwoByTwo]) -> TwoByTwo {
    1 / Double(matrices.count) * matrices.reduce(.zero, +)
  }
}
