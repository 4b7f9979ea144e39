import Foundation
import Testing

@testable import Statistics

/// One check of the reference cases: a case's name and the check's id.
struct ComparisonCheck: Sendable, CustomTestStringConvertible {
  let name: String
  let id: String
  var testDescription: String { "\(name) \(id)" }

  /// All checks of a statistic; none where the shared folder is absent.
  static func all(_ statistic: String) -> [ComparisonCheck] {
    let folder = SharedFolder.url.appendingPathComponent("cases/open")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().flatMap { name in
      let file = folder.appendingPathComponent("\(name)/reference.json")
      let root = (try? Data(contentsOf: file)).flatMap {
        try? JSONSerialization.jsonObject(with: $0) as? [String: Any]
      }
      let checks = root?["checks"] as? [[String: Any]] ?? []
      return checks.filter { $0["statistic"] as? String == statistic }
        .compactMap { $0["id"] as? String }.map { ComparisonCheck(name: name, id: $0) }
    }
  }
}

/// A check with its data.
struct ComparisonCase {
  let item: ReferenceCase
  let id: String

  init(_ check: ComparisonCheck) throws {
    (item, id) = (try ReferenceCase(check.name), check.id)
  }

  /// Expects a number within the stored tolerance, and within `relative` even where the stored
  /// one is as large as the number.
  func expect(_ found: Double?, _ key: String, relative: Double = 1e-9) throws {
    let number = try #require(found, "\(id) \(key)")
    try expect([number], [item.value(id, key)], key, relative)
  }

  func expect(_ found: [Double], _ key: String, relative: Double = 1e-9) throws {
    try expect(found, item.value(id, key), key, relative)
  }

  private func expect(
    _ found: [Double], _ expected: [Double], _ key: String, _ relative: Double
  ) throws {
    #expect(try item.agrees(found, expected, id), "\(id) \(key) \(found) \(expected)")
    for (one, other) in zip(found, expected) where one != other {
      #expect(abs(one - other) <= relative * abs(other), "\(id) \(key) \(one) \(other)")
    }
  }

  /// A column's numbers by a column of labels, in the order of the labels; rows without either
  /// stay out. `by` may rename labels: "gender (1 male 2 female)".
  func groups(_ variable: String, by: String, labels: [String]) throws -> [[Double]] {
    let words = by.split { " ()".contains($0) }.map(String.init)
    var names: [String: String] = [:]
    for place in stride(from: 1, to: words.count - 1, by: 2) {
      names[words[place]] = words[place + 1]
    }
    let keys = try #require(item.columns[words[0]])
    let values = try #require(item.columns[variable])
    return labels.map { label in
      zip(keys, values).compactMap { (names[$0] ?? $0) == label ? Double($1) : nil }
    }
  }

  /// The numbers of one data set of the NIST files, by its groups.
  func dataset() throws -> [[Double]] {
    let name: String = try item.argument(id, "dataset")
    let sets = try #require(item.columns["dataset"])
    let (labels, values) = (
      try #require(item.columns["group"]), try #require(item.columns["value"])
    )
    var groups: [String: [Double]] = [:]
    var order: [String] = []
    for row in sets.indices where sets[row] == name {
      if groups[labels[row]] == nil { order.append(labels[row]) }
      groups[labels[row], default: []].append(try #require(Double(values[row])))
    }
    return order.compactMap { groups[$0] }
  }
}

/// How many digits are right: the log relative error, at most 16.
func rightDigits(_ found: Double?, _ expected: Double) -> Double {
  guard let found, found.isFinite else { return -.infinity }
  return found == expected ? 16 : min(16, -log10(abs(found - expected) / abs(expected)))
}
