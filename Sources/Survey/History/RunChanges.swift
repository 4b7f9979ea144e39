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

  /// An outcome that entered or left a band, a zone, the first tier or the study.
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
    /// Band, zone and `first tier` (yes or no) as far as they changed.
    public var moves: [Named<String>] = []

    /// An outcome of a segment.
    public init(segmentation: String, segment: String, outcome: String, text: String) {
      self.segmentation = segmentation
      self.segment = segment
      self.outcome = outcome
      self.text = text
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
