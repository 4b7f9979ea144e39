import Testing

@testable import NumericCore

@Suite("Sums and ranks in replicates")
struct ReplicateKernelTests {
  /// A block of rows and its sums in whole numbers.
  private struct Block {
    let points: [UInt8]
    let weights: [Int64]
    let draws: [[UInt8]]
    let columnCount = 5
    let replicateCount = 11

    init(weights: [Int64], largestDraw: Int) {
      var stream = RandomStream(seed: 2, purpose: "block")
      points = (0..<5 * weights.count).map { _ in UInt8(stream.below(11)) }
      draws = weights.map { _ in (0..<11).map { _ in UInt8(largestDraw - stream.below(3)) } }
      self.weights = weights
    }

    var sums: [Double] {
      (0..<columnCount * replicateCount).map { place in
        let (column, replicate) = (place / replicateCount, place % replicateCount)
        return Double(
          weights.indices.reduce(Int64(0)) { sum, row in
            let point = Int64(points[column * weights.count + row])
            return sum + point * weights[row] * Int64(draws[row][replicate])
          })
      }
    }

    func added(unit: Int64) -> ReplicateSums {
      var sums = ReplicateSums(columnCount: columnCount, replicateCount: replicateCount)
      sums.add(points: points, weights: weights, unit: unit, draws: draws)
      return sums
    }
  }

  @Test("Single precision gives the whole numbers where it is taken")
  func single() {
    let light = Block(weights: (0..<40).map { 3 * ($0 + 1) }, largestDraw: 12)
    #expect(light.added(unit: 1).singleBlockCount == 1)
    #expect(light.added(unit: 1).sums == light.sums)
    // Quotients by the unit fit, the weights themselves do not.
    let scaled = Block(weights: (0..<40).map { 4_000_000 * ($0 + 1) }, largestDraw: 4)
    #expect(scaled.added(unit: 4_000_000).singleBlockCount == 1)
    #expect(scaled.added(unit: 4_000_000).sums == scaled.sums)
    #expect(scaled.added(unit: 1).singleBlockCount == 0)
    #expect(scaled.added(unit: 1).sums == scaled.sums)
  }

  @Test("Sums that outgrow single precision unexpectedly are summed again in double precision")
  func outgrown() {
    // Each row once makes 8.3 million, half of what fits; rows come up to twelve times.
    let block = Block(weights: (0..<8).map { 103_001 + $0 }, largestDraw: 12)
    #expect(block.added(unit: 1).singleBlockCount == 0)
    #expect(block.added(unit: 1).sums == block.sums)
    let seldom = Block(weights: block.weights, largestDraw: 2)
    #expect(seldom.added(unit: 1).singleBlockCount == 1)
    #expect(seldom.added(unit: 1).sums == seldom.sums)
  }

  @Test("Blocks of all kinds add up, in one piece or merged")
  func blocks() {
    let (light, heavy) = (
      Block(weights: [1, 2, 3], largestDraw: 5),
      Block(weights: (0..<8).map { 1 << 33 + $0 }, largestDraw: 5)
    )
    let expected = zip(light.sums, heavy.sums).map { 2 * $0 + $1 }
    var sums = light.added(unit: 1)
    sums.add(points: heavy.points, weights: heavy.weights, unit: 1, draws: heavy.draws)
    sums.add(
      points: light.points,
      replicateWeights: zip(light.weights, light.draws).flatMap { weight, draws in
        draws.map { Double(weight) * Double($0) }
      })
    #expect(sums.sums == expected)
    var merged = ReplicateSums(columnCount: 5, replicateCount: 11)
    merged.merge(light.added(unit: 1))
    merged.merge(light.added(unit: 1))
    merged.merge(heavy.added(unit: 1))
    #expect(merged.sums == expected)
  }

  @Test("Ranks and largest differences are those of plain loops", arguments: [1, 8, 21])
  func comparisons(columnCount: Int) {
    var stream = RandomStream(seed: 9, purpose: "scores")
    // Few values, so that some are equal.
    let scores = Matrix(
      rowCount: 6, columnCount: columnCount,
      elements: (0..<6 * columnCount).map { _ in Double(stream.below(5)) - 2.5 })
    let scales = Matrix(
      rowCount: 6, columnCount: 6, elements: (0..<36).map { _ in stream.uniform() })
    var counts = [Int](repeating: 0, count: 36)
    var largest = [Double](repeating: 0, count: columnCount)
    for column in 0..<columnCount {
      for first in 0..<6 {
        let own = scores[first, column]
        counts[first * 6 + (0..<6).count { scores[$0, column] > own }] += 1
        for second in 0..<first {
          let difference = abs(own - scores[second, column]) * scales[first, second]
          largest[column] = max(largest[column], difference)
        }
      }
    }
    #expect(ReplicateKernels.rankCounts(of: scores) == counts)
    #expect(ReplicateKernels.largestDifferences(of: scores, scales: scales) == largest)
  }
}
