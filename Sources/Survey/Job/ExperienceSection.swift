/// Action and purpose: how well people act, what they attain by it, and both together.
///
/// An experience is good only when both are: efficiency, from the key outcomes, and effectiveness,
/// from the success outcomes, are never averaged.
public struct ExperienceSection: Sendable, Equatable {
  /// From where on each index counts as good.
  public var plan: ExperiencePlan
  /// Everybody, then each segmentation's groups, clusters last.
  public var groups: [Group]

  /// One group of people.
  public struct Group: Sendable, Equatable {
    /// `all`, the name of a segmentation, or `cluster`.
    public var segmentation: String
    /// The group's label.
    public var segment: String
    /// Ten times the share of the rated key outcomes that a person is satisfied with: the mean.
    public var efficiency: PeopleMean?
    /// Ten times the share of the success outcomes attained: the mean.
    public var effectiveness: PeopleMean?
    /// Shares of the people of whom both are known, in the order of `Quadrant.allCases`.
    public var quadrants: [PeopleMean?] = []
    /// The correlation of the two being good, -1...1; `nil` where one of them is good or bad for
    /// everybody.
    public var dependence: Double?
    /// By success outcome of the study.
    public var outcomes: [Outcome] = []
    /// By dimension, then by aim, as far as the study has success outcomes of them.
    public var rollups: [Rollup] = []
  }

  /// Success outcomes that belong together.
  public struct Rollup: Sendable, Equatable {
    /// `dimension` or `aim`.
    public var kind: String
    /// Which of them, such as `social` or `avoid`.
    public var label: String
    /// How many success outcomes.
    public var outcomeCount: Int
    /// The share of them that a person attains: the mean, 0...1.
    public var attained: PeopleMean?
    /// The mean opportunity of those scored; `nil` where none is.
    public var opportunity: Double?
  }

  /// What is good of an experience.
  public enum Quadrant: String, Sendable, CaseIterable {
    /// Both: the experience is good.
    case both = "efficient and effective"
    /// Acting is good, its purpose not attained.
    case efficientOnly = "efficient only"
    /// The purpose is attained, by poor action.
    case effectiveOnly = "effective only"
    case neither
  }

  /// One success outcome in one group.
  public struct Outcome: Sendable, Equatable {
    /// Importance, satisfaction and opportunity as of key outcomes; `nil` unless both are rated.
    public var score: OutcomeScore?
    /// The share that attained it: satisfied, else met in expectations, else spared.
    public var attained: PeopleMean?
    /// The share whose expectations were met or exceeded.
    public var metRate: PeopleMean?
    /// The share whose expectations were exceeded.
    public var exceededRate: PeopleMean?
    /// By how many points what came fell short of what was expected, on average over everybody.
    public var shortfall: PeopleMean?
    /// By how many points it went beyond.
    public var excess: PeopleMean?
    /// The share to whom what was to be avoided happened.
    public var hazardRate: PeopleMean?
  }
}
