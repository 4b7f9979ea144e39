/// What of the job each proposed solution would cover.
public struct ProposalSection: Sendable, Equatable {
  /// By proposal of the study.
  public var coverages: [Coverage]

  /// What one proposal covers.
  public struct Coverage: Sendable, Equatable {
    /// The proposal's position in the study.
    public var proposal: Int
    /// How many outcomes are scored, success outcomes included.
    public var scoredCount = 0
    /// The opportunity of what it serves over that of all scored outcomes, 0...1; `nil` where the
    /// scorer can fall below 0 or nothing is scored.
    public var opportunityShare: ReplicateMean?
    /// How many outcomes are underserved, and how many of these it serves.
    public var underservedCount = 0
    /// Those of them that it serves.
    public var underservedServed = 0
    /// The positions of the steps with outcomes of which it serves none.
    public var untouchedSteps: [Int] = []
    /// By role with answers in the study.
    public var roles: [RoleCoverage] = []
    /// Kinds of progress, as the proposal or the outcomes name them.
    public var progress: [Progress] = []
    /// The share of people with an unmet outcome that it serves, of those who rated one it serves.
    public var reached: PeopleMean?
    /// The share with a good experience now.
    public var experienceNow: PeopleMean?
    /// The same with everything that it serves repaired.
    public var experienceRepaired: PeopleMean?
    /// The same when as many more people become satisfied as the proposal's effect says, each
    /// independently of the other outcomes; `nil` without an effect.
    public var experienceExpected: PeopleMean?
  }

  /// The opportunity within one role.
  public struct RoleCoverage: Sendable, Equatable {
    /// The role.
    public var role: PerformerRole
    /// Served over all, 0...1, of the scores within the role; `nil` where these are refused.
    public var opportunityShare: Double?
    /// Why there is no share; empty otherwise.
    public var reason = ""
  }

  /// One kind of progress.
  public struct Progress: Sendable, Equatable {
    /// In the study's words.
    public var name: String
    /// Whether the proposal promises it.
    public var isPromised: Bool
    /// How many key outcomes stand for it, and how many of them the proposal serves.
    public var outcomeCount: Int
    /// Those that the proposal serves.
    public var servedCount: Int
  }
}
