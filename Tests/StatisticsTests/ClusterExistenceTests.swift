import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Whether there are groups at all: reference sets, tests on them, the verdict.
@Suite("Existence of clusters")
struct ClusterExistenceTests {
  private let one = Workers(threadCount: 1)
  private let two = Workers(threadCount: 2)

  private func noise(_ rowCount: Int, seed: UInt64) -> IntegerMatrix {
    var stream = RandomStream(seed: seed, purpose: "noise")
    var cells: [Int8] = []
    for _ in 0..<rowCount {
      let common = stream.normal()
      for column in 0..<6 {
        let value = 0.6 * common + stream.normal() + 0.2 * Double(column)
        cells.append(Int8([-1.5, -0.7, 0.1, 0.9].count { value > $0 } + 1))
      }
    }
    return IntegerMatrix(rowCount: rowCount, columnCount: 6, elements: cells)
  }

  private func correlation(_ rows: GridMatrix, _ first: Int, _ second: Int) -> Double {
    let pairs = (0..<rows.rowCount).map { (rows.value($0, first), rows.value($0, second)) }
    let count = Double(pairs.count)
    let means = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    let sums = pairs.reduce(into: (0.0, 0.0, 0.0)) { sums, pair in
      let (left, right) = (pair.0 - means.0, pair.1 - means.1)
      sums = (sums.0 + left * left, sums.1 + right * right, sums.2 + left * right)
    }
    return sums.2 / (sums.0 * sums.1).squareRoot()
  }

  @Test("reference sets keep each item's answers and the correlations, and hang on the number")
  func copula() throws {
    let rows = GridMatrix(noise(600, seed: 1))
    let null = try CopulaNull(of: rows, weights: nil)
    #expect(null.largestDeviation < 1e-9)
    let sets = (0..<60).map { null.draw($0, seed: 5) }
    #expect(sets[3] == null.draw(3, seed: 5) && sets[3] != sets[4])
    for column in 0..<6 {
      let given = (0..<600).map { rows.value($0, column) }.sorted()
      #expect((0..<600).map { sets[0].value($0, column) }.sorted() == given)
    }
    for (first, second) in [(0, 1), (2, 5), (3, 4)] {
      let mean = sets.reduce(0) { $0 + correlation($1, first, second) } / 60
      // One set's correlation has a standard error of .04; four of the mean's.
      #expect(abs(mean - correlation(rows, first, second)) < 0.021)
    }
  }

