import Foundation
import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("Other ways to form groups")
struct GroupTests {
  private func draws(_ threads: Int) -> (seed: UInt64, workers: Workers) {
    (7, Workers(threadCount: threads))
  }

  /// Two classes that answer six questions differently, three of four times.
  private func twoClasses(_ rowCount: Int) -> (rows: IntegerMatrix, of: [UInt8]) {
    var stream = RandomStream(seed: 5, purpose: "two classes")
    var (cells, of): ([Int8], [UInt8]) = ([], [])
    for _ in 0..<rowCount {
      let own = UInt8(stream.below(2))
      of.append(own)
      for item in 0..<6 {
        let isTypical = stream.uniform() < 0.8
        cells.append(isTypical == (item % 2 == Int(own)) ? 1 : Int8(2 + stream.below(2)))
      }
    }
    return (IntegerMatrix(rowCount: rowCount, columnCount: 6, elements: cells), of)
  }

  @Test("The likelihood of one class is that of independent items, and BIC follows")
  func oneClass() throws {
    let rows = integers([1, 1, 1, 2, 2, 2, 1, nil], columns: 2)
    let found = try LatentClasses.fit(
      rows, weights: nil, options: LatentClasses.Options(classCount: 1), draws: draws(1))
    // Item 1: 3 of 4 and 1 of 4; item 2: 1 of 3 and 2 of 3.
    let likelihoods: [Double] = [0.75, 0.75, 0.75, 0.25, 1 / 3, 2 / 3, 2 / 3]
    let expected: Double = likelihoods.reduce(0) { $0 + log($1) }
    #expect(abs(found.logLikelihood - expected) < 1e-14)
    #expect(found.parameterCount == 2)
    let bic: Double = -2 * expected + 2 * log(4.0)
    #expect(abs(found.bic - bic) < 1e-13)
    #expect(found.clarity == 1 && found.startHits == 1)
    let tables: [[Double]] = [[0.75, 0.25], [1 / 3, 2 / 3]]
    #expect(found.probabilities[0] == tables)
  }

  @Test("BIC says two where there are two classes and one where there is one")
  func howMany() throws {
    func best(_ rows: IntegerMatrix) throws -> Int? {
      try (1...4).map { count in
        try LatentClasses.fit(
          rows, weights: nil, options: LatentClasses.Options(classCount: count),
          draws: draws(2))
      }.min { $0.bic < $1.bic }?.classCount
    }
    let two = twoClasses(400)
    #expect(try best(two.rows) == 2)
    var cells = two.rows.elements
    // Each item's answers in another order: what went together is torn apart.
    for item in 0..<6 {
      var stream = RandomStream(seed: 9, purpose: "shuffle", index: UInt64(item))
      for row in stride(from: 399, to: 0, by: -1) {
        cells.swapAt(row * 6 + item, stream.below(row + 1) * 6 + item)
      }
    }
    #expect(try best(IntegerMatrix(rowCount: 400, columnCount: 6, elements: cells)) == 1)
  }

  @Test("Threads, whole weights and a start change nothing that they must not change")
  func sameClasses() throws {
    let (rows, of) = twoClasses(300)
    let options = LatentClasses.Options(classCount: 2)
    let one = try LatentClasses.fit(rows, weights: nil, options: options, draws: draws(1))
    #expect(try LatentClasses.fit(rows, weights: nil, options: options, draws: draws(3)) == one)
    let doubled = try LatentClasses.fit(
      rows, weights: [Int64](repeating: 2_000_000, count: 300), options: options,
      draws: draws(2))
    #expect(doubled == one)
    let started = try LatentClasses.fit(
      rows, weights: nil, start: Partition(labels: of, clusterCount: 2),
      options: LatentClasses.Options(classCount: 2, startCount: 0), draws: draws(1))
    #expect(abs(started.logLikelihood - one.logLikelihood) < 1e-6)
    let index = Partition(labels: of, clusterCount: 2).adjustedRandIndex(
      with: Partition(labels: one.assignments, clusterCount: 2))
    #expect(index > 0.75)
  }

  @Test("Rows of weight 0 shape no class, and unanswered rows are placed in the largest")
  func weightless() throws {
    let rows = integers([1, 1, 1, 2, 2, 2, nil, nil, 3, 1], columns: 2)
    let found = try LatentClasses.fit(
      rows, weights: [1_000_000, 1_000_000, 1_000_000, 1_000_000, 0],
      options: LatentClasses.Options(classCount: 2), draws: draws(1))
    #expect(found.categories == [[1, 2], [1, 2]])
    #expect(found.assignments[3] == 0)
    #expect(found.logLikelihood.isFinite && found.shares[0] >= found.shares[1])
  }

  @Test("Single starts agree on groups that are there, and hardly where there are none")
  func agreement() throws {
    let planted = GridMatrix(plantedRows(300, 9, seed: 4))
    let clear = try StartAgreement(planted, weights: nil, clusterCount: 3, draws: draws(2))
    #expect(clear.mean > 0.8 && clear.largest > 0.99 && clear.startCount == 20)
    var stream = RandomStream(seed: 2, purpose: "cloud")
    let cloud = GridMatrix(
      IntegerMatrix(
        rowCount: 300, columnCount: 9,
        elements: (0..<2_700).map { _ in Int8(stream.below(7)) }))
    let blurred = try StartAgreement(cloud, weights: nil, clusterCount: 3, draws: draws(1))
    #expect(blurred.mean < 0.6 && blurred.smallest < blurred.mean)
    #expect(
      try StartAgreement(cloud, weights: nil, clusterCount: 3, draws: draws(2)) == blurred)
  }

  @Test("Too many groups, weights of nobody")
  func refusals() throws {
    let rows = GridMatrix(integers([1, 1, 2, 2], columns: 1))
    #expect(throws: StatisticsFailure.fewerDistinctRows(found: 2, clusterCount: 3)) {
      try Medoids(rows, weights: nil, clusterCount: 3)
    }
    #expect(throws: StatisticsFailure.unusableWeights) {
      try WardTree(rows, weights: [0, 0, 0, 0])
    }
    #expect(throws: StatisticsFailure.tooManyClusters(clusterCount: 17, limit: 16)) {
      try LatentClasses.fit(
        integers([1, 2], columns: 1), weights: nil,
        options: LatentClasses.Options(classCount: 17), draws: draws(1))
    }
  }
}
