import Tables

extension CSVWriter {
  /// Writes a number; what is missing or not finite is an empty cell.
  mutating func finite(_ value: Double?) {
    number(value.flatMap { $0.isFinite ? $0 : nil })
  }

  /// Writes `true` or `false`.
  mutating func boolean(_ value: Bool) {
    rawText(value ? "true" : "false")
  }

  /// Writes some empty cells.
  mutating func blanks(_ count: Int) {
    for _ in 0..<count { rawText("") }
  }

  /// Writes a header.
  mutating func header(_ columns: [String]) {
    for column in columns { rawText(column) }
    endRecord()
  }
}
