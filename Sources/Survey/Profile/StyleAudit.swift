public import Statistics

/// What of the answers is a habit of rating: how high, how spread and how extreme people rate
/// whatever they are asked about, group by group.
public struct StyleAudit: Sendable {
  /// Which ratings were looked at.
  public enum Battery: String, Sendable, CaseIterable {
    case importance, satisfaction
    /// Importance, then satisfaction, in the order of the study.
    case both
  }

  /// The mean of a measure in one segment.
  public struct Habit: Sendable, Equatable {
    /// `all`, a declared segmentation, or `cluster`.
    public var segmentation: String
    /// The segment.
    public var segment: String
    /// Which ratings.
    public var battery: Battery
    /// Which measure.
    public var measure: RatingHabits.Measure
    /// People of the segment with a value.
    public var respondentCount: Int
    /// The weighted mean: points of the scale, a share of 0...1, or answers in a row.
    public var mean: Double
  }

  /// How much of a measure's variance lies between the segments of a segmentation.
  public struct Strength: Sendable, Equatable {
    /// The segmentation, or `cluster`.
    public var segmentation: String
    /// Which ratings; `nil` for the level of what was clustered (each person's mean gap, say).
    public var battery: Battery?
    /// Which measure.
    public var measure: RatingHabits.Measure
    /// People with a value.
    public var respondentCount: Int
    /// Eta-squared, 0...1; `nil` where all values are equal.
    public var etaSquared: Double?
  }

  /// A third of the people, by their level over both batteries.
  public struct Third: Sendable {
    /// `low`, `middle` or `high`.
    public var label: String
    /// The highest level in it, in points of the scale; `nil` when it is empty.
    public var highestLevel: Double?
    /// Its opportunity scores.
    public var scores: SegmentScores
    /// Spearman's correlation of its opportunities with everybody's, over the outcomes.
    public var agreement: Double?
  }

  /// By segmentation, segment, battery and measure.
  public var habits: [Habit]
  /// By segmentation, battery and measure.
  public var strengths: [Strength]
  /// People who gave one answer to all outcomes of a battery, by battery: importance, satisfaction,
  /// both. At least six answers are needed to tell.
  public var straightCounts: [Int]
  /// Low, middle, high.
  public var thirds: [Third]
  /// The positions of everybody's highest outcomes, at most five, by rank.
  public var highest: [Int]
  /// Those of `highest` that are not among as many highest in each scored third.
  public var moved: [Int]

  /// The share of a segmentation's variance between segments; `nil` battery for what was clustered.
  public func etaSquared(
    _ segmentation: String, _ battery: Battery?, _ measure: RatingHabits.Measure = .level
  ) -> Double? {
    strengths.first {
      $0.segmentation == segmentation && $0.battery == battery && $0.measure == measure
    }?.etaSquared
  }
}
