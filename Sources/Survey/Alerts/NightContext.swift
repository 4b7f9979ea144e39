import Tables

/// What a nightly run knows of the runs before it.
public struct NightContext: Sendable {
  /// Which respondents earlier runs have seen.
  public enum Seen: Sendable {
    /// There was no run before.
    case nobody
    /// The hashes of the ids that were seen, as in `IdentityColumn.hashes`.
    case hashes(Set<UInt64>)
    /// By respondent of this run, in the order of the responses, whether it is new.
    case newRows([Bool])
    /// Whoever stands in the input of this SHA-256, where the answers that are remembered
    /// (`AnswerMemory`) are those of it; else nobody knows who was seen.
    case input(sha256: String)
  }

  /// Who was seen.
  public var seen: Seen
  /// The ledger of the run before; `nil` where there was none, or none that can be read.
  public var ledger: AlertLedger?
  /// The date of the night, as it is shown.
  public var date: String
  /// What a model that is kept says of the new respondents, where one is.
  public var drift: Drift?

  /// Whether the segments of a model still fit.
  public struct Drift: Sendable, Equatable {
    /// The people who were typed.
    public var count: Int
    /// Why it is time to segment again; empty while it is not.
    public var reasons: [TypingDrift.Reason]

    /// What a model says of so many people.
    public init(count: Int, reasons: [TypingDrift.Reason]) {
      (self.count, self.reasons) = (count, reasons)
    }

    /// What `unmet classify` finds.
    public init(_ drift: TypingDrift) { self.init(count: drift.count, reasons: drift.reasons) }
  }

  /// What is known of the runs before.
  public init(seen: Seen, ledger: AlertLedger?, date: String, drift: Drift? = nil) {
    (self.seen, self.ledger, self.date, self.drift) = (seen, ledger, date, drift)
  }

  /// With the rows that are new in the place of an input that was seen.
  ///
  /// - Parameter remembered: who is new since the answers that are remembered.
  /// - Returns: the night with rows, or with nobody where nobody knows.
  func resolved(_ remembered: SeenRespondents?) -> NightContext {
    guard case .input(let sha256) = seen else { return self }
    var context = self
    context.seen = .nobody
    if let remembered, remembered.earlierSHA256 == sha256 {
      context.seen = .newRows(remembered.isNew)
    }
    return context
  }

  /// By respondent, whether it is new; `nil` on the first night, on which nobody is.
  func newRows(_ ids: IdentityColumn) -> [Bool]? {
    switch seen {
    case .nobody, .input: return nil
    case .hashes(let hashes): return ids.hashes.map { !hashes.contains($0) }
    case .newRows(let rows):
      precondition(rows.count == ids.rowCount, "\(rows.count) of \(ids.rowCount) rows")
      return rows
    }
  }
}
