/// One thing that the nightly watch tells.
public struct Alert: Sendable, Equatable {
  /// The same for the same thing, whatever night it is told again: a digest of study, rule,
  /// stream and the night since when it holds.
  public var id: String
  /// The rule in words.
  public var rule: String
  /// What the rule begins with.
  public var name: AlertRule.Name
  /// The outcome's id; empty where it is about none.
  public var outcome = ""
  /// `all` for everybody.
  public var segmentation = "all"
  /// `all` for everybody.
  public var segment = "all"
  /// Which figure.
  public var figure = ""
  /// What it was before; `nil` where nothing is compared.
  public var before: Double?
  /// What it has been since.
  public var value: Double?
  /// Where the interval begins: of the change, or of the figure where it is held against a bound.
  /// It holds on all nights together, at the level of the ledger.
  public var low: Double?
  /// Where it ends.
  public var high: Double?
  /// How often likelier the answers are with the claim than without it; `nil` of counts.
  public var evidence: Double?
  /// The evidence that was needed.
  public var needed: Double?
  /// The night since when it holds, as far as that can be told.
  public var since: String
  /// The night on which it was told.
  public var night: String
  /// The respondents it rests on.
  public var count: Int

  /// An alert of which only the rule and the nights are known yet.
  init(id: String, rule: String, name: AlertRule.Name, since: String, night: String, count: Int) {
    (self.id, self.rule, self.name) = (id, rule, name)
    (self.since, self.night, self.count) = (since, night, count)
  }
}

/// A stream that has not been told, and how near it is.
public struct WatchedStream: Sendable, Equatable {
  /// The rule in words.
  public var rule: String
  /// The outcome's id; empty where it is about none.
  public var outcome: String
  /// `all` for everybody.
  public var segmentation: String
  /// `all` for everybody.
  public var segment: String
  /// Its evidence.
  public var evidence: Double
  /// What it needs.
  public var needed: Double
}

/// What the nightly watch says.
public struct AlertSection: Sendable, Equatable {
  /// What is told tonight, in the order of the rules.
  public var alerts: [Alert]
  /// What is known now, for the next night.
  public var ledger: AlertLedger
  /// New respondents of the night; `nil` where the watch begins with everybody.
  public var newCount: Int?
  /// Streams watched, told ones and those opened again among them.
  public var streamCount: Int
  /// The nearest, nearest first; at most three.
  public var nearest: [WatchedStream]
  /// Why the watch had to begin anew, as a sentence; `nil` where it goes on, or is the first.
  public var lostEvidence: String?
  /// What there is to say about the watch itself, `lostEvidence` first.
  public var notes: [String]
}
