public import Survey

/// What the archive page shows of one study.
public struct ArchiveStudy: Sendable, Equatable {
  /// The name of the directory of its runs, the slug.
  public var directory: String
  /// The way from the page to that directory, part by part.
  public var place: [String]
  /// Its runs, the oldest first; the newest with its highest opportunities.
  public var runs: [RunRecord]
  /// How the last nightly ended for it; `nil` where none is known.
  public var status: NightlyStatus?
  /// The trends of its outcomes: of the highest of the newest run.
  public var trends: [FigureTrend]
  /// What the newest run's alerts say, the first of them.
  public var alerts: [String]
  /// What to know, a sentence each.
  public var notes: [String]

  /// What is shown of a study.
  public init(
    directory: String, runs: [RunRecord], status: NightlyStatus? = nil,
    trends: [FigureTrend] = [], alerts: [String] = [], notes: [String] = []
  ) {
    self.directory = directory
    place = [directory]
    self.runs = runs
    self.status = status
    self.trends = trends
    self.alerts = alerts
    self.notes = notes
  }
}

/// How a study fared in the last nightly, as nightly.json tells.
public struct NightlyStatus: Sendable, Equatable {
  /// The study's title or file, whichever it tells.
  public var study: String
  /// The study's file.
  public var file: String
  /// In a word: published, skipped, failed.
  public var status: String
  /// What to know of it; empty where there is nothing.
  public var message: String
  /// The name of the run, or its path.
  public var run: String

  /// How a study fared.
  public init(study: String, file: String, status: String, message: String, run: String) {
    self.study = study
    self.file = file
    self.status = status
    self.message = message
    self.run = run
  }
}

/// What the archive page shows.
public struct Archive: Sendable, Equatable {
  /// The studies, sorted by their directories.
  public var studies: [ArchiveStudy]
  /// When the last nightly ran, in words; empty where none is known.
  public var nightly: String
  /// Studies of the last nightly that have no run: only their status is known.
  public var others: [NightlyStatus]

  /// What is shown of some studies.
  public init(studies: [ArchiveStudy], nightly: String = "", others: [NightlyStatus] = []) {
    self.studies = studies
    self.nightly = nightly
    self.others = others
  }
}
