import Survey
import Tables

/// `alerts.csv`: a row for each alert of the night, in the order of the rules.
enum AlertsCSV {
  static let columns = [
    "id", "rule", "outcome", "text", "segmentation", "segment", "figure", "before", "value", "low",
    "high", "evidence", "evidence_needed", "since", "night", "n",
  ]

  static func bytes(_ section: AlertSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for alert in section.alerts {
      writer.rawText(alert.id)
      for text in [alert.rule, alert.outcome, AlertWords.text(alert, study)] { writer.text(text) }
      for text in [alert.segmentation, alert.segment, alert.figure] { writer.text(text) }
      for value in [alert.before, alert.value, alert.low, alert.high] { writer.finite(value) }
      for value in [alert.evidence, alert.needed] { writer.finite(value) }
      writer.text(alert.since)
      writer.text(alert.night)
      writer.integer(alert.count)
      writer.endRecord()
    }
    return writer.bytes
  }
}

/// Alerts in words.
enum AlertWords {
  /// The wording of an alert's outcome; empty where it is about none.
  static func text(_ alert: Alert, _ study: Study) -> String {
    study.outcomes.first { $0.id == alert.outcome }?.text
      ?? study.success.first { $0.id == alert.outcome }?.text ?? ""
  }

  /// Not yet safe for a terminal: `of 02 in role "Admin"`; empty where it is about nobody in
  /// particular.
  static func subject(_ outcome: String, _ segmentation: String, _ segment: String) -> String {
    var words = outcome.isEmpty ? "" : " of \(outcome)"
    if segmentation != "all" {
      words += " in \(segmentation) \"\(segment)\""
    }
    return words
  }

  /// Evidence as people read it: whole numbers, and no more of them than they can grasp.
  static func evidence(_ value: Double) -> String {
    guard value < 1e6 else { return "over \(NumberText.count(1_000_000))" }
    return value < 10 ? NumberText.decimal(value) : NumberText.count(Int(value.rounded()))
  }

  /// One sentence about an alert, not yet safe for a terminal.
  static func sentence(_ alert: Alert) -> String {
    let subject = subject(alert.outcome, alert.segmentation, alert.segment)
    switch alert.name {
    case .baseFalls:
      return "\(alert.rule): \(NumberText.counted(alert.count, "new respondent"))."
    case .drift:
      return "the segments do not fit \(NumberText.count(alert.count)) new respondents any more ("
        + alert.figure + "): time to segment again."
    case .shareFalls:
      return "\(alert.rule): \(percent(alert.value)) since \(alert.since)\(interval(alert, 100))"
        + "; \(facts(alert))."
    case .findingsRise:
      return "\(alert.rule): \(percent(alert.before)) before, \(percent(alert.value)) since "
        + "\(alert.since)\(interval(alert, 100)); \(facts(alert))."
    case .change:
      return "\(alert.figure)\(subject) has changed from \(number(alert.before)) to "
        + "\(number(alert.value)) since \(alert.since)\(interval(alert, 1)); \(facts(alert))."
    case .enters, .leaves, .targetMet:
      return "\(alert.rule)\(alert.name == .targetMet ? ", \(alert.figure)" : "")\(subject): "
        + "\(figure(alert)) since \(alert.since)"
        + "\(interval(alert, isShare(alert) ? 100 : 1)); \(facts(alert))."
    }
  }

  // MARK: - Steps

  private static func facts(_ alert: Alert) -> String {
    let evidence = alert.evidence.map(evidence) ?? "-"
    let needed = alert.needed.map(self.evidence) ?? "-"
    return "\(NumberText.counted(alert.count, "answer")), evidence \(evidence) of \(needed) needed"
  }

  private static func isShare(_ alert: Alert) -> Bool {
    Target.Metric(rawValue: alert.figure)?.isShare == true
  }

  private static func figure(_ alert: Alert) -> String {
    isShare(alert) ? percent(alert.value) : number(alert.value)
  }

  private static func number(_ value: Double?) -> String {
    value.map { NumberText.decimal($0, 2) } ?? "-"
  }

  private static func percent(_ value: Double?) -> String {
    value.map { NumberText.decimal(100 * $0) + " %" } ?? "-"
  }

  /// Of the change, or of the figure itself.
  private static func interval(_ alert: Alert, _ factor: Double) -> String {
    guard let low = alert.low, let high = alert.high else { return "" }
    let places = factor == 1 ? 2 : 1
    let isChange = alert.before != nil
    func end(_ value: Double) -> String {
      isChange
        ? NumberText.signed(factor * value, places) : NumberText.decimal(factor * value, places)
    }
    return ", \(isChange ? "a change of " : "")\(end(low)) to \(end(high)) on all nights together"
  }
}
