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
    let words = AlertWords(section, study)
    for alert in section.alerts {
      writer.rawText(alert.id)
      for text in [alert.rule, alert.outcome, words.wording(alert)] { writer.text(text) }
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
