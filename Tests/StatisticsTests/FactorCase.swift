import Foundation
import NumericCore
import Testing

@testable import Statistics

/// A check of correlations, factors or scales, with the rows that it names.
struct FactorCase {
  let item: ReferenceCase
  let id: String
  /// The check's items, in order.
  let names: [String]

  init(_ check: ComparisonCheck) throws {
    (item, id) = (try ReferenceCase(check.name), check.id)
    if let list: [String] = item.optionalArgument(id, "items") {
      names = list
    } else {
      let text: String = try item.argument(id, "items")
      names = FactorCase.names(text)
    }
  }

  /// "A1..A5,C1", "a,b" or "25 items".
  private static func names(_ text: String) -> [String] {
    if text == "25 items" {
      return ["A", "C", "E", "N", "O"].flatMap { letter in (1...5).map { "\(letter)\($0)" } }
    }
    return text.components(separatedBy: ",").flatMap { part in
      let ends = part.components(separatedBy: "..")
      guard ends.count == 2, let last = Int(ends[1].dropFirst()) else { return [part] }
      return (1...last).map { "\(ends[0].prefix(1))\($0)" }
    }
  }

  /// The rows, a missing answer as not a number.
  func rows() -> Matrix {
    let columns = names.map { name in (item.columns[name] ?? []).map { Double($0) ?? .nan } }
    let count = columns[0].count
    return Matrix(
      rowCount: count, columnCount: columns.count,
      elements: (0..<count).flatMap { row in columns.map { $0[row] } })
  }

  /// The places of complete rows, on these items or on those that the check names.
  func completePlaces() throws -> [Int] {
    let text: String? = item.optionalArgument(id, "rows")
    let needed = text == "complete on the 25 items" ? FactorCase.names("25 items") : names
    let columns = try needed.map { try #require(item.columns[$0]) }
    return columns[0].indices.filter { row in columns.allSatisfy { Double($0[row]) != nil } }
  }

  /// Complete rows with their weights, where the check has any.
  func moments() throws -> RowMoments {
    let places = try completePlaces()
    let name: String? = item.optionalArgument(id, "weight")
    let weights = try name.map { name in
      let stored: [Double]? =
        name == "raked weights of check 'rake'" ? item.optionalValue("rake", "first_weights") : nil
      let all = try stored ?? #require(item.columns[name]).map { Double($0) ?? .nan }
      return places.map { all[$0] }
    }
    return try RowMoments(complete(), weights: weights)
  }

  /// Complete rows.
  func complete() throws -> Matrix {
    rows().selecting(rows: try completePlaces(), columns: Array(names.indices))
  }

  /// The number of complete rows.
  func count() throws -> Int { try completePlaces().count }

  /// Expects numbers within the stored tolerance.
  func expect(_ found: [Double], _ expected: [Double], _ what: String) throws {
    #expect(try item.agrees(found, expected, id), "\(item.name) \(id) \(what) \(found) \(expected)")
  }

  /// Expects the check's number, list, matrix or table by item with this key.
  func expect(_ found: [Double], key: String) throws {
    if let number: Double = item.optionalValue(id, key) { return try expect(found, [number], key) }
    if let list: [Double] = item.optionalValue(id, key) { return try expect(found, list, key) }
    if let table: [String: Double] = item.optionalValue(id, key) {
      return try expect(found, names.map { table[$0] ?? .nan }, key)
    }
    let rows: [[Double]] = try item.value(id, key, "data")
    try expect(found, rows.flatMap { $0 }, key)
  }

  /// Expects loadings, up to the order and the signs of columns.
  func expect(loadings found: Matrix, _ key: String) throws {
    let rows: [[Double]] = try item.value(id, key, "data")
    #expect(try item.agrees(loadings: found, matrix(rows), id), "\(item.name) \(id) \(key)")
  }
}

extension ReferenceCase {
  /// Whether loadings are within the larger of the tolerances stored with a check, after the best
  /// matching of columns and signs.
  func agrees(loadings found: Matrix, _ expected: Matrix, _ id: String) throws -> Bool {
    let tolerance = try tolerance(id)
    let matched = matched(found, to: expected)
    note(loadings: matched.elements, expected.elements, id)
    return found.rowCount == expected.rowCount && found.columnCount == expected.columnCount
      && largestDifference(matched.elements, expected.elements)
        <= max(tolerance.relative, tolerance.absolute)
  }

  /// Each expected column takes the found one that is nearest among those left.
  private func matched(_ found: Matrix, to expected: Matrix) -> Matrix {
    var left = Array(0..<found.columnCount)
    var result = found
    for column in 0..<min(found.columnCount, expected.columnCount) {
      let target = expected.column(column)
      let products = left.map { zip(found.column($0), target).reduce(0) { $0 + $1.0 * $1.1 } }
      let distances = left.indices.map { place in
        let sign: Double = products[place] < 0 ? -1 : 1
        return largestDifference(found.column(left[place]).map { sign * $0 }, target)
      }
      let best = left.indices.min { distances[$0] < distances[$1] } ?? 0
      for row in 0..<found.rowCount {
        result[row, column] = (products[best] < 0 ? -1 : 1) * found[row, left[best]]
      }
      left.remove(at: best)
    }
    return result
  }
}
