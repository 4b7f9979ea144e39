public import Tables

/// What `unmet check` says about a file of responses for which there is no study yet: its columns
/// and what stands in them.
///
/// Levels are shown only where each occurs several times over, so that no single person's words,
/// name or address get onto a screen.
public enum TableReport {
  /// How many levels of a column are shown at most.
  public static let levelLimit = 12

  /// The plans to decode a table by for this report.
  public static func plans(for head: TableHead) -> [ColumnPlan] {
    head.columns.map { ColumnPlan(position: $0.position, kind: .summary(levelLimit: levelLimit)) }
  }

  /// The text for a person.
  public static func text(_ table: DecodedTable) -> String {
    let title =
      "\(Naming.safe(table.head.inputName)): \(NumberText.counted(table.rowCount, "record")), "
      + NumberText.counted(table.head.columns.count, "column")
    let names = table.head.columns.map { Naming.safe($0.name) }
    let columns: [TextLayout.Column] = [
      .init(6, .right), .init(TextLayout.width(of: names, limit: 44)), .init(64),
    ]
    let rows = table.head.columns.indices.map { index in
      ["#\(index + 1)", names[index], Naming.safe(words(summary(table, index)))]
    }
    let lines =
      TextLayout.paragraph(title, first: "", rest: "  ") + [""] + CheckReport.evidence(table.head)
      + ["", "COLUMNS"] + TextLayout.table(rows, columns: columns, indent: "")
    return lines.map(TextLayout.trimmed).joined(separator: "\n") + "\n"
  }

  /// The same as JSON.
  public static func json(_ table: DecodedTable) -> String {
    JSONValue.object([
      "columns": .array(
        table.head.columns.indices.map { index in
          let column = table.head.columns[index]
          return .object([
            "holds": .text(words(summary(table, index))), "name": .text(column.name),
            "position": .integer(index + 1), "text": .text(column.text),
          ])
        }),
      "evidence": .array(table.head.evidence.map(JSONValue.text)),
      "input": .text(table.head.inputName),
      "records": .integer(table.rowCount),
    ]).document
  }

  // MARK: - Steps

  /// The widest range, in millionths, of which the ends are shown.
  private static let widestShown: Int64 = 1000 * 1_000_000

  private static func summary(_ table: DecodedTable, _ index: Int) -> ColumnSummary {
    guard table.columns.indices.contains(index), case .summary(let summary) = table.columns[index]
    else { return ColumnSummary() }
    return summary
  }

  private static func words(_ summary: ColumnSummary) -> String {
    let filled = summary.rowCount - summary.blankCount
    guard filled > 0 else { return "blank" }
    var words = kind(summary, filled: filled)
    if summary.blankCount > 0 {
      let share = Double(summary.blankCount) / Double(summary.rowCount)
      words += "; \(NumberText.percent(share)) blank"
    }
    return words
  }

  private static func kind(_ summary: ColumnSummary, filled: Int) -> String {
    if summary.numericCount == filled, let low = summary.minimumMillionths,
      let high = summary.maximumMillionths
    {
      let noun = summary.wholeCount == filled ? "whole numbers" : "numbers"
      // The ends of a wide range may be two people's ids or telephone numbers.
      guard high - low <= widestShown else { return "\(noun) of a wide range" }
      return "\(noun) \(number(low)) to \(number(high))"
    }
    let isRepeated = !summary.hasMoreLevels && filled >= 3 * summary.levels.count
    guard isRepeated, summary.maximumByteLength <= 40 else { return "texts" }
    let levels = summary.levels.map { "\"\($0.text)\" \(NumberText.count($0.count))" }
    return "\(NumberText.counted(levels.count, "text")): \(levels.joined(separator: ", "))"
  }

  private static func number(_ millionths: Int64) -> String {
    let value = Double(millionths) / 1_000_000
    return value == value.rounded() ? NumberText.decimal(value, 0) : "\(value)"
  }
}
