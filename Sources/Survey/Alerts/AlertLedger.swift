public import Statistics

/// The evidence of the nightly watch up to a night: what the next night goes on with.
///
/// It holds sums over people, no answers and no ids.
public struct AlertLedger: Sendable, Equatable {
  /// One stream.
  public struct Stream: Sendable, Equatable {
    /// Rule, outcome and group; unique in the ledger.
    public var key: String
    /// How often it was opened again.
    public var opening = 0
    /// Of bands and shares: whether the figure counts as above the bound.
    public var isAbove = false
    /// Whether it was told for good: a target is met once.
    public var isClosed = false
    /// What the sampling design costs, 1 or more; settled when the stream is opened.
    public var designEffect = 1.0
    /// The ledger's night after which the stream was opened.
    public var openedAfter = 0
    /// Nights of the stream.
    public var night = 0
    /// All its answers.
    public var total: AnswerSums
    /// The nights on which a change may have come.
    public var starts: [EvidenceStream.Start] = []
    /// The evidence tonight.
    public var evidence = 0.0
  }

  /// The file's name in a run.
  public static let fileName = "ledger.json"
  /// The version of the file.
  public static let version = 1

  /// The digest of what the ledger hangs on: study, outcomes, scorer, level, horizon, rules.
  public var digest: String
  /// Dates by night; the first is that of the night on which the watch began.
  public var dates: [String]
  /// New respondents by night, 0 on the first where everybody was the reference.
  public var newCounts: [Int]
  /// The claims that were told so far.
  public var toldCount = 0
  /// Whether the segments drifted on the night.
  public var isDrifting = false
  /// The streams in their order.
  public var streams: [Stream]

  /// The number of the last night, 0 on the one on which the watch began.
  public var night: Int { dates.count - 1 }
}
