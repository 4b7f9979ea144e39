/// A definition of done: what an outcome's figure shall become.
public struct Target: Sendable, Equatable {
  /// Whose figure.
  public enum Subject: Sendable, Hashable {
    /// A key outcome, by its position in the study.
    case key(Int)
    /// A success outcome, by its position in the study.
    case success(Int)
  }

  /// Which figure.
  public enum Metric: String, Sendable, CaseIterable {
    /// In the scorer's unit: 0...10, or the raw scale when unfloored.
    case importance
    /// Alike.
    case satisfaction
    /// In the scorer's unit: 0...20, or the raw scale when unfloored.
    case opportunity
    /// The share that attained a success outcome, 0...1.
    case attained
    /// The share whose expectations of a success outcome were met or exceeded, 0...1.
    case met

    /// Whether the figure is a share of people.
    public var isShare: Bool { self == .attained || self == .met }
    /// Whether more of it is better, so that a ratio tells an improvement.
    var isImprovable: Bool { isShare || self == .satisfaction }
  }

  /// What the figure shall be.
  public enum Goal: Sendable, Equatable {
    /// So much or more, in the metric's unit.
    case atLeast(Double)
    /// So much or less, in the metric's unit.
    case atMost(Double)
    /// By this part, above 0, more than a baseline in the metric's unit; without one, than the
    /// baseline of a comparison.
    case improveBy(Double, baseline: Double?)
  }

  /// Whose figure.
  public var subject: Subject
  /// Which figure.
  public var metric: Metric
  /// What it shall be.
  public var goal: Goal
  /// The segmentation's name; `nil` for everybody together.
  public var segmentation: String?
  /// The segment's label; `nil` for everybody together.
  public var segment: String?
  /// Where the study file sets it.
  public var place: Place

  /// A target of everybody or of a segment.
  public init(
    subject: Subject, metric: Metric, goal: Goal, segmentation: String? = nil,
    segment: String? = nil, place: Place
  ) {
    (self.subject, self.metric, self.goal) = (subject, metric, goal)
    (self.segmentation, self.segment, self.place) = (segmentation, segment, place)
  }

  /// The baseline that the study gives.
  public var baseline: Double? {
    if case .improveBy(_, let baseline) = goal { return baseline }
    return nil
  }

  /// The part by which a comparison of two waves shall show it improved; `nil` where the study
  /// itself has all that is needed.
  public var ratioOfWaves: Double? {
    if case .improveBy(let part, nil) = goal { return 1 + part }
    return nil
  }
}

/// A figure of use, performance or value that is followed from wave to wave.
public struct Measure: Sendable, Equatable {
  /// What is measured.
  public enum Family: String, Sendable, CaseIterable {
    /// How much a solution is used.
    case usage
    /// How well the job is performed.
    case performance
    /// How much value people derive.
    case value
  }

  /// Which way is better.
  public enum Better: String, Sendable, CaseIterable { case higher, lower }

  /// The name in reports, unique in the study.
  public var name: String
  /// What is measured.
  public var family: Family
  /// The column of numbers.
  public var column: ColumnReference
  /// Which way is better: of `lower`, a ratio is baseline / new.
  public var better = Better.higher

  /// A measure of which more is better.
  public init(name: String, family: Family, column: ColumnReference) {
    (self.name, self.family, self.column) = (name, family, column)
  }
}

extension Study {
  /// The id of a target's outcome.
  public func id(of subject: Target.Subject) -> String {
    switch subject {
    case .key(let index): outcomes[index].id
    case .success(let index): success[index].id
    }
  }

  /// The wording of a target's outcome.
  public func text(of subject: Target.Subject) -> String {
    switch subject {
    case .key(let index): outcomes[index].text
    case .success(let index): success[index].text
    }
  }
}
