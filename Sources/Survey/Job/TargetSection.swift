public import Statistics

/// What became of the study's targets.
public struct TargetSection: Sendable, Equatable {
  /// By target of the study.
  public var results: [TargetResult]
}

/// What became of one target.
public struct TargetResult: Sendable, Equatable {
  /// The target as the study sets it.
  public var target: Target
  /// The figure, in the metric's unit; `nil` where there is none.
  public var figure: TargetFigure?
  /// The figure against what it shall be, in the metric's unit; `nil` without a figure or bounds.
  public var test: TargetTest?
  /// The respondents at which it is proved in four of five surveys, were the figure found the true
  /// one; `nil` where it is not unproven, or the figure not beyond the target.
  public var neededCount: Int?
  /// Why it was not judged; empty when it was.
  public var refusal = ""

  /// The figure over its baseline; `nil` but of an improvement.
  public var ratio: Double? {
    guard let baseline = target.baseline else { return nil }
    return figure.map { $0.value / baseline }
  }

  /// The bounds of that ratio.
  public var ratioBounds: ClosedRange<Double>? {
    guard let baseline = target.baseline, let bounds = figure?.bounds else { return nil }
    return bounds.lowerBound / baseline...bounds.upperBound / baseline
  }

  /// What the figure is held against, in its unit; `nil` where that is not known.
  public var threshold: Double? {
    switch target.goal {
    case .atLeast(let value), .atMost(let value): value
    case .improveBy(let part, let baseline): baseline.map { $0 * (1 + part) }
    }
  }

  /// The respondents beyond those there are.
  public var stillNeededCount: Int? {
    guard let neededCount, let figure else { return nil }
    return max(0, neededCount - figure.respondentCount)
  }
}

/// A figure that a target is about, with what its bounds rest on.
public struct TargetFigure: Sendable, Equatable {
  /// In the metric's unit.
  public var value: Double
  /// Its design-based standard error.
  public var standardError: Double
  /// The one-sided bounds of .95 each; `nil` where there are none.
  public var bounds: ClosedRange<Double>?
  /// The people it rests on; unweighted.
  public var respondentCount: Int
  /// Kish's effective number of them.
  public var effectiveCount: Double
  /// The design's degrees of freedom among them.
  public var degreesOfFreedom: Int
  /// A caution; empty when there is nothing to say.
  public var note = ""
}
