import Groundwork
import Survey

/// What is read out of the tables of a run.
enum RunFigures {
  /// The opportunities of everybody, the highest first.
  static func scores(of table: RunTable) -> [ScoreReading] {
    let scores = (0..<table.rowCount).compactMap { row -> ScoreReading? in
      guard table.text(row, "segmentation") == "all", let id = table.text(row, "outcome"),
        let reading = reading(table, row, "opportunity")
      else { return nil }
      return ScoreReading(outcome: id, text: table.text(row, "text") ?? "", reading: reading)
    }
    return scores.sorted { left, right in
      if left.reading.value != right.reading.value {
        return left.reading.value > right.reading.value
      }
      return left.outcome.utf8.lexicographicallyPrecedes(right.outcome.utf8)
    }
  }

  /// The findings as `unmet check` lists them: what says the same of several items is one.
  static func findingCount(of table: RunTable) -> Int {
    Set(
      (0..<table.rowCount).map { row in
        ["severity", "kind", "text"].map { ByteText(table.text(row, $0) ?? "") }
      }
    ).count
  }

  /// A figure with its interval; `nil` where there is no number.
  static func reading(_ table: RunTable, _ row: Int, _ column: String) -> Reading? {
    guard let value = table.number(row, column) else { return nil }
    guard let interval = intervalColumns(of: column, among: table.columns) else {
      return Reading(value)
    }
    return Reading(
      value, low: table.number(row, interval.low), high: table.number(row, interval.high))
  }

  /// The columns of a figure's interval: those of its own name, else `low` and `high` beside the
  /// one figure that they can be about.
  static func intervalColumns(
    of column: String, among columns: [String]
  ) -> FigureTrends.IntervalColumns? {
    let own = FigureTrends.IntervalColumns(low: column + "_low", high: column + "_high")
    if columns.contains(own.low), columns.contains(own.high) { return own }
    guard columns.contains("low"), columns.contains("high"), bareColumns.contains(column) else {
      return nil
    }
    // Beside a value, the interval is the value's.
    if column != "value", columns.contains("value") { return nil }
    return FigureTrends.IntervalColumns(low: "low", high: "high")
  }

  /// The figures that `low` and `high` without a name are about.
  private static let bareColumns: Set<String> = [
    "value", "difference", "estimate", "weight", "opportunity", "mean", "score",
  ]
}