  @Test("constant items, weights and dependent items are no obstacle")
  func oddItems() throws {
    let cells: [Int] = (0..<200).flatMap { (row: Int) -> [Int] in
      [row % 5, 2, row % 5, row / 7 % 3]
    }
    let rows = GridMatrix(integers(cells, columns: 4))
    let null = try CopulaNull(of: rows, weights: someWeights(200, seed: 3))
    let set = null.draw(0, seed: 1)
    #expect((0..<200).allSatisfy { set.value($0, 1) == 2 })
    #expect(correlation(set, 0, 2) > 0.85)
    #expect(throws: StatisticsFailure.self) {
      try CopulaNull(of: rows, weights: [Int64](repeating: 0, count: 200))
    }
  }

  @Test("planted groups exist, a cloud does not; the same on one thread and on two")
  func existence() throws {
    var options = ExistenceTest.Options()
    options.setCount = 39
    options.resampledSetCount = 10
    let planted = ClusterFeatures(GridMatrix(plantedRows(240, 6, seed: 1)))
    let cloud = ClusterFeatures(centring: GridMatrix(noise(300, seed: 2)))
    #expect(cloud.level == .none && planted.level == .full)
    for (features, exists) in [(planted, true), (cloud, false)] {
      let solution = try KMeans.fit(
        features.rows, weights: nil, options: KMeans.Options(clusterCount: 3), seed: 1,
        workers: one)
      let tests = try [one, two].map { workers in
        try ExistenceTest.run(
          features, weights: nil, clusters: Partition(solution), agreement: nil,
          options: options, draws: (7, workers))
      }
      #expect(tests[0] == tests[1])
      let p = try #require(tests[0].pValue)
      #expect(exists ? p == 1.0 / 40 : p > 0.05)
      #expect(tests[0].tightness.reference.count == 39)
      #expect(tests[0].stability.reference.count == 10)
      let share = tests[0].largestShare
      #expect((share.quantile(0.5) ?? 0) > 0.1 && share.observed > 0)
      #expect((tests[0].stability.mean ?? 1) < 0.9)
    }
  }

  @Test("comparisons by hand")
  func comparisons() {
    let comparison = ExistenceTest.Comparison(observed: 2, reference: [1, 2, 3, 4])
    #expect(comparison.lowerP == 3.0 / 5 && comparison.upperP == 4.0 / 5)
    #expect(comparison.mean == 2.5 && comparison.quantile(0.5) == 2)
    let none = ExistenceTest.Comparison(observed: 1, reference: [])
    #expect(none.quantile(0.5) == nil && none.lowerP == nil && none.upperP == nil)
    let rows = GridMatrix(integers([0, 1, 1, 1, 4, 1, 5, 1], columns: 2))
    let clusters = Partition(labels: [0, 0, 1, 1], clusterCount: 2)
    let differences = ItemDifferences(
      of: rows, clusters: clusters, WholeWeights(ones: 4))
    // Means .5 and 4.5, standard deviation .5 within; the other item is constant.
    #expect(abs(differences.differences[0] - 8) < 1e-12 && differences.differences[1] == 0)
    #expect(abs(differences.shares[0] - 16.0 / 17) < 1e-12)
  }

  @Test("the verdict follows the rule that it names")
  func verdicts() throws {
    var parameters = ClusterSearch.Parameters()
    parameters.largestCount = 4
    parameters.offeredCounts = 2...4
    parameters.restartCount = 5
    parameters.stability.resampleCount = 20
    parameters.existence?.setCount = 39
    let rows = GridMatrix(plantedRows(240, 6, seed: 1))
    let natural = try ClusterSearch.run(
      rows, weights: nil, parameters: parameters, seed: 4, workers: two)
    #expect(natural.verdict.kind == .natural && natural.verdict.rule == .passesAndExists)
    #expect(natural.verdict.gapCount == 3 && natural.verdict.existenceP == 0.025)
    let chosen = try #require(natural.chosen)
    #expect((chosen.predictionStrength ?? 0) > 0.8 && (chosen.stability?.agreement ?? 0) > 0.8)
    #expect((chosen.dunn ?? 0) > 0 && (chosen.daviesBouldin ?? 0) > 0)
    #expect((chosen.simplifiedSilhouette ?? 0) > (chosen.silhouette ?? 1))
    parameters.gap = nil
    let untested = try ClusterSearch.run(
      rows, weights: nil, parameters: parameters, seed: 4, workers: two)
    #expect(untested.verdict.rule == .passesUntested && untested.verdict.kind == .reproducible)
    parameters.forcedCount = 4
    let forced = try ClusterSearch.run(
      rows, weights: nil, parameters: parameters, seed: 4, workers: two)
    #expect(forced.verdict.kind == .constructed && forced.verdict.rule == .forced)
    parameters.forcedCount = nil
    var stream = RandomStream(seed: 5, purpose: "noise")
    let cells = (0..<300 * 8).map { _ in Int8(stream.below(5)) }
    let cloud = IntegerMatrix(rowCount: 300, columnCount: 8, elements: cells)
    let nothing = try ClusterSearch.run(
      GridMatrix(cloud), weights: nil, parameters: parameters, seed: 4, workers: two)
    #expect(nothing.verdict.kind == .none && nothing.existence == nil)
  }

  @Test("gap and prediction strength: four thick points, weights, the rules of the gap")
  func otherCounts() throws {
    let points: [Int] = (0..<120).flatMap { (row: Int) -> [Int] in
      [row % 4 * 10 + row % 3, row % 2 * 10 + row % 5]
    }
    let rows = GridMatrix(integers(points, columns: 2))
    let weights = someWeights(120, seed: 9)
    let solutions = try KMeans.fits(
      rows, weights: weights, clusterCounts: [1, 2, 3, 4, 5],
      options: KMeans.Options(clusterCount: 1, restartCount: 10), seed: 1, workers: two)
    let gap = try GapStatistic.run(
      rows, weights: weights, inertias: solutions.map { $0.inertia }, options: .init(),
      draws: (1, two))
    #expect(gap.clusterCount == 4 && gap.largestGapCount == 4 && gap.firstMaximumCount == 4)
    let strength = try PredictionStrength.run(
      rows, weights: weights, clusterCounts: [2, 3, 4, 5], options: .init(), draws: (1, two))
    #expect(strength.clusterCount() == 4 && strength[4] == 1 && strength[9] == nil)
    let falling = GapStatistic(
      logInertias: [0, 0, 0], expected: [0.3, 0.2, 0.1], errors: [0.1, 0.1, 0.1], setCount: 5)
    #expect(falling.clusterCount == 1 && falling.firstMaximumCount == 1)
  }

  @Test("partitions: matching by hand, agreement of equal and of trivial ones")
  func partitions() {
    let first = Partition(labels: [0, 0, 0, 1, 1, 2, 2, 2], clusterCount: 3)
    let second = Partition(labels: [1, 1, 0, 0, 0, 2, 2, 1], clusterCount: 3)
    #expect(first.matching(with: second) == [1, 0, 2])
    let merged = Partition(labels: [0, 0, 0, 0, 0, 1, 1, 1], clusterCount: 2)
    #expect(first.matching(with: merged) == [0, nil, 1])
    #expect(merged.matching(with: first) == [0, 2])
    let equal = PartitionAgreement(first, first)
    #expect(equal.rand == 1 && equal.purity == 1 && abs(equal.variation) < 1e-15)
    #expect(abs(equal.normalizedInformation - 1) < 1e-15)
    let trivial = Partition(labels: [0, 0], clusterCount: 1)
    #expect(PartitionAgreement(trivial, trivial).normalizedInformation == 1)
    #expect(Assignment.cheapest([[4, 1, 3], [2, 0, 5], [3, 2, 2]]) == [1, 0, 2])
  }

  @Test("solutions for several numbers of clusters are those found one by one")
  func fits() throws {
    let rows = GridMatrix(plantedRows(150, 4, seed: 3))
    let options = KMeans.Options(clusterCount: 1, restartCount: 6, finishedStartCount: 3)
    let together = try KMeans.fits(
      rows, weights: nil, clusterCounts: [1, 3, 5], options: options, seed: 2, workers: two)
    for (count, solution) in zip([1, 3, 5], together) {
      var own = options
      own.clusterCount = count
      let alone = try KMeans.fit(rows, weights: nil, options: own, seed: 2, workers: one)
      #expect(alone == solution || count == 1)
    }
  }
}
