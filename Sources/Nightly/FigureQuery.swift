import Groundwork
import ReportWriters
public import Survey
import Tables

/// A column of a table of the runs, and the rows that are asked for.
public struct FigureQuery: Sendable, Equatable {
  /// A column and the text that its cell must be.
  public struct Condition: Sendable, Equatable {
    /// The column.
    public var column: String
    /// The text.
    public var text: String
  }

  /// The table's file.
  public var table: String
  /// The column.
  public var column: String
  /// All of them must hold.
  public var conditions: [Condition]

  /// A query as a command line has it.
  ///
  /// - Parameters:
  ///   - figure: `opportunities.csv:opportunity`; `.csv` may be left out.
  ///   - conditions: texts such as `outcome=15,segment=all`. What follows a comma and has no `=`
  ///     belongs to the text before it: answers have commas too.
  /// - Throws: `HistoryFailure` where a text has another form.
  public init(figure: String, conditions: [String]) throws(HistoryFailure) {
    let parts = figure.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else { throw .badFigure(text: figure) }
    table = parts[0].hasSuffix(".csv") ? parts[0] : parts[0] + ".csv"
    column = parts[1]
    var found: [Condition] = []
    for text in conditions { try FigureQuery.add(text, to: &found) }
    self.conditions = found
  }

  private static func add(
    _ text: String, to conditions: inout [Condition]
  ) throws(HistoryFailure) {
    var isFirst = true
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      defer { isFirst = false }
      if let sign = part.firstIndex(of: "="), sign > part.startIndex {
        let value = String(part[part.index(after: sign)...])
        conditions.append(Condition(column: String(part[..<sign]), text: value))
      } else {
        guard !isFirst else { throw .badCondition(text: text) }
        conditions[conditions.count - 1].text += ",\(part)"
      }
    }
  }

  // MARK: - Trends

  /// The trends of the rows that are asked for, one for each row, through some runs of an archive.
  ///
  /// - Throws: `HistoryFailure` where no run has the table, the column or such a row.
  public func trends(
    of runs: [RunRecord], in archive: RunArchive
  ) throws(HistoryFailure) -> FigureTrends {
    var tables: [(run: RunRecord, table: RunTable?)] = []
    var notes: [String] = []
    for run in runs {
      do throws(TableError) {
        tables.append((run, try archive.table(table, of: run)))
      } catch {
        tables.append((run, nil))
        notes.append("\(run.name): \(table) cannot be read: \(error.message.what).")
      }
    }
    let known = tables.compactMap(\.table)
    try check(known, files: runs.flatMap(\.files))
    try checkRows(known)
    let keys = FigureKeys(known, column: column)
    let trends = trends(tables, keys)
    guard trends.contains(where: { !$0.readings.isEmpty }) else {
      throw .noNumbers(table: table, column: column)
    }
    if known.count > 1, known.contains(where: isAboutClusters) {
      notes.append(FigureQuery.clusterNote)
    }
    let columns = FigureQuery.distinct(known.flatMap(\.columns))
    return FigureTrends(
      table: table, column: column,
      interval: RunFigures.intervalColumns(of: column, among: columns),
      condition: conditions.map { "\($0.column) \($0.text)" }.joined(separator: ", "),
      trends: trends, notes: notes)
  }

  // MARK: - Clusters

  private static let clusterNote =
    "Clusters are found anew by every run: the same label may be other people."

  /// Whether a row that is asked for is about one of the clusters.
  private func isAboutClusters(_ table: RunTable) -> Bool {
    (0..<table.rowCount).contains { row in
      FigureQuery.holds(conditions, table, row)
        && (table.text(row, "segmentation") == "cluster"
          || table.text(row, "cluster")?.isEmpty == false)
    }
  }

  // MARK: - Checks

  /// Tables whose rows are events of one run: nothing goes on from one to the next.
  private static let eventTables: Set<String> = ["alerts.csv", "since.csv"]

  private func check(_ tables: [RunTable], files: [String]) throws(HistoryFailure) {
    guard !RunPapers.privateNames.contains(table) else { throw .privateTable(name: table) }
    let known = FigureQuery.distinct(files).filter {
      $0.hasSuffix(".csv") && !RunPapers.privateNames.contains($0)
        && !FigureQuery.eventTables.contains($0)
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !FigureQuery.eventTables.contains(table) else {
      throw .eventTable(name: table, known: known)
    }
    guard !tables.isEmpty else {
      throw .noTable(
        name: table, nearest: Suggestion.nearest(to: table, among: known), known: known)
    }
    let columns = FigureQuery.distinct(tables.flatMap(\.columns))
    let asked = [("--figure", column)] + conditions.map { ("--where", $0.column) }
    for (option, name) in asked where !columns.contains(name) {
      throw .noColumn(
        option: option, table: table, name: name,
        nearest: Suggestion.nearest(to: name, among: columns), known: columns)
    }
  }

  /// Every condition must leave a row in some run.
  private func checkRows(_ tables: [RunTable]) throws(HistoryFailure) {
    for (place, condition) in conditions.enumerated() {
      let before = Array(conditions[..<place])
      var texts: [String] = []
      var isMet = false
      for table in tables {
        for row in 0..<table.rowCount where FigureQuery.holds(before, table, row) {
          let text = table.text(row, condition.column) ?? ""
          if ByteText(text) == ByteText(condition.text) { isMet = true }
          texts.append(text)
        }
      }
      guard !isMet else { continue }
      let known = FigureQuery.distinct(texts)
      throw .noMatch(
        column: condition.column, text: condition.text,
        nearest: Suggestion.nearest(to: condition.text, among: known), known: known)
    }
  }

  // MARK: - Steps

  private static func holds(_ conditions: [Condition], _ table: RunTable, _ row: Int) -> Bool {
    conditions.allSatisfy { condition in
      table.text(row, condition.column).map { ByteText($0) == ByteText(condition.text) } ?? false
    }
  }

  private func trends(
    _ tables: [(run: RunRecord, table: RunTable?)], _ keys: FigureKeys
  ) -> [FigureTrend] {
    var order: [FigureKeys.Key] = []
    var points: [FigureKeys.Key: [Int: Reading]] = [:]
    // The newest table says in which order; rows of older ones follow.
    for (place, entry) in tables.enumerated().reversed() {
      guard let table = entry.table else { continue }
      for row in 0..<table.rowCount where FigureQuery.holds(conditions, table, row) {
        let key = keys.key(of: row, in: table)
        if points[key] == nil {
          order.append(key)
          points[key] = [:]
        }
        // Of rows that nothing tells apart the first is shown.
        if points[key]?[place] == nil {
          points[key]?[place] = RunFigures.reading(table, row, column)
        }
      }
    }
    let labels = keys.labels(of: order)
    return zip(order, labels).map { key, label in
      FigureTrend(
        label: label,
        points: tables.enumerated().map { place, entry in
          FigureTrend.Point(
            run: entry.run.name, date: entry.run.date, reading: points[key]?[place])
        })
    }
  }

  private static func distinct(_ texts: [String]) -> [String] {
    var seen: Set<ByteText> = []
    return texts.filter { seen.insert(ByteText($0)).inserted }
  }
}

