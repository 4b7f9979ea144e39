/// The job as a chain: every step must succeed.
///
/// A step succeeds for a person who is satisfied (top cut) with half of the step's rated outcomes
/// or more, or with all of them, as the study says (`ChainPlan.Rule`); it is unknown of who rated
/// none. Steps without outcomes have no success rate and are no link of the chain; people may still
/// do them again or give up at them.
public struct StepSection: Sendable, Equatable {
  /// When a step succeeds.
  public var rule: ChainPlan.Rule
  /// Everybody, then each segmentation's groups, clusters last.
  public var groups: [Group]

  /// The chain of one group of people.
  public struct Group: Sendable, Equatable {
    /// `all`, the name of a segmentation, or `cluster`.
    public var segmentation: String
    /// The group's label.
    public var segment: String
    /// Why nothing is shown; empty otherwise.
    public var reason = ""
    /// By step of the study.
    public var steps: [Step] = []
    /// The share for whom all steps succeed, of the people of whom every step is known.
    public var passRate: PeopleMean?
    /// The product of the steps' success rates among the same people: what the share would be if
    /// steps failed independently of each other.
    public var independentRate: Double?
    /// `passRate` less `independentRate`: above 0 where failures come together in the same people.
    public var independenceGap: Estimate?
    /// Why the gap is not computed; empty otherwise.
    public var gapReason = ""
    /// The ends of its 95 % interval.
    public var gapInterval: ClosedRange<Double>?
    /// The share that gave up, of all whose answer is known.
    public var abandonedShare: PeopleMean?
  }

  /// One step in one group.
  public struct Step: Sendable, Equatable {
    /// The share for whom it succeeds, of the people of whom it is known.
    public var success: PeopleMean?
    /// The share for whom it fails and every other step succeeds, of the people of whom every step
    /// is known. Repairing this step alone raises the share that gets through by exactly this.
    public var soleBlocker: PeopleMean?
    /// Whether its success rate is the lowest of the group.
    public var isWeakest = false
    /// How often it is the weakest in the bootstrap replicates, 0...1; `nil` without replicates.
    public var weakestShare: Double?
    /// How often it had to be done again, on average; `nil` where the study has no such column.
    public var repeats: PeopleMean?
    /// The share that had to do it again at least once.
    public var repeated: PeopleMean?
    /// The share that gave up at it, of those who had not given up before.
    public var dropOff: PeopleMean?
    /// The mean opportunity of its outcomes in the group; `nil` where none is scored.
    public var opportunity: Double?
    /// How many of its outcomes are scored in the group.
    public var scoredCount = 0
  }
}
