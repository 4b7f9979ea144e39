public import NumericCore

/// How far estimates under replicate weights spread, as the variance of the estimate itself.
///
/// ```text
/// V = scale Σ_r scale_r (θ_r - center)²
/// ```
///
/// Source: Wolter (2007), Introduction to Variance Estimation, chapters 3 to 5.
public struct ReplicateVariance: Sendable, Equatable {
  /// What the replicates are measured from.
  public enum Center: Sendable {
    /// The mean of the replicates.
    case mean
    /// The estimate under the full weights; never smaller.
    case estimate
  }

  /// What the whole sum is multiplied by.
  public let scale: Double
  /// By replicate, what its square is multiplied by.
  public let scales: [Double]
  /// What the replicates are measured from.
  public let center: Center

  /// Any scheme.
  ///
  /// - Parameters:
  ///   - scale: what the whole sum is multiplied by, above 0.
  ///   - scales: by replicate.
  ///   - center: what the replicates are measured from.
  public init(scale: Double, scales: [Double], center: Center = .mean) {
    precondition(!scales.isEmpty, "no replicates")
    self.scale = scale
    self.scales = scales
    self.center = center
  }

  /// Balanced repeated replication: half samples. With Fay's method each half keeps a part.
  ///
  /// - Parameters:
  ///   - count: R, 1 or more.
  ///   - fay: the weight factor ρ of the reduced half, 0 or more and below 1; 0 for plain halves.
  ///   - center: what the replicates are measured from.
  /// - Returns: scale 1 / (R (1 - ρ)²).
  public static func balanced(
    count: Int, fay: Double = 0, center: Center = .mean
  ) -> ReplicateVariance {
    precondition(fay >= 0 && fay < 1, "Fay's factor \(fay)")
    return ReplicateVariance(
      scale: 1 / (Double(count) * (1 - fay) * (1 - fay)),
      scales: [Double](repeating: 1, count: count), center: center)
  }

  /// The jackknife that leaves out one unit at a time, without strata.
  ///
  /// - Parameters:
  ///   - count: R, the units.
  ///   - center: what the replicates are measured from.
  /// - Returns: scale (R - 1) / R.
  public static func jackknife(count: Int, center: Center = .mean) -> ReplicateVariance {
    ReplicateVariance(
      scale: Double(count - 1) / Double(count), scales: [Double](repeating: 1, count: count),
      center: center)
  }

  /// Bootstrap replicates.
  ///
  /// - Parameters:
  ///   - count: R, 2 or more.
  ///   - center: what the replicates are measured from.
  /// - Returns: scale 1 / (R - 1).
  public static func bootstrap(count: Int, center: Center = .mean) -> ReplicateVariance {
    ReplicateVariance(
      scale: 1 / Double(count - 1), scales: [Double](repeating: 1, count: count), center: center)
  }

  /// Successive differences, as in the files of the American Community Survey.
  ///
  /// - Parameters:
  ///   - count: R, 1 or more.
  ///   - center: what the replicates are measured from; such files ask for the estimate.
  /// - Returns: scale 4 / R.
  public static func successiveDifferences(
    count: Int, center: Center = .estimate
  ) -> ReplicateVariance {
    ReplicateVariance(
      scale: 4 / Double(count), scales: [Double](repeating: 1, count: count), center: center)
  }

  /// How far the replicates of several estimates are from their center, scaled so that the
  /// covariance is the product of this matrix with itself.
  ///
  /// - Parameters:
  ///   - replicates: `[R x q]`; NaN where a replicate left an estimate without a base. The others
  ///     then stand for all.
  ///   - estimates: q of them under the full weights; used when they are the center.
  /// - Returns: `[R x q]`.
  public func deviations(_ replicates: Matrix, estimates: [Double]) -> Matrix {
    precondition(
      replicates.rowCount == scales.count && replicates.columnCount == estimates.count,
      "\(replicates.rowCount) replicates of \(replicates.columnCount) estimates")
    var result = replicates
    for column in estimates.indices {
      let present = scales.indices.filter { !replicates[$0, column].isNaN }
      let sum = present.reduce(0) { $0 + replicates[$1, column] }
      let origin = center == .estimate ? estimates[column] : sum / Double(present.count)
      let share = Double(scales.count) / Double(present.count)
      for row in scales.indices {
        let value = replicates[row, column]
        result[row, column] =
          value.isNaN ? 0 : (value - origin) * (share * scale * scales[row]).squareRoot()
      }
    }
    return result
  }

  /// The covariance of two estimates.
  ///
  /// - Parameters:
  ///   - first: by replicate.
  ///   - second: by replicate.
  ///   - estimates: both under the full weights; used when they are the center.
  /// - Returns: the covariance; the variance when both are the same.
  public func covariance(
    _ first: [Double], _ second: [Double], estimates: (Double, Double)
  ) -> Double {
    precondition(
      first.count == scales.count && second.count == scales.count,
      "\(first.count) and \(second.count) estimates, \(scales.count) replicates")
    let count = Double(scales.count)
    let origin =
      center == .estimate
      ? estimates : (first.reduce(0, +) / count, second.reduce(0, +) / count)
    return scale
      * scales.indices.reduce(0) {
        $0 + scales[$1] * (first[$1] - origin.0) * (second[$1] - origin.1)
      }
  }
}

extension SamplingDesign {
  /// The jackknife of this design's first stage: each sampling unit is left out once, and the
  /// others of its stratum carry its weight.
  ///
  /// - Parameter center: what the replicates are measured from.
  /// - Returns: by replicate, then sampling unit, the factor of the unit's weights; and how to
  ///   turn estimates into a variance. Strata with one unit have no replicate.
  ///
  /// Source: Rust and Rao (1996), Variance estimation for complex surveys using replication.
  public func jackknife(
    center: ReplicateVariance.Center = .mean
  ) -> (factors: [[Double]], variance: ReplicateVariance) {
    guard let stage = stages.first else { return ([], .jackknife(count: 1)) }
    var factors: [[Double]] = []
    var scales: [Double] = []
    for (left, group) in stage.groups.enumerated() where stage.unitCounts[Int(group)] > 1 {
      let count = Double(stage.unitCounts[Int(group)])
      factors.append(
        stage.groups.indices.map { unit in
          unit == left ? 0 : stage.groups[unit] == group ? count / (count - 1) : 1
        })
      scales.append((1 - stage.fractions[Int(group)]) * (count - 1) / count)
    }
    return (factors, ReplicateVariance(scale: 1, scales: scales, center: center))
  }
}
