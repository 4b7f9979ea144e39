internal import NumericCore

/// How much of a number's variance something else explains, in a sample of any design: groups of
/// the rows by their means (the correlation ratio η²), or another number by a straight line (r²).
///
/// ```text
/// R² = 1 - Σ w e² / Σ w (y - mean)²
/// influence of a row: w ((1 - R²)(y - mean)² - e²) / Σ w (y - mean)²
/// ```
///
/// with e what groups or line leave of y. The influence of the fitted means or line vanishes: they
/// are where Σ w e² is smallest. Near R² = 0 the estimate is no longer normal, and the error says
/// little: hold a test beside it.
///
/// Source: Deville (1999), Variance estimation for complex statistics and estimators; Ezekiel
/// (1930), Methods of Correlation Analysis, for the adjusted share.
public struct ExplainedShare: Sendable, Equatable {
  /// R² as computed, 0...1; it grows with the number of groups by chance.
  public let raw: Double
  /// R² less what chance adds, 1 - (1 - R²)(n - 1)/(n - k) of n effective rows and k means or
  /// coefficients; 0 where that is below 0.
  public let adjusted: Double
  /// The rows of positive weight that take part.
  public let count: Int
  /// The degrees of freedom of the design among them.
  public let degreesOfFreedom: Int
  private let estimate: LinearEstimate
  /// The adjusted share, not cut off at 0.
  private let corrected: LinearEstimate

  /// What groups explain.
  ///
  /// - Parameters:
  ///   - values: y by row; `nil` for none.
  ///   - groups: by row, `0..<groupCount`; below 0 for a row in none.
  ///   - groupCount: 1 or more.
  ///   - sample: design and weights of the rows. Sums run in their order. It is `nil` where
  ///     fewer than two groups have rows, or all values are equal.
  public init?(of values: [Double?], groups: [Int32], groupCount: Int, sample: Sample) {
    precondition(values.count == groups.count, "\(values.count) values, \(groups.count) groups")
    let rows = ExplainedShare.rows(sample) { values[$0] != nil && groups[$0] >= 0 }
    var sums = [Double](repeating: 0, count: groupCount)
    var weights = sums
    for row in rows {
      let weight = Double(sample.weights?[row] ?? 1)
      weights[Int(groups[row])] += weight
      sums[Int(groups[row])] += weight * (values[row] ?? 0)
    }
    let filled = weights.count { $0 > 0 }
    guard filled > 1 else { return nil }
    self.init(
      rows, values, parameterCount: filled, sample
    ) { row in sums[Int(groups[row])] / weights[Int(groups[row])] }
  }

  /// What a straight line on another number explains.
  ///
  /// - Parameters:
  ///   - values: y by row; `nil` for none.
  ///   - predictor: x by row; `nil` for none.
  ///   - sample: design and weights of the rows. Sums run in their order. It is `nil` where x or
  ///     y does not vary.
  public init?(of values: [Double?], line predictor: [Double?], sample: Sample) {
    precondition(values.count == predictor.count, "\(values.count) values")
    let rows = ExplainedShare.rows(sample) { values[$0] != nil && predictor[$0] != nil }
    let data = RegressionRows(
      outcome: rows.map { values[$0] ?? 0 }, predictors: [rows.map { predictor[$0] ?? 0 }])
    let weights = rows.map { Double(sample.weights?[$0] ?? 1) }
    guard let fit = WeightedLine(data, weights: weights)?.coefficients else { return nil }
    self.init(rows, values, parameterCount: 2, sample) { row in
      fit[0] + fit[1] * (predictor[row] ?? 0)
    }
  }

  /// The standard error of the share.
  public func standardError(in sample: Sample) -> Double {
    max(0, sample.covariance(of: [estimate])[0, 0]).squareRoot()
  }

  /// Whether this adjusted share, not cut off at 0, differs from another one of the same sample.
  ///
  /// - Parameters:
  ///   - other: a share of the same rows' sample.
  ///   - sample: the sample of both.
  /// - Returns: the difference, with the error of both together and the fewer degrees of freedom.
  public func difference(from other: ExplainedShare, in sample: Sample) -> DifferenceTest {
    // The chance part of a share grows with its parameters: without it both are comparable.
    let difference = corrected - other.corrected
    return DifferenceTest(
      difference: difference.value, variance: sample.covariance(of: [difference])[0, 0],
      degreesOfFreedom: Double(min(degreesOfFreedom, other.degreesOfFreedom)))
  }

  // MARK: - Steps

  private static func rows(_ sample: Sample, _ isIn: (Int) -> Bool) -> [Int] {
    (0..<sample.design.rowCount).filter { sample.weights?[$0] != 0 && isIn($0) }
  }

  private init?(
    _ rows: [Int], _ values: [Double?], parameterCount: Int, _ sample: Sample,
    fitted: (Int) -> Double
  ) {
    let weights = rows.map { Double(sample.weights?[$0] ?? 1) }
    let total = weights.reduce(0, +)
    guard total > 0, rows.count > parameterCount else { return nil }
    let own = rows.map { values[$0] ?? 0 }
    let mean = zip(own, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    let squares = own.map { ($0 - mean) * ($0 - mean) }
    let rests = rows.indices.map { place in
      let rest = own[place] - fitted(rows[place])
      return rest * rest
    }
    let whole = zip(squares, weights).reduce(0) { $0 + $1.0 * $1.1 }
    guard whole > 1e-12 * total * max(1, mean * mean) else { return nil }
    let left = zip(rests, weights).reduce(0) { $0 + $1.0 * $1.1 } / whole
    var influence = [Double](repeating: 0, count: sample.design.rowCount)
    for (place, row) in rows.enumerated() {
      influence[row] = weights[place] * (left * squares[place] - rests[place]) / whole
    }
    raw = max(0, 1 - left)
    let effective = total * total / weights.reduce(0) { $0 + $1 * $1 }
    let spare = effective - Double(parameterCount)
    adjusted = spare > 0 ? max(0, 1 - left * (effective - 1) / spare) : 0
    count = rows.count
    estimate = LinearEstimate(value: 1 - left, influence: influence)
    let factor = spare > 0 ? (effective - 1) / spare : 1
    corrected = LinearEstimate(
      value: 1 - left * factor, influence: influence.map { $0 * factor })
    var groups = [Int32](repeating: -1, count: sample.design.rowCount)
    for row in rows { groups[row] = 0 }
    degreesOfFreedom = DomainDegrees(groups: groups, groupCount: 1, sample: sample)
      .degreesOfFreedom(of: [0])
  }
}
