/// Angles drawn towards their mean, each by as much as its sampling error asks for.
///
/// The outcomes' true angles are taken for draws from a normal distribution whose mean and
/// covariance A come from the outcomes themselves. An error has two parts: C in common with all
/// outcomes, for the same people rate them, which no comparison shows and nothing takes out, and
/// D of the outcome's own. With `T = A + D`, `B = D T⁻¹` and d the distance from the mean,
///
/// ```text
/// mean       = E[d - B d]
/// covariance = E[(1 - B) D + B mean(T) B' / J] + Cov[d - B d] + C
/// ```
///
/// over the matrices A that the outcomes leave possible (`SpreadPosterior`); mean(T) / J is what
/// the estimated mean adds.
///
/// Source: Efron and Morris (1972), Empirical Bayes on vector observations; Morris (1983),
/// Parametric empirical Bayes inference (the error of the prior).
enum ShrunkAngles {
  /// The angles of the outcomes of one group.
  ///
  /// - Parameter angles: of J outcomes, 5 or more.
  /// - Returns: J normal distributions of the true angles.
  static func overall(_ angles: [AngleEstimate]) -> [PairNormal] {
    let center = meanVector(angles.map(\.mean))
    let deviations = angles.map { PairNormal(mean: $0.mean - center, covariance: $0.own) }
    let prior = SpreadPosterior(
      total: spread(deviations.map(\.mean)), error: meanMatrix(deviations.map(\.covariance)),
      degreesOfFreedom: Double(angles.count - 1))
    return zip(shrink(deviations, prior: prior), angles).map {
      PairNormal(mean: center + $0.mean, covariance: $0.covariance + $1.common)
    }
  }

  /// The angles of segments, drawn towards those of everybody.
  ///
  /// What is drawn to 0 is a cell's distance from its outcome's raw value over everybody, less the
  /// segment's mean distance. A segment with the share w of all rows is in that value itself, so
  /// the variance of its distance is `(1 - w) (C + D)` and its prior `c A`,
  /// `c = (1 - w)² + Σ w²` over the other segments.
  ///
  /// - Parameters:
  ///   - segments: of G segments, 2 or more, the angles of the same J outcomes, 5 or more.
  ///   - sizes: G effective numbers of rows above 0.
  ///   - everybody: the raw angles of the J outcomes.
  /// - Returns: G times J normal distributions of the true angles.
  static func cells(
    _ segments: [[AngleEstimate]], sizes: [Double], everybody: [AngleEstimate]
  ) -> [[PairNormal]] {
    let whole = overall(everybody)
    let total = sizes.reduce(0, +)
    let shares = sizes.map { $0 / total }
    let squares = shares.reduce(0) { $0 + $1 * $1 }
    let factors = shares.map { 1 - 2 * $0 + squares }
    let distances = zip(segments, shares).map { segment, share in
      zip(segment, everybody).map {
        PairNormal(mean: $0.mean - $1.mean, covariance: (1 - share) * $0.own)
      }
    }
    let effects = distances.map { meanVector($0.map(\.mean)) }
    let deviations = zip(distances, effects).map { cells, effect in
      cells.map { PairNormal(mean: $0.mean - effect, covariance: $0.covariance) }
    }
    let prior = cellPrior(deviations, shares, factors)
    return deviations.indices.map { index in
      let shrunk = shrink(deviations[index], prior: prior, factor: factors[index])
      return whole.indices.map { outcome in
        PairNormal(
          mean: whole[outcome].mean + effects[index] + shrunk[outcome].mean,
          covariance: whole[outcome].covariance + shrunk[outcome].covariance
            + (1 - shares[index]) * segments[index][outcome].common)
      }
    }
  }

  // MARK: - Steps

  private static func cellPrior(
    _ deviations: [[PairNormal]], _ shares: [Double], _ factors: [Double]
  ) -> SpreadPosterior {
    let scale = 1 / zip(shares, factors).reduce(0) { $0 + $1.0 * $1.1 }
    var (total, error) = (TwoByTwo.zero, TwoByTwo.zero)
    for (cells, share) in zip(deviations, shares) {
      total = total + share * scale * spread(cells.map(\.mean))
      error = error + share * scale * meanMatrix(cells.map(\.covariance))
    }
    let count = deviations.first?.count ?? 0
    return SpreadPosterior(
      total: total, error: error,
      degreesOfFreedom: Double((deviations.count - 1) * (count - 1)))
  }

  /// The deviations from 0 given a prior around 0; see the formulas of the type.
  ///
  /// - Parameters:
  ///   - deviations: J distances with the covariance of their errors.
  ///   - prior: the covariances that are possible.
  ///   - factor: what those are multiplied by here.
  /// - Returns: the mean and the covariance of each true distance.
  private static func shrink(
    _ deviations: [PairNormal], prior: SpreadPosterior, factor: Double = 1
  ) -> [PairNormal] {
    let error = meanMatrix(deviations.map(\.covariance))
    let totals = prior.nodes.map { factor * $0.covariance }
    let ofMeans = totals.map { 1 / Double(deviations.count) * ($0 + error) }
    return deviations.map { deviation in
      var (mean, square, inside) = (SIMD2<Double>.zero, TwoByTwo.zero, TwoByTwo.zero)
      for (node, (spread, ofMean)) in zip(prior.nodes, zip(totals, ofMeans)) {
        let total = spread + deviation.covariance
        let weight = total.solve(deviation.covariance).transposed
        // What is taken off, not what is left: of like outcomes hardly anything is left.
        let step = weight * deviation.mean
        mean += node.weight * step
        square = square + node.weight * TwoByTwo(square: step)
        inside =
          inside + node.weight
          * ((.identity - weight) * deviation.covariance + ofMean.within(weight))
      }
      return PairNormal(
        mean: deviation.mean - mean,
        covariance: (inside + square - TwoByTwo(square: mean)).symmetric)
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
