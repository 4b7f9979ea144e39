import Testing

@testable import NumericCore

@Suite("Kernels on whole numbers")
struct KernelTests {
  private func cells(_ count: Int, seed: UInt64) -> [Int16] {
    var stream = RandomStream(seed: seed, purpose: "cells")
    return (0..<count).map { _ in Int16(stream.below(65_535) - 32_767) }
  }

  @Test("the nearest centers are those of a plain loop, for full and ragged tiles")
  func nearestCenters() {
    let (rowCount, columns, count) = (300, 7, 5)
    let source = cells(rowCount * columns, seed: 1)
    let centers = cells(count * columns, seed: 2)
    var rows = WholeRows(columnCount: columns)
    rows.load(source, rows: 0..<rowCount)
    var kernel = NearestCenters(clusterCount: count, columnCount: columns)
    kernel.setCenters(centers)
    let weights = WholeWeights(ones: rowCount)
    var clusters = RowClusters(
      unassigned: 0..<rowCount, clusterCount: count, columnCount: columns)
    #expect(kernel.assign(rows, first: 0, weights: weights, clusters: &clusters) == rowCount)
    var distances = [Double](repeating: 0, count: count)
    var sums = ClusterSums(clusterCount: count, columnCount: columns)
    for row in 0..<rowCount {
      let cells = source[row * columns..<(row + 1) * columns]
      RowDistances.fill(&distances, from: cells, to: centers)
      var best = 0
      for center in 1..<count where distances[center] < distances[best] { best = center }
      #expect(Int(clusters.labels[row]) == best)
      sums.move(cells, weight: 1, from: nil, to: best)
    }
    #expect(clusters.sums == sums)
    #expect(kernel.assign(rows, first: 0, weights: weights, clusters: &clusters) == 0)
  }

  @Test("named rows load like ranges of rows")
  func loading() {
    let source = cells(40, seed: 3)
    var range = WholeRows(columnCount: 4)
    range.load(source, rows: 2..<5)
    var named = WholeRows(columnCount: 4)
    named.load(source, rows: [2, 3, 4])
    #expect(range.squaredNorms == named.squaredNorms)
    #expect(range.row(1) == named.row(1))
    #expect(range.row(0) == source[8..<12].map(Double.init))
  }

  @Test("cross products are exact for the largest weights, in one block or merged")
  func crossProducts() throws {
    var stream = RandomStream(seed: 4, purpose: "small")
    let elements = (0..<60).map { _ in Int8(stream.below(255) - 127) }
    let weights = try #require(
      WholeWeights(millionths: (0..<20).map { Int64($0 + 1) << 32 | 1 }, rowCount: 20))
    let all = CrossProducts(
      of: elements, columnCount: 3, rows: Array(0..<20), weights: weights)
    var merged = CrossProducts(columnCount: 3)
    for row in 0..<20 {
      merged.merge(CrossProducts(of: elements, columnCount: 3, rows: [row], weights: weights))
    }
    #expect(all == merged)
    var expected: Int64 = 0
    for row in 0..<20 {
      expected += weights[row] * Int64(elements[row * 3]) * Int64(elements[row * 3 + 2])
    }
    #expect(all.products[2] == expected)
    #expect(all.weight == weights.total)
    #expect(all.correlation.diagonal == [1, 1, 1])
  }

  @Test("weights: divided by their common divisor, halved when too large, refused when negative")
  func weights() throws {
    let equal = try #require(WholeWeights(millionths: [2_000_000, 2_000_000], rowCount: 2))
    #expect(equal.values == nil && equal.sum == 4 && equal.effectiveCount == 2)
    let plain = try #require(WholeWeights(millionths: [1_500_000, 500_000], rowCount: 2))
    #expect(plain.values == [3, 1] && plain.sum == 2 && plain.effectiveCount == 1.6)
    let large = try #require(WholeWeights(millionths: [1 << 50 | 1, 1 << 49], rowCount: 2))
    #expect(large.maximum <= 1 << 37)
    #expect(abs(large.sum / ((0x1p50 + 0x1p49) / 1e6) - 1) < 1e-11)
    #expect(WholeWeights(millionths: [1, -1], rowCount: 2) == nil)
    #expect(WholeWeights(millionths: [0, 0], rowCount: 2) == nil)
  }

  @Test("rounded means round halves away from zero on both sides")
  func roundedMeans() {
    var sums = ClusterSums(clusterCount: 2, columnCount: 2)
    sums.move([3, -3], weight: 1, from: nil, to: 0)
    sums.move([4, -4], weight: 1, from: nil, to: 0)
    #expect(sums.roundedMean(of: 0) == [4, -4])
    sums.move([4, -4], weight: 1, from: 0, to: 1)
    #expect(sums.roundedMean(of: 0) == [3, -3] && sums.counts == [1, 1])
    var other = ClusterSums(clusterCount: 2, columnCount: 2)
    other.merge(sums)
    #expect(other == sums)
  }

  @Test("a conditional mean by hand: half of the neighbour's deviation")
  func conditional() throws {
    let covariance = Matrix(rowCount: 2, columnCount: 2, elements: [1, 0.5, 0.5, 1])
    var kernel = ConditionalNormal(
      mean: [1, 2], precision: try Cholesky(of: covariance).precision())
    kernel.setPattern([1])
    var cells = [3.0, .nan]
    kernel.fill(&cells, row: 0)
    #expect(abs(cells[1] - 3) < 1e-14)
    var sums = Matrix(rowCount: 2, columnCount: 2)
    kernel.addCovariance(weight: 2, to: &sums)
    #expect(abs(sums[1, 1] - 1.5) < 1e-14 && sums[0, 0] == 0)
  }
}
