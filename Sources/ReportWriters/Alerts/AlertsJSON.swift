import Survey

/// `alerts.json`: the same as alerts.csv, with a sentence each, for whoever passes them on.
enum AlertsJSON {
  static func value(_ section: AlertSection, _ study: Study) -> JSONValue {
    .object([
      "version": .integer(1),
      "study": .text(study.name),
      "night": .text(section.ledger.dates.last ?? ""),
      "new": section.newCount.map { .integer($0) } ?? .null,
      "streams": .integer(section.streamCount),
      "told": .integer(section.ledger.toldCount),
      "alerts": .array(section.alerts.map { alert($0, study) }),
      "notes": .array(section.notes.map { .text($0) }),
    ])
  }

  private static func alert(_ alert: Alert, _ study: Study) -> JSONValue {
    .object([
      "id": .text(alert.id), "rule": .text(alert.rule), "when": .text(alert.name.rawValue),
      "outcome": .text(alert.outcome), "text": .text(AlertWords.text(alert, study)),
      "segmentation": .text(alert.segmentation), "segment": .text(alert.segment),
      "figure": .text(alert.figure), "before": .optional(alert.before),
      "value": .optional(alert.value), "low": .optional(alert.low), "high": .optional(alert.high),
      "evidence": .optional(alert.evidence), "evidence-needed": .optional(alert.needed),
      "since": .text(alert.since), "night": .text(alert.night), "n": .integer(alert.count),
      "sentence": .text(AlertWords.sentence(alert)),
    ])
  }
}
