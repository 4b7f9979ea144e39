import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("The level of a row")
struct LevelWeightTests {
  private let draws = (seed: UInt64(5), workers: Workers(threadCount: 2))

  /// Gaps of four groups that differ in pattern and in level, and people with a habit of rating.
  private func rows(_ count: Int, seed: UInt64) -> (GridMatrix, [UInt8]) {
    let pattern: [[Double]] = [[1, 1, -1, -1], [1, -1, 1, -1], [-1, 1, -1, 1], [-1, -1, 1, 1]]
    var stream = RandomStream(seed: seed, purpose: "levels")
    var (cells, labels): ([Int8], [UInt8]) = ([], [])
    for _ in 0..<count {
      let group = stream.below(4)
      labels.append(UInt8(group))
      let common = 0.5 * stream.normal() + 0.4 * Double(group)
      for item in 0..<20 {
        let value = common + 0.55 * pattern[group][item / 5] + 1.2 * stream.normal()
        cells.append(Int8(max(-4, min(4, value.rounded()))))
      }
    }
    return (
      GridMatrix(IntegerMatrix(rowCount: count, columnCount: 20, elements: cells)), labels
    )
  }

  @Test("A part of the mean counts: none is centring, all of it changes nothing")
  func parts() {
    let grid = GridMatrix(integers([0, 4, 8, 4, 4, 4], columns: 3))
    #expect(grid.levelled(.none) == grid.centeredByRow())
    #expect(grid.levelled(.full, gridBits: grid.gridBits) == grid)
    let half = grid.levelled(LevelWeight(parts: 128))
    #expect((0..<3).map { half.value(0, $0) } == [-2, 2, 6])
    #expect((0..<3).map { half.value(1, $0) } == [2, 2, 2])
  }

  @Test("The weight is the ratio of the deviations within clusters, at most 1")
  func ratio() throws {
    // Two clusters of two rows, p = 2: level deviations of 3 (√2 times the mean: 3√2), others 1.
    let grid = GridMatrix(integers([2, 4, 8, 10, -4, -2, -10, -8], columns: 2))
    let clusters = Partition(labels: [0, 0, 1, 1], clusterCount: 2)
    // Within: level sums ±6, so t² = 36 / 2 a row; the deviations from the mean row are equal.
    #expect(try LevelWeight(of: grid, within: clusters, weights: nil).parts == 0)
    let crossed = GridMatrix(integers([2, 4, 10, 8, -4, -2, -8, -10], columns: 2))
    // A row's cells are (level ± 1): t² = (6² / 2), s² = (2² / 2): a = 1 / 3.
    let weight = try LevelWeight(of: crossed, within: clusters, weights: nil)
    #expect(weight.parts == 85 && abs(weight.value - 1.0 / 3) < 0.002)
    let weighted = try LevelWeight(
      of: crossed, within: clusters, weights: [7_000_000, 7_000_000, 7_000_000, 7_000_000])
    #expect(weighted == weight)
    let alone = Partition(labels: [0, 1, 2, 3], clusterCount: 4)
    #expect(try LevelWeight(of: crossed, within: alone, weights: nil) == .full)
  }

  @Test("Groups of different level: found better than on centred rows, as well as on plain ones")
  func gain() throws {
    var sums = [0.0, 0, 0]
    for seed in UInt64(1)...6 {
      let (grid, labels) = rows(400, seed: seed)
      let truth = Partition(labels: labels, clusterCount: 4)
      let centred = ClusterFeatures(centring: grid)
      func fit(_ features: ClusterFeatures) throws -> Partition {
        Partition(
          try KMeans.fit(
            features.rows, weights: nil, options: KMeans.Options(clusterCount: 4), seed: seed,
            workers: draws.workers))
      }
      let first = try fit(centred)
      let levelled = try LevelledSearch.levelled(
        centred, from: first, weights: nil, draws: draws)
      #expect(levelled.level.value > 0.1 && levelled.level.value < 0.9)
      let all = [try fit(ClusterFeatures(grid)), first, try fit(levelled)]
      for (place, found) in all.enumerated() {
        sums[place] += found.adjustedRandIndex(with: truth)
      }
    }
    #expect(sums[2] > sums[0] - 0.05 && sums[2] > sums[1], "\(sums)")
  }

  @Test("The search keeps k, its verdict and its table; without clusters nothing is weighed")
  func search() throws {
    let (grid, _) = rows(300, seed: 9)
    var parameters = ClusterSearch.Parameters()
    parameters.stability.resampleCount = 20
    parameters.existence?.setCount = 39
    parameters.largestCount = 6
    let centred = ClusterFeatures(centring: grid)
    let plain = try ClusterSearch.run(
      centred, weights: nil, parameters: parameters, seed: 5, workers: draws.workers)
    let levelled = try LevelledSearch.run(
      centred, weights: nil, parameters: parameters, draws: draws)
    #expect(levelled.search.chosenCount == plain.chosenCount)
    #expect(levelled.search.candidates.count == plain.candidates.count)
    let one = try LevelledSearch.run(
      centred, weights: nil, parameters: parameters, draws: (5, Workers(threadCount: 1)))
    #expect(one.features == levelled.features && one.search.verdict == levelled.search.verdict)
    #expect(one.search.published == levelled.search.published)
    // The candidates all stand on the same rows, the published clusters on their own.
    let pairs = zip(levelled.search.candidates, plain.candidates)
    #expect(pairs.allSatisfy { $0.solution.assignments == $1.solution.assignments })
    #expect(pairs.allSatisfy { $0.jaccards == $1.jaccards })
    #expect(pairs.allSatisfy { $0.predictionStrength == $1.predictionStrength })
    #expect(pairs.allSatisfy { $0.silhouette == $1.silhouette })
    if let chosen = levelled.search.anew, levelled.features.level != .none {
      let nearest = KMeans.assign(
        levelled.features.rows, to: chosen.solution.centers, workers: draws.workers)
      #expect(nearest.assignments == chosen.solution.assignments)
    }
    var stream = RandomStream(seed: 1, purpose: "cloud")
    let cloud = GridMatrix(
      IntegerMatrix(
        rowCount: 200, columnCount: 6, elements: (0..<1_200).map { _ in Int8(stream.below(5)) }))
    let nothing = try LevelledSearch.run(
      ClusterFeatures(centring: cloud), weights: nil, parameters: parameters, draws: draws)
    #expect(nothing.search.chosenCount == nil && nothing.features.level == .none)
  }
}
