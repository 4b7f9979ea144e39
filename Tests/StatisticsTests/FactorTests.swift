import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("Factors")
struct FactorTests {
  private let two = Workers(threadCount: 2)

  /// Correlations of `factors` independent blocks of four items that share a factor.
  private func blocks(_ factors: Int, within correlation: Double) -> Matrix {
    var result = Matrix.identity(4 * factors)
    for row in 0..<4 * factors {
      for column in 0..<4 * factors where row != column && row / 4 == column / 4 {
        result[row, column] = correlation
      }
    }
    return result
  }

  // 400 sets a side: the 95th percentile of an eigenvalue near 1.3 is known to about .01.
  @Test("random eigenvalues by Bartlett's decomposition are those of rows drawn one by one")
  func bartlett() {
    let rowCount = 60
    var (direct, drawn) = ([[Double]](), [[Double]]())
    for set in 0..<400 {
      var first = RandomStream(seed: 1, purpose: "direct", index: UInt64(set))
      var second = RandomStream(seed: 1, purpose: "drawn", index: UInt64(set))
      direct.append(ParallelAnalysis.randomEigenvalues(6, Double(rowCount), &first))
      let products = ParallelAnalysis.bruteForce(6, rowCount, &second)
      drawn.append((try? SymmetricEigen.values(of: Correlation.matrix(of: products))) ?? [])
    }
    for rank in 0..<6 {
      let (left, right) = (direct.map { $0[rank] }, drawn.map { $0[rank] })
      let difference = left.reduce(0, +) / 400 - right.reduce(0, +) / 400
      #expect(abs(difference) < 0.03)
      let upper = ParallelAnalysis.quantile(0.95, of: left)
      #expect(abs(upper - ParallelAnalysis.quantile(0.95, of: right)) < 0.06)
    }
  }

  @Test("fewer rows than columns still give random eigenvalues that sum to p")
  func fewRows() {
    var stream = RandomStream(seed: 1, purpose: "few")
    let values = ParallelAnalysis.randomEigenvalues(8, 5, &stream)
    #expect(abs(values.reduce(0, +) - 8) < 1e-10)
    // Five rows about their mean have rank 4.
    #expect(abs(values[4]) < 1e-10)
  }

  @Test("three planted factors are found, with one marker each")
  func planted() throws {
    var variances = [Double](repeating: 1, count: 12)
    variances[6] = 1.5
    let solution = try FactorSolution.find(
      FactorSolution.Input(
        correlation: blocks(3, within: 0.5), variances: variances, rowCount: 300),
      seed: 1, workers: two)
    #expect(solution.factorCount == 3 && solution.hasConverged)
    #expect(solution.markers.allSatisfy { $0.reason == .clear })
    #expect(solution.markers.contains { $0.column == 6 })
    for marker in solution.markers {
      let (item, runnerUp) = (try #require(marker.item), try #require(marker.runnerUp))
      #expect(item.column == marker.column && runnerUp.column != item.column)
      #expect(runnerUp.column / 4 == item.column / 4 && marker.itemCount == 4)
      #expect(abs(item.loading * item.loading - 2.5 / 4) < 1e-9)
      #expect(abs(try #require(item.crossLoading)) < 1e-9)
      #expect(abs(item.communality - 2.5 / 4) < 1e-9)
    }
    #expect(Set(solution.strongestFactors.map { $0 ?? -1 }) == [0, 1, 2])
    // Each block has one eigenvalue 1 + 3 · .5 shared by four equal loadings.
    #expect(solution.communalities.allSatisfy { abs($0 - 2.5 / 4) < 1e-9 })
  }

  @Test("correlations determine as many factors as Ledermann's bound")
  func determined() {
    let counts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40].map {
      FactorExtraction.largestFactorCount(itemCount: $0)
    }
    #expect(counts == [0, 0, 1, 1, 2, 3, 3, 4, 5, 6, 31])
  }

