/// Which circumstances explain who struggles: of each what it explains of the clusters and of two
/// scores of each person, where its people differ most, and what stands highest at each level.
///
/// Activities are tactics, not causes: they stand in the profile of the clusters and not here.
public struct CircumstanceSection: Sendable, Equatable {
  /// What is explained.
  public enum Target: String, Sendable, CaseIterable {
    /// Which cluster a person is in.
    case clusters
    /// How many outcomes are unmet for a person: the share of those rated, times all.
    case unmet = "unmet outcomes"
    /// The mean of importance less satisfaction over the outcomes a person rated, in points.
    case gap = "mean gap"
  }

  /// One circumstance.
  public struct Circumstance: Sendable, Equatable {
    /// Its name in reports.
    public var name: String
    /// Why nothing is told of it; empty when something is.
    public var refusal = ""
    /// Whether it is a number: a straight line explains scores, thirds of the people are levels.
    public var isNumber = false
    /// What it explains, in the order of `Target.allCases` as far as computed.
    public var explained: [Explained] = []
    /// The outcome whose opportunity differs most surely between two of its levels.
    public var difference: Difference?
    /// Its levels, in order.
    public var levels: [Level] = []
  }

  /// What a circumstance explains of a target.
  public struct Explained: Sendable, Equatable {
    /// What is explained.
    public var target: Target
    /// The people of whom both are known.
    public var count: Int
    /// The share explained, 0...1, chance taken off: of scores the adjusted R², of clusters the
    /// square of Cramér's V without its bias, of a number's variance that between clusters.
    public var share: Double?
    /// The standard error of the share of a score; says little near 0.
    public var standardError: Double?
    /// The 95 % interval of it; its low end is 0 where the test does not tell it from 0.
    public var interval: ClosedRange<Double>?
    /// How often chance alone explains as much; of clusters with habits of rating taken out.
    public var p: Double?
    /// `p` adjusted by Benjamini and Hochberg over the circumstances.
    public var adjustedP: Double?
    /// 1 explains most; equal shares share the better rank.
    public var rank: Int?
    /// The ranks that the data leave to it; `nil` for clusters.
    public var ranks: ClosedRange<Int>?

    /// Whether it explains something beyond chance.
    public var isFound: Bool { (adjustedP ?? 1) <= CircumstanceSection.falseShare }
  }

  /// An outcome that differs between two levels.
  public struct Difference: Sendable, Equatable {
    /// The outcome's position in the study.
    public var outcome: Int
    /// The level in which its opportunity is the higher.
    public var level: String
    /// The other level.
    public var against: String
    /// By how much, in points of opportunity.
    public var estimate: Estimate
    /// The 95 % interval.
    public var interval: ClosedRange<Double>
    /// The p-value, and that adjusted over all outcomes and pairs of levels of the circumstance.
    public var p: Double?
    /// See `p`.
    public var adjustedP: Double?
  }

  /// One level.
  public struct Level: Sendable, Equatable {
    /// The answer, or the range of a number.
    public var label: String
    /// Its people; unweighted.
    public var respondentCount: Int
    /// The position of the outcome with the highest opportunity; `nil` where nothing is scored.
    public var top: Int?
    /// The opportunity of that.
    public var opportunity: Estimate?
    /// Its 95 % interval.
    public var interval: ClosedRange<Double>?
    /// Why nothing is scored, or a caution; empty otherwise.
    public var reason: String
  }

  /// In the order of the study.
  public var circumstances: [Circumstance]
  /// Why clusters are not explained; empty when they are.
  public var clusterRefusal = ""

  /// The share of false findings in a family of tests.
  public static let falseShare = 0.05

  /// The circumstances by what they explain of a target, the strongest first.
  public func ranked(by target: Target) -> [(circumstance: Circumstance, explained: Explained)] {
    circumstances.compactMap { circumstance in
      circumstance.explained.first { $0.target == target && $0.rank != nil }
        .map { (circumstance, $0) }
    }.enumerated().sorted { left, right in
      (left.element.1.rank ?? 0, left.offset) < (right.element.1.rank ?? 0, right.offset)
    }.map(\.element)
  }
}
