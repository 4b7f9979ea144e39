public import Survey
import Tables

/// The tables as CSV in long form: a row for each item or score, statistic and column.
///
/// Shares and nets are of 1, means on the raw scale, scores in the scorer's unit. `higher_than` and
/// `higher_than_strict` hold the letters of the columns of the same segmentation that the value is
/// significantly higher than, at the looser and at the stricter level, blanks between; with one
/// level the second is empty. Columns of fewer people than the disclosure floor have a note and no
/// number, not even their size.
public enum TabulationCSV {
  /// The columns in their order.
  public static let columns = [
    "outcome", "part", "item", "statistic", "label", "segmentation", "segment", "letter", "n",
    "weighted_n", "effective_n", "missing", "degrees_of_freedom", "value", "standard_error", "low",
    "high", "higher_than", "higher_than_strict", "table_f", "table_p", "table_p_adjusted", "note",
  ]

  /// The whole file.
  public static func bytes(_ tabulation: Tabulation) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for block in tabulation.blocks {
      for row in block.rows {
        for column in tabulation.columns.indices {
          write(row, of: block, at: column, tabulation, to: &writer)
        }
      }
    }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(
    _ row: TableRow, of block: TableBlock, at position: Int, _ tabulation: Tabulation,
    to writer: inout CSVWriter
  ) {
    let column = tabulation.columns[position]
    writer.text(tabulation.study.outcomes[block.subject.outcome].id)
    writer.text(block.subject.part.rawValue)
    writer.text(block.item)
    writer.text(TabulationNaming.name(row.statistic))
    writer.text(TabulationNaming.label(row, tabulation.study.responses.scale))
    for text in [column.segmentation, column.segment, column.letter] { writer.text(text) }
    write(block.bases[position], to: &writer)
    write(row.cells[position], tabulation, to: &writer)
    let test = block.tests.first { $0.segmentation == column.segmentation }
    for value in [test?.f, test?.p, test?.adjusted] { writer.finite(value) }
    writer.text(note(block, row.cells[position], at: position))
    writer.endRecord()
  }

  private static func write(_ base: TableBase?, to writer: inout CSVWriter) {
    writer.integer(base?.respondentCount)
    writer.finite(base?.weight)
    writer.finite(base?.effectiveCount)
    writer.integer(base?.missingCount)
    writer.integer(base?.degreesOfFreedom)
  }

  private static func write(
    _ cell: TableCell?, _ tabulation: Tabulation, to writer: inout CSVWriter
  ) {
    for value in [cell?.value, cell?.standardError, cell?.low, cell?.high] {
      writer.finite(value)
    }
    let letters = (cell?.higherThan ?? []).map { columns in
      columns.map { tabulation.columns[$0].letter }.joined(separator: " ")
    }
    for level in 0..<2 { writer.text(letters.indices.contains(level) ? letters[level] : "") }
  }

  private static func note(_ block: TableBlock, _ cell: TableCell?, at position: Int) -> String {
    guard let base = block.bases[position] else {
      return "fewer than \(Disclosure.floor) respondents"
    }
    guard cell != nil else { return "base too small to be scored" }
    return base.isCompared || position == 0 ? "" : "base too small to be compared"
  }
}
