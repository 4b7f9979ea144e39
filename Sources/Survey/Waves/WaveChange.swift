public import Statistics

/// A figure that two waves have.
public enum WaveFigure: String, Sendable, CaseIterable {
  /// In the scorer's unit, as the next three.
  case importance, satisfaction, gap, opportunity
  /// The share to whom it is important, 0...1; where the scorer is not made of it.
  case importantShare = "important-share"
  /// The share that is satisfied, 0...1; alike.
  case satisfiedShare = "satisfied-share"
  /// The segment's share of all respondents, 0...1.
  case segmentShare = "segment-share"

  /// Whether it is a share of people, 0...1.
  public var isShare: Bool {
    self == .importantShare || self == .satisfiedShare || self == .segmentShare
  }
}

/// How one figure of one segment changed between two waves.
public struct WaveChange: Sendable, Equatable {
  /// One wave's figure and what it rests on.
  public struct Side: Sendable, Equatable {
    /// People whose answers count.
    public var count: Int
    /// Kish's effective number of them.
    public var effectiveCount: Double
    /// The figure.
    public var estimate: Estimate
  }

  /// `all`, or the name of a segmentation.
  public var segmentation: String
  /// `all`, or the segment.
  public var segment: String
  /// The outcome's position in the study of the comparison; `nil` for a segment's share.
  public var outcome: Int?
  /// Which figure.
  public var figure: WaveFigure
  /// `nil` where too few people answered in either wave.
  public var old: Side?
  /// Alike.
  public var new: Side?
  /// New less old, with its error; of the opportunity the averaged one.
  public var test: DifferenceTest?
  /// The p-value adjusted for the outcomes of the same segment and figure (Benjamini-Hochberg), of
  /// shares for the segments of the segmentation.
  public var adjustedP: Double?
  /// People who count in both waves; `nil` where that cannot be known.
  public var commonCount: Int?
  /// Why something is `nil`, or a caution; empty when there is nothing to say.
  public var note = ""

  /// Whether the change is certain once the others of its family are counted.
  public var isCertain: Bool { adjustedP.map { $0 <= 0.05 } ?? false }

  /// A change of which nothing is known yet.
  init(segmentation: String, segment: String, outcome: Int?, figure: WaveFigure) {
    (self.segmentation, self.segment) = (segmentation, segment)
    (self.outcome, self.figure) = (outcome, figure)
  }
}

/// How a change of everybody's figure splits into who was asked and what they say.
public struct WaveMix: Sendable, Equatable {
  /// The segmentation whose shares may have moved.
  public var segmentation: String
  /// The outcome's position in the study of the comparison.
  public var outcome: Int
  /// Importance, satisfaction or opportunity.
  public var figure: WaveFigure
  /// People whose answers count, in either wave; 0 where nothing is shown.
  public var counts: (old: Int, new: Int)
  /// The change and its parts; `nil` where too few people answered.
  public var parts: MixChange.Parts?
  /// Of the opportunity: how much of the change of the gap counts.
  public var gapWeight: Double?
  /// Why there is nothing; empty otherwise.
  public var note = ""

  /// Whether two are the same.
  public static func == (left: WaveMix, right: WaveMix) -> Bool {
    left.segmentation == right.segmentation && left.outcome == right.outcome
      && left.figure == right.figure && left.counts == right.counts && left.parts == right.parts
      && left.gapWeight == right.gapWeight && left.note == right.note
  }
}
