internal import NumericCore

/// Whether a new value is not worse than the old one by a margin: one-sided, 95 %.
///
/// ```text
/// d = old - new     bounds = d ∓ t SE     held: upper bound < margin
/// ```
///
/// Use it beside `ImprovementTest` for what must not be lost. Nothing lost is shown by an upper
/// bound below the margin, not by a difference that is not significant.
///
/// Source: Blackwelder (1982), "Proving the null hypothesis" in clinical trials.
public struct NonInferiorityTest: Sendable, Equatable {
  /// What the bounds say of the margin.
  public enum Verdict: String, Sendable, CaseIterable {
    /// The upper bound of the loss is below the margin.
    case held
    /// The lower bound of the loss is at the margin or above.
    case failed
    /// The margin lies between the bounds, or there are none.
    case unproven
  }

  /// old - new.
  public let loss: Double
  /// Its standard error.
  public let standardError: Double
  /// The largest loss that is tolerated, above 0.
  public let margin: Double
  /// The one-sided lower bound of the loss; `nil` without a degree of freedom or any spread.
  public let low: Double?
  /// The one-sided upper bound of the loss; `nil` with `low`.
  public let high: Double?

  /// - Parameters:
  ///   - values: the old value as the baseline, and the new one.
  ///   - margin: the largest loss that is tolerated, above 0.
  ///   - degreesOfFreedom: those of the variances; `nil` for many. A side whose answers are all
  ///     alike has a variance of 0: then nothing is proved.
  public init(
    _ values: ImprovementTest.Values, margin: Double, degreesOfFreedom: Double? = nil
  ) {
    loss = values.baseline - values.new
    self.margin = margin
    let variance = values.baselineVariance + values.newVariance - 2 * values.covariance
    standardError = max(0, variance).squareRoot()
    guard values.baselineVariance > 0, values.newVariance > 0, variance > 0,
      degreesOfFreedom.map({ $0 > 0 }) ?? true
    else {
      (low, high) = (nil, nil)
      return
    }
    let half = ImprovementTest.quantile(degreesOfFreedom) * standardError
    (low, high) = (loss - half, loss + half)
  }

  /// Whether the new value is not worse by the margin.
  public var verdict: Verdict {
    guard let low, let high else { return .unproven }
    return high < margin ? .held : low >= margin ? .failed : .unproven
  }
}
