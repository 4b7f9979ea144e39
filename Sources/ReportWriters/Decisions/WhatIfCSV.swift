import Survey
import Tables

/// `whatif.csv`: what changes when more people are satisfied with one outcome, a row for each
/// outcome, scenario and measure.
enum WhatIfCSV {
  static let columns = [
    "outcome", "step", "scenario", "solution", "share_best", "share", "target", "raised",
    "measure", "n", "n_effective", "value", "se", "low", "high", "note",
  ]

  static func bytes(_ section: WhatIfSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in section.rows { write(row, section.note, study, to: &writer) }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(
    _ row: WhatIfSection.Row, _ note: String, _ study: Study, to writer: inout CSVWriter
  ) {
    func begin(_ measure: String) {
      let outcome = study.outcomes[row.outcome]
      writer.text(outcome.id)
      writer.text(outcome.step ?? "")
      writer.rawText(row.scenario.rawValue)
      writer.text(row.solution ?? "")
      writer.finite(row.bestShare)
      writer.finite(row.share)
      writer.finite(row.target)
      writer.finite(row.raised)
      writer.rawText(measure)
    }
    func end() {
      writer.text(row.note.isEmpty ? note : row.note)
      writer.endRecord()
    }
    begin("score")
    writer.plain(row.score)
    end()
    begin("score-change")
    writer.blanks(2)
    writer.finite(row.change.value)
    writer.finite(row.change.standardError)
    writer.finite(row.interval?.lowerBound)
    writer.finite(row.interval?.upperBound)
    end()
    let measures = [
      ("step-change", row.step), ("all-steps-change", row.allSteps),
      ("experience-change", row.experience),
    ]
    for (measure, mean) in measures {
      guard let mean else { continue }
      begin(measure)
      writer.people(mean)
      end()
    }
  }
}
