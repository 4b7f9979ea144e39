import Statistics
import Survey
import Tables

/// `typing.csv`: the golden questions with their coefficients, and what they are worth, one figure
/// a row. Accuracies are those of people held out; confusion and recall are shares of a segment's
/// people, so that no row counts a few of them.
enum TypingCSV {
  static let columns = [
    "kind", "segment", "assigned", "order", "column", "outcome", "part", "value", "note",
  ]

  static func bytes(_ section: TypingSection) -> [UInt8] {
    var table = TypingTable(section.model)
    if let golden = section.model.golden { olderScales(golden, section.model, &table) }
    for segment in section.model.segments {
      table.row("share", segment: segment.label, value: segment.share)
    }
    if let golden = section.model.golden, let heldOut = section.heldOut {
      questions(section, golden, &table)
      coefficients(golden, section.model, &table)
      accuracy(heldOut, section.model, &table)
    } else {
      table.row("no-golden-questions", note: section.model.goldenReason)
    }
    return table.writer.bytes
  }

  // MARK: - Steps

  /// First of all, what was asked on another scale than the coefficients take.
  private static func olderScales(
    _ golden: GoldenRoute, _ model: TypingModel, _ table: inout TypingTable
  ) {
    for (place, question) in golden.questions.enumerated() {
      guard let legacy = model.outcomes[question.outcome].legacy else { continue }
      table.row(
        "older-scale", order: place + 1, question: question,
        note: OlderScaleWords.reading(legacy, on: model.reading.scale))
    }
  }

  private static func questions(
    _ section: TypingSection, _ golden: GoldenRoute, _ table: inout TypingTable
  ) {
    for (place, question) in golden.questions.enumerated() {
      table.row(
        "lambda", order: place + 1, question: question, value: section.steps[place].lambda)
      table.row(
        "chosen-again", order: place + 1, question: question, value: section.foldShares[place])
    }
  }

  private static func coefficients(
    _ golden: GoldenRoute, _ model: TypingModel, _ table: inout TypingTable
  ) {
    let unit = Double(WholeDiscriminant.unit)
    for (segment, label) in model.segments.map(\.label).enumerated() {
      for (place, question) in golden.questions.enumerated() {
        table.row(
          "coefficient", segment: label, order: place + 1, question: question,
          value: Double(golden.coefficients[segment][place]) / unit)
      }
      table.row("constant", segment: label, value: Double(golden.constants[segment]) / unit)
    }
  }

  private static func accuracy(
    _ heldOut: TypingAccuracy, _ model: TypingModel, _ table: inout TypingTable
  ) {
    let figures: [(String, Double)] = [
      ("accuracy", heldOut.accuracy), ("accuracy-se", heldOut.standardError),
      ("kappa", heldOut.kappa), ("chance-largest", heldOut.largestShare),
      ("chance-proportional", heldOut.proportionalChance), ("brier", heldOut.brier),
      ("calibration-error", heldOut.calibrationError),
    ]
    for (kind, value) in figures { table.row(kind, value: value) }
    let labels = model.segments.map(\.label)
    for (segment, label) in labels.enumerated() {
      table.row("recall", segment: label, value: heldOut.recalls[segment])
      table.row("precision", segment: label, value: heldOut.precisions[segment])
    }
    for (segment, label) in labels.enumerated() {
      let own = heldOut.confusion[segment]
      let share = own.reduce(0, +)
      for (assigned, other) in labels.enumerated() {
        table.row("confusion", segment: label, assigned: other, value: own[assigned] / share)
      }
    }
    for (place, bin) in heldOut.bins.enumerated() {
      table.row("calibration-probability", order: place + 1, value: bin.meanProbability)
      table.row("calibration-accuracy", order: place + 1, value: bin.accuracy)
    }
  }
}

/// Rows of `typing.csv`; what a row does not name is an empty cell.
private struct TypingTable {
  let model: TypingModel
  var writer = CSVWriter()

  init(_ model: TypingModel) {
    self.model = model
    writer.header(TypingCSV.columns)
  }

  mutating func row(
    _ kind: String, segment: String = "", assigned: String = "", order: Int? = nil,
    question: TypingModel.Question? = nil, value: Double? = nil, note: String = ""
  ) {
    writer.rawText(kind)
    writer.text(segment)
    writer.text(assigned)
    writer.integer(order)
    writer.text(question.map { model.column(of: $0) } ?? "")
    writer.text(question.map { model.outcomes[$0.outcome].id } ?? "")
    writer.rawText(question?.part.rawValue ?? "")
    writer.finite(value)
    writer.text(note)
    writer.endRecord()
  }
}
