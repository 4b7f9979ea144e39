import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Moments, correlations, rotations and discriminants against numpy (References/moments.py).
@Suite("Moments against references")
struct MomentReferenceTests {
  struct File: Decodable {
    struct Moments: Decodable {
      let mean: [Double]
      let covariance: [[Double]]
      let filled: [[Double]]
      let kept: [Int]
    }
    struct Discriminant: Decodable {
      let means: [[Double]]
      let covariance: [[Double]]
      let shares: [Double]
      let scores: [[Double]]
      let groups: [Int]
    }
    let columns: Int
    let complete: [Int]
    let missing: [Int?]
    let weights: [Int64]
    let em: Moments
    let em_weighted: Moments
    let correlation: [[Double]]
    let weighted_correlation: [[Double]]
    let eigenvalues: [Double]
    let varimax: [[Double]]
    let criterion: Double
    let wide: [[Double]]
    let wide_varimax: [[Double]]
    let wide_criterion: Double
    let discriminant: Discriminant
  }

  private let file: File

  init() throws {
    file = try reference("moments", as: File.self)
  }

  @Test("maximum likelihood moments under missing answers, weighted and not")
  func expectation() throws {
    for (weights, expected) in [(nil, file.em), (file.weights, file.em_weighted)] {
      let rows = integers(file.missing, columns: file.columns)
      let model = try NormalModel.fit(
        rows, weights: weights, options: NormalModel.Options(tolerance: 1e-12))
      #expect(model.hasConverged)
      #expect(model.emptyRowCount == 1)
      #expect(model.ridge == 0)
      // Both programs stop at steps of 1e-12; the distance left is some hundred such steps.
      #expect(largestDifference(model.mean, expected.mean) < 1e-9)
      let covariance = expected.covariance.flatMap { $0 }
      #expect(largestDifference(model.covariance.elements, covariance) < 1e-9)
      let grid = model.gridMatrix(imputing: rows, workers: Workers(threadCount: 2))
      for (place, row) in expected.kept.enumerated() {
        for column in 0..<file.columns {
          let wanted = min(5, max(1, expected.filled[place][column]))
          // Half a step of the grid, and a little for the estimation.
          #expect(abs(grid.value(row, column) - wanted) <= 0.5 / 4096 + 1e-7)
        }
      }
    }
  }

  @Test("the default tolerance is within 1e-6 of the converged moments")
  func defaultTolerance() throws {
    let rows = integers(file.missing, columns: file.columns)
    let model = try NormalModel.fit(rows, weights: nil)
    #expect(model.hasConverged)
    #expect(largestDifference(model.mean, file.em.mean) < 1e-6)
  }

  @Test("correlations of complete answers, weighted and not, and their eigenvalues")
  func correlations() throws {
    let rows = integers(file.complete, columns: file.columns)
    let plain = try Correlation.matrix(of: rows, weights: nil)
    let weighted = try Correlation.matrix(of: rows, weights: file.weights)
    // The cross products are exact: only roots and quotients round.
    #expect(largestDifference(plain.elements, file.correlation.flatMap { $0 }) < 1e-13)
    #expect(
      largestDifference(weighted.elements, file.weighted_correlation.flatMap { $0 }) < 1e-13)
    #expect(plain.diagonal == [Double](repeating: 1, count: file.columns))
    #expect(largestDifference(try SymmetricEigen.values(of: plain), file.eigenvalues) < 1e-12)
  }

  @Test("varimax of two principal components and of four random columns")
  func varimax() throws {
    let loadings = try FactorSolution.principalLoadings(matrix(file.correlation), count: 2)
    let rotated = Varimax.rotate(loadings, seed: 1)
    #expect(rotated.hasConverged)
    // Angles are settled to 1e-12 in both programs.
    #expect(largestDifference(rotated.loadings.elements, file.varimax.flatMap { $0 }) < 1e-10)
    #expect(abs(rotated.criterion - file.criterion) < 1e-12)
    let wide = Varimax.rotate(matrix(file.wide), startCount: 30, seed: 1)
    #expect(wide.criterion >= file.wide_criterion - 1e-12)
    #expect(largestDifference(wide.loadings.elements, file.wide_varimax.flatMap { $0 }) < 1e-9)
  }

  @Test("the linear discriminant with given parameters")
  func discriminant() throws {
    let rule = try LinearDiscriminant(
      means: matrix(file.discriminant.means), covariance: matrix(file.discriminant.covariance),
      shares: file.discriminant.shares)
    let rows = Matrix(
      rowCount: file.complete.count / file.columns, columnCount: file.columns,
      elements: file.complete.map(Double.init))
    let expected = file.discriminant.scores.flatMap { $0 }
    let scores = rule.scores(rows)
    #expect(largestDifference(Array(scores.elements[..<expected.count]), expected) < 1e-10)
    #expect(rule.assign(rows) == file.discriminant.groups)
  }
}
