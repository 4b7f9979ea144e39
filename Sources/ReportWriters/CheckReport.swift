public import Survey
import Tables

/// What `unmet check` says about a study and its data: how each column and each rating is
/// understood, and what should be looked at.
public enum CheckReport {
  /// The text for a person.
  public static func text(_ result: CheckResult, study: Study) -> String {
    let sections = [
      opening(result, study), evidence(result.head), columns(result), ratings(result),
      WeightsCheck.lines(result, study: study), findings(result.findings),
      WordingCheck.lines(result.wording),
    ]
    return sections.filter { !$0.isEmpty }
      .map { $0.map(TextLayout.trimmed).joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  /// The same as JSON.
  public static func json(_ result: CheckResult, study: Study) -> String {
    JSONValue.object([
      "columns": .array(result.columns.map(column)),
      "design": WeightsCheck.design(result, study: study),
      "evidence": .array(result.head.evidence.map(JSONValue.text)),
      "findings": .array(result.findings.map(RunSummary.finding)),
      "input": .text(result.head.inputName),
      "outcomes": .integer(study.outcomes.count),
      "ratings": .array(result.mapping.map(reading)),
      "respondents": .integer(result.respondentCount),
      "statements": WordingCheck.json(result.wording),
      "statements_checked": .boolean(result.wording.isEnglish),
      "study": .text(study.name),
      "weights": WeightsCheck.weights(result, study: study),
    ]).document
  }

  // MARK: - The text

  private static func opening(_ result: CheckResult, _ study: Study) -> [String] {
    let worst = result.findings.map(\.severity)
    let verdict =
      worst.contains(.error)
      ? "there are errors" : worst.contains(.warning) ? "there are warnings" : "nothing is wrong"
    let people = NumberText.counted(result.respondentCount, "respondent")
    let outcomes = NumberText.counted(study.outcomes.count, "outcome")
    return TextLayout.paragraph(
      "\(Naming.safe(study.name)): \(people), \(outcomes); \(verdict).", first: "", rest: "  ")
  }

  static func evidence(_ head: TableHead) -> [String] {
    ["HOW \(Naming.safe(head.inputName)) IS READ"]
      + head.evidence.flatMap { TextLayout.paragraph(Naming.safe($0)) }
  }

  private static func columns(_ result: CheckResult) -> [String] {
    let used = result.columns.filter { !$0.use.isEmpty }
    let unused = result.columns.count - used.count
    let names = used.map { Naming.safe($0.name) }
    let columns: [TextLayout.Column] = [
      .init(6, .right), .init(TextLayout.width(of: names, limit: 40)), .init(60),
    ]
    let rows = zip(used, names).map { use, name in
      ["#\(use.position + 1)", name, Naming.safe(use.use)]
    }
    let title = "COLUMNS IN USE: \(used.count) of \(result.columns.count)"
    let more = unused == 1 ? "1 more column is" : "\(NumberText.count(unused)) more columns are"
    let note = unused == 0 ? [] : TextLayout.paragraph("\(more) not used.")
    return [title] + TextLayout.table(rows, columns: columns, indent: "") + note
  }

  private static func ratings(_ result: CheckResult) -> [String] {
    let shown = result.mapping.filter { $0.point != nil || $0.count > 0 }
    let texts = shown.map { Naming.safe($0.text) }
    let columns: [TextLayout.Column] = [
      .init(TextLayout.width(of: texts, limit: 60)), .init(24), .init(12, .right),
    ]
    let rows = zip(shown, texts).map { reading, text in
      [text, meaning(reading), NumberText.count(reading.count)]
    }
    return ["WHAT RATINGS ARE READ AS"] + TextLayout.table(rows, columns: columns)
  }

  private static func meaning(_ reading: RatingReading) -> String {
    if let point = reading.point { return "point \(point)" }
    switch reading.reason {
    case .notAnswered, nil: return "missing: not answered"
    case .notAsked: return "missing: not asked"
    case .doesNotApply: return "missing: does not apply"
    case .refused: return "missing: refused"
    case .invalid: return "missing: invalid"
    }
  }

  private static func findings(_ findings: [Finding]) -> [String] {
    guard !findings.isEmpty else { return [] }
    let order = Finding.Severity.allCases.reversed()
    return ["FINDINGS"]
      + order.flatMap { severity in
        DataSection.alike(findings.filter { $0.severity == severity }).flatMap(lines)
      }
  }

  /// Findings that say the same of several items, in one sentence; JSON has each by itself.
  private static func lines(_ findings: [Finding]) -> [String] {
    var lines = TextLayout.paragraph(
      DataSection.sentence(of: findings), first: "  \(findings[0].severity.rawValue): ",
      rest: "    ")
    let known = findings.flatMap(\.places)
    if !known.isEmpty {
      let places = known.prefix(5).map(Naming.safe).joined(separator: ", ")
      let count = findings.reduce(0) { $0 + $1.count }
      let more = count > min(5, known.count) ? ", ..." : ""
      lines += TextLayout.paragraph("at \(places)\(more)", first: "    ")
    }
    return lines
  }

  // MARK: - JSON

  private static func column(_ use: ColumnUse) -> JSONValue {
    .object([
      "name": .text(use.name), "position": .integer(use.position + 1), "text": .text(use.text),
      "use": .text(use.use),
    ])
  }

  private static func reading(_ reading: RatingReading) -> JSONValue {
    .object([
      "count": .integer(reading.count),
      "missing": reading.point == nil ? .text(meaning(reading)) : .null,
      "point": reading.point.map(JSONValue.integer) ?? .null,
      "text": .text(reading.text),
    ])
  }
}
