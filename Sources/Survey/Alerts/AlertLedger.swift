public import Statistics

/// The evidence of the nightly watch up to a night: what the next night goes on with.
///
/// It holds sums over people, no answers and no ids.
public struct AlertLedger: Sendable, Equatable {
  /// One stream.
  public struct Stream: Sendable, Equatable {
    /// What is claimed, outcome and group; unique in the ledger.
    public var key: String
    /// What it has of the level for all its openings: its generation's part over the streams that
    /// were opened with it.
    public var part: Double
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

    /// What it has of the level as it is opened now.
    var share: Double { DiscoveryLedger.share(opening: opening, part: part) }
  }

  /// The file's name in a run.
  public static let fileName = "ledger.json"
  /// The version of the file.
  public static let version = 2

  /// The digest of what every stream hangs on: study, scorer, scale, level, horizon.
  public var digest: String
  /// Since when there is evidence: the date of the first night, or `before` and a date where
  /// respondents of earlier nights were the reference.
  public var since: String
  /// Dates by night; the first is that of the night on which respondents were first counted.
  public var dates: [String]
  /// New respondents by night, 0 on the first where everybody was the reference.
  public var newCounts: [Int]
  /// How often streams were opened together: the next ones are the generation of this number.
  public var generationCount = 0
  /// The claims that were told so far: by these the limits fall.
  public var toldCount = 0
  /// The rules on new respondents whose count lay below tonight and was told, in words.
  public var basesBelow: [String] = []
  /// The new respondents whom a model has typed since it was last looked at; `nil` before the
  /// first.
  public var drift: DriftSums?
  /// The streams in their order.
  public var streams: [Stream]

  /// The number of the last night, 0 on the one on which respondents were first counted.
  public var night: Int { dates.count - 1 }
}
