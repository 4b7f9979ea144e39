import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("Clusters around medoids as clusters of any kind")
struct MedoidClustersTests {
  private let draws = (seed: UInt64(3), workers: Workers(threadCount: 2))

  /// Groups of rows around corners; a spread of 0 is one cloud.
  private func rows(_ count: Int, groups: Int, distance: Double) -> GridMatrix {
    var stream = RandomStream(seed: 11, purpose: "medoid clusters")
    let cells = (0..<count).flatMap { row in
      (0..<4).map { column -> Int16 in
        let center = row % groups == column ? distance : 0
        return Int16(((center + stream.normal()) * 256).rounded())
      }
    }
    return GridMatrix(rowCount: count, columnCount: 4, elements: cells, gridBits: 8)
  }

  @Test("Placing at medoids gives their partition, weights, sizes and the inertia about them")
  func place() throws {
    let grid = rows(90, groups: 3, distance: 6)
    let weights = (0..<90).map { Int64(1 + $0 % 4) * 500_000 }
    let medoids = try Medoids(grid, weights: weights, clusterCount: 3)
    let centers = grid.selecting(rows: medoids.medoids)
    let placed = try KMeans.place(grid, weights: weights, at: centers, workers: draws.workers)
    #expect(placed.assignments == medoids.partition.labels && placed.centers == centers)
    #expect(placed.clusterSizes == medoids.partition.sizes)
    var (sums, squares, inertia) = ([0.0, 0, 0], [0.0, 0, 0], 0.0)
    for row in 0..<90 {
      let (cluster, weight) = (Int(placed.assignments[row]), Double(weights[row]) / 1e6)
      sums[cluster] += weight
      squares[cluster] += weight * weight
      for column in 0..<4 {
        let difference = grid.value(row, column) - centers.value(cluster, column)
        inertia += weight * difference * difference
      }
    }
    #expect(largestDifference(placed.clusterWeights, sums) < 1e-12)
    let effective = zip(sums, squares).map { $0 * $0 / $1 }
    #expect(largestDifference(placed.clusterEffectiveSizes, effective) < 1e-9)
    #expect(abs(placed.inertia - inertia) < 1e-9 * inertia)
    #expect(placed.margins.allSatisfy { $0 >= 0 })
  }

  @Test("Planted clusters come back around medoids, the halves of one cloud do not")
  func stability() throws {
    func smallest(_ grid: GridMatrix, _ count: Int) throws -> Double {
      let medoids = try Medoids(grid, weights: nil, clusterCount: count)
      let stability = try medoids.stability(
        of: grid, weights: nil, resampleCount: 30, draws: draws)
      #expect(stability.pairAgreements.count == 15)
      let again = try medoids.stability(
        of: grid, weights: nil, resampleCount: 30,
        draws: (draws.seed, Workers(threadCount: 1)))
      #expect(again == stability)
      return stability.jaccards.min() ?? 0
    }
    #expect(try smallest(rows(120, groups: 3, distance: 8), 3) > 0.98)
    #expect(try smallest(rows(120, groups: 1, distance: 0), 3) < 0.7)
  }
}
