/// One published run as its directory tells of it: what an older version did not write is `nil`.
public struct RunRecord: Sendable, Equatable {
  /// The name of its directory.
  public var name: String
  /// When it started, `2026-11-20T23:57:55Z`; of a run that does not tell, the day in its name.
  public var started: String
  /// Whether the link `latest` points at it.
  public var isLatest = false
  /// The version of the program.
  public var version: String?
  /// The study's title.
  public var study: String?
  /// The digest of the study file.
  public var studySHA256: String?
  /// The digest of the answers.
  public var inputSHA256: String?
  /// Records in the file of answers.
  public var recordCount: Int?
  /// Respondents of the analysis.
  public var respondentCount: Int?
  /// Kish's effective number of them.
  public var effectiveCount: Double?
  /// The findings on the data; once the run's tables are read, those that say the same of several
  /// items count as one.
  public var findingCount: Int?
  /// The clusters that were formed; 0 where none were.
  public var clusterCount: Int?
  /// The alerts that it raised; `nil` where nothing was watched.
  public var alertCount: Int?
  /// The options that can change a number, by name.
  public var options: [String: String] = [:]
  /// By section of the report: the reason why it was refused, empty where it was done.
  public var sections: [String: String] = [:]
  /// The names of its files, sorted.
  public var files: [String] = []
  /// The highest opportunities of everybody, the highest first, where they were asked for.
  public var highest: [ScoreReading] = []

  /// A run of which only name and start are known.
  public init(name: String, started: String) {
    self.name = name
    self.started = started
  }

  /// The day on which it started, `2026-11-20`.
  public var date: String { String(started.prefix(10)) }

  /// Whether it comes before another: by start, of one second the latest last, then by name, `-2`
  /// before `-10`.
  public func precedes(_ other: RunRecord) -> Bool {
    let (own, their) = (Array(started.utf8), Array(other.started.utf8))
    if own != their { return own.lexicographicallyPrecedes(their) }
    if isLatest != other.isLatest { return other.isLatest }
    let (first, second) = (Array(name.utf8), Array(other.name.utf8))
    if first.count != second.count { return first.count < second.count }
    return first.lexicographicallyPrecedes(second)
  }
}

/// An outcome's opportunity as a run tells it.
public struct ScoreReading: Sendable, Equatable {
  /// The outcome's id.
  public var outcome: String
  /// Its wording.
  public var text: String
  /// The score, with its interval where there is one.
  public var reading: Reading

  /// A score of an outcome.
  public init(outcome: String, text: String, reading: Reading) {
    self.outcome = outcome
    self.text = text
    self.reading = reading
  }
}

/// A figure of one run, with its interval where there is one.
public struct Reading: Sendable, Equatable {
  /// The figure.
  public var value: Double
  /// The lower end of its interval.
  public var low: Double?
  /// The upper end.
  public var high: Double?

  /// A figure and its interval.
  public init(_ value: Double, low: Double? = nil, high: Double? = nil) {
    self.value = value
    self.low = low
    self.high = high
  }
}
