import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// k-means and its indices against scikit-learn (References/clusters.py).
@Suite("Clusters against references")
struct ClusterReferenceTests {
  struct File: Decodable {
    struct Solution: Decodable {
      let k: Int
      let inertia: Double
      let labels: [UInt8]
      let silhouette: Double
      let calinski_harabasz: Double
    }
    struct Case: Decodable {
      let name: String
      let columns: Int
      let rows: [Int]
      let weights: [Int64]?
      let total: Double
      let solutions: [Solution]
      let adjusted_rand: [[Double]]

      var grid: GridMatrix { GridMatrix(integers(rows, columns: columns)) }
      var partitions: [Partition] {
        solutions.map { Partition(labels: $0.labels, clusterCount: $0.k) }
      }
    }
    let cases: [Case]
  }

  @Test("inertia is as low as scikit-learn's best of 200 starts, weighted and not")
  func inertia() throws {
    for item in try reference("clusters", as: File.self).cases {
      for expected in item.solutions {
        let solution = try KMeans.fit(
          item.grid, weights: item.weights,
          options: KMeans.Options(clusterCount: expected.k, restartCount: 60), seed: 3,
          workers: Workers(threadCount: 2))
        // Lower would mean that the reference is superseded; 1e-9 covers its own rounding.
        #expect(solution.inertia <= expected.inertia * (1 + 1e-9), "\(item.name) \(expected.k)")
        #expect(solution.hasConverged)
      }
    }
  }

  @Test("silhouettes and the Calinski-Harabasz index of given partitions")
  func indices() throws {
    for item in try reference("clusters", as: File.self).cases {
      let silhouettes = try Silhouette.of(
        item.grid, weights: item.weights, partitions: item.partitions,
        workers: Workers(threadCount: 2))
      for (silhouette, expected) in zip(silhouettes, item.solutions) {
        // Sums of 160 distances in double precision.
        #expect(abs(silhouette.mean - expected.silhouette) < 1e-12)
        let index = ClusterSearch.calinskiHarabasz(
          expected.inertia, of: item.total, clusterCount: expected.k,
          rowCount: item.grid.rowCount)
        #expect(abs((index ?? 0) / expected.calinski_harabasz - 1) < 1e-12)
      }
    }
  }

  @Test("adjusted Rand indices of all pairs of partitions")
  func adjustedRand() throws {
    for item in try reference("clusters", as: File.self).cases {
      for (row, first) in item.partitions.enumerated() {
        for (column, second) in item.partitions.enumerated() {
          let expected = item.adjusted_rand[row][column]
          #expect(abs(first.adjustedRandIndex(with: second) - expected) < 1e-12)
        }
      }
    }
  }
}
