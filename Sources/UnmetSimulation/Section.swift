/// A measured table with its verdicts.
struct Section: Sendable {
  /// One line of the table.
  struct Row: Sendable {
    let labels: [String]
    let cells: [Cell]
  }

  let title: String
  /// What was simulated and by which part of the engine it was judged.
  let text: String
  let labelHeads: [String]
  let cellHeads: [String]
  let rows: [Row]
  /// What a cell is made of.
  var countHead = "Surveys a cell"
  let verdicts: [Verdict]

  /// All cells of one column, or of the whole table.
  static func cells(_ rows: [Row], column: Int? = nil) -> [Cell] {
    rows.flatMap { row in column.map { [row.cells[$0]] } ?? row.cells }
  }
}

/// A measurement of one acceptance number or more.
protocol Experiment: Sendable {
  /// What `--only` calls it.
  static var name: String { get }
  /// Measures.
  static func run(_ monteCarlo: MonteCarlo) throws -> Section
}
