public import Survey

/// The tables as aligned text: everybody first, then as many columns as a line holds.
public enum TabulationText {
  /// The widest line.
  static let lineWidth = 119

  /// The whole text.
  public static func text(_ tabulation: Tabulation) -> String {
    let sections = [head(tabulation)] + tabulation.blocks.map { lines($0, tabulation) }
    return sections.map { $0.map(TextLayout.trimmed).joined(separator: "\n") + "\n" }
      .joined(separator: "\n")
  }

  // MARK: - The head

  private static func head(_ tabulation: Tabulation) -> [String] {
    let people = NumberText.counted(tabulation.respondentCount, "respondent")
    let title =
      "\(Naming.safe(tabulation.study.name)): \(people), worth "
      + "\(NumberText.decimal(tabulation.effectiveCount, 0)) of equal weight"
    return paragraph(title, indent: 0) + legend(tabulation).flatMap { paragraph($0, indent: 2) }
  }

  private static func legend(_ tabulation: Tabulation) -> [String] {
    let floor = Disclosure.floor
    var lines = [
      "Shares are weighted, in percent of the column's people who answered; means on the raw "
        + "scale. Columns of fewer than \(floor) answers show *, scores under "
        + "the study's smallest base -."
    ]
    guard tabulation.columns.count > 1 else { return lines }
    let comparison = tabulation.plan.comparison
    let levels = comparison.levels.map(TabulationText.percent)
    let cases =
      levels.count == 1
      ? "at \(levels[0])" : "at \(levels[0]) (lower case) or \(levels[1]) (upper case)"
    let holm = comparison.adjustment == .holm ? "by Holm" : "not at all"
    lines.append(
      "A letter: significantly higher than that column of the same segmentation, \(cases), by "
        + "t tests of the design, adjusted \(holm) within the row. Columns are compared from "
        + "\(Int(TabulationPlan.comparisonBase)) effective respondents. The p-value under a table "
        + "is Rao and Scott's for the whole table, in brackets adjusted by Benjamini and Hochberg "
        + "over the items.")
    return lines
  }

  /// `95 %`, `99.9 %`.
  private static func percent(_ level: Double) -> String {
    let value = NumberText.decimal(level * 100, 2)
    var text = Substring(value)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return "\(text) %"
  }

  // MARK: - One table

  private static func lines(_ block: TableBlock, _ tabulation: Tabulation) -> [String] {
    let naming = Naming(tabulation.study)
    let outcome = block.subject.outcome
    let item = block.item.isEmpty ? "" : " (\(Naming.safe(block.item)))"
    let title =
      "\(block.subject.part.rawValue.uppercased()) \(naming.id(outcome)) "
      + "\(naming.text(outcome))\(item)"
    let grids = TabulationGrid.grids(block, tabulation)
    return paragraph(title, indent: 0)
      + grids.enumerated().flatMap { place, grid in
        (place == 0 ? [] : [""]) + grid.lines()
      } + block.tests.flatMap { paragraph(sentence($0), indent: 2) }
  }

  private static func sentence(_ test: TableTest) -> String {
    let name = Naming.safe(test.segmentation)
    guard let p = test.p, let adjusted = test.adjusted else {
      return "\(name): no test of the whole table"
    }
    return "\(name): p \(probability(p)) (\(probability(adjusted)))"
  }

  /// A p-value with three decimals.
  private static func probability(_ p: Double) -> String {
    p < 0.001 ? "<0.001" : NumberText.decimal(p, 3)
  }

  private static func paragraph(_ text: String, indent: Int) -> [String] {
    let blanks = String(repeating: " ", count: indent)
    return TextLayout.wrapped(text, width: lineWidth - indent).map { blanks + $0 }
  }
}
