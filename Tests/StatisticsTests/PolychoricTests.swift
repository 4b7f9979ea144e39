import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Polychoric correlations and their integrals against 20 digits (References/polychoric.py).
@Suite("Polychoric correlations")
struct PolychoricTests {
  struct File: Decodable {
    struct Bivariate: Decodable {
      let h: Double
      let k: Double
      let rho: Double
      let p: Double
    }
    struct Pair: Decodable {
      let table: [[Double]]
      let rho: Double
      let error: Double
      let rows: [Double]
      let columns: [Double]
      let likelihood: Double
    }
    struct Noncentral: Decodable {
      let x: Double
      let degrees: Double
      let shift: Double
      let p: Double
    }
    let bivariate: [Bivariate]
    let polychoric: [Pair]
    let noncentral: [Noncentral]
  }

  private let file: File
  private let two = Workers(threadCount: 2)

  init() throws { file = try reference("polychoric", as: File.self) }

  @Test("bivariate normal probabilities, correlations up to .9999")
  func bivariate() {
    for row in file.bivariate {
      let found = BivariateNormal(correlation: row.rho).cumulative(row.h, row.k)
      #expect(abs(found - row.p) < 1e-15, "\(row) \(found)")
    }
  }

  @Test("rectangles sum to 1, and their slopes are those of the probabilities")
  func rectangles() {
    let (rows, columns) = ([-1.2, 0.1, 1.7], [-0.4, 0.9])
    let step = 1e-5
    for rho in [-0.97, -0.2, 0.0, 0.5, 0.99] {
      let found = BivariateNormal(correlation: rho).cells(rows, columns)
      #expect(abs(found.probabilities.reduce(0, +) - 1) < 1e-15)
      let upper = BivariateNormal(correlation: rho + step).cells(rows, columns).probabilities
      let lower = BivariateNormal(correlation: rho - step).cells(rows, columns).probabilities
      let slopes = zip(upper, lower).map { ($0 - $1) / (2 * step) }
      // The second derivative of the slope is some thousands near ±1.
      #expect(largestDifference(slopes, found.slopes) < 1e-5)
    }
  }

  @Test("correlation, thresholds, likelihood and standard error of five tables")
  func pairs() throws {
    for row in file.polychoric {
      let found = try #require(PolychoricPair(matrix(row.table)))
      #expect(abs(found.correlation - row.rho) < 1e-12, "\(row.rho) \(found.correlation)")
      #expect(largestDifference(found.rowThresholds, row.rows) < 1e-14)
      #expect(largestDifference(found.columnThresholds, row.columns) < 1e-14)
      #expect(abs(found.logLikelihood / row.likelihood - 1) < 1e-13)
      #expect(abs(try #require(found.standardError) / row.error - 1) < 1e-8)
      #expect(!found.isAtLimit)
    }
  }

  @Test("a turned table has the opposite correlation; empty categories change nothing")
  func symmetries() throws {
    let table = file.polychoric[0].table
    let plain = try #require(PolychoricPair(matrix(table)))
    let turned = try #require(PolychoricPair(matrix(table.map { $0.reversed() })))
    #expect(abs(plain.correlation + turned.correlation) < 1e-13)
    let exchanged = try #require(PolychoricPair(matrix(table).transposed))
    #expect(abs(plain.correlation - exchanged.correlation) < 1e-13)
    let empty = [[Double](repeating: 0, count: 5)] + table.map { $0 + [0] }
    #expect(PolychoricPair(matrix(empty)) == plain)
    let double = try #require(PolychoricPair(matrix(table.map { $0.map { 4 * $0 } })))
    #expect(abs(try #require(double.standardError) * 2 - (plain.standardError ?? 0)) < 1e-14)
  }

  @Test("a diagonal table ends at the limit, one category has no correlation")
  func limits() {
    for (table, sign) in [([[30.0, 0], [0, 20]], 1.0), ([[0, 9, 0], [7, 0, 0]], -1)] {
      let found = PolychoricPair(matrix(table))
      #expect(found?.correlation == sign * PolychoricPair.limit && found?.isAtLimit == true)
      #expect(found?.standardError == nil && (found?.emptyCellCount ?? 0) > 1)
    }
    #expect(PolychoricPair(matrix([[3, 4]])) == nil)
  }

