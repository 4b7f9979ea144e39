/// What people use to get the job done, what serves them best, and who does without.
public struct SolutionSection: Sendable, Equatable {
  /// Every solution that the study lists, in its order; answers it does not list last, pooled.
  public var solutions: [Group]
  /// Provider, non-provider, nothing, as far as the study lists answers of them; alike.
  public var kinds: [Group]
  /// Each own solution against the best of the others; without own ones the best against the
  /// worst of all. By solution, then outcome of the study, as far as they are rated.
  public var comparisons: [Comparison] = []
  /// The pairs over which p-values are adjusted.
  public var pairCount = 0
  /// Why nothing is compared; empty otherwise.
  public var refusal = ""
  /// Who does without, and who has more than is needed.
  public var potential: Potential

  /// The largest adjusted p-value that makes a difference a finding.
  public static let level = 0.05

  /// The people who use one solution, or one of a kind.
  public struct Group: Sendable, Equatable {
    /// The answer, the kind, or `not listed`.
    public var label: String
    /// Its kind; `nil` for answers that are not listed.
    public var kind: SolutionKind?
    /// Whether it is one of the team's own; never of a kind.
    public var isOurs = false
    /// The share of the people whose solution is known; `nil` under the disclosure floor.
    public var share: PeopleMean?
    /// The share of the rated outcomes that a person is satisfied with: the mean.
    public var satisfaction: PeopleMean?
    /// Its base and its scores, as those of segments.
    public var scores: SegmentScores
    /// By outcome of the study.
    public var outcomes: [Outcome]

    /// How many outcomes are scored, and how many of them are overserved or underserved.
    public func count(of zone: Zone) -> Int {
      outcomes.count { $0.score?.zone == zone }
    }
  }

  /// One outcome among the people who use a solution.
  public struct Outcome: Sendable, Equatable {
    /// Its importance to all who rated that, in the scorer's unit.
    public var importance: PeopleMean?
    /// The satisfaction of all who rated that, alike.
    public var satisfaction: PeopleMean?
    /// The score by the study's base; `nil` where too few people answered.
    public var score: OutcomeScore?
    /// Why something is `nil`; empty otherwise.
    public var note = ""
  }

  /// Two solutions in one outcome.
  public struct Comparison: Sendable, Equatable {
    /// The outcome's position in the study.
    public var outcome: Int
    /// The position in `solutions` of the own solution, or of the best.
    public var solution: Int
    /// That of the best of the others, or of the worst.
    public var against: Int
    /// The satisfaction of `solution` less that of `against`, in the scorer's unit. The interval
    /// holds for all pairs of the outcome together (Bonferroni), since the pair was chosen among
    /// them; `adjustedP` is that of all pairs and outcomes.
    public var gap: GroupDifference
    /// The best's satisfaction over the other's; `nil` over 0.
    public var ratio: Double?
    /// The pairs of the outcome among which this one was chosen.
    public var pairCount: Int
  }

  /// Shares of the people whose solution is known and who are non-consumers or have rated enough
  /// to tell whether they are overserved.
  public struct Potential: Sendable, Equatable {
    /// Those who use nothing; `nil` where the study lists no such answers.
    public var nonConsumers: PeopleMean?
    /// Those who use something and are overserved.
    public var overserved: PeopleMean?
    /// Both together.
    public var both: PeopleMean?
    /// The share of the overserved among those who use something.
    public var overservedUsers: PeopleMean?
  }

  /// The fewest outcomes rated on both questions from which it is told whether a person is
  /// overserved; of studies with fewer outcomes, all.
  public static let ratedCount = 3
}
