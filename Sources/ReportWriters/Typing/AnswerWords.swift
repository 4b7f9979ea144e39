import Statistics
import Survey

/// The answers that moved most, in words and as JSON.
enum AnswerWords {
  /// How many questions the text names, and the JSON summary.
  private static let textCount = 3
  private static let jsonCount = 10

  static func lines(_ found: Classification) -> [String] {
    guard let answers = found.drift.answers else {
      return [
        "answers: the model holds no distributions of the study's answers; make it anew with "
          + "`unmet analyze`"
      ]
    }
    let ordered = answers.byExcess
    guard let first = ordered.first else {
      return ["answers: no question has \(Disclosure.floor) people in the study and now"]
    }
    let differing = ordered.filter { ($0.adjustedP ?? 1) < 0.05 }
    guard !differing.isEmpty else {
      return [
        "answers: no question differs from the study by more than chance (largest stability "
          + "index \(index(first)))"
      ]
    }
    let typing = NumberText.counted(answers.typingCount, "typing question")
    return [
      "answers: \(NumberText.count(answers.movedCount)) of \(typing) moved (stability index .25 "
        + "beyond chance); \(NumberText.counted(differing.count, "question")) "
        + (differing.count == 1 ? "differs" : "differ") + " from the study, most of all:"
    ] + differing.prefix(textCount).map { "  " + words($0, found.model) }
  }

  static func json(_ found: Classification) -> JSONValue {
    guard let answers = found.drift.answers else { return .null }
    return .object([
      "compared": .integer(answers.byExcess.count),
      "largest": .array(
        answers.byExcess.prefix(jsonCount).map { row in
          .object([
            "column": .optional(row.column(in: found.model)),
            "moved": .boolean(row.hasMoved),
            "p_adjusted": .optional(row.adjustedP),
            "psi": .optional(row.drift?.psi),
            "psi_chance": .optional(row.drift?.chancePSI),
            "shift": .optional(row.drift?.shift.difference),
          ])
        }),
      "moved": .integer(answers.movedCount),
      "typing": .integer(answers.typingCount),
    ])
  }

  // MARK: - Steps

  private static func words(_ row: AnswerDrift.Row, _ model: TypingModel) -> String {
    var text = "\(Naming.safe(row.column(in: model) ?? "")): stability index \(index(row))"
    if let shift = row.drift?.shift, let interval = shift.interval() {
      text += ", mean \(NumberText.signed(shift.difference, 2)) "
      text += "(\(NumberText.signed(interval.low, 2)) to \(NumberText.signed(interval.high, 2)))"
    }
    return text
  }

  private static func index(_ row: AnswerDrift.Row) -> String {
    let (psi, chance) = (row.drift?.psi ?? .nan, row.drift?.chancePSI ?? .nan)
    return "\(NumberText.decimal(psi, 2)), \(NumberText.decimal(chance, 2)) by chance"
  }
}
