import Tables

/// What a nightly run knows of the runs before it.
public struct NightContext: Sendable {
  /// Which respondents earlier runs have seen.
  public enum Seen: Sendable {
    /// There was no run before.
    case nobody
    /// There was one, but nobody knows any more whom it saw.
    case unknown
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
  /// The date of the night, as `2026-11-20`.
  public var date: String
  /// The model that types who is new; `nil` where there is none, or nobody asks for drift.
  public var model: Model?

  /// The segments of an earlier run.
  public struct Model: Sendable {
    /// The name of the run.
    public var run: String
    /// Its model.
    public var value: TypingModel

    /// The model of a run.
    public init(run: String, value: TypingModel) { (self.run, self.value) = (run, value) }
  }

  /// What is known of the runs before.
  public init(seen: Seen, ledger: AlertLedger?, date: String, model: Model? = nil) {
    (self.seen, self.ledger, self.date, self.model) = (seen, ledger, date, model)
  }

  /// With the rows that are new of tonight's answers.
  func resolved(_ loaded: LoadedResponses) -> NightContext {
    resolved(
      loaded.seen, inputSHA256: loaded.table.sha256, count: loaded.responses.respondentCount)
  }

  /// With the rows that are new in the place of an input that was seen.
  ///
  /// - Parameters:
  ///   - remembered: who is new since the answers that are remembered.
  ///   - inputSHA256: the digest of tonight's input; where it is the one that was seen, nobody is
  ///     new, whatever is remembered.
  ///   - count: tonight's respondents.
  /// - Returns: the night with rows, or `unknown` where nobody knows.
  func resolved(
    _ remembered: SeenRespondents?, inputSHA256: String, count: Int
  ) -> NightContext {
    guard case .input(let sha256) = seen else { return self }
    var context = self
    context.seen = .unknown
    if sha256 == inputSHA256 {
      context.seen = .newRows([Bool](repeating: false, count: count))
    } else if let remembered, remembered.earlierSHA256 == sha256 {
      context.seen = .newRows(remembered.isNew)
    }
    return context
  }

  /// By respondent, whether it is new; `nil` on the first night, on which nobody is, and where
  /// nobody knows.
  func newRows(_ ids: IdentityColumn) -> [Bool]? {
    switch seen {
    case .nobody, .unknown, .input: return nil
    case .hashes(let hashes): return ids.hashes.map { !hashes.contains($0) }
    case .newRows(let rows):
      precondition(rows.count == ids.rowCount, "\(rows.count) of \(ids.rowCount) rows")
      return rows
    }
  }
}
