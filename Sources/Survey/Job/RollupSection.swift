/// Opportunity rolled up by part of the job: steps, kinds of progress, jobs of the tree and more.
///
/// A part's opportunity is the mean of its outcomes' published scores. Parts are comparable as far
/// as they are covered: every figure stands beside how many of the part's outcomes are scored.
public struct RollupSection: Sendable, Equatable {
  /// What the outcomes of a part have in common.
  public enum Kind: String, Sendable, CaseIterable {
    /// A job of the tree, with everything below it.
    case job
    /// All jobs of a level, with everything below them.
    case altitude
    /// A step of the job map.
    case step
    /// A kind of progress.
    case progress
    /// Whether less or more is better.
    case direction
    /// What is measured.
    case unit
    /// Success outcomes of one side of life.
    case dimension
    /// Success outcomes to be achieved, avoided or resolved.
    case aim
  }

  /// The parts, by kind.
  public var parts: [Part]
  /// Everybody, then each segmentation's groups, clusters last.
  public var groups: [Group]

  /// One part of the job.
  public struct Part: Sendable, Equatable {
    /// What its outcomes have in common.
    public var kind: Kind
    /// The id of the step or job, else the word itself.
    public var id: String
    /// The wording of the step or job, else the word itself.
    public var label: String
    /// The positions in the study of the outcomes that belong to it: of key outcomes, or of success
    /// outcomes for dimensions and aims.
    public var outcomes: [Int]
    /// The jobs below, and how many of them have an outcome in this survey, of their own or of a
    /// job below them; `nil` of parts that are no jobs.
    public var jobsBelow: (all: Int, covered: Int)? {
      jobsBelowCount.map { ($0, jobsBelowCovered) }
    }
    var jobsBelowCount: Int?
    var jobsBelowCovered = 0

    /// Whether its outcomes are success outcomes.
    public var isOfSuccess: Bool { kind == .dimension || kind == .aim }
  }

  /// The figures of one group of people.
  public struct Group: Sendable, Equatable {
    /// `all`, the name of a segmentation, or `cluster`.
    public var segmentation: String
    /// The group's label.
    public var segment: String
    /// Why nothing is shown; empty otherwise.
    public var reason = ""
    /// By part.
    public var figures: [Figure] = []
    /// Each pair of related jobs.
    public var related: [RelatedJobs] = []
  }

  /// A part in a group.
  public struct Figure: Sendable, Equatable {
    /// How many of its outcomes have a score.
    public var scoredCount = 0
    /// The mean of these scores, in the scorer's unit; `nil` without any.
    public var opportunity: ReplicateMean?
    /// The position of the outcome with the highest score, the first of equal ones.
    public var highest: Int?
    /// Its score.
    public var highestOpportunity: Double?
    /// How many scores are 10 or more; `nil` where that cut means nothing.
    public var underservedCount: Int?
    /// The sum of the part's scores over that of all scored outcomes, key or success; `nil` where
    /// scores can be below 0, and where all are 0.
    public var share: ReplicateMean?
  }

  /// Whether every outcome of a part is scored in a group, and every job below it is asked about.
  public static func isCovered(_ part: Part, _ figure: Figure) -> Bool {
    figure.scoredCount > 0 && figure.scoredCount == part.outcomes.count
      && part.jobsBelow.map { $0.covered == $0.all } ?? true
  }
}

/// Two related jobs: whether people with a large gap in one have a large gap in the other.
public struct RelatedJobs: Sendable, Equatable {
  /// The id of one job.
  public var job: String
  /// The id of the other.
  public var related: String
  /// The correlation of the persons' mean gaps (importance less satisfaction, in points of the
  /// scale) in the outcomes of either job and everything below it; `nil` where it is not computed.
  public var correlation: PeopleMean?
  /// Why not; empty otherwise.
  public var reason = ""
}
