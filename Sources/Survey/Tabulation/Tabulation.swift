/// Crosstabs of a survey: items and scores of outcomes by the segments of a banner. Values only,
/// ready for the writers.
public struct Tabulation: Sendable, Equatable {
  /// The study that was tabulated.
  public var study: Study
  /// What was wished for.
  public var plan: TabulationPlan
  /// The name of the input as given.
  public var inputName: String
  /// Respondents of the whole survey.
  public var respondentCount: Int
  /// Kish's effective number of all respondents.
  public var effectiveCount: Double
  /// The banner: everybody first, then each segmentation's segments.
  public var columns: [BannerColumn]
  /// The tables in the order of the plan.
  public var blocks: [TableBlock]
}

/// One column of the banner.
public struct BannerColumn: Sendable, Equatable {
  /// The segmentation's name; `all` for everybody.
  public var segmentation: String
  /// The segment; `all` for everybody.
  public var segment: String
  /// `A`, `B`, ... `Z`, `AA`, ... within the segmentation; empty for everybody.
  public var letter: String

  /// The letter of the column at a position within its segmentation.
  ///
  /// - Parameter position: from 0.
  /// - Returns: `A` to `Z`, then `AA` and so on.
  public static func letter(at position: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(position % 26)))
    return position < 26 ? last : letter(at: position / 26 - 1) + last
  }
}

/// The table of one item or of one outcome's scores.
public struct TableBlock: Sendable, Equatable {
  /// What it is about.
  public var subject: TableSubject
  /// The item's column in the data; empty for scores.
  public var item: String
  /// By column; `nil` where fewer people than the disclosure floor answered.
  public var bases: [TableBase?]
  /// Shares and means, or scores.
  public var rows: [TableRow]
  /// One for each segmentation of the plan; none for scores.
  public var tests: [TableTest]
}

/// What the figures of one column rest on.
public struct TableBase: Sendable, Equatable {
  /// People who answered: the item, or for scores both items.
  public var respondentCount: Int
  /// The sum of their weights, in the weights' unit; fitted weights have the mean 1.
  public var weight: Double
  /// Kish's effective number of them.
  public var effectiveCount: Double
  /// People of the column who did not.
  public var missingCount: Int
  /// The design's degrees of freedom among those who answered: sampling units less strata.
  public var degreesOfFreedom: Int
  /// Whether the column is compared with others: it has 30 effective respondents.
  public var isCompared: Bool
}

/// What a row of a table tells.
public enum TableStatistic: Sendable, Equatable {
  /// The share that chose a point of the scale.
  case point(Int)
  /// The share at or above the top cut.
  case top
  /// The share within as many points at the low end.
  case bottom
  /// The top share less the bottom share.
  case net
  /// The mean on the raw scale.
  case mean
  /// The parts of the opportunity score, in the scorer's unit.
  case importance
  case satisfaction
  case opportunity
}

/// One row of a table.
public struct TableRow: Sendable, Equatable {
  /// What the row tells.
  public var statistic: TableStatistic
  /// The words of the item's battery for a point of the scale; empty for all other rows.
  public var label = ""
  /// By column; `nil` where nothing is shown.
  public var cells: [TableCell?]
}

/// One figure and what it is higher than.
public struct TableCell: Sendable, Equatable {
  /// The estimate: shares and nets of 1, means and scores in their own unit.
  public var value: Double
  /// Its design-based standard error.
  public var standardError: Double
  /// The 95 % interval: Korn and Graubard's for shares, Student's t for nets, means, importance
  /// and satisfaction, "max2" for the opportunity; `nil` without a degree of freedom.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?
  /// The positions of the columns that this one is significantly higher than, by the levels of
  /// the plan in their order: the strictest last.
  public var higherThan: [[Int]]

  /// A figure that is not compared yet.
  public init(value: Double, standardError: Double, low: Double? = nil, high: Double? = nil) {
    (self.value, self.standardError, self.low, self.high) = (value, standardError, low, high)
    higherThan = []
  }
}

/// Whether an item depends on a segmentation: Rao and Scott's second-order test.
public struct TableTest: Sendable, Equatable {
  /// The segmentation's name.
  public var segmentation: String
  /// The corrected statistic; `nil` where the test cannot be done.
  public var f: Double?
  /// Its degrees of freedom.
  public var numeratorDegrees: Double?
  /// Those of its denominator.
  public var denominatorDegrees: Double?
  /// How often chance alone gives as large a statistic, 0...1.
  public var p: Double?
  /// The same, adjusted by Benjamini and Hochberg over the items of the run in this segmentation.
  public var adjusted: Double?
}
