import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Factor analysis against the values of References/factors.R.
@Suite("Factor analysis against references")
struct FactorAnalysisTests {
  struct File: Decodable {
    struct Factors: Decodable {
      let loadings: [Double]
      let uniquenesses: [Double]
      let objective: Double?
    }
    struct Fit: Decodable {
      let chi: Double
      let df: Int
      let p: Double
      let tli: Double
      let rmsea: [Double]
      let rmsea_many: [Double]
      let bic: Double
      let rms: Double
      let crms: Double
    }
    struct Turned: Decodable {
      let pattern: [Double]
      let phi: [Double]
      let criterion: Double
    }
    struct Alpha: Decodable {
      let keys: [Int]
      let raw: Double
      let standardized: Double
      let mean: Double
      let guttman: Double
      let rest: [Double]
      let without: [Double]
      let interval: [Double]
    }
    let rows: [Int]
    let n: Int
    let pearson: [Double]
    let spearman: [Double]
    let kmo: Double
    let kmo_items: [Double]
    let bartlett: [Double]
    let smc: [Double]
    let map: [Double]
    let map_fourth: [Double]
    let minres: Factors
    let ml: Factors
    let fit: Fit
    let oblimin: Turned
    let oblimin_kaiser: Turned
    let oblimin_gamma: Turned
    let promax: Turned
    let alpha: Alpha
    let omega: [Double]
  }

  private let file: File
  private let rows: IntegerMatrix
  private let correlation: Matrix

  init() throws {
    file = try reference("factors", as: File.self)
    rows = integers(file.rows, columns: 9)
    correlation = try Correlation.matrix(of: rows, weights: nil)
  }

  @Test("correlations: exact, of real numbers, of ranks, of pairs; weights of 1 change nothing")
  func correlations() throws {
    let ones = [Double](repeating: 2.5, count: file.n)
    let pairs = try PairwiseCorrelation(rows.real, weights: ones)
    for found in [
      correlation, try RowMoments(rows.real).correlation,
      try RowMoments(rows.real, weights: ones).correlation, pairs.correlation,
    ] {
      #expect(largestDifference(found.elements, file.pearson) < 1e-14)
    }
    #expect(pairs.counts.allSatisfy { $0.allSatisfy { $0 == 240 } })
    #expect(abs(pairs.harmonicCount - 240) < 1e-10)
    for weights in [nil, ones] {
      let ranks = try Correlation.spearman(of: rows.real, weights: weights)
      #expect(largestDifference(ranks.elements, file.spearman) < 1e-14)
    }
  }

  @Test("a weight of 2 is a row twice, for real numbers and ranks")
  func weights() throws {
    let few = rows.real.selecting(rows: Array(0..<40), columns: [0, 1, 2])
    let twice = few.selecting(rows: Array(0..<40) + Array(0..<10), columns: [0, 1, 2])
    let weights = (0..<40).map { $0 < 10 ? 2.0 : 1 }
    let (first, second) = (try RowMoments(few, weights: weights), try RowMoments(twice))
    #expect(largestDifference(first.mean, second.mean) < 1e-14)
    #expect(largestDifference(first.covariance.elements, second.covariance.elements) < 1e-14)
    let ranks = try Correlation.spearman(of: few, weights: weights)
    #expect(largestDifference(ranks.elements, try Correlation.spearman(of: twice).elements) < 1e-14)
  }

