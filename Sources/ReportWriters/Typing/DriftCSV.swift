import Statistics
public import Survey
import Tables

/// What `unmet classify --drift` writes: how far each question's answers are from the study's, and
/// the mean gap. Nothing is shown of fewer than 10 people.
public enum DriftCSV {
  /// The columns.
  public static let columns = [
    "outcome", "part", "column", "typing", "study_n", "study_effective_n", "n", "effective_n",
    "study_mean", "mean", "shift", "shift_low", "shift_high", "psi", "psi_chance", "p",
    "p_adjusted", "moved",
  ]

  /// The file.
  public static func paper(_ classification: Classification, name: String) -> Paper {
    Paper(name: name) { bytes(classification) }
  }

  static func bytes(_ classification: Classification) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in classification.drift.answers?.rows ?? [] {
      write(row, of: classification.model, to: &writer)
    }
    return writer.bytes
  }

  private static func write(
    _ row: AnswerDrift.Row, of model: TypingModel, to writer: inout CSVWriter
  ) {
    let isQuestion = row.line != .gap
    writer.text(model.outcomes[row.outcome].id)
    writer.rawText(row.line.rawValue)
    writer.text(row.column(in: model) ?? "")
    if isQuestion { writer.boolean(row.isTyping) } else { writer.blanks(1) }
    for side in [row.before, row.now] {
      writer.integer(side?.count)
      writer.finite(side?.effective)
    }
    for side in [row.before, row.now] {
      writer.finite(side.map { $0.mean + Double(row.lowest) })
    }
    let interval = row.drift?.shift.interval()
    writer.finite(row.drift?.shift.difference)
    writer.finite(interval?.low)
    writer.finite(interval?.high)
    writer.finite(isQuestion ? row.drift?.psi : nil)
    writer.finite(isQuestion ? row.drift?.chancePSI : nil)
    writer.finite(isQuestion ? row.drift?.p : nil)
    writer.finite(row.adjustedP)
    if isQuestion { writer.boolean(row.hasMoved) } else { writer.blanks(1) }
    writer.endRecord()
  }
}

extension AnswerDrift.Row {
  /// The column of the question; `nil` of a gap.
  func column(in model: TypingModel) -> String? {
    switch line {
    case .importance: model.outcomes[outcome].importance
    case .satisfaction: model.outcomes[outcome].satisfaction
    case .gap: nil
    }
  }
}
