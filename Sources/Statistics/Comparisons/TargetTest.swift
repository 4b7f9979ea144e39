internal import NumericCore

/// Whether a figure reaches a target that was set for it, by two one-sided bounds.
///
/// The verdict is that of `ImprovementTest` against a number that is known: met where the bound on
/// the near side lies at the target or beyond, not met where the other bound does not reach it.
///
/// ```text
/// at least c:   met if low >= c    not met if high < c
/// at most c:    met if high <= c   not met if low > c
/// ```
public struct TargetTest: Sendable, Equatable {
  /// What was set.
  public enum Goal: Sendable, Equatable {
    /// The figure is so much or more.
    case atLeast(Double)
    /// The figure is so much or less.
    case atMost(Double)
  }

  /// The figure.
  public let value: Double
  /// Its standard error, 0 or more.
  public let standardError: Double
  /// The one-sided bounds of .95 each.
  public let low: Double
  /// The upper one.
  public let high: Double
  /// What was set.
  public let goal: Goal

  /// - Parameters:
  ///   - value: the figure.
  ///   - standardError: its standard error, 0 or more.
  ///   - bounds: its one-sided bounds of .95 each.
  ///   - goal: what was set.
  public init(
    value: Double, standardError: Double, bounds: (low: Double, high: Double), goal: Goal
  ) {
    precondition(standardError >= 0 && bounds.low <= bounds.high, "bounds \(bounds)")
    (self.value, self.standardError, self.goal) = (value, standardError, goal)
    (low, high) = bounds
  }

  /// What the bounds prove.
  public var verdict: ImprovementTest.Verdict {
    switch goal {
    case .atLeast(let target): low >= target ? .met : high < target ? .notMet : .unproven
    case .atMost(let target): high <= target ? .met : low > target ? .notMet : .unproven
    }
  }

  /// How far the figure lies on the wished side of the target; below 0 on the other.
  public var distance: Double {
    switch goal {
    case .atLeast(let target): value - target
    case .atMost(let target): target - value
    }
  }

  /// How many rows it takes until the bound reaches the target, were the figure found the true one
  /// and each further row worth what the rows there are worth.
  ///
  /// - Parameters:
  ///   - power: how often the bound shall reach it, above 0.05 and below 1.
  ///   - count: the rows there are, 1 or more.
  /// - Returns: the number, 1 or more; `nil` where the figure does not lie beyond the target, and
  ///   above `ImprovementSize.most`.
  public func neededCount(power: Double, count: Int) -> Int? {
    guard distance > 0 else { return nil }
    return ImprovementSize.count(
      unitVariance: standardError * standardError * Double(count), excess: distance, power: power)
  }
}