/// What tells the rows of a table apart: its first columns, as many as it takes.
struct FigureKeys {
  typealias Key = [ByteText]

  /// The columns, in the order of the table.
  let columns: [String]

  /// The keys of some tables of the same kind, the newest last.
  init(_ tables: [RunTable], column: String) {
    var longest: [String] = []
    for table in tables {
      let candidates = table.columns.prefix { $0 != column }
      let needed = FigureKeys.needed(Array(candidates), table)
      if needed.count >= longest.count { longest = needed }
    }
    columns = longest
  }

  func key(of row: Int, in table: RunTable) -> Key {
    columns.map { ByteText(table.text(row, $0) ?? "") }
  }

  /// What tells each key from the others, as `outcome 15, segment all`.
  func labels(of keys: [Key]) -> [String] {
    let varying = columns.indices.filter { place in
      Set(keys.map { $0[place] }).count > 1
    }
    // A wording says again what the id says.
    let told = varying.filter { columns[$0] != "text" }
    return keys.map { key in
      (told.isEmpty ? varying : told).filter { !key[$0].bytes.isEmpty }
        .map { "\(columns[$0]) \(key[$0].text)" }.joined(separator: ", ")
    }
  }

  private static func needed(_ candidates: [String], _ table: RunTable) -> [String] {
    for count in 0...candidates.count {
      let chosen = candidates.prefix(count)
      var seen: Set<Key> = []
      let isUnique = (0..<table.rowCount).allSatisfy { row in
        seen.insert(chosen.map { ByteText(table.text(row, $0) ?? "") }).inserted
      }
      if isUnique { return Array(chosen) }
    }
    return candidates
  }
}
