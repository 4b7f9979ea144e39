import Survey

/// `alerts.json`: the same as alerts.csv, with a sentence each, for whoever passes them on.
enum AlertsJSON {
  static func value(_ section: AlertSection, _ study: Study) -> JSONValue {
    let words = AlertWords(section, study)
    return .object([
      "version": .integer(1),
      "study": .text(study.name),
      "night": .text(section.ledger.dates.last ?? ""),
      "new": section.newCount.map { .integer($0) } ?? .null,
      "streams": .integer(section.streamCount),
      "told": .integer(section.ledger.toldCount),
      "alerts": .array(section.alerts.map { alert($0, words) }),
      "notes": .array(section.notes.map { .text($0) }),
    ])
  }

  private static func alert(_ alert: Alert, _ words: AlertWords) -> JSONValue {
    .object([
      "id": .text(alert.id), "rule": .text(alert.rule), "when": .text(alert.name.rawValue),
      "outcome": .text(alert.outcome), "text": .text(words.wording(alert)),
      "segmentation": .text(alert.segmentation), "segment": .text(alert.segment),
      "figure": .text(alert.figure), "before": .optional(alert.before),
      "value": .optional(alert.value), "low": .optional(alert.low), "high": .optional(alert.high),
      "evidence": .optional(alert.evidence), "evidence-needed": .optional(alert.needed),
      "since": .text(alert.since), "night": .text(alert.night), "n": .integer(alert.count),
      "sentence": .text(words.sentence(alert)),
    ])
  }
}
