/// What a simulated survey is to contain.
///
/// Each respondent belongs to one planted segment. Ratings are cut from latent normal values:
///
///     importance    x = base + m_g          + sqrt(style) f           + sqrt(1 - style) e
///     satisfaction  y = base - 0.8 m_g      + sqrt(style) (.8 f + .6 h) + sqrt(1 - style) e
///
/// `f` is the respondent's habit of rating high, shared by both batteries; `m_g` is plus or minus
/// half the separation, by planted segment and block of outcomes, so that each segment has its
/// own half of the job in which it struggles.
public struct SimulationDesign: Sendable, Equatable {
  /// Rows to write, at least 1.
  public var respondentCount: Int
  /// Relative sizes of the planted segments, 1...8 of them, each positive.
  public var segmentShares: [Double]
  /// Distance between a high and a low segment on an outcome, in within-segment standard
  /// deviations of the latent value; 1 is a clear segmentation, 0 none.
  public var separation: Double
  /// Share of the within-segment variance that is the respondent's rating habit, 0...1.
  public var style: Double
  /// Share of ratings left blank, completely at random, 0...<1.
  public var missingShare: Double
  /// Every draw hangs on it.
  public var seed: UInt64

  /// A design; all but the number of respondents has a default.
  public init(
    respondentCount: Int, segmentShares: [Double] = [0.34, 0.28, 0.22, 0.16],
    separation: Double = 1, style: Double = 0.3, missingShare: Double = 0.05, seed: UInt64 = 1
  ) {
    self.respondentCount = respondentCount
    self.segmentShares = segmentShares
    self.separation = separation
    self.style = style
    self.missingShare = missingShare
    self.seed = seed
  }
}
