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
    /// I + max(I - E, 0) with E the ease, ten times the share to whom it is not hard to get, of the
    /// people who rated importance and effort, 0...20; only where effort was asked.
    case effort
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
    /// Kendall's W of the orders by the compared formulas, 0...1; `nil` for fewer than two
    /// outcomes.
    public var concordance: Double?

    /// The formulas that give every outcome a value: the others are not compared.
    public var formulas: [Formula] {
      Formula.allCases.enumerated().filter { place, _ in
        !outcomes.isEmpty && outcomes.allSatisfy { $0.values[place] != nil }
      }.map(\.element)
    }
  }

  /// One outcome in one group.
  public struct Outcome: Sendable, Equatable {
    /// Its position in the study.
    public var outcome: Int
    /// By formula, in the order of `Formula.allCases`; `nil` where effort was not asked, or is
    /// known of too few people.
    public var values: [Double?]
    /// Its rank by each formula among the outcomes with a value; equal ones share the better rank.
    public var ranks: [Int?]
    /// Under how many of the compared formulas it is among the ten highest.
    public var topCount: Int
  }

  /// The places that count as high.
  public static let topPlaces = 10
}
