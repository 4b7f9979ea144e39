/// What a comparison tells beside satisfaction with all outcomes.
public struct ImprovementExtra: Sendable, Equatable {
  /// What it is.
  public enum Subject: Sendable, Equatable {
    /// A target of the study that waits for its baseline, by its position: its own ratio is the
    /// one threshold.
    case target(Int)
    /// A measure of the study, by its position; of one of which less is better the ratio is
    /// baseline / new.
    case measure(Int)
  }

  /// What it is.
  public var subject: Subject
  /// Both sides, the ratio and what is proved of it.
  public var improvement: Improvement
}

/// Which of two waves was asked on the older scales that the study tells of.
public enum LegacyWaves: String, Sendable, CaseIterable {
  /// The baseline alone.
  case baseline
  /// The baseline and the new one.
  case both
}
