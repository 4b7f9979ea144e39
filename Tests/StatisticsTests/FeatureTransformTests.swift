import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Items in standard deviations and factor scores (References/features.py).
@Suite("What is made of rows before they are clustered")
struct FeatureTransformTests {
  struct File: Decodable {
    let columns: Int
    let rows: [Int?]
    let fixed: [Int?]
    let weights: [Int64]
    let standardised: [Double]
    let weighted: [Double]
    let mean: [Double]
    let deviation: [Double]
    let correlation: [Double]
    let structure: [Double]
    let scores: [Double]
  }

  private let workers = Workers(threadCount: 2)

  /// The largest distance of cells from what they should be, in grid steps.
  private func steps(_ grid: GridMatrix, from expected: [Double]) -> Double {
    let step = Double(1 << grid.gridBits)
    let cells = grid.elements.map { Double($0) / step }
    return largestDifference(cells, expected) * step
  }

  @Test("Standardised items are NumPy's to half a grid step, an item of one value is 0")
  func standardised() throws {
    let file = try reference("features", as: File.self)
    let rows = GridMatrix(integers(file.fixed, columns: file.columns + 1))
    for (weights, expected) in [
      (nil, file.standardised), (file.weights.map { $0 * 1_000_000 }, file.weighted),
    ] {
      let transform = try FeatureTransform(standardising: rows, weights: weights, range: 4)
      let found = transform.rows(rows, workers: workers)
      #expect(found.columnCount == 6 && found.gridBits >= 11)
      // Coefficients in whole millionths move a cell by 4 millionths at most.
      #expect(steps(found, from: expected) <= 0.5 + 4e-6 * 4_096)
      #expect((0..<60).allSatisfy { found.row($0).last == 0 })
    }
  }

  @Test("Regression scores are NumPy's to half a grid step")
  func scores() throws {
    let file = try reference("features", as: File.self)
    let rows = GridMatrix(integers(file.rows, columns: file.columns))
    let weights = try FactorScores.weights(
      structure: Matrix(rowCount: 5, columnCount: 2, elements: file.structure),
      correlation: Matrix(rowCount: 5, columnCount: 5, elements: file.correlation))
    let transform = FeatureTransform(
      scores: weights, means: file.mean, deviations: file.deviation, range: 4)
    let found = transform.rows(rows, workers: workers)
    #expect(found.columnCount == 2 && found.gridBits >= 11)
    #expect(steps(found, from: file.scores) <= 0.5 + 5 * 4e-6 * 4_096)
    let single = transform.rows(rows, workers: Workers(threadCount: 1))
    #expect(found == single)
  }

  @Test("A nearly constant item does not coarsen the grid; values beyond 63 stay there")
  func limits() throws {
    var cells = [Int?](repeating: 0, count: 20_000)
    cells[0] = 4
    let rows = GridMatrix(integers(cells, columns: 1))
    let transform = try FeatureTransform(standardising: rows, weights: nil, range: 4)
    // 4 / s is 141.4.
    #expect(transform.magnitude == 63 && transform.gridBits(from: 12) == 9)
    let found = transform.rows(rows, workers: workers)
    #expect(found.value(0, 0) == 63 && found.value(1, 0) == 0)
  }

  @Test("Halves are rounded away from zero, coefficients kept inside their limit")
  func rounding() {
    let half = FeatureTransform.Column(items: [0], coefficients: [500_000], constant: 0)
    let wild = FeatureTransform.Column(items: [1], coefficients: [.max], constant: -1_000_000)
    #expect(wild.coefficients == [FeatureTransform.coefficientLimit])
    let transform = FeatureTransform(columns: [half, wild], itemCount: 2, range: 1)
    let rows = GridMatrix(rowCount: 2, columnCount: 2, elements: [1, 0, -1, -512], gridBits: 9)
    let found = transform.rows(rows, workers: workers)
    #expect(found.gridBits == 9 && found.elements == [1, -512, -1, -63 * 512])
  }
}
