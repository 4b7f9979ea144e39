public import NumericCore

/// An estimate together with its influence column: how much each row moves it.
///
/// Estimates are made by `total`, `mean`, `ratio` and `covariance`, combined by `+`, `-` and `*`,
/// and their covariance in any design follows from the columns alone
/// (`SamplingDesign.covariance`).
///
/// Source: Deville (1999), Variance estimation for complex statistics and estimators.
public struct LinearEstimate: Sendable, Equatable {
  /// The estimate.
  public var value: Double
  /// By row, the weight times the influence; 0 outside the domain.
  public var influence: [Double]

  /// A sum, Σ w y.
  ///
  /// - Parameters:
  ///   - values: y by row; `nil` is missing and adds nothing.
  ///   - weights: w by row, 0 or more.
  ///   - domain: whether each row counts; `nil` for all.
  /// - Returns: the total, with influence y.
  public static func total(
    _ values: [Double?], weights: [Double], in domain: [Bool]? = nil
  ) -> LinearEstimate {
    let base = base(values, weights, domain)
    let influence = values.indices.map { base[$0] * (values[$0] ?? 0) }
    return LinearEstimate(value: influence.reduce(0, +), influence: influence)
  }

  /// A mean over those who answered, Σ w y / Σ w.
  ///
  /// - Parameters:
  ///   - values: y by row; `nil` is missing.
  ///   - weights: w by row, 0 or more.
  ///   - domain: whether each row counts; `nil` for all.
  /// - Returns: the mean, with influence (y - mean) / Σ w; `nil` when the base has no weight.
  public static func mean(
    _ values: [Double?], weights: [Double], in domain: [Bool]? = nil
  ) -> LinearEstimate? {
    let base = base(values, weights, domain)
    let sum = base.reduce(0, +)
    guard sum > 0 else { return nil }
    // The mean of deviations from one value of the data: no digits are lost to a far origin.
    let pivot = values.indices.first { base[$0] > 0 }.flatMap { values[$0] } ?? 0
    let deviations = values.indices.map { base[$0] > 0 ? (values[$0] ?? 0) - pivot : 0 }
    let center = zip(base, deviations).reduce(0.0) { $0 + $1.0 * $1.1 } / sum
    return LinearEstimate(
      value: pivot + center,
      influence: values.indices.map { base[$0] * (deviations[$0] - center) / sum })
  }

  /// A ratio of two totals, Σ w y / Σ w x, over the rows that have both.
  ///
  /// - Parameters:
  ///   - numerator: y by row; `nil` is missing.
  ///   - denominator: x by row; `nil` is missing.
  ///   - weights: w by row, 0 or more.
  ///   - domain: whether each row counts; `nil` for all.
  /// - Returns: the ratio R, with influence (y - R x) / Σ w x; `nil` when Σ w x is 0.
  public static func ratio(
    _ numerator: [Double?], _ denominator: [Double?], weights: [Double], in domain: [Bool]? = nil
  ) -> LinearEstimate? {
    let both = zip(numerator, denominator).map { $0 == nil ? nil : $1 }
    let base = base(both, weights, domain)
    var (top, bottom) = (0.0, 0.0)
    for row in base.indices {
      top += base[row] * (numerator[row] ?? 0)
      bottom += base[row] * (denominator[row] ?? 0)
    }
    guard bottom != 0 else { return nil }
    let ratio = top / bottom
    return LinearEstimate(
      value: ratio,
      influence: base.indices.map {
        base[$0] * ((numerator[$0] ?? 0) - ratio * (denominator[$0] ?? 0)) / bottom
      })
  }

