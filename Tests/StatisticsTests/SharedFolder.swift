import Foundation
import Testing

@testable import Statistics

/// The folder of reference cases and real data that lies beside the package on some machines.
/// Tests on it are skipped where it is absent.
enum SharedFolder {
  static let url: URL = {
    if let path = ProcessInfo.processInfo.environment["UNMET_SHARED"] {
      return URL(fileURLWithPath: path)
    }
    // This file is Tests/StatisticsTests/SharedFolder.swift in the package.
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared")
  }()

  static var hasCases: Bool { exists("cases/open/bfi/reference.json") }
  static var hasParks: Bool { exists("data/perth-parks/responses.csv") }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url.appendingPathComponent(path).path)
  }

  /// A simple CSV file by column name; quotes may hold commas, but no quotes or line ends.
  static func table(_ path: String) throws -> [String: [String]] {
    let text = try String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let header = fields(try #require(lines.first))
    var columns: [String: [String]] = [:]
    for line in lines.dropFirst() {
      for (name, field) in zip(header, fields(line)) { columns[name, default: []].append(field) }
    }
    return columns
  }

  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == ",", !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}

/// One case of the reference library: its data, and its checks by id.
struct ReferenceCase {
  let columns: [String: [String]]
  let name: String
  /// Programs with their versions, by name.
  private let software: String
  private let checks: [String: [String: Any]]

  init(_ name: String) throws {
    self.name = name
    columns = try SharedFolder.table("cases/open/\(name)/data.csv")
    let data = try Data(
      contentsOf: SharedFolder.url.appendingPathComponent("cases/open/\(name)/reference.json"))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    software = (root["software"] as? [String: String] ?? [:]).filter { $0.key != "blas" }
      .map { "\($0) \($1)" }.sorted().joined(separator: ", ")
    let list = try #require(root["checks"] as? [[String: Any]])
    checks = Dictionary(list.compactMap { check in (check["id"] as? String).map { ($0, check) } }) {
      first, _ in first
    }
  }

  /// The value stored with a check, by a path of keys.
  func value<Value>(_ id: String, _ keys: String...) throws -> Value {
    var value: Any? = try #require(checks[id], "no check \(id)")["value"]
    for key in keys { value = (value as? [String: Any])?[key] }
    return try #require(value as? Value, "\(id) \(keys)")
  }

  /// The value stored with a check that is a list of objects.
  func list(_ id: String) throws -> [[String: Any]] {
    try #require(checks[id]?["value"] as? [[String: Any]], "\(id)")
  }

  /// An argument of a check.
  func argument<Value>(_ id: String, _ key: String) throws -> Value {
    let arguments = try #require(checks[id], "no check \(id)")["args"] as? [String: Any]
    return try #require(arguments?[key] as? Value, "\(id) \(key)")
  }

  /// The value with this key, where it has this type.
  func optionalValue<Value>(_ id: String, _ key: String) -> Value? {
    (checks[id]?["value"] as? [String: Any])?[key] as? Value
  }

  /// An argument, where the check has it and it has this type.
  func optionalArgument<Value>(_ id: String, _ key: String) -> Value? {
    (checks[id]?["args"] as? [String: Any])?[key] as? Value
  }

  /// The relative and absolute tolerance stored with a check.
  func tolerance(_ id: String) throws -> (relative: Double, absolute: Double) {
    let check = try #require(checks[id], "no check \(id)")
    return (try #require(check["rtol"] as? Double), try #require(check["atol"] as? Double))
  }

  /// Whether all numbers are within the tolerance stored with a check.
  func agrees(_ found: [Double], _ expected: [Double], _ id: String) throws -> Bool {
    let tolerance = try tolerance(id)
    let statistic = checks[id]?["statistic"] as? String ?? "?"
    Agreement.note([statistic, software, name, id], found, expected)
    return found.count == expected.count
      && zip(found, expected).allSatisfy {
        abs($0 - $1) <= tolerance.absolute + tolerance.relative * abs($1)
      }
  }

  /// Writes down how far loadings are from those of a check, over the largest loading.
  func note(loadings found: [Double], _ expected: [Double], _ id: String) {
    let scale = expected.map(abs).max() ?? 1
    let shifted = zip(found, expected).map { scale + abs($0 - $1) }
    let statistic = checks[id]?["statistic"] as? String ?? "?"
    Agreement.note(
      [statistic, software, name, id], shifted, [Double](repeating: scale, count: found.count))
  }

  /// Named columns as whole numbers after multiplication; an empty field is missing.
  func rows(_ names: [String], times factor: Double = 1, completeOnly: Bool) -> IntegerMatrix {
    let fields = names.map { columns[$0] ?? [] }
    var cells: [Int8] = []
    var count = 0
    for row in 0..<(fields.first?.count ?? 0) {
      let values = fields.map { Double($0[row]) }
      if completeOnly, values.contains(where: { $0 == nil }) { continue }
      cells += values.map { $0.map { Int8(($0 * factor).rounded()) } ?? IntegerMatrix.missing }
      count += 1
    }
    return IntegerMatrix(rowCount: count, columnCount: names.count, elements: cells)
  }
}
