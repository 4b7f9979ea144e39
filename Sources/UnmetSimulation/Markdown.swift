/// Writes sections as Markdown tables.
enum Markdown {
  /// The summary: one line for each verdict.
  static func summary(_ sections: [Section]) -> String {
    let rows = sections.flatMap(\.verdicts).map { verdict in
      let values = verdict.cells.map(\.value)
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      return [
        String(verdict.number), verdict.what, verdict.bar, String(values.count),
        fixed(values.min() ?? 0, 3), fixed(mean, 3), fixed(values.max() ?? 0, 3),
        verdict.passes ? "holds" : "**FAILS**",
      ]
    }
    return table(["No.", "What", "Bar", "Cells", "Min", "Mean", "Max", "Verdict"], rows)
  }

  /// A section with its table. A cell outside its limits is set in bold; one without limits in
  /// parentheses; one with more surveys than usual carries their number.
  static func section(_ section: Section) -> String {
    let simulated = Section.cells(section.rows).map(\.surveyCount).filter { $0 > 0 }
    let usual = simulated.min() ?? 0
    let rows = section.rows.map { row in
      row.labels + row.cells.map { text($0, usual) }
    }
    let count = usual > 0 ? "\(section.countHead): \(grouped(usual)), or as noted.\n\n" : ""
    return """
      ## \(section.title)

      \(section.text)

      \(count)\(table(section.labelHeads + section.cellHeads, rows))
      """
  }

  // MARK: - Steps

  private static func text(_ cell: Cell, _ usual: Int) -> String {
    let number = fixed(cell.value, 3)
    let marked = cell.limits == nil ? "(\(number))" : cell.passes ? number : "**\(number)**"
    return cell.surveyCount > usual ? "\(marked) of \(grouped(cell.surveyCount))" : marked
  }

  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let lines = [heads, heads.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }
}

/// A number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
  let whole = Int((abs(value) * scale).rounded())
  let digits = String(whole)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  let text = padded.dropLast(decimals) + "." + padded.suffix(decimals)
  return (value < 0 && whole > 0 ? "-" : "") + text
}

/// A whole number with commas between thousands.
func grouped(_ value: Int) -> String {
  let digits = String(value)
  return digits.enumerated().reduce(into: "") { text, entry in
    if entry.offset > 0, (digits.count - entry.offset) % 3 == 0 { text += "," }
    text.append(entry.element)
  }
}
