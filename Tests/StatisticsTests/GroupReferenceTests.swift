import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Ward's tree, medoids, k-means on what was answered and latent classes (References/groups.py).
@Suite("Other groups against references")
struct GroupReferenceTests {
  struct File: Decodable {
    struct Cost: Decodable {
      let k: Int
      let cost: Double
      let medoids: [Int]?
    }
    struct Blobs: Decodable {
      let columns: Int
      let rows: [Int?]
      let weights: [Int64]
      let holes: [Int?]
      let spread: [Int?]
      let ward: [Double]
      let weighted_ward: [Double]
      let medoids: [Cost]
      let weighted_medoids: [Cost]
      let observed: [Cost]
      let weighted_observed: [Cost]
    }
    struct Classes: Decodable {
      let k: Int
      let log_likelihood: Double
      let effective: Double
      let shares: [Double]
    }
    struct Latent: Decodable {
      let columns: Int
      let rows: [Int?]
      let holes: [Int?]
      let weights: [Int64]
      let plain: [Classes]
      let missing: [Classes]
      let weighted: [Classes]
    }
    let blobs: Blobs
    let latent: Latent
  }

  private let draws = (seed: UInt64(3), workers: Workers(threadCount: 2))

  @Test("Ward's tree joins at the heights of scipy, weighted as if rows were repeated")
  func ward() throws {
    let blobs = try reference("groups", as: File.self).blobs
    let grid = GridMatrix(integers(blobs.spread, columns: blobs.columns))
    for (weights, expected) in [
      (nil, blobs.ward), (blobs.weights.map { $0 * 1_000_000 }, blobs.weighted_ward),
    ] {
      let tree = try WardTree(grid, weights: weights)
      let heights = tree.merges.map(\.height)
      #expect(heights.count == grid.rowCount - 1)
      for (height, wanted) in zip(heights, expected) {
        #expect(abs(height - wanted) <= 1e-12 * max(1, wanted), "\(height) \(wanted)")
      }
    }
  }

  @Test("A cut tree has the groups that its highest merges part")
  func cut() throws {
    let rows = GridMatrix(integers([0, 1, 10, 11, 30, 0], columns: 1))
    let tree = try WardTree(rows, weights: nil)
    #expect(tree.partition(into: 1).labels == [0, 0, 0, 0, 0, 0])
    #expect(tree.partition(into: 2).labels == [0, 0, 0, 0, 1, 0])
    #expect(tree.partition(into: 3).labels == [0, 0, 1, 1, 2, 0])
    #expect(tree.partition(into: 6).labels == [0, 1, 2, 3, 4, 5])
    #expect(tree.merges.first?.height == 0)
  }

  @Test("Medoids cost as little as the best of all choices, weighted and not")
  func medoids() throws {
    let blobs = try reference("groups", as: File.self).blobs
    let grid = GridMatrix(integers(blobs.rows, columns: blobs.columns))
    for (weights, all) in [
      (nil, blobs.medoids), (blobs.weights.map { $0 * 1_000_000 }, blobs.weighted_medoids),
    ] {
      for expected in all {
        let found = try Medoids(grid, weights: weights, clusterCount: expected.k)
        #expect(abs(found.cost - expected.cost) < 1e-10 * expected.cost)
        #expect(found.medoids.sorted() == expected.medoids)
        for (place, medoid) in found.medoids.enumerated() {
          #expect(Int(found.partition.labels[medoid]) == place)
        }
      }
    }
  }

  @Test("k-means on what was answered: within 2 % of the best of 500 plain starts")
  func observed() throws {
    let blobs = try reference("groups", as: File.self).blobs
    let rows = integers(blobs.holes, columns: blobs.columns)
    for (weights, all) in [
      (nil, blobs.observed), (blobs.weights.map { $0 * 1_000_000 }, blobs.weighted_observed),
    ] {
      for expected in all {
        let found = try ObservedMeans.fit(
          rows, weights: weights,
          options: KMeans.Options(clusterCount: expected.k, restartCount: 300),
          gridBits: 11, draws: draws)
        #expect(found.hasConverged)
        // Both search among local optima; centers lie on a grid of 1/2048.
        let inertia = found.solution.inertia
        #expect(inertia > expected.cost * 0.9999 && inertia < expected.cost * 1.02)
        // What was answered stays; what was not lies at its center and costs nothing.
        let centers = found.solution.centers
        for row in 0..<rows.rowCount {
          for column in 0..<rows.columnCount {
            let cell = rows.elements[row * rows.columnCount + column]
            let center = centers.value(Int(found.solution.assignments[row]), column)
            let wanted = cell == IntegerMatrix.missing ? center : Double(cell)
            #expect(found.rows.value(row, column) == wanted)
          }
        }
      }
    }
  }

  @Test("Latent classes are as likely as StepMix's, with weights and missing answers")
  func latent() throws {
    let latent = try reference("groups", as: File.self).latent
    let complete = integers(latent.rows, columns: latent.columns)
    let holes = integers(latent.holes, columns: latent.columns)
    for (rows, weights, all) in [
      (complete, nil, latent.plain), (holes, nil, latent.missing),
      (complete, latent.weights, latent.weighted),
    ] {
      for expected in all {
        let found = try LatentClasses.fit(
          rows, weights: weights, options: LatentClasses.Options(classCount: expected.k),
          draws: draws)
        #expect(found.hasConverged)
        #expect(abs(found.rowCount / expected.effective - 1) < 1e-12)
        #expect(
          abs(found.logLikelihood / expected.log_likelihood - 1) < 1e-8,
          "\(found.logLikelihood) \(expected.log_likelihood)")
        #expect(largestDifference(found.shares, expected.shares) < 1e-4)
        for item in found.probabilities.joined() {
          let sum: Double = item.reduce(0, +)
          #expect(abs(sum - 1) < 1e-12)
        }
      }
    }
  }
}
