import Survey
import Tables

/// `profile.csv`: each cluster by every answer that was not clustered.
///
/// A row with an empty `cluster` is about its variable as a whole: strength and tests. Of one to
/// nine people nothing is shown. When there is nothing to tell, `note` holds the reason.
enum ProfileCSV {
  static let columns = [
    "kind", "variable", "cluster", "answer", "n", "share", "share_all", "index", "residual",
    "mean", "mean_all", "low", "high", "std_difference", "strength", "p_with_habits", "p",
    "p_adjusted", "note",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    switch result.profile {
    case .refused(let reason):
      writer.blanks(columns.count - 1)
      writer.text(reason)
      writer.endRecord()
    case .done(let section):
      let labels = result.clusters.section?.clusters.map(\.label) ?? []
      for variable in section.variables {
        write(variable, to: &writer)
        for row in variable.rows { write(row, of: variable, labels, to: &writer) }
      }
    }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(_ variable: VariableProfile, to writer: inout CSVWriter) {
    writer.rawText(variable.kind.rawValue)
    writer.text(variable.name)
    writer.blanks(2)
    writer.integer(variable.refusal.isEmpty ? variable.respondentCount : nil)
    writer.blanks(9)
    for value in [variable.strength, variable.plainP, variable.p, variable.adjustedP] {
      writer.finite(value)
    }
    writer.text(variable.refusal)
    writer.endRecord()
  }

  private static func write(
    _ row: ProfileRow, of variable: VariableProfile, _ labels: [String],
    to writer: inout CSVWriter
  ) {
    writer.rawText(variable.kind.rawValue)
    writer.text(variable.name)
    writer.text(labels.indices.contains(row.cluster) ? labels[row.cluster] : "")
    writer.text(row.answer)
    if (1..<Disclosure.floor).contains(row.count) {
      writer.blanks(14)
      writer.text("fewer than \(Disclosure.floor) people")
      writer.endRecord()
      return
    }
    writer.integer(row.count)
    let values = [
      row.share, row.shareOfAll, row.index, row.residual, row.mean, row.meanOfAll, row.low,
      row.high, row.difference,
    ]
    for value in values { writer.finite(value) }
    writer.blanks(5)
    writer.endRecord()
  }
}
