import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Margins to centers that a row had no part in.
@Suite("Margins of rows held out")
struct HeldOutMarginsTests {
  private let rows = GridMatrix(
    rowCount: 40, columnCount: 2,
    elements: (0..<40).flatMap(HeldOutMarginsTests.cells), gridBits: 4)

  /// Two groups that lie 25 apart, each along a line.
  private static func cells(_ row: Int) -> [Int16] {
    let start = row % 2 == 0 ? 0 : 400
    return [Int16(start + row), Int16(3 * row % 17)]
  }

  private let labels = (0..<40).map { $0 % 2 }

  private func keys(_ order: [Int]) -> [UInt64] {
    order.map { StableHash.combine(UInt64($0), 9) }
  }

  private func margins(_ order: [Int], threads: Int) -> [Double]? {
    let own = rows.selecting(rows: order)
    return HeldOutMargins.margins(
      own, labels: order.map { labels[$0] }, keys: keys(order), seed: 3,
      workers: Workers(threadCount: threads)
    ) { outside in
      // The plain mean of each group of the rows outside the fold.
      let sums = (0..<2).map { group -> [Int16] in
        let members = outside.filter { labels[order[$0]] == group }
        return (0..<2).map { column in
          let sum = members.reduce(0) { $0 + Int(own.row($1)[own.row($1).startIndex + column]) }
          return Int16(sum / members.count)
        }
      }
      return GridMatrix(
        rowCount: 2, columnCount: 2, elements: sums.flatMap { $0 }, gridBits: 4)
    }
  }

  @Test("each row is measured to centers of the other folds, by hand")
  func byHand() throws {
    let order = Array(0..<40)
    let found = try #require(margins(order, threads: 1))
    let folds = Folds.spread(keys: keys(order), labels: labels, count: 10, seed: 3)
    for row in 0..<40 {
      let distances = (0..<2).map { group -> Double in
        let members = order.filter { labels[$0] == group && folds[$0] != folds[row] }
        let squares = (0..<2).map { column -> Double in
          let values = members.map { Int(rows.elements[2 * $0 + column]) }
          let center = values.reduce(0, +) / values.count
          let difference = Double(Int(rows.elements[2 * row + column]) - center) / 16
          return difference * difference
        }
        return (squares[0] + squares[1]).squareRoot()
      }
      #expect(abs(found[row] - (distances[0] - distances[1]).magnitude) < 1e-9)
    }
  }

  @Test("neither threads nor the order of rows change a margin; centers that fail give none")
  func sameMargins() throws {
    let order = Array(0..<40)
    let found = try #require(margins(order, threads: 1))
    #expect(margins(order, threads: 2) == found)
    let turned = try #require(margins(order.reversed(), threads: 2))
    #expect(Array(turned.reversed()) == found)
    let none = HeldOutMargins.margins(
      rows, labels: labels, keys: keys(order), seed: 3, workers: Workers(threadCount: 1)
    ) { _ in nil }
    #expect(none == nil)
  }
}