  @Test("items: pairs of incomplete rows, whole weights as rows, threads change nothing")
  func items() throws {
    var stream = RandomStream(seed: 3, purpose: "polychoric items")
    let cells = (0..<300).flatMap { row -> [Int?] in
      let common = stream.normal()
      return (0..<3).map { item in
        let value = 0.8 * common + 0.6 * stream.normal()
        return item == 2 && row % 10 == 0 ? nil : value < -0.5 ? 1 : value < 0.6 ? 2 : 4
      }
    }
    let rows = integers(cells, columns: 3)
    let found = try PolychoricMatrix(rows, workers: two)
    #expect(found == (try PolychoricMatrix(rows, workers: Workers(threadCount: 1))))
    #expect(found.effectiveCounts[1, 0] == 300 && found.effectiveCounts[2, 0] == 270)
    #expect(found.thresholds.allSatisfy { $0.count == 2 })
    // The planted correlation is .64.
    for (row, column) in [(1, 0), (2, 0), (2, 1)] {
      let distance = abs(found.correlation[row, column] - 0.64)
      #expect(distance < 4 * found.standardErrors[row, column])
    }
    let weights = (0..<300).map { Int64($0 < 100 ? 2_000_000 : 1_000_000) }
    let weighted = try PolychoricMatrix(rows, weights: weights, workers: two)
    let twice = rows.selecting(rows: Array(0..<300) + Array(0..<100))
    let doubled = try PolychoricMatrix(twice, workers: two)
    #expect(largestDifference(weighted.correlation.elements, doubled.correlation.elements) < 1e-12)
    #expect(throws: StatisticsFailure.neverTogether(first: 0, second: 1)) {
      try PolychoricMatrix(integers([1, nil, 2, nil, nil, 1], columns: 2), workers: two)
    }
  }

  @Test("few points or strong skew ask for polychoric correlations")
  func choice() throws {
    let five = integers((0..<50).flatMap { [$0 % 5, ($0 * 3) % 7] }, columns: 2)
    let plain = try CorrelationChoice(five)
    #expect(plain.kind == .pearson && plain.pointCounts == [5, 7] && plain.coarseItems.isEmpty)
    #expect(abs(plain.skewness[0]) < 1e-15)
    let four = integers((0..<50).flatMap { [$0 % 5, $0 % 4] }, columns: 2)
    #expect(try CorrelationChoice(four).coarseItems == [1])
    let skewed = integers((0..<60).flatMap { [$0 % 5, $0 < 54 ? 1 : $0 - 52] }, columns: 2)
    let choice = try CorrelationChoice(skewed)
    #expect(choice.kind == .polychoric && choice.coarseItems == [1] && choice.skewness[1] > 2)
    // Weights may take the skew away again.
    let weights = (0..<60).map { Int64($0 < 54 ? 1 : 60) }
    #expect(try CorrelationChoice(skewed, weights: weights).kind == .pearson)
  }

  @Test("noncentral chi-square: both tails, and the noncentrality back")
  func noncentral() {
    for row in file.noncentral {
      let below = NoncentralChiSquare.cumulative(
        row.x, degreesOfFreedom: row.degrees, noncentrality: row.shift)
      let above = NoncentralChiSquare.upperTail(
        row.x, degreesOfFreedom: row.degrees, noncentrality: row.shift)
      #expect(abs(below / row.p - 1) < 1e-12, "\(row) \(below)")
      #expect(abs(below + above - 1) < 1e-13)
      let shift = NoncentralChiSquare.noncentrality(
        of: row.x, degreesOfFreedom: row.degrees, cumulative: row.p)
      #expect(abs(shift / row.shift - 1) < 1e-9, "\(row) \(shift)")
    }
    let none = NoncentralChiSquare.cumulative(3, degreesOfFreedom: 2, noncentrality: 0)
    #expect(none == ChiSquare.cumulative(3, degreesOfFreedom: 2))
    let small = NoncentralChiSquare.noncentrality(of: 1, degreesOfFreedom: 9, cumulative: 0.5)
    #expect(small == 0)
  }
}
