/// The scored outcomes of one group of rows: everybody, or a segment.
public struct ScoredGroup: Sendable, Equatable {
  /// By outcome, importance (first) and satisfaction (second) on 0...10, with the design variances
  /// and the covariance of the two.
  public let scores: [PairScore]
  /// By outcome, Kish's effective number of the rows that rated it.
  public let effectiveCounts: [Double]
  /// What the errors of the outcomes have in common.
  public let shared: SharedError

  /// - Parameters:
  ///   - scores: of J outcomes, floored, with parts of 0...10: the cuts of bands and zones, and
  ///     shares as tenths of points, hold for these alone.
  ///   - effectiveCounts: J numbers above 0.
  ///   - shared: what their errors have in common; `.none` when other people rated each outcome.
  public init(
    scores: [PairScore], effectiveCounts: [Double], shared: SharedError = .none
  ) {
    precondition(
      scores.count == effectiveCounts.count && effectiveCounts.allSatisfy { $0 > 0 && $0.isFinite },
      "\(scores.count) outcomes with effective counts \(effectiveCounts)")
    precondition(
      scores.allSatisfy { $0.isFloored && ScoredGroup.isPart($0.first, $0.second) },
      "floored scores of parts 0...10 are needed")
    (self.scores, self.effectiveCounts, self.shared) = (scores, effectiveCounts, shared)
  }

  /// The fewest degrees of freedom of an outcome; 0 without one.
  public var degreesOfFreedom: Int { scores.map(\.degreesOfFreedom).min() ?? 0 }

  /// Whether all are points of 0...10, rounding errors of a division aside.
  private static func isPart(_ values: Double...) -> Bool {
    values.allSatisfy { $0 >= -1e-9 && $0 <= 10 + 1e-9 }
  }
}
