import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("k-means")
struct KMeansTests {
  private let one = Workers(threadCount: 1)
  private let two = Workers(threadCount: 2)

  @Test("two obvious groups on a line are found")
  func twoGroups() throws {
    let rows = GridMatrix(integers([1, 2, 9, 10, 2], columns: 1))
    let solution = try KMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 2, restartCount: 3), seed: 1,
      workers: one)
    #expect(solution.assignments == [0, 0, 1, 1, 0])
    #expect(solution.clusterSizes == [3, 2])
    // 2/3 from {1, 2, 2} and 1/2 from {9, 10}; exact up to one rounding of each quotient.
    #expect(abs(solution.inertia - (2.0 / 3 + 0.5)) < 1e-12)
    // Row 0: 1 from the first center 5/3, 8.5 from the second, up to half a step of the grid.
    #expect(abs(solution.margins[0] - (8.5 - 2.0 / 3)) < 1.0 / 1024)
    #expect(solution.centers.gridBits == 11)
  }

  @Test("one cluster is the weighted mean; as many clusters as rows leave no inertia")
  func extremes() throws {
    let rows = GridMatrix(integers([0, 0, 4, 4, 0, 8], columns: 2))
    let single = try KMeans.fit(
      rows, weights: [1_000_000, 2_000_000, 1_000_000],
      options: KMeans.Options(clusterCount: 1), seed: 1, workers: one)
    #expect(single.centers.value(0, 0) == 2 && single.centers.value(0, 1) == 4)
    #expect(single.clusterWeights == [4] && single.margins.allSatisfy { $0.isNaN })
    #expect(single.restartHits == 1)
    let all = try KMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 3, restartCount: 2), seed: 1,
      workers: one)
    #expect(all.inertia == 0 && all.clusterSizes == [1, 1, 1])
    // Equal sizes: ordered by center.
    #expect(all.centers.value(0, 0) == 0 && all.centers.value(2, 0) == 4)
  }

  @Test("the same bytes for 1 and 2 threads, in memory and block by block")
  func threadsAndBlocks() throws {
    let rows = GridMatrix(plantedRows(20_000, 4, seed: 2))
    let weights = someWeights(20_000, seed: 3)
    let options = KMeans.Options(clusterCount: 3, restartCount: 3, finishedStartCount: 2)
    let first = try KMeans.fit(rows, weights: weights, options: options, seed: 5, workers: one)
    let second = try KMeans.fit(rows, weights: weights, options: options, seed: 5, workers: two)
    #expect(first.centers == second.centers && first.assignments == second.assignments)
    #expect(first.gridInertia == second.gridInertia && first.margins == second.margins)
    for workers in [one, two] {
      let polished = try KMeans.polish(
        rows, weights: weights, centers: first.centers, maximumIterations: 50, workers: workers)
      #expect(polished.centers == first.centers)
      #expect(polished.assignments == first.assignments)
      #expect(polished.gridInertia == first.gridInertia)
    }
    let assigned = KMeans.assign(rows, to: first.centers, workers: two)
    #expect(assigned.assignments == first.assignments && assigned.margins == first.margins)
  }

  @Test("reversed rows reach the same inertia from the same centers")
  func rowOrder() throws {
    let rows = GridMatrix(plantedRows(500, 5, seed: 4))
    let start = try KMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 4, restartCount: 2), seed: 1,
      workers: one)
    let reversed = rows.selecting(rows: Array((0..<500).reversed()))
    let polished = try KMeans.polish(
      reversed, weights: nil, centers: start.centers, maximumIterations: 100, workers: two)
    #expect(polished.centers == start.centers)
    #expect(Array(polished.assignments.reversed()) == start.assignments)
  }

  @Test("equal weights, however large, change nothing")
  func equalWeights() throws {
    let rows = GridMatrix(plantedRows(200, 4, seed: 6))
    let options = KMeans.Options(clusterCount: 3, restartCount: 4)
    let plain = try KMeans.fit(rows, weights: nil, options: options, seed: 2, workers: one)
    let heavy = try KMeans.fit(
      rows, weights: [Int64](repeating: 7_500_000, count: 200), options: options, seed: 2,
      workers: one)
    #expect(plain.assignments == heavy.assignments && plain.centers == heavy.centers)
    #expect(abs(heavy.inertia / plain.inertia - 7.5) < 1e-12)
  }

  @Test("a weight of 2 is two equal rows, and a weight of 0 is none")
  func multiplicity() throws {
    let rows = plantedRows(60, 3, seed: 8)
    let twice = rows.selecting(rows: (0..<60).flatMap { $0 % 2 == 0 ? [$0, $0] : [$0] })
    let weights = (0..<60).map { Int64($0 % 2 == 0 ? 2_000_000 : 1_000_000) }
    let options = KMeans.Options(clusterCount: 3, restartCount: 20)
    let weighted = try KMeans.fit(
      GridMatrix(rows), weights: weights, options: options, seed: 1, workers: one)
    let repeated = try KMeans.fit(
      GridMatrix(twice), weights: nil, options: options, seed: 1, workers: one)
    #expect(weighted.inertia == repeated.inertia && weighted.centers == repeated.centers)
    let some = try KMeans.fit(
      GridMatrix(rows), weights: (0..<60).map { $0 < 30 ? 1_000_000 : 0 }, options: options,
      seed: 1, workers: one)
    #expect(some.clusterWeights.reduce(0, +) == 30)
    #expect(some.assignments.count == 60)
  }

  @Test("too few different rows, too many clusters and unusable weights are refused")
  func refused() {
    let rows = GridMatrix(integers([1, 1, 2, 2], columns: 1))
    #expect(throws: StatisticsFailure.fewerDistinctRows(found: 2, clusterCount: 3)) {
      try KMeans.fit(
        rows, weights: nil, options: KMeans.Options(clusterCount: 3), seed: 1, workers: one)
    }
    #expect(throws: StatisticsFailure.tooManyClusters(clusterCount: 300, limit: 254)) {
      try KMeans.fit(
        rows, weights: nil, options: KMeans.Options(clusterCount: 300), seed: 1, workers: one)
    }
    #expect(throws: StatisticsFailure.unusableWeights) {
      try KMeans.fit(
        rows, weights: [1, -1, 1, 1], options: KMeans.Options(clusterCount: 2), seed: 1,
        workers: one)
    }
  }

  @Test("single moves leave no row that would lower the inertia elsewhere")
  func singleMoves() throws {
    let rows = GridMatrix(plantedRows(150, 4, seed: 9))
    let solution = try KMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 6, restartCount: 1), seed: 1,
      workers: one)
    for row in 0..<150 {
      let source = Int(solution.assignments[row])
      let distances = (0..<6).map { cluster in
        (0..<4).reduce(0.0) { sum, column in
          let difference = rows.value(row, column) - solution.centers.value(cluster, column)
          return sum + difference * difference
        }
      }
      let size = Double(solution.clusterSizes[source])
      guard size > 1 else { continue }
      for cluster in 0..<6 where cluster != source {
        let other = Double(solution.clusterSizes[cluster])
        // The rounding of the centers to the grid is worth less than 1e-3.
        let cost = distances[cluster] * other / (other + 1)
        #expect(cost > distances[source] * size / (size - 1) - 1e-3)
      }
    }
  }

  @Test("clusters that lose their rows restart at the farthest rows")
  func emptyClusters() throws {
    let rows = GridMatrix(integers([0, 1, 2, 3, 40, 50], columns: 1))
    let bits = Int16(rows.gridBits)
    let centers = GridMatrix(
      rowCount: 3, columnCount: 1, elements: [0, 100 << bits, 101 << bits],
      gridBits: rows.gridBits)
    let solution = try KMeans.polish(
      rows, weights: nil, centers: centers, maximumIterations: 50, workers: one)
    #expect(solution.clusterSizes.allSatisfy { $0 > 0 })
    #expect(solution.hasConverged)
  }

  @Test("draws in 128 bits choose the rows that draws in 64 bits choose")
  func wideDraws() throws {
    let weights = try #require(WholeWeights(millionths: [3, 0, 5, 2], rowCount: 4))
    let distances = [4.0, 9, 0, 1]
    // Shares 12, 0, 0, 2 of 14.
    #expect(PlusPlusStart.drawWide(weights, distances, 0.5) == 0)
    #expect(PlusPlusStart.drawWide(weights, distances, 0.9) == 3)
    #expect(PlusPlusStart.drawWide(weights, nil, 0.5) == 2)
    let rows = GridMatrix(plantedRows(80, 3, seed: 1))
    let huge = (0..<80).map { Int64($0 + 1) << 34 }
    let solution = try KMeans.fit(
      rows, weights: huge, options: KMeans.Options(clusterCount: 3, restartCount: 2), seed: 1,
      workers: one)
    #expect(solution.hasConverged)
  }
}
