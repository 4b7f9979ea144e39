internal import NumericCore

/// A quantile of the population that a sample of any design stands for, such as the median, with
/// Woodruff's interval.
///
/// The interval is that of the share at or below the quantile, `share ± t se`, each bound turned
/// back into a number of the data: it needs no density and keeps the skew of the data.
///
/// Source: Woodruff (1952), Confidence intervals for medians and other position measures.
public struct DesignQuantile: Sendable, Equatable {
  /// What a quantile is.
  public enum Rule: Sendable, Equatable {
    /// The smallest number that at least the share of the population does not exceed; Hyndman and
    /// Fan's definition 1.
    case lowest
    /// The same; half way to the next number where the share is reached exactly: definition 2.
    case halfway
    /// Read off between rows, by their places between 0 and 1.
    case between(PlottingPlaces, tied: TiedRows = .alike)
  }

  /// The quantile.
  public let value: Double
  /// The lower bound; `nil` where the share's bound is below 0, or no degree of freedom is left.
  public let low: Double?
  /// The upper bound; `nil` where the share's bound is above 1, or no degree of freedom is left.
  public let high: Double?

  /// - Parameters:
  ///   - share: of the population at or below the quantile, above 0 and below 1.
  ///   - values: the numbers by row, infinite ones allowed; `nil` is missing or outside the domain.
  ///   - sample: design, weights and calibration of the rows.
  ///   - rule: what a quantile is.
  ///   - level: how often such intervals hold the truth, above 0 and below 1. The quantile is `nil`
  ///     where there is no number of weight, or one is not a number.
  public init?(
    _ share: Double, of values: [Double?], sample: Sample, rule: Rule = .halfway,
    level: Double = 0.95
  ) {
    precondition(share > 0 && share < 1, "a quantile of \(share)")
    precondition(
      values.count == sample.design.rowCount,
      "\(values.count) values, \(sample.design.rowCount) rows")
    guard let quantile = DesignQuantile.quantiles(values, sample.weights, rule) else {
      return nil
    }
    value = quantile(share)
    guard let bounds = DesignQuantile.shareBounds(values, upTo: value, sample, level) else {
      (low, high) = (nil, nil)
      return
    }
    low = bounds.low >= 0 ? quantile(bounds.low) : nil
    high = bounds.high <= 1 ? quantile(bounds.high) : nil
  }

  // MARK: - Steps

  /// The quantile of any share 0...1.
  private static func quantiles(
    _ values: [Double?], _ weights: [Int64]?, _ rule: Rule
  ) -> ((Double) -> Double)? {
    if case .between(let places, let tied) = rule {
      return OrderedRows(values, weights: weights, tied: tied).map { rows in
        { places.quantile($0, of: rows) }
      }
    }
    return WeightedDistribution(values, weights: weights).map { distribution in
      { distribution.quantile($0, isHalved: rule == .halfway) }
    }
  }

  /// The interval of the share of the population at or below a number.
  private static func shareBounds(
    _ values: [Double?], upTo limit: Double, _ sample: Sample, _ level: Double
  ) -> (low: Double, high: Double)? {
    let weights = values.indices.map { Double(sample.weights?[$0] ?? 1) }
    let isBelow = values.map { $0.map { $0 <= limit ? 1.0 : 0 } }
    guard let share = LinearEstimate.mean(isBelow, weights: weights) else { return nil }
    let degrees = DomainDegrees(
      groups: values.map { $0 == nil ? -1 : 0 }, groupCount: 1, sample: sample)
    return DifferenceTest(
      difference: share.value, variance: sample.covariance(of: [share])[0, 0],
      degreesOfFreedom: Double(degrees.degreesOfFreedom(of: [0]))
    ).interval(level: level)
  }
}