  @Test("adequacy: Kaiser's measure, Bartlett's test, squared multiple correlations")
  func adequacy() throws {
    let found = try FactorAdequacy(correlation, rowCount: 240)
    #expect(abs(try #require(found.overall) - file.kmo) < 1e-13)
    #expect(largestDifference(found.items.map { $0 ?? .nan }, file.kmo_items) < 1e-13)
    #expect(largestDifference(found.squaredMultipleCorrelations, file.smc) < 1e-13)
    #expect(abs(found.chiSquare - file.bartlett[0]) < 1e-10 && found.degreesOfFreedom == 36)
    #expect(abs(found.p / file.bartlett[2] - 1) < 1e-9)
    let none = try FactorAdequacy(Matrix.identity(3), rowCount: 50)
    #expect(none.overall == nil && none.items == [nil, nil, nil] && none.p == 1)
    #expect(throws: NumericError.self) {
      try FactorAdequacy(matrix([[1, 1], [1, 1]]), rowCount: 9)
    }
  }

  @Test("Velicer's averages, squares and fourth powers")
  func partialAverages() throws {
    let found = try PartialAverages(correlation)
    #expect(largestDifference(found.squares, file.map) < 1e-13)
    #expect(largestDifference(found.fourthPowers, file.map_fourth) < 1e-13)
    #expect(found.componentCount == 1 && found.fourthPowerComponentCount == 1)
    let few = try PartialAverages(correlation, largestCount: 2)
    #expect(few.squares == Array(found.squares.prefix(3)))
    #expect(try PartialAverages(Matrix.identity(4)).componentCount == 0)
  }

  // The references are Newton's too, with numerical second derivatives.
  @Test("minimum residuals and principal axis: one solution, to the last digits")
  func leastSquares() throws {
    for method in [FactorExtraction.Method.minimumResidual, .principalAxis] {
      let found = try FactorExtraction(correlation, factorCount: 3, method: method)
      #expect(found.hasConverged && found.largestGradient < 1e-14 && !found.isClamped)
      #expect(largestDifference(found.loadings.elements, file.minres.loadings) < 1e-10)
      #expect(largestDifference(found.uniquenesses, file.minres.uniquenesses) < 1e-10)
      // At the minimum communalities and uniquenesses sum to 1.
      let sums = zip(found.communalities, found.uniquenesses).map { $0 + $1 }
      #expect(sums.allSatisfy { abs($0 - 1) < 1e-12 })
    }
  }

  @Test("maximum likelihood: loadings, objective, test and indices of fit")
  func likelihood() throws {
    let found = try FactorExtraction(correlation, factorCount: 3, method: .maximumLikelihood)
    #expect(found.hasConverged && found.largestGradient < 1e-12)
    #expect(largestDifference(found.loadings.elements, file.ml.loadings) < 1e-10)
    #expect(largestDifference(found.uniquenesses, file.ml.uniquenesses) < 1e-10)
    #expect(abs(found.objective - (file.ml.objective ?? .nan)) < 1e-13)
    let fit = try FactorFit(of: found, in: correlation, rowCount: 240)
    let test = try #require(fit.test)
    #expect(abs(test.chiSquare - file.fit.chi) < 1e-10 && fit.degreesOfFreedom == file.fit.df)
    #expect(abs(test.p - file.fit.p) < 1e-11)
    #expect(abs(test.tuckerLewisIndex - file.fit.tli) < 1e-11)
    #expect(abs(test.informationCriterion - file.fit.bic) < 1e-10)
    #expect(abs(fit.residual - file.fit.rms) < 1e-11)
    #expect(abs(test.correctedResidual - file.fit.crms) < 1e-11)
    expect(test, file.fit.rmsea)
    let many = try FactorFit(of: found, in: correlation, rowCount: 5_000)
    expect(try #require(many.test), file.fit.rmsea_many)
  }

  private func expect(_ test: FactorFit.Test, _ expected: [Double]) {
    let found = [
      test.errorOfApproximation, test.errorInterval.lowerBound, test.errorInterval.upperBound,
    ]
    #expect(largestDifference(found, expected) < 1e-10)
  }

  @Test("residuals weighted by the pairs' rows; no test without degrees of freedom")
  func residuals() throws {
    let found = try FactorExtraction(correlation, factorCount: 3, method: .minimumResidual)
    let even = Matrix(rowCount: 9, columnCount: 9, repeating: 17)
    let fit = try FactorFit(of: found, in: correlation, rowCount: 240, pairCounts: even)
    #expect(abs(try #require(fit.weightedResidual) - fit.residual) < 1e-16)
    #expect(fit.largestResidual >= fit.residual)
    let three = correlation.selecting(rows: [0, 1, 2], columns: [0, 1, 2])
    let exact = try FactorExtraction(three, factorCount: 1, method: .maximumLikelihood)
    let none = try FactorFit(of: exact, in: three, rowCount: 240)
    // Three items determine one factor: nothing is left over.
    #expect(none.test == nil && none.degreesOfFreedom == 0 && none.residual < 1e-9)
  }

  @Test("a Heywood case is named: unbounded by principal axis, clamped by the others")
  func heywood() throws {
    // r12 r13 / r23 = 1.28: the first item's communality.
    let odd = matrix([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1]])
    let free = try FactorExtraction(odd, factorCount: 1, method: .principalAxis)
    #expect(free.heywoodItems == [0] && !free.isClamped)
    #expect(abs(free.communalities[0] - 1.28) < 1e-9)
    for method in [FactorExtraction.Method.minimumResidual, .maximumLikelihood] {
      let held = try FactorExtraction(odd, factorCount: 1, method: method)
      #expect(held.isClamped && held.heywoodItems == [0] && held.hasConverged)
      #expect(abs(held.uniquenesses[0] - FactorExtraction.smallestUniqueness) < 1e-15)
    }
  }

  @Test("oblimin: pattern, correlations and criterion, with and without Kaiser's normalisation")
  func oblimin() throws {
    let loadings = matrix(rowsOf(file.ml.loadings, 3))
    for (expected, gamma, isNormalized) in [
      (file.oblimin, 0.0, false), (file.oblimin_kaiser, 0, true), (file.oblimin_gamma, -2, false),
    ] {
      let found = ObliqueRotation.oblimin(
        loadings, gamma: gamma, options: ObliqueRotation.Options(isNormalized: isNormalized),
        seed: 1)
      #expect(found.hasConverged && found.criterion <= expected.criterion + 1e-12)
      #expect(abs(found.criterion - expected.criterion) < 1e-10)
      #expect(largestDifference(found.pattern.elements, expected.pattern) < 1e-6)
      #expect(largestDifference(found.factorCorrelation.elements, expected.phi) < 1e-6)
      // However factors are turned, they reproduce the same correlations.
      let model = Matrix.product(found.structure, found.pattern, transposeRight: true)
      let before = Matrix.product(loadings, loadings, transposeRight: true)
      #expect(largestDifference(model.elements, before.elements) < 1e-12)
      #expect(found.bestStartCount > 1)
    }
  }

  // R's varimax stops when its criterion moves by less than 1e-16 of itself, the angles at 1e-7.
  @Test("promax of power 4")
  func promax() throws {
    let loadings = matrix(rowsOf(file.ml.loadings, 3))
    let found = try ObliqueRotation.promax(loadings, seed: 1)
    #expect(largestDifference(found.pattern.elements, file.promax.pattern) < 1e-6)
    #expect(largestDifference(found.factorCorrelation.elements, file.promax.phi) < 1e-6)
    let model = Matrix.product(found.structure, found.pattern, transposeRight: true)
    let before = Matrix.product(loadings, loadings, transposeRight: true)
    #expect(largestDifference(model.elements, before.elements) < 1e-12)
  }

  @Test("one factor is not rotated but for its sign")
  func oneFactor() throws {
    let single = matrix([[0.5], [-0.9], [-0.3]])
    let found = ObliqueRotation.oblimin(single, seed: 1)
    #expect(found.pattern.elements == [-0.5, 0.9, 0.3] && found.criterion == 0)
    #expect(largestDifference(try promaxOf(single), [-0.5, 0.9, 0.3]) < 1e-15)
  }

  private func promaxOf(_ loadings: Matrix) throws -> [Double] {
    try ObliqueRotation.promax(loadings, seed: 1).pattern.elements
  }

  @Test("plain varimax keeps the rows' lengths in its criterion")
  func plainVarimax() {
    let loadings = matrix(rowsOf(file.ml.loadings, 3))
    let (plain, kaiser) = (
      Varimax.rotate(loadings, isNormalized: false, seed: 1), Varimax.rotate(loadings, seed: 1)
    )
    #expect(plain.hasConverged && plain.criterion < kaiser.criterion)
    #expect(largestDifference(plain.loadings.elements, kaiser.loadings.elements) > 1e-3)
  }

  @Test("alpha with a reversed item: each number, the interval, the wrongly keyed item")
  func alpha() throws {
    let covariance = try RowMoments(rows.real).covariance
    let expected = file.alpha
    let found = ScaleReliability(covariance: covariance, keys: expected.keys, rowCount: 240)
    let numbers = [
      found.alpha, found.standardizedAlpha, found.meanCorrelation, found.guttmanLambda,
    ]
    let values = [expected.raw, expected.standardized, expected.mean, expected.guttman]
    #expect(largestDifference(numbers.map { $0 ?? .nan }, values) < 1e-12)
    let rest = found.itemRestCorrelations.map { $0 ?? .nan }
    #expect(largestDifference(rest, expected.rest) < 1e-12)
    #expect(largestDifference(found.alphasWithout.map { $0 ?? .nan }, expected.without) < 1e-12)
    let interval = try #require(found.interval)
    #expect(
      largestDifference([interval.lowerBound, interval.upperBound], expected.interval) < 1e-12)
    #expect(found.suspectItems.isEmpty)
    #expect(ScaleReliability(covariance: covariance, rowCount: 240).suspectItems == [5])
    let pair = ScaleReliability(covariance: matrix([[1, -1], [-1, 1]]), rowCount: 9)
    #expect(pair.alpha == nil && pair.interval == nil && pair.alphasWithout == [nil, nil])
  }

  @Test("omega of one factor, and of the same factor given")
  func omega() throws {
    let five = correlation.selecting(rows: Array(0..<5), columns: Array(0..<5))
    let found = try OmegaReliability(oneFactorOf: five)
    #expect(largestDifference([found.total, found.modelTotal], file.omega) < 1e-10)
    // An item asked the other way round changes nothing.
    var turned = five
    for item in 0..<5 where item != 2 {
      turned[2, item] *= -1
      turned[item, 2] *= -1
    }
    #expect(abs(try OmegaReliability(oneFactorOf: turned).total - found.total) < 1e-12)
    let factors = try FactorExtraction(correlation, factorCount: 3, method: .minimumResidual)
    let oblique = ObliqueRotation.oblimin(factors.loadings, seed: 1)
    let first = OmegaReliability(
      correlation: correlation, loadings: factors.loadings, uniquenesses: factors.uniquenesses)
    let second = OmegaReliability(
      correlation: correlation, loadings: oblique.pattern, uniquenesses: factors.uniquenesses,
      factorCorrelation: oblique.factorCorrelation)
    #expect(abs(first.modelTotal - second.modelTotal) < 1e-12 && first.total == second.total)
  }

  @Test("a repaired matrix is positive definite and near; a sound one stays as it is")
  func repair() throws {
    let broken = matrix([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    let found = try CorrelationRepair(broken)
    #expect(found.smallestEigenvalueBefore < -0.7 && found.liftedCount == 1)
    #expect(found.smallestEigenvalue > 0 && found.correlation.diagonal == [1, 1, 1])
    #expect(found.largestChange < 0.41 && found.typicalChange <= found.largestChange)
    #expect((try? Cholesky(of: found.correlation)) != nil)
    let sound = try CorrelationRepair(correlation)
    #expect(sound.correlation == correlation && sound.liftedCount == 0)
    #expect(sound.largestChange == 0)
  }

  private func rowsOf(_ cells: [Double], _ width: Int) -> [[Double]] {
    stride(from: 0, to: cells.count, by: width).map { Array(cells[$0..<$0 + width]) }
  }
}
