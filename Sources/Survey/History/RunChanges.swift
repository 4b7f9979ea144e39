/// What changed since the run before: two readings side by side, and no test.
public struct RunChanges: Sendable, Equatable {
  /// The name of the earlier run.
  public var run: String
  /// The day on which it started.
  public var date: String
  /// What of the earlier run cannot be read or compared, a sentence each.
  public var problems: [String] = []
  /// Respondents of the analysis.
  public var respondents = Change<Int>()
  /// Who of the earlier run is not in these answers; `nil` where nobody is known to be missing.
  public var loss: Loss?
  /// Whether the file of answers is another; `nil` where that is not known.
  public var hasOtherAnswers: Bool?
  /// Whether the study file is another.
  public var hasOtherStudy: Bool?
  /// The program's version, where it is another.
  public var version: Change<String>?
  /// Options that are others, sorted by name.
  public var options: [Named<String>] = []
  /// How many outcomes of everybody are scored in both runs; `nil` where a table is missing.
  public var comparedOutcomeCount: Int?
  /// Outcomes that moved, everybody's first.
  public var outcomes: [OutcomeChange] = []
  /// Targets of which the verdict is another.
  public var targets: [TargetChange] = []
  /// The clusters of both runs, where they differ in number or size.
  public var clusters: Change<[ClusterSize]>?
  /// Findings that are there now and were not.
  public var newFindings: [FindingNote] = []
  /// Findings that were there and are not now.
  public var goneFindings: [FindingNote] = []
  /// Sections that were refused and are done now, or the reverse: each with its reasons, empty for
  /// done.
  public var sections: [Named<String>] = []

  /// Changes since a run, none known yet.
  public init(run: String, date: String) {
    self.run = run
    self.date = date
  }

  /// What was and what is.
  public struct Change<Value: Sendable & Equatable>: Sendable, Equatable {
    /// In the earlier run; `nil` where there was none, or it does not tell.
    public var before: Value?
    /// In this one.
    public var now: Value?

    /// Both sides.
    public init(_ before: Value? = nil, _ now: Value? = nil) {
      self.before = before
      self.now = now
    }

    /// Whether both sides are the same.
    public var isNone: Bool { before == now }
  }

  /// A change of something that has a name.
  public struct Named<Value: Sendable & Equatable>: Sendable, Equatable {
    /// The name.
    public var name: String
    /// What was and what is.
    public var change: Change<Value>

    /// A change under a name.
    public init(_ name: String, _ change: Change<Value>) {
      self.name = name
      self.change = change
    }
  }

  /// Respondents of the earlier run that are missing now.
  public struct Loss: Sendable, Equatable {
    /// How many are missing.
    public var count: Int
    /// How many the earlier run had.
    public var earlierCount: Int
    /// Whether they were looked for one by one; else both runs were counted, and there may be more.
    public var isExact: Bool

    /// A loss; `nil` where nobody is missing.
    ///
    /// - Parameters:
    ///   - count: how many are missing.
    ///   - earlierCount: how many the earlier run had.
    ///   - isExact: whether they were looked for one by one.
    public init?(_ count: Int, of earlierCount: Int, isExact: Bool) {
      guard count > 0, earlierCount > 0 else { return nil }
      self.count = min(count, earlierCount)
      self.earlierCount = earlierCount
      self.isExact = isExact
    }

    /// Whether it is a twentieth or more: an export seldom loses so many by itself.
    public var isLarge: Bool { 20 * count >= earlierCount }
  }

  /// An outcome that entered or left a band, a zone, the first tier or the study, or moved far.
  public struct OutcomeChange: Sendable, Equatable {
    /// Whose scores: `all`, or a segmentation and a segment.
    public var segmentation: String
    /// The segment.
    public var segment: String
    /// The outcome's id.
    public var outcome: String
    /// Its wording.
    public var text: String
    /// The opportunity.
    public var score = Change<Reading>()
    /// Band, zone and `first tier` (yes or no) as far as they changed; of everybody's outcomes that
    /// moved far within them the `opportunity` alone.
    public var moves: [Named<String>] = []

    /// An outcome of a segment.
    public init(segmentation: String, segment: String, outcome: String, text: String) {
      self.segmentation = segmentation
      self.segment = segment
      self.outcome = outcome
      self.text = text
    }

    /// How far the opportunity moved; `nil` where one of the runs lacks it.
    public var distance: Double? {
      guard let before = score.before, let now = score.now else { return nil }
      return abs(now.value - before.value)
    }

    /// The standard error of that, from both 95 % intervals as if no one were in both runs: with
    /// most people in both it is smaller in truth. `nil` without intervals.
    public var standardError: Double? {
      func variance(_ reading: Reading?) -> Double? {
        guard let low = reading?.low, let high = reading?.high else { return nil }
        let error = (high - low) / (2 * 1.959_963_985)
        return error * error
      }
      guard let before = variance(score.before), let now = variance(score.now) else { return nil }
      let sum = before + now
      return sum > 0 ? sum.squareRoot() : nil
    }

    /// How large the change is: in standard errors where they are known, else in points; an outcome
    /// that only one run has is the largest.
    public var size: Double {
      guard let distance else { return .infinity }
      return standardError.map { distance / $0 } ?? distance
    }

    /// Whether the figure moved by less than half a point, and by less than its standard error
    /// where that is known: then it only happened to lie near a cut.
    public var isSmall: Bool {
      guard let distance, distance < 0.5 else { return false }
      return standardError.map { distance < $0 } ?? true
    }

    /// Whether the figure moved by half a point or more, and by more than its standard error where
    /// that is known: then it is worth a look wherever the cuts lie.
    public var isLarge: Bool {
      guard let distance, distance >= 0.5 else { return false }
      return standardError.map { distance > $0 } ?? true
    }
  }

  /// A target of which the verdict changed.
  public struct TargetChange: Sendable, Equatable {
    /// The outcome's id, or that of what the target is about.
    public var outcome: String
    /// Whose figure.
    public var segmentation: String
    /// The segment.
    public var segment: String
    /// What is measured, and what it shall be.
    public var goal: String
    /// The verdicts; empty where it was not tested.
    public var verdict: Change<String>
    /// The figures with their one-sided bounds.
    public var figure: Change<Reading>

    /// A target with both verdicts.
    public init(
      outcome: String, segmentation: String, segment: String, goal: String,
      verdict: Change<String>, figure: Change<Reading>
    ) {
      self.outcome = outcome
      self.segmentation = segmentation
      self.segment = segment
      self.goal = goal
      self.verdict = verdict
      self.figure = figure
    }
  }

  /// The size of a cluster.
  public struct ClusterSize: Sendable, Equatable {
    /// Its label; labels of two runs need not mean the same people.
    public var label: String
    /// Its people; `nil` under the disclosure floor.
    public var respondentCount: Int?

    /// A cluster of some people.
    public init(label: String, respondentCount: Int?) {
      self.label = label
      self.respondentCount = respondentCount
    }
  }

  /// A finding as quality.csv tells it.
  public struct FindingNote: Sendable, Equatable {
    /// `error`, `warning` or `note`.
    public var severity: String
    /// What kind of finding.
    public var kind: String
    /// What it is about.
    public var subject: String
    /// The sentence.
    public var text: String

    /// A finding of four parts.
    public init(severity: String, kind: String, subject: String, text: String) {
      self.severity = severity
      self.kind = kind
      self.subject = subject
      self.text = text
    }
  }
}
