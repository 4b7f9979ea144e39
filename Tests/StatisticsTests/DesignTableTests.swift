import NumericCore
import Testing

@testable import Statistics

@Suite("Tables in sampling designs")
struct DesignTableTests {
  private static let rowCount = 120

  /// Strata, units and weights that differ; some rows outside the table.
  private static func sample(units: Bool, calibrated: Bool) throws -> Sample {
    let rows = 0..<rowCount
    let design = try SamplingDesign(
      rowCount: rowCount, strata: rows.map { Int32($0 % 3) },
      units: units ? rows.map { Int32($0 * 7 % 11) } : nil)
    let weights = rows.map { Int64(1 + $0 * $0 % 5) }
    guard calibrated else { return try Sample(design: design, weights: weights) }
    let cells = MarginCells(margins: [rows.map { Int32($0 * 3 % 4 / 2) }], categoryCounts: [2])
    return try Sample(
      design: design, weights: weights,
      calibration: Sample.Calibration(cells: cells, weightsBefore: rows.map { Int64(2 + $0 % 2) }))
  }

  private static let answers = (0..<rowCount).map { $0 * 13 % 17 % 4 }
  private static let groups = (0..<rowCount).map { $0 * 5 % 7 % 3 }
  /// The answer 3 is missing.
  private static let cells = zip(answers, groups).map { $0 == 3 ? Int32(-1) : Int32($0 * 3 + $1) }

  @Test(
    "Means and their covariance equal those of influence columns",
    arguments: [(false, false), (true, false), (false, true), (true, true)])
  func influences(units: Bool, calibrated: Bool) throws {
    let sample = try Self.sample(units: units, calibrated: calibrated)
    let weights = try #require(sample.weights).map { Double($0) }
    let table = DesignTable(cells: Self.cells, answerCount: 3, groupCount: 3, sample: sample)
    let means = table.means([0, 1, 5])
    let values = Self.answers.map { $0 == 3 ? nil : [0.0, 1, 5][$0] }
    let estimates = try (0..<3).map { group in
      try #require(
        LinearEstimate.mean(values, weights: weights, in: Self.groups.map { $0 == group }))
    }
    var columns = estimates.map(\.influence)
    if let calibration = sample.calibration, let projection = sample.projection {
      let before = try #require(calibration.weightsBefore).map { Double($0) }
      columns = columns.map { projection.residuals($0, weights: before, calibrated: weights) }
    }
    let expected = sample.design.covariance(of: columns)
    for group in 0..<3 {
      #expect(abs((means.values[group] ?? 0) - estimates[group].value) < 1e-13)
      for other in 0..<3 {
        // Both sum about a hundred terms in double precision.
        #expect(abs(means.covariance[group, other] - expected[group, other]) < 1e-13)
      }
    }
  }

  @Test("Degrees of freedom count units and strata with a row, in any union of groups")
  func degrees() throws {
    let sample = try Self.sample(units: true, calibrated: false)
    let table = DesignTable(cells: Self.cells, answerCount: 3, groupCount: 3, sample: sample)
    for groups in [[0], [1, 2], [0, 1, 2]] {
      let domain = Self.cells.map { $0 >= 0 && groups.contains(Int($0) % 3) }
      #expect(
        table.degrees.degreesOfFreedom(of: groups) == sample.design.degreesOfFreedom(in: domain))
    }
  }

  @Test("Counts, weights and effective counts are those of the rows")
  func sums() throws {
    let sample = try Self.sample(units: false, calibrated: false)
    let table = DesignTable(cells: Self.cells, answerCount: 3, groupCount: 3, sample: sample)
    let rows = Self.cells.indices.filter { Self.cells[$0] >= 0 && Self.groups[$0] == 1 }
    let weights = try #require(sample.weights)
    let sum = rows.reduce(Int64(0)) { $0 + weights[$1] }
    let squares = rows.reduce(Int64(0)) { $0 + weights[$1] * weights[$1] }
    #expect(table.count(of: 1) == rows.count && table.weight(of: 1) == sum)
    #expect(table.effectiveCount(of: 1) == Double(sum) * Double(sum) / Double(squares))
  }

  @Test("Nothing to test gives no test; a group without weight has no mean")
  func corners() throws {
    let sample = try Sample(design: SamplingDesign(rowCount: 4), weights: [1, 1, 1, 0])
    let table = DesignTable(cells: [0, 0, 2, 1], answerCount: 2, groupCount: 2, sample: sample)
    #expect(table.means([0, 1]).values == [1.0 / 3, nil])
    #expect(table.association(of: [0, 1]) == nil)
    #expect(table.association(of: [0]) == nil)
  }
}
