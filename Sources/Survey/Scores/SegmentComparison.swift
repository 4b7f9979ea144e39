/// One outcome in one segment against other respondents.
public struct SegmentComparison: Sendable, Equatable {
  /// The outcome's position in the study.
  public var outcome: Int
  /// The segment's label.
  public var segment: String
  /// The other segment's label; `nil` for all others: everybody else with an answer of the
  /// segmentation.
  public var against: String?
  /// Opportunity here less opportunity there.
  public var difference: Estimate
  /// The 95 % interval of the difference, from the guarded error.
  public var low: Double
  /// The upper end of that interval.
  public var high: Double
  /// The p-value of "the opportunity is the same": guarded, so that it holds where importance and
  /// satisfaction are close.
  public var p: Double?
  /// The p-value of "importance and satisfaction are both the same".
  public var needsP: Double?
  /// Both adjusted for all comparisons of the family (Benjamini-Hochberg).
  public var adjustedP: Double?
  /// `needsP`, adjusted alike.
  public var adjustedNeedsP: Double?
}

/// The comparisons of one segmentation: two declared families, each segment against all others,
/// and each pair of segments.
///
/// All others are everybody else with an answer of the segmentation, in groups that are too small
/// to be scored too; who gave no answer is on neither side.
public struct SegmentationComparisons: Sendable, Equatable {
  /// The segmentation's name.
  public var segmentation: String
  /// Each scored segment against all others, outcome by outcome.
  public var againstRest: [SegmentComparison]
  /// Each pair of scored segments, outcome by outcome; empty where two segments are all there is:
  /// it would say the same.
  public var pairs: [SegmentComparison]
  /// Why nothing was compared; empty when something was.
  public var refusal: String
  /// Whether, for some outcome, the people of groups that are not scored are missing among the
  /// others: they are under the disclosure floor together, and a subtraction would show them.
  public var isRestPartial = false
}
