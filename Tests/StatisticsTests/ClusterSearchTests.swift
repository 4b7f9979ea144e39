import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("The search for clusters")
struct ClusterSearchTests {
  private func quick() -> ClusterSearch.Parameters {
    var parameters = ClusterSearch.Parameters()
    parameters.largestCount = 5
    parameters.offeredCounts = 2...4
    parameters.restartCount = 5
    parameters.stability.resampleCount = 20
    parameters.stability.restartCount = 3
    return parameters
  }

  @Test("planted clusters are found, the same on one thread and on two")
  func planted() throws {
    let rows = GridMatrix(plantedRows(240, 6, seed: 1))
    let weights = someWeights(240, seed: 2)
    let search = try ClusterSearch.run(
      rows, weights: weights, parameters: quick(), seed: 4, workers: Workers(threadCount: 2))
    #expect(search.chosenCount == 3)
    #expect(search.candidates.map { $0.clusterCount } == [1, 2, 3, 4, 5])
    let chosen = try #require(search.chosen)
    #expect(chosen.passes && chosen.jaccards.count == 3)
    #expect((chosen.smallestJaccard ?? 0) > 0.9 && (chosen.meanJaccard ?? 0) > 0.9)
    #expect(chosen.smallestShare > 0.2 && chosen.smallestSize >= 50)
    #expect(chosen.smallestEffectiveSize < Double(chosen.smallestSize))
    #expect(chosen.restartHits >= 1 && (chosen.silhouette ?? 0) > 0.2)
    #expect(search.candidates[0].silhouette == nil)
    #expect(search.candidates[0].calinskiHarabasz == nil)
    #expect(search.candidates[0].verdict == .notOffered)
    #expect(search.candidates[4].verdict == .notOffered && search.candidates[4].jaccards.isEmpty)
    let again = try ClusterSearch.run(
      rows, weights: weights, parameters: quick(), seed: 4, workers: Workers(threadCount: 1))
    #expect(again.candidates.map { $0.jaccards } == search.candidates.map { $0.jaccards })
    #expect(again.candidates.map { $0.silhouette } == search.candidates.map { $0.silhouette })
    #expect(again.chosenCount == search.chosenCount)
  }

  @Test("rows without groups give no stable number of clusters")
  func noise() throws {
    var stream = RandomStream(seed: 5, purpose: "noise")
    let cells = (0..<300 * 8).map { _ in Int8(stream.below(5)) }
    let rows = GridMatrix(IntegerMatrix(rowCount: 300, columnCount: 8, elements: cells))
    let search = try ClusterSearch.run(
      rows, weights: nil, parameters: quick(), seed: 1, workers: Workers(threadCount: 2))
    #expect(search.chosenCount == nil && search.chosen == nil)
    #expect(search.candidates[1].verdict == .unstableCluster)
  }

  @Test("a forced number of clusters is taken and judged all the same")
  func forced() throws {
    var parameters = quick()
    parameters.forcedCount = 5
    let rows = GridMatrix(plantedRows(200, 6, seed: 1))
    let search = try ClusterSearch.run(
      rows, weights: nil, parameters: parameters, seed: 4, workers: Workers(threadCount: 2))
    #expect(search.chosenCount == 5 && search.chosen?.jaccards.count == 5)
    #expect(search.chosen?.passes == false)
    parameters.forcedCount = 201
    #expect(throws: StatisticsFailure.self) {
      try ClusterSearch.run(
        rows, weights: nil, parameters: parameters, seed: 4, workers: Workers(threadCount: 2))
    }
  }

  @Test("clusters under 50 rows or 5 % are not chosen; a mean under the limit neither")
  func sizes() throws {
    let rows = GridMatrix(plantedRows(120, 6, seed: 1))
    let search = try ClusterSearch.run(
      rows, weights: nil, parameters: quick(), seed: 4, workers: Workers(threadCount: 2))
    #expect(search.candidates[2].verdict == .smallCluster)
    var parameters = quick()
    parameters.smallestSize = 10
    parameters.smallestMeanJaccard = 1.01
    let strict = try ClusterSearch.run(
      rows, weights: nil, parameters: parameters, seed: 4, workers: Workers(threadCount: 2))
    #expect(strict.candidates[2].verdict == .unstableOnAverage)
  }

  @Test("no more clusters than different rows are tried; long data use a sample of silhouettes")
  func few() throws {
    var parameters = quick()
    parameters.silhouetteRowLimit = 4
    let rows = GridMatrix(integers([1, 5, 9, 1, 5, 9, 1, 5, 9, 9], columns: 1))
    let search = try ClusterSearch.run(
      rows, weights: nil, parameters: parameters, seed: 1, workers: Workers(threadCount: 1))
    #expect(search.candidates.map { $0.clusterCount } == [1, 2, 3])
    #expect(search.candidates[2].calinskiHarabasz == nil)
    #expect(search.candidates[1].silhouette != nil)
  }

  @Test("similar partitions by hand")
  func jaccards() {
    let first = Partition(labels: [0, 0, 0, 1, 1], clusterCount: 3)
    let second = Partition(labels: [1, 1, 0, 0, 0], clusterCount: 2)
    #expect(first.bestJaccards(with: second) == [2.0 / 3, 2.0 / 3, 0])
    #expect(first.adjustedRandIndex(with: first) == 1)
    let trivial = Partition(labels: [0], clusterCount: 1)
    #expect(trivial.adjustedRandIndex(with: trivial) == 1)
  }

  @Test("silhouettes by hand: two pairs on a line and a row alone")
  func silhouettes() throws {
    let rows = GridMatrix(integers([0, 1, 10, 11, 30], columns: 1))
    let partitions = [
      Partition(labels: [0, 0, 1, 1, 2], clusterCount: 3),
      Partition(labels: [0, 0, 1, 1, 1], clusterCount: 2),
    ]
    let values = try Silhouette.of(
      rows, weights: nil, partitions: partitions, workers: Workers(threadCount: 1))
    // (10.5 - 1) / 10.5, (9.5 - 1) / 9.5 and their mirror images, 0 for the row alone.
    let expected = 2 * (9.5 / 10.5 + 8.5 / 9.5) / 5
    #expect(abs(values[0].mean - expected) < 1e-14)
    #expect(values[0].clusterMeans[2] == 0)
    let none = try Silhouette.of(
      rows, weights: nil, partitions: [], workers: Workers(threadCount: 1))
    #expect(none.isEmpty)
  }

  @Test("each failure has a sentence that says what to do")
  func sentences() {
    let failures: [StatisticsFailure] = [
      .fewerDistinctRows(found: 2, clusterCount: 3),
      .tooManyClusters(clusterCount: 300, limit: 254),
      .unusableWeights, .noVariance(columnCount: 4), .noAnswers(rowCount: 9),
      .neverTogether(first: 0, second: 3),
    ]
    for failure in failures {
      #expect(failure.message.description.contains("Fix: "))
      #expect(failure.exitStatus == .data)
    }
  }
}
