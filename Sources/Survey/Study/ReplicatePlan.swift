public import Statistics

/// Columns of replicate weights, and how the spread of what they give becomes a variance.
public struct ReplicatePlan: Sendable, Equatable {
  /// How the replicate weights were made.
  public enum Method: String, Sendable, CaseIterable {
    /// Half samples; with Fay's factor each half keeps a part of its weight.
    case brr
    /// Samples without one unit.
    case jackknife
    /// Samples drawn anew.
    case bootstrap
    /// Successive differences of sorted units.
    case successiveDifferences = "successive-differences"
  }

  /// What the replicates are measured from.
  public enum Center: String, Sendable, CaseIterable {
    /// Their mean.
    case mean
    /// The estimate under the full weights.
    case estimate
  }

  /// The columns, each with the weights of all respondents; two or more.
  public var columns: [ColumnReference]
  /// How they were made.
  public var method: Method
  /// Fay's factor, 0 or more and below 1; 0 for plain half samples.
  public var fay: Double
  /// What the sum of all squares is multiplied by; `nil` for what the method says.
  public var scale: Double?
  /// What each replicate's square is multiplied by; `nil` for 1.
  public var scales: [Double]?
  /// What the replicates are measured from; `nil` for what the method says.
  public var center: Center?
  /// The degrees of freedom that the producer states; `nil` for the rank of the weights less 1.
  public var degreesOfFreedom: Int?

  /// Columns of replicate weights, the rest as the method says.
  public init(columns: [ColumnReference], method: Method) {
    (self.columns, self.method, fay) = (columns, method, 0)
  }

  /// What the sum of all squares is multiplied by in the end.
  public var usedScale: Double { variance.scale }

  /// What deviations are measured from in the end.
  public var usedCenter: Center { variance.center == .mean ? .mean : .estimate }

  /// The variance that the plan asks for.
  ///
  /// Scales by replicate, such as the `(n - 1) / n` of a jackknife in strata, take the place of the
  /// method's own scale.
  public var variance: ReplicateVariance {
    let count = columns.count
    let standard =
      switch method {
      case .brr: ReplicateVariance.balanced(count: count, fay: fay)
      case .jackknife: ReplicateVariance.jackknife(count: count)
      case .bootstrap: ReplicateVariance.bootstrap(count: count)
      case .successiveDifferences: ReplicateVariance.successiveDifferences(count: count)
      }
    let center: ReplicateVariance.Center =
      switch self.center {
      case .mean: .mean
      case .estimate: .estimate
      case nil: standard.center
      }
    return ReplicateVariance(
      scale: scale ?? (scales == nil ? standard.scale : 1), scales: scales ?? standard.scales,
      center: center)
  }
}
