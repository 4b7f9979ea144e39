/// Scores corrected for the luck of the draw.
///
/// The largest of many scores are the largest partly by chance: as estimates of the true scores
/// they are too far out, and a noisy score in a band says little about the true one. Corrected
/// scores are drawn towards what the group's outcomes have in common, each by as much as its own
/// sampling error asks for, and come with the probability of each band and zone.
///
/// Parts of a score become angles (`AngleScale`), are drawn together (`ShrunkAngles`) and go back
/// to points (`PairNormal`); the sources of the formulas stand there.
public struct CorrectedScores: Sendable, Equatable {
  /// By outcome, in the order in which they were given.
  public let outcomes: [CorrectedScore]

  /// Fewest outcomes that tell what they have in common.
  public static let leastOutcomeCount = 5
  /// Fewest outcomes that tell it well.
  public static let comfortableOutcomeCount = 8
  /// Fewest degrees of freedom: with fewer, nobody knows how large the errors are.
  public static let leastDegreesOfFreedom = 5

  /// Whether the outcomes are so few, 5...7, that the probabilities are rough.
  public var isRough: Bool { outcomes.count < CorrectedScores.comfortableOutcomeCount }

  /// Corrects the scores of one group.
  ///
  /// - Parameter group: its scored outcomes; `nil` when they are fewer than 5, or one of them has
  ///   fewer than 5 degrees of freedom.
  public init?(_ group: ScoredGroup) {
    guard CorrectedScores.suffices(group) else { return nil }
    self.init(angles: ShrunkAngles.overall(AngleScale.angles(group)))
  }

  /// Corrects the scores of segments, which are drawn towards those of everybody.
  ///
  /// Use it for the segments of one segmentation, in which all of the same outcomes are scored.
  ///
  /// - Parameters:
  ///   - segments: G of them, each with the same J outcomes in the same order.
  ///   - sizes: G effective numbers of rows above 0; only their ratios count.
  ///   - everybody: the J outcomes over all segments together.
  /// - Returns: G results of J outcomes; `nil` with fewer than 2 segments, 5 outcomes or 5 degrees
  ///   of freedom.
  ///
  /// Source: as for `ShrunkAngles`.
  public static func segments(
    _ segments: [ScoredGroup], sizes: [Double], everybody: ScoredGroup
  ) -> [CorrectedScores]? {
    let count = everybody.scores.count
    precondition(
      segments.allSatisfy { $0.scores.count == count }, "segments of other outcomes than \(count)")
    precondition(
      sizes.count == segments.count && sizes.allSatisfy { $0 > 0 },
      "\(segments.count) segments of sizes \(sizes)")
    guard segments.count >= 2, (segments + [everybody]).allSatisfy(suffices) else { return nil }
    return ShrunkAngles.cells(
      segments.map(AngleScale.angles), sizes: sizes, everybody: AngleScale.angles(everybody)
    ).map(CorrectedScores.init(angles:))
  }

  /// Whether a group has 5 outcomes and 5 degrees of freedom.
  ///
  /// - Parameter group: its scored outcomes.
  /// - Returns: whether its scores can be corrected.
  public static func suffices(_ group: ScoredGroup) -> Bool {
    group.scores.count >= leastOutcomeCount && group.degreesOfFreedom >= leastDegreesOfFreedom
  }

  private init(angles: [PairNormal]) {
    outcomes = angles.map(CorrectedScore.init(angles:))
  }
}
