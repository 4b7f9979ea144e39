/// Whether those who get the job done, support it and decide the purchase want the same.
public struct RoleSection: Sendable, Equatable {
  /// The roles of which the study names answers: executor, support, buyer.
  public var roles: [Role]
  /// By outcome of the study.
  public var outcomes: [Outcome] = []
  /// Kendall's W of the scored roles' orders of the outcomes, 0...1; `nil` for fewer than two
  /// roles or outcomes.
  public var concordance: Double?
  /// By pair of scored roles, how far their orders agree.
  public var agreements: [Agreement] = []

  /// The largest adjusted p-value that makes a difference a finding.
  public static let level = 0.05

  /// One role.
  public struct Role: Sendable, Equatable {
    /// Which one.
    public var role: PerformerRole
    /// What it counts in the joint ranking, 0 or more.
    public var weight: Double
    /// The share of the people whose role is known; `nil` under the disclosure floor.
    public var share: PeopleMean?
    /// Its base and its scores, as those of segments.
    public var scores: SegmentScores

    /// Whether an outcome is scored in it.
    public var isScored: Bool { scores.outcomes.contains { $0.opportunity != nil } }
  }

  /// What roles make of one outcome.
  public enum Kind: String, Sendable, CaseIterable {
    /// Underserved for one role, overserved for another, and the difference is a finding.
    case conflict
    /// Underserved for one role, neither that nor overserved for another; the difference is a
    /// finding.
    case oneSided = "one-sided"
    /// Underserved for all scored roles, of which there are two or more.
    case agreement
  }

  /// One outcome.
  public struct Outcome: Sendable, Equatable {
    /// By role of `roles`; `nil` where nothing is scored.
    public var scores: [OutcomeScore?]
    /// By role, its importance with an interval, of the people under the score.
    public var importance: [PeopleMean?]
    /// By role, its satisfaction, alike.
    public var satisfaction: [PeopleMean?]
    /// Each pair of roles in which it is scored.
    public var pairs: [Pair] = []
    /// The gravest of the pairs' kinds, or agreement.
    public var kind: Kind?
    /// The weighted mean of all scored roles' opportunities, with its guarded standard error;
    /// `nil` unless all of them are scored here.
    public var joint: Estimate?
    /// The 95 % interval of `joint`.
    public var low: Double?
    /// The upper end of that interval.
    public var high: Double?
    /// 1 is the highest `joint`; equal ones share the better rank.
    public var rank: Int?
  }

  /// Two roles in one outcome: the first less the second.
  public struct Pair: Sendable, Equatable {
    /// The position in `roles` of the first.
    public var left: Int
    /// The position of the second.
    public var right: Int
    /// How their opportunities differ, by the guarded test; adjusted over all outcomes and pairs.
    public var opportunity: GroupDifference?
    /// How their importances differ, a family of its own.
    public var importance: GroupDifference?
    /// How their satisfactions differ, a family of its own.
    public var satisfaction: GroupDifference?
    /// Conflict or one-sided.
    public var kind: Kind?
    /// Whether it is important to most of one role and not to most of the other (from the middle
    /// of the range on), and the difference is a finding.
    public var isImportanceConflict = false
  }

  /// How far the orders of two roles agree.
  public struct Agreement: Sendable, Equatable {
    /// The position in `roles` of the first.
    public var left: Int
    /// The position of the second.
    public var right: Int
    /// Kendall's tau-b of their opportunities, -1...1; `nil` where one of them is constant.
    public var tau: Double?
  }
}
