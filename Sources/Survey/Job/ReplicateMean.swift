import Statistics

/// A mean or share of scores, with the spread of its replicates about it.
///
/// Near a gap of 0 replicates lie above the estimate, because the floor cuts half of them: the
/// distance from the estimate counts that in, so the error is too large there rather than too
/// small, and the estimate stays where it is.
public struct ReplicateMean: Sendable, Equatable {
  /// The figure.
  public var value: Double
  /// The root of the mean squared distance of the replicates from it; `nil` without a degree of
  /// freedom.
  public var standardError: Double?
  /// Student's 95 % interval, ended at what the figure can be.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?

  /// A figure without replicates.
  public init(
    value: Double, standardError: Double? = nil, low: Double? = nil, high: Double? = nil
  ) {
    (self.value, self.standardError, self.low, self.high) = (value, standardError, low, high)
  }

  /// A published figure and the same of every replicate.
  ///
  /// - Parameters:
  ///   - value: the figure.
  ///   - replicates: the same of each replicate.
  ///   - degreesOfFreedom: the fewest of the scores in it.
  ///   - range: what the figure can be.
  init(
    _ value: Double, replicates: [Double], degreesOfFreedom: Int, range: ClosedRange<Double>
  ) {
    self.value = value
    // Without a degree of freedom the spread of replicates means nothing.
    guard degreesOfFreedom > 0, !replicates.isEmpty else { return }
    let squares = replicates.reduce(0) { $0 + ($1 - value) * ($1 - value) }
    let spread = (squares / Double(replicates.count)).squareRoot()
    // Of a census, or of one part that is all, rounding errors are left.
    let error = spread > 1e-12 * max(1, abs(value)) ? spread : 0
    let interval = DifferenceTest(
      difference: value, variance: error * error, degreesOfFreedom: Double(degreesOfFreedom)
    ).interval()
    standardError = error
    low = interval.map { min(range.upperBound, max(range.lowerBound, $0.low)) }
    high = interval.map { min(range.upperBound, max(range.lowerBound, $0.high)) }
  }
}
