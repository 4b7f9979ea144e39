/// Do deeds back what people say? What people do, suffer and give up, held against the outcomes
/// that they call important and unsatisfied.
///
/// A person's outcome is unmet where importance is rated at or above the top cut and satisfaction
/// below it. Differences are shares of people who do a thing, among those for whom the outcome is
/// unmet less the others; verdicts rest on the ones with habits of rating taken out
/// (`HabitCovariates`): who rates everything important and nothing satisfying, and does more of
/// everything, says nothing of a single outcome.
public struct BehaviourSection: Sendable, Equatable {
  /// What a behaviour is.
  public enum Kind: String, Sendable, CaseIterable {
    case workaround, barrier
    /// A step was done again at least once.
    case repeated = "repeated step"
    /// The job was given up.
    case gaveUp = "gave up"
    /// Nothing, or the hand, is used to get the job done.
    case noSolution = "no solution"
    /// What people made themselves is used.
    case ownSolution = "own solution"
  }

  /// What became of a claim.
  public enum Verdict: String, Sendable, CaseIterable {
    /// Some behaviour goes with the outcome being unmet, certainly, and a difference of
    /// `smallestDifference` is not ruled out.
    case confirmed
    /// People say that the outcome is unmet, and no behaviour goes with it: a difference of
    /// `smallestDifference` or more is ruled out for each.
    case statedOnly = "stated only"
    /// Who calls the outcome unmet does the thing less often.
    case contradicted
    /// Neither is shown: too few people, or too little difference.
    case open
    /// No behaviour goes with the outcome, and people do not call it unmet.
    case notClaimed = "not claimed"
    /// Of a behaviour: it goes with none of the outcomes that the study holds against it.
    case unrelated
  }

  /// A behaviour, and how common it is.
  public struct Behaviour: Sendable, Equatable {
    /// What it is.
    public var kind: Kind
    /// Its name in reports; the step's id of repeats.
    public var name: String
    /// The positions of the outcomes that the study says it should go with.
    public var outcomes: [Int]
    /// Why nothing is told of it; empty when something is.
    public var refusal: String
    /// Answers that are neither yes nor no, taken as missing.
    public var unknownCount = 0
    /// By group of the section, the share of people with it.
    public var shares: [PeopleMean?] = []
    /// What became of the outcomes that it should go with; `nil` without any.
    public var verdict: Verdict?
  }

  /// Who a share is of.
  public struct Group: Sendable, Equatable {
    /// `all`, the name of a segmentation, or `cluster`.
    public var segmentation: String
    /// The group's label.
    public var segment: String
  }

  /// A behaviour beside an outcome, among the people of whom both are known.
  public struct Association: Sendable, Equatable {
    /// The outcome's position in the study.
    public var outcome: Int
    /// The behaviour's position in the section.
    public var behaviour: Int
    /// Whether the study says that they should go together.
    public var isDeclared: Bool
    /// The people; unweighted.
    public var count: Int
    /// Those for whom the outcome is unmet.
    public var unmetCount: Int
    /// Why nothing is compared; empty otherwise.
    public var note = ""
    /// The share with the behaviour among those for whom the outcome is unmet.
    public var unmetShare: Double?
    /// The share among the others.
    public var otherShare: Double?
    /// The difference of the two shares as it stands.
    public var plain: Comparison?
    /// The odds of the behaviour among the former over those among the latter; `nil` where one of
    /// the two is 0 or infinite.
    public var oddsRatio: Double?
    /// The correlation of the two marks, -1...1.
    public var phi: Double?
    /// Rao and Scott's test of the table, habits left in.
    public var plainP: Double?
    /// The difference with habits of rating taken out.
    public var adjusted: Comparison?
    /// The upper end of its one-sided 95 % interval.
    public var bound: Double?
    /// The p-value of `adjusted`, and that adjusted by Benjamini and Hochberg among the pairs that
    /// the study names, or among all others.
    public var p: Double?
    /// See `p`.
    public var adjustedP: Double?
  }

  /// A difference of shares with its 95 % interval.
  public struct Comparison: Sendable, Equatable {
    /// The difference, -1...1.
    public var estimate: Estimate
    /// The 95 % interval; `nil` without a degree of freedom.
    public var interval: ClosedRange<Double>?
  }

  /// What deeds say of an outcome.
  public struct Outcome: Sendable, Equatable {
    /// Its position in the study.
    public var outcome: Int
    /// Whether people call it unmet: it is underserved, or unmet for half of them or more.
    public var isClaimed: Bool
    /// Whether the verdict rests on behaviours that the study names for it; else on all.
    public var isDeclared: Bool
    /// What became of the claim.
    public var verdict: Verdict
    /// The positions of the behaviours that go with it, the largest difference first.
    public var backing: [Int]
    /// Those that who calls it unmet has less often.
    public var against: [Int]
  }

  /// Everybody, then each segmentation's groups, clusters last.
  public var groups: [Group]
  /// Workarounds, barriers, repeats, giving up, solutions, in the order of the study.
  public var behaviours: [Behaviour]
  /// By outcome, then behaviour that could be read.
  public var associations: [Association]
  /// By outcome of the study.
  public var outcomes: [Outcome]

  /// The smallest difference of shares worth a word: ten of a hundred people.
  public static let smallestDifference = 0.1
  /// An outcome that is unmet for this share of people is claimed, whatever its score.
  public static let claimedShare = 0.5
  /// The share of false findings in a family of tests.
  public static let falseShare = 0.05
  /// The people that each cell of an outcome's table with a behaviour must be expected to hold.
  public static let cellFloor = 5.0
}

extension BehaviourSection.Association {
  /// Whether it is certain that the two go together, or against each other, and by a difference
  /// that may be worth a word: many people make a trifle certain.
  public var isFound: Bool {
    guard (adjustedP ?? 1) <= BehaviourSection.falseShare, let bound else { return false }
    let farther = abs(difference) + (bound - difference)
    return farther >= BehaviourSection.smallestDifference
  }
  /// The adjusted difference; 0 where there is none.
  public var difference: Double { adjusted?.estimate.value ?? 0 }
  /// Whether a difference worth a word is ruled out.
  public var isRuledOut: Bool {
    bound.map { $0 < BehaviourSection.smallestDifference } ?? false
  }
}