  @Test("a fixed number is taken; rotation leaves communalities and reproduced correlations alone")
  func plans() throws {
    let input = FactorSolution.Input(
      correlation: blocks(3, within: 0.5), variances: [Double](repeating: 1, count: 12),
      rowCount: 300)
    func find(_ rotation: FactorSolution.Rotation) throws -> FactorSolution {
      try FactorSolution.find(
        input, plan: .init(extraction: .minimumResidual, rotation: rotation, factorCount: 2),
        seed: 1, workers: two)
    }
    let plain = try find(.none)
    let extraction = try FactorExtraction(
      input.correlation, factorCount: 2, method: .minimumResidual)
    #expect(plain.loadings == extraction.loadings && plain.extraction == extraction)
    #expect(plain.factorCount == 2 && plain.suggestedCount == 3)
    let model = Matrix.product(plain.loadings, plain.loadings, transposeRight: true)
    for rotation in [FactorSolution.Rotation.varimax, .promax, .oblimin] {
      let turned = try find(rotation)
      #expect((turned.factorCorrelation == nil) == (rotation == .varimax))
      let own = Matrix.product(turned.structure, turned.loadings, transposeRight: true)
      #expect(zip(own.elements, model.elements).allSatisfy { abs($0 - $1) < 1e-10 })
      #expect(zip(turned.communalities, plain.communalities).allSatisfy { abs($0 - $1) < 1e-10 })
    }
    let single = FactorSolution.Plan(rotation: .oblimin, factorCount: 1)
    let one = try FactorSolution.find(input, plan: single, seed: 1, workers: two)
    #expect(one.factorCorrelation == nil && one.loadings.columnCount == 1)
    #expect(one.structure == one.loadings)
  }

  @Test("uncorrelated items have no factors")
  func noFactors() throws {
    let solution = try FactorSolution.find(
      FactorSolution.Input(
        correlation: Matrix.identity(5), variances: [1, 1, 1, 1, 1], rowCount: 200),
      seed: 1, workers: two)
    #expect(solution.factorCount == 0 && solution.markers.isEmpty)
    #expect(solution.strongestFactors == [nil, nil, nil, nil, nil])
  }

  @Test("factors of two items and items that load everywhere get no marker")
  func noMarkers() throws {
    var pair = Matrix.identity(6)
    pair[0, 1] = 0.9
    pair[1, 0] = 0.9
    let lonely = try FactorSolution.find(
      FactorSolution.Input(
        correlation: pair, variances: [1, 1, 1, 1, 1, 1], rowCount: 400),
      seed: 1, workers: two)
    #expect(lonely.markers.map { $0.reason } == [.tooFewItems])
    #expect([0, 1].contains(lonely.markers[0].item?.column) && lonely.markers[0].runnerUp == nil)
    #expect(lonely.markers[0].itemCount == 2 && lonely.markers[0].item?.crossLoading == nil)
    var strict = FactorSolution.Thresholds()
    strict.clearLoading = 0.99
    strict.crossLoading = 0
    let none = try FactorSolution.find(
      FactorSolution.Input(
        correlation: blocks(2, within: 0.5), variances: [1, 1, 1, 1, 1, 1, 1, 1],
        rowCount: 400),
      limits: strict, seed: 1, workers: two)
    #expect(none.markers.map { $0.reason } == [.noCleanItem, .noCleanItem])
    let moderate = try FactorSolution.find(
      FactorSolution.Input(
        correlation: blocks(1, within: 0.5), variances: [1, 3, 1, 1], rowCount: 400),
      limits: strict, seed: 1, workers: two)
    #expect(moderate.markers.map { $0.reason } == [.moderate])
    #expect(moderate.markers.map { $0.column } == [1])
  }

  @Test("the same analysis on one thread and on two")
  func threads() throws {
    let correlation = blocks(2, within: 0.4)
    let first = try ParallelAnalysis.run(
      correlation, rowCount: 123.4, seed: 9, workers: Workers(threadCount: 1))
    let second = try ParallelAnalysis.run(correlation, rowCount: 123.4, seed: 9, workers: two)
    #expect(first == second)
    #expect(first.componentCount == 2 && first.setCount == 200)
  }

  @Test("rotation changes no communality and one column stays as it is")
  func rotation() {
    let loadings = matrix([[0.7, 0.3], [0.6, 0.2], [0.2, -0.7], [0, 0], [0.3, 0.6]])
    let rotated = Varimax.rotate(loadings, seed: 1)
    for row in 0..<5 {
      let before = loadings.row(row).reduce(0) { $0 + $1 * $1 }
      let after = rotated.loadings.row(row).reduce(0) { $0 + $1 * $1 }
      #expect(abs(before - after) < 1e-14)
    }
    #expect((0..<2).allSatisfy { rotated.loadings.column($0).reduce(0, +) >= 0 })
    let single = Varimax.rotate(matrix([[0.5], [-0.9]]), seed: 1)
    #expect(single.loadings.elements == [-0.5, 0.9])
  }
}