  /// The covariance of two variables in the population, over the rows that have both; a variance
  /// where both are the same.
  ///
  /// ```text
  /// n/(n - 1) Σ w (x - mean x)(y - mean y) / Σ w
  /// ```
  ///
  /// - Parameters:
  ///   - first: x by row; `nil` is missing.
  ///   - second: y by row; `nil` is missing.
  ///   - weights: w by row, 0 or more.
  ///   - domain: whether each row counts; `nil` for all.
  /// - Returns: the covariance, with the influence of a mean of the products: what the two means
  ///   add is of a smaller order. `nil` with fewer than 2 rows of weight; n counts those.
  ///
  /// Source: Särndal, Swensson and Wretman (1992), Model Assisted Survey Sampling, section 5.9.
  public static func covariance(
    _ first: [Double?], _ second: [Double?], weights: [Double], in domain: [Bool]? = nil
  ) -> LinearEstimate? {
    precondition(first.count == second.count, "\(first.count) and \(second.count) values")
    let both = zip(first, second).map { $0 == nil ? nil : $1 }
    let base = base(both, weights, domain)
    let rows = base.map { $0 > 0 }
    let count = Double(rows.count { $0 })
    guard count > 1, let left = mean(first, weights: weights, in: rows)?.value,
      let right = mean(second, weights: weights, in: rows)?.value
    else { return nil }
    let products = zip(first, second).map { (($0 ?? left) - left) * (($1 ?? right) - right) }
    return mean(products, weights: weights, in: rows).map { count / (count - 1) * $0 }
  }

  /// The sum of two estimates of the same rows.
  public static func + (left: LinearEstimate, right: LinearEstimate) -> LinearEstimate {
    LinearEstimate(
      value: left.value + right.value, influence: zip(left.influence, right.influence).map(+))
  }

  /// The difference of two estimates of the same rows.
  public static func - (left: LinearEstimate, right: LinearEstimate) -> LinearEstimate {
    left + -1 * right
  }

  /// An estimate times a number.
  public static func * (factor: Double, estimate: LinearEstimate) -> LinearEstimate {
    LinearEstimate(
      value: factor * estimate.value, influence: estimate.influence.map { factor * $0 })
  }

  // MARK: - Steps

  /// The weight of each row that counts and has a value; 0 for the others.
  private static func base(
    _ values: [Double?], _ weights: [Double], _ domain: [Bool]?
  ) -> [Double] {
    precondition(
      values.count == weights.count && domain.map { $0.count == values.count } ?? true,
      "\(values.count) values, \(weights.count) weights")
    return values.indices.map { row in
      values[row] != nil && domain.map { $0[row] } ?? true ? weights[row] : 0
    }
  }
}

extension SamplingDesign {
  /// The covariance matrix of estimates.
  ///
  /// - Parameter estimates: q estimates of this design's rows.
  /// - Returns: `[q x q]`.
  public func covariance(of estimates: [LinearEstimate]) -> Matrix {
    covariance(of: estimates.map(\.influence))
  }

  /// The standard error of one estimate, in its unit.
  public func standardError(of estimate: LinearEstimate) -> Double {
    max(0, covariance(of: [estimate])[0, 0]).squareRoot()
  }
}

extension Sample {
  /// The covariance matrix of estimates; of their residuals where the weights are calibrated, of
  /// their influences under each replicate's weights where there are such.
  ///
  /// - Parameters:
  ///   - estimates: q of them.
  ///   - other: a design of the same rows to be taken for the sample's own; `nil` for that.
  /// - Returns: `[q x q]`.
  func covariance(of estimates: [LinearEstimate], in other: SamplingDesign? = nil) -> Matrix {
    if let replicates { return covariance(of: estimates, under: replicates) }
    let design = other ?? design
    guard let projection, let calibration else { return design.covariance(of: estimates) }
    let before = (0..<design.rowCount).map { Double(calibration.weightsBefore?[$0] ?? 1) }
    let after = (0..<design.rowCount).map { Double(weights?[$0] ?? 1) }
    return design.covariance(
      of: estimates.map {
        projection.residuals($0.influence, weights: before, calibrated: after)
      })
  }

  private func covariance(
    of estimates: [LinearEstimate], under replicates: SampleReplicates
  ) -> Matrix {
    let factors = replicates.columns.map { column in
      column.indices.map { row in
        let weight = Double(weights?[row] ?? 1)
        return weight > 0 ? Double(column[row]) / weight : 0
      }
    }
    let totals = Matrix(
      rowCount: factors.count, columnCount: estimates.count,
      elements: factors.flatMap { own in
        estimates.map { zip($0.influence, own).reduce(0) { $0 + $1.0 * $1.1 } }
      })
    // The influences of an estimate sum to its deviation under the full weights.
    return replicates.variance.deviations(
      totals, estimates: estimates.map { $0.influence.reduce(0, +) }
    ).crossProduct()
  }
}
