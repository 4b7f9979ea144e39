/// How the weights of a run came about, for whoever has to sign them.
public struct Weighting: Sendable, Equatable {
  /// One answer of one margin.
  public struct Category: Sendable, Equatable {
    /// The margin's column.
    public var margin: String
    /// The answer; empty for respondents without one, who keep their share.
    public var answer: String
    /// Respondents of positive weight.
    public var respondentCount: Int
    /// Its share of the weights before, 0...1.
    public var shareBefore: Double
    /// The share that was wished for.
    public var target: Double
    /// Its share of the weights after.
    public var shareAfter: Double
  }

  /// By margin and answer, in the order of the study.
  public var categories: [Category] = []
  /// Cycles of the last raking; 0 without margins.
  public var cycleCount = 0
  /// The largest relative change in its last cycle.
  public var lastChange = 0.0
  /// Kish's design effect of the weights before.
  public var effectBefore = 1.0
  /// Kish's design effect of the weights after.
  public var effectAfter = 1.0
  /// The largest weight over the smallest above 0.
  public var range = 1.0
  /// The largest weight in median weights.
  public var largestInMedians = 1.0
  /// The share of all weight that the heaviest hundredth of the respondents carries.
  public var topShare = 0.0
  /// The cap in median weights; `nil` when nothing was trimmed.
  public var capInMedians: Double?
  /// How many weights were cut.
  public var trimmedCount = 0
  /// How many bootstrap replicates could not be fitted to the margins, because an answer drew
  /// nobody there; they keep the factors of the sample. Only `Analysis` draws replicates.
  public var unfittedReplicateCount = 0
  /// Whether the wished cap or design effect was reached; the margins go first.
  public var isWithinLimit = true

  /// The largest difference of a share of the weights after to the one that was wished for, 0...1;
  /// 0 without margins.
  public var largestGap: Double {
    categories.map { abs($0.shareAfter - $0.target) }.max() ?? 0
  }
}
