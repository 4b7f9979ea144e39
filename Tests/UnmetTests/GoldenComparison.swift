import Foundation

/// Compares a run with one that is kept in the repository.
///
/// The same program gives the same bytes on the same machine; another processor may differ in the
/// last bits of sums that OpenBLAS makes, and an eigenvector may point the other way. So report.txt
/// and every text and whole number are compared byte for byte, numbers with a fraction within 1e-9
/// of their size, and loadings up to one sign a factor. The manifest is not compared.
struct GoldenComparison {
  /// How far a number may be from the kept one, relative to its size: a few hundred times the
  /// rounding errors of the sums behind it, and far below what a change of method would move.
  static let tolerance = 1e-9

  /// What differs, a sentence each; empty when the run equals the kept one.
  static func differences(_ run: URL, kept: URL) throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: kept.path).sorted()
    return try names.filter { $0.hasSuffix(".csv") || $0 == "report.txt" }.flatMap { name in
      let texts = try [run, kept].map { try String(contentsOf: $0 + name, encoding: .utf8) }
      return name == "report.txt"
        ? reportDifferences(texts[0], texts[1])
        : tableDifferences(texts[0], texts[1], name: name)
    }
  }

  /// The first line in which two reports differ.
  static func reportDifferences(_ run: String, _ kept: String) -> [String] {
    guard run != kept else { return [] }
    let lines = [run, kept].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let line = zip(lines[0], lines[1]).enumerated().first { $0.element.0 != $0.element.1 }
    guard let line else { return ["report.txt: \(lines[0].count) lines, kept \(lines[1].count)"] }
    return ["report.txt:\(line.offset + 1): \(line.element.0), kept \(line.element.1)"]
  }

  /// The cells in which two tables differ.
  static func tableDifferences(_ run: String, _ kept: String, name: String) -> [String] {
    let (rows, keptRows) = (records(run), records(kept))
    guard rows.count == keptRows.count else {
      return ["\(name): \(rows.count) records, kept \(keptRows.count)"]
    }
    let signs = name == "factors.csv" ? factorSigns(rows, keptRows) : [:]
    return rows.indices.flatMap { row -> [String] in
      let (own, other) = (rows[row], keptRows[row])
      guard own.count == other.count else { return ["\(name): record \(row): number of fields"] }
      // Loadings and markers name their factor in the second column.
      let isLoading = ["loading", "marker"].contains(own[0])
      let sign = isLoading ? signs[own[1], default: 1] : 1
      return own.indices.filter { column in
        // The sign belongs to the value alone.
        !isSame(own[column], other[column], sign: rows[0][column] == "value" ? sign : 1)
      }.map { column in
        "\(name): record \(row), \(rows[0][column]): \(own[column]), kept \(other[column])"
      }
    }
  }

  // MARK: - Steps

  private static func isSame(_ cell: String, _ kept: String, sign: Double) -> Bool {
    if cell == kept, sign > 0 || !isReal(cell) { return true }
    guard isReal(cell) || isReal(kept), let value = Double(cell), let other = Double(kept) else {
      return false
    }
    return abs(sign * value - other) <= tolerance * max(abs(other), 1e-3)
  }

  private static func isReal(_ cell: String) -> Bool {
    cell.contains(".") || cell.contains("e-")
  }

  /// By factor: whether its loadings point the same way (1) or the other way (-1).
  private static func factorSigns(_ rows: [[String]], _ kept: [[String]]) -> [String: Double] {
    var signs: [String: Double] = [:]
    for (row, other) in zip(rows, kept) where row[0] == "loading" && row.count > 4 {
      guard signs[row[1]] == nil, let value = Double(row[4]), let old = Double(other[4]) else {
        continue
      }
      if abs(old) > 0.1 { signs[row[1]] = value * old < 0 ? -1 : 1 }
    }
    return signs
  }

  /// The records of a CSV file as `unmet` writes it: comma, LF, doubled quotes.
  static func records(_ text: String) -> [[String]] {
    var records: [[String]] = [[]]
    var field = ""
    var isQuoted = false
    var previous: Character = ","
    for character in text {
      switch character {
      case "\"":
        if isQuoted || previous != "\"" {
          isQuoted.toggle()
        } else {
          field.append("\"")
          isQuoted = true
        }
      case ",", "\n":
        guard !isQuoted else {
          field.append(character)
          break
        }
        records[records.count - 1].append(field)
        field = ""
        if character == "\n" { records.append([]) }
      default: field.append(character)
      }
      previous = character
    }
    return records.filter { !$0.isEmpty }
  }
}

extension URL {
  fileprivate static func + (directory: URL, name: String) -> URL {
    directory.appendingPathComponent(name)
  }
}
