import Foundation
import NumericCore
import Testing

@testable import Statistics

/// The JSON that a script in `References` wrote beside itself.
func reference<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
  let file = try #require(
    Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "References"))
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

func matrix(_ rows: [[Double]]) -> Matrix {
  Matrix(rowCount: rows.count, columnCount: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
}

func integers(_ cells: [Int?], columns: Int) -> IntegerMatrix {
  IntegerMatrix(
    rowCount: cells.count / columns, columnCount: columns,
    elements: cells.map { $0.map(Int8.init) ?? IntegerMatrix.missing })
}

func largestDifference(_ first: [Double], _ second: [Double]) -> Double {
  guard first.count == second.count else { return .infinity }
  return zip(first, second).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// Rows around planted centers, the same in every run.
func plantedRows(_ rowCount: Int, _ columnCount: Int, seed: UInt64) -> IntegerMatrix {
  var stream = RandomStream(seed: seed, purpose: "planted rows")
  var cells: [Int8] = []
  for _ in 0..<rowCount {
    let group = stream.below(3)
    for column in 0..<columnCount {
      let center = (column + group) % 3 == 0 ? 3.0 : -1.0
      cells.append(Int8((center + 1.4 * stream.normal()).rounded()))
    }
  }
  return IntegerMatrix(rowCount: rowCount, columnCount: columnCount, elements: cells)
}

func someWeights(_ count: Int, seed: UInt64) -> [Int64] {
  var stream = RandomStream(seed: seed, purpose: "weights")
  return (0..<count).map { _ in Int64(1_000_000 * (0.3 + 2 * stream.uniform())) }
}
