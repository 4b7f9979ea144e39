/// The same answers under several formulas of opportunity: does the choice matter?
public struct FormulaSection: Sendable, Equatable {
  /// A formula, of importance I and satisfaction S.
  public enum Formula: String, Sendable, CaseIterable {
    /// I + max(I - S, 0) of top-box shares, 0...20: the opportunity algorithm.
    case floored = "top-box"
    /// I + (I - S) of mean ratings: the founding documents' sum, without a floor.
    case unfloored
    /// As `floored`, of the shares of the scale's highest point alone.
    case highest = "highest point"
    /// As `floored`, of means on the scale stretched to 0...10.
    case mean
    /// I - S of top-box shares, in points of 0...10.
    case gap
    /// I times the share not satisfied, of top-box shares, 0...1.
    case product
    /// The rank of the importance plus that of the dissatisfaction, scaled to 1...100.
    case rankSum = "rank sum"
    /// The share of people to whom it is important and who are not satisfied, 0...1.
    case unmet
  }

  /// Everybody, then each segmentation's groups, clusters last.
  public var groups: [Group]

  /// One group of people.
  public struct Group: Sendable, Equatable {
    /// `all`, the name of a segmentation, or `cluster`.
    public var segmentation: String
    /// The group's label.
    public var segment: String
    /// The scored outcomes, in the order of the study; empty where the group is not scored.
    public var outcomes: [Outcome] = []
    /// Kendall's W of all formulas' orders, 0...1; `nil` for fewer than two outcomes.
    public var concordance: Double?
  }

  /// One outcome in one group.
  public struct Outcome: Sendable, Equatable {
    /// Its position in the study.
    public var outcome: Int
    /// By formula, in the order of `Formula.allCases`.
    public var values: [Double]
    /// Its rank by each formula; equal values share the better rank.
    public var ranks: [Int]
    /// Under how many formulas it is among the ten highest.
    public var topCount: Int
  }

  /// The places that count as high.
  public static let topPlaces = 10
}
