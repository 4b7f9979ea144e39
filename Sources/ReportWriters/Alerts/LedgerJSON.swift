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
      "dates": .row(ledger.dates.map { .text($0) }),
      "new": .row(ledger.newCounts.map { .integer($0) }),
      "told": .integer(ledger.toldCount),
      "drifting": .boolean(ledger.isDrifting),
      "streams": .array(ledger.streams.map(stream)),
    ])
  }

  private static func stream(_ stream: AlertLedger.Stream) -> JSONValue {
    let starts = stream.starts.map { start in
      JSONValue.row([.integer(start.night)] + start.before.numbers.map { .number($0) })
    }
    return .object([
      "key": .text(stream.key), "opening": .integer(stream.opening),
      "opened-after": .integer(stream.openedAfter), "above": .boolean(stream.isAbove),
      "closed": .boolean(stream.isClosed), "design-effect": .number(stream.designEffect),
      "night": .integer(stream.night), "evidence": .number(stream.evidence),
      "total": .row(stream.total.numbers.map { .number($0) }), "starts": .array(starts),
    ])
  }
}
