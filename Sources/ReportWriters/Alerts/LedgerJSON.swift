import Statistics
public import Survey

/// `ledger.json`: what the next night's watch goes on with. `AlertLedger.init(json:)` reads it, to
/// the last digit.
public enum LedgerJSON {
  /// The ledger as JSON.
  public static func value(_ ledger: AlertLedger) -> JSONValue {
    .object([
      "version": .integer(AlertLedger.version),
      "digest": .text(ledger.digest),
      "since": .text(ledger.since),
      "dates": .row(ledger.dates.map { .text($0) }),
      "new": .row(ledger.newCounts.map { .integer($0) }),
      "generations": .integer(ledger.generationCount),
      "told": .integer(ledger.toldCount),
      "bases-below": .row(ledger.basesBelow.map { .text($0) }),
      "drift": ledger.drift.map(drift) ?? .null,
      "streams": .array(ledger.streams.map(stream)),
    ])
  }

  private static func drift(_ sums: DriftSums) -> JSONValue {
    .object([
      "run": .text(sums.run), "people-by-segment": .row(sums.counts.map { .integer($0) }),
      "margins": .number(sums.margins), "squared-margins": .number(sums.squaredMargins),
    ])
  }

  private static func stream(_ stream: AlertLedger.Stream) -> JSONValue {
    let starts = stream.starts.map { start in
      JSONValue.row([.integer(start.night)] + start.before.numbers.map { .number($0) })
    }
    return .object([
      "key": .text(stream.key), "part": .number(stream.part), "opening": .integer(stream.opening),
      "opened-after": .integer(stream.openedAfter), "above": .boolean(stream.isAbove),
      "closed": .boolean(stream.isClosed), "design-effect": .number(stream.designEffect),
      "night": .integer(stream.night), "evidence": .number(stream.evidence),
      "total": .row(stream.total.numbers.map { .number($0) }), "starts": .array(starts),
    ])
  }
}
