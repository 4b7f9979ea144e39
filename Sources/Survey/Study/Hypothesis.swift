/// A claim written into the study before the data are seen: it is tested apart from everything
/// that is found by looking.
public struct Hypothesis: Sendable, Equatable {
  /// What is claimed of an outcome's opportunity.
  public enum Claim: Sendable, Equatable {
    /// It is this number of points or more.
    case atLeast(Double)
    /// It is under this number of points.
    case below(Double)
    /// It is higher in the segment than among all others with an answer of the segmentation.
    case higher
    /// It is lower in the segment than among all others with an answer of the segmentation.
    case lower
    /// It is not the same in the segment as among all others with an answer of the segmentation.
    case different
  }

  /// The outcome's position in the study.
  public var outcome: Int
  /// The segmentation's name; `nil` for everybody together.
  public var segmentation: String?
  /// The segment's label; `nil` for everybody together.
  public var segment: String?
  /// What is claimed.
  public var claim: Claim
  /// Where the study file declares it.
  public var place: Place

  /// A claim on an outcome, of everybody or of a segment.
  public init(
    outcome: Int, segmentation: String?, segment: String?, claim: Claim, place: Place
  ) {
    self.outcome = outcome
    self.segmentation = segmentation
    self.segment = segment
    self.claim = claim
    self.place = place
  }
}
