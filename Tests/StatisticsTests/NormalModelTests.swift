import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("The normal model under missing answers")
struct NormalModelTests {
  @Test("complete answers need no iteration and give plain moments")
  func complete() throws {
    let model = try NormalModel.fit(integers([1, 2, 3, 6, 5, 4], columns: 2), weights: nil)
    #expect(model.mean == [3, 4] && model.iterationCount == 0 && model.hasConverged)
    // Exact numerators 24/9, 12/9, 24/9, divided once.
    let expected: [Double] = [24, 12, 12, 24]
    #expect(model.covariance.elements == expected.map { $0 / 9 })
    #expect(model.hasVariance)
  }

  @Test("columns without answers or without variance are named and do no harm")
  func excluded() throws {
    let rows = integers([1, 3, nil, 2, 3, nil, 4, 3, nil, nil, 3, nil], columns: 3)
    let model = try NormalModel.fit(rows, weights: nil)
    #expect(model.excludedColumns == [1, 2])
    #expect(model.mean[1] == 3 && model.mean[2] == 0)
    #expect(model.correlation.elements == Matrix.identity(3).elements)
    let grid = model.gridMatrix(imputing: rows, workers: Workers(threadCount: 1))
    #expect(grid.value(0, 1) == 3 && grid.value(0, 2) == 0)
    // The mean of 1, 2 and 4, on steps of 1/4096.
    #expect(abs(grid.value(3, 0) - 7.0 / 3) <= 0.5 / 4096)
  }

  @Test("items that are copies of one another get a ridge, and it is reported")
  func ridge() throws {
    var cells: [Int?] = []
    for row in 0..<40 {
      let value = row * 7 % 5 + 1
      cells += [value, row % 9 == 0 ? nil : value, row * 3 % 4]
    }
    let rows = integers(cells, columns: 3)
    // The default would stop while the copy is still a hair away from being exact.
    let model = try NormalModel.fit(
      rows, weights: nil, options: NormalModel.Options(tolerance: 1e-16, maximumIterations: 200))
    #expect(model.ridge > 0 && model.ridge < 1e-6)
    let grid = model.gridMatrix(imputing: rows, workers: Workers(threadCount: 1))
    // The copy is filled in nearly exactly; the ridge pulls it by less than a step of .01.
    #expect(abs(grid.value(9, 1) - grid.value(9, 0)) < 0.01)
  }

  @Test("rows without answers are left out, and filled in by the means")
  func emptyRows() throws {
    let rows = integers([1, 2, nil, nil, 3, 1, 2, nil], columns: 2)
    let model = try NormalModel.fit(rows, weights: nil)
    #expect(model.emptyRowCount == 1)
    let grid = model.gridMatrix(imputing: rows, workers: Workers(threadCount: 1))
    #expect(abs(grid.value(1, 0) - model.mean[0]) <= 0.5 / 4096)
  }

  @Test("no answers, no variance and bad weights are refused")
  func refused() {
    #expect(throws: StatisticsFailure.noAnswers(rowCount: 2)) {
      try NormalModel.fit(integers([nil, nil], columns: 1), weights: nil)
    }
    #expect(throws: StatisticsFailure.noVariance(columnCount: 1)) {
      try NormalModel.fit(integers([3, nil, 3], columns: 1), weights: nil)
    }
    #expect(throws: StatisticsFailure.unusableWeights) {
      try NormalModel.fit(integers([3, 2], columns: 1), weights: [0, 0])
    }
  }

  @Test("columns that no row has both of are refused, whatever else is known")
  func neverTogether() throws {
    let cells: [Int?] = [1, 2, 3, nil, 2, 1, 2, nil, 2, 3, 1, nil, nil, 2, 3, 4, nil, 1, 1, 3]
    let rows = integers(cells, columns: 4)
    #expect(throws: StatisticsFailure.neverTogether(first: 0, second: 3)) {
      try NormalModel.fit(rows, weights: nil)
    }
    _ = try NormalModel.fit(rows.selecting(columns: [1, 2, 3]), weights: nil)
    _ = try NormalModel.fit(rows.selecting(columns: [0, 1, 2]), weights: nil)
  }

  @Test("stopping early is told")
  func stopsEarly() throws {
    let rows = integers([1, 2, 2, nil, nil, 4, 4, 5, 5, 3, nil, 1], columns: 2)
    let model = try NormalModel.fit(
      rows, weights: nil, options: NormalModel.Options(maximumIterations: 2))
    #expect(!model.hasConverged && model.iterationCount == 2 && model.largestChange > 1e-8)
  }

  @Test("imputed rows do not depend on threads or blocks")
  func blocks() throws {
    let source = plantedRows(9_000, 5, seed: 3)
    var stream = RandomStream(seed: 1, purpose: "holes")
    let rows = IntegerMatrix(
      rowCount: 9_000, columnCount: 5,
      elements: source.elements.map { stream.uniform() < 0.1 ? IntegerMatrix.missing : $0 })
    let model = try NormalModel.fit(rows.selecting(rows: Array(0..<800)), weights: nil)
    let whole = model.gridMatrix(imputing: rows, gridBits: 10, workers: Workers(threadCount: 2))
    let single = model.gridMatrix(imputing: rows, gridBits: 10, workers: Workers(threadCount: 1))
    let tail = model.gridMatrix(
      imputing: rows.selecting(rows: Array(5_000..<9_000)), gridBits: 10,
      workers: Workers(threadCount: 1))
    #expect(whole == single)
    #expect(whole.selecting(rows: 5_000..<9_000) == tail)
  }

  // Missing more often when item 1 is low: complete rows are biased by about .4 scale points. Both
  // means are of the same 40 data sets of 600, so that their difference is known to about .005.
  @Test("answers missing at random do not bias the means")
  func unbiased() throws {
    var bias = 0.0
    for survey in 0..<40 {
      let (complete, rows) = missingAtRandom(seed: UInt64(survey))
      let model = try NormalModel.fit(rows, weights: nil)
      let truth = try NormalModel.fit(complete, weights: nil)
      bias += (model.mean[3] - truth.mean[3]) / 40
    }
    #expect(abs(bias) <= 0.02, "\(bias)")
  }

  private func missingAtRandom(seed: UInt64) -> (IntegerMatrix, IntegerMatrix) {
    var stream = RandomStream(seed: seed, purpose: "missing at random")
    var complete: [Int8] = []
    var holes: [Int8] = []
    for _ in 0..<600 {
      let style = stream.normal()
      let row = (0..<4).map { _ in
        Int8(min(5, max(1, (3 + style + 0.7 * stream.normal()).rounded())))
      }
      complete += row
      holes.append(row[0])
      for cell in row.dropFirst() {
        let isMissing = stream.uniform() < (row[0] <= 2 ? 0.5 : 0.15)
        holes.append(isMissing ? IntegerMatrix.missing : cell)
      }
    }
    return (
      IntegerMatrix(rowCount: 600, columnCount: 4, elements: complete),
      IntegerMatrix(rowCount: 600, columnCount: 4, elements: holes)
    )
  }
}
