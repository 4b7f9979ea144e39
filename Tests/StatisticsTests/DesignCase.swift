import Foundation
import NumericCore
import Testing

@testable import Statistics

/// A reference case that holds a sampling design: its columns, the variables that its script
/// derives, and the design of each check.
struct DesignCase {
  let reference: ReferenceCase
  let rowCount: Int

  init(_ name: String) throws {
    reference = try ReferenceCase(name)
    rowCount = reference.columns.values.first?.count ?? 0
  }

  /// A variable as texts; an empty one is missing.
  func texts(_ name: String) throws -> [String?] {
    if let column = reference.columns[name] { return column.map { $0.isEmpty ? nil : $0 } }
    switch name {
    case "sexf": return try texts("sex").map { $0 == "1" ? "male" : "female" }
    case "degf":
      let groups = ["0": "1_lt_ba", "1": "1_lt_ba", "2": "1_lt_ba", "3": "2_ba", "4": "3_grad"]
      return try texts("degree").map { $0.flatMap { groups[$0] } }
    case "grp":
      return try zip(texts("stype"), texts("awards")).map { "\($0 ?? "").\($1 ?? "")" }
    case "gen":
      return try texts("gender").map { $0.map { $0 == "1" ? "male" : "female" } }
    case "edu": return try texts("education").map { $0.map { "edu\($0)" } }
    default: return try #require(nil, "no variable \(name)")
    }
  }

  /// A variable as numbers.
  func numbers(_ name: String) throws -> [Double?] {
    func derived(_ column: String, _ rule: (Double) -> Bool) throws -> [Double?] {
      try numbers(column).map { $0.map { rule($0) ? 1 : 0 } }
    }
    switch name {
    case "big": return try derived("enroll") { $0 > 800 }
    case "top": return try derived("api00") { $0 >= 700 }
    case "top_sec": return try derived("imp_secjob") { $0 >= 5 }
    case "top_hiinc": return try derived("sat_hiinc") { $0 >= 4 }
    case "aw": return try texts("awards").map { $0 == "Yes" ? 1 : 0 }
    case "adult": return try texts("agecat").map { $0 == "(0,19]" ? 0 : 1 }
    default: return try texts(name).map { $0.flatMap(Double.init) }
    }
  }

  /// Codes of a variable in the order of its texts; a missing one has the code -1.
  func codes(_ name: String) throws -> (codes: [Int], levels: [String]) {
    let texts = try texts(name)
    let levels = Set(texts.compactMap { $0 }).sorted {
      Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
    }
    let places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, $0) })
    return (texts.map { $0.flatMap { places[$0] } ?? -1 }, levels)
  }

  /// The weights of a check's design.
  func weights(_ id: String) throws -> [Double] {
    let design: [String: Any] = try reference.argument(id, "design")
    if design["weight"] as? Int == 1 { return [Double](repeating: 1, count: rowCount) }
    guard let name = design["weight"] as? String, reference.columns[name] != nil else {
      // Weights that follow from the population sizes of both stages.
      return try zip(numbers("n1"), numbers("n2")).map { ($0 ?? 0) / 5 * ($1 ?? 0) / 3 }
    }
    return try numbers(name).map { $0 ?? 0 }
  }

  /// The design of a check.
  func design(_ id: String) throws -> SamplingDesign {
    let design: [String: Any] = try reference.argument(id, "design")
    func column(_ key: String) -> String? {
      guard let text = design[key] as? String, text != "row" else { return nil }
      return text.split(separator: " ").first.map(String.init)
    }
    func rowCodes(_ name: String?) throws -> [Int32]? {
      try name.map { try codes($0).codes.map(Int32.init) }
    }
    let sizes = design["fpc"] as? [String] ?? (design["fpc"] as? String).map { [$0] } ?? []
    return try SamplingDesign(
      rowCount: rowCount, strata: rowCodes(column("strata")), units: rowCodes(column("psu")),
      populations: sizes.first.map { try numbers($0).map { $0 ?? 0 } },
      secondPopulations: sizes.dropFirst().first.map { try numbers($0).map { $0 ?? 0 } })
  }

  /// Whether each row has a value of every variable; for means without missing values.
  func answered(_ names: [String]) throws -> [Bool] {
    let columns = try names.map { try numbers($0) }
    return (0..<rowCount).map { row in columns.allSatisfy { $0[row] != nil } }
  }

  /// A stored matrix, row after row.
  func matrix(_ id: String, _ key: String) throws -> [Double] {
    let stored: [[Any]] = try reference.value(id, key, "data")
    return stored.flatMap { $0.compactMap { $0 as? Double } }
  }
}
