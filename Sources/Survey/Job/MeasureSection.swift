/// How much is used, how well the job is performed, how much value people derive.
public struct MeasureSection: Sendable, Equatable {
  /// Everybody, then each segmentation's groups, solutions in use, clusters last.
  public var groups: [Group]

  /// One group of people.
  public struct Group: Sendable, Equatable {
    /// `all`, the name of a segmentation, `solutions`, or `cluster`.
    public var segmentation: String
    /// The group's label.
    public var segment: String
    /// By measure of the study; `nil` of fewer people than the disclosure floor.
    public var figures: [Figure?]
  }

  /// One measure in one group.
  public struct Figure: Sendable, Equatable {
    /// The weighted mean with Student's interval.
    public var mean: PeopleMean
    /// The weighted median.
    public var median: Double
    /// Woodruff's 95 % interval of the median; `nil` where a bound lies beyond the answers.
    public var medianLow: Double?
    /// The upper end of that interval.
    public var medianHigh: Double?
  }
}
