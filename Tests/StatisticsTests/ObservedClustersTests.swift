import Groundwork
import NumericCore
import Testing

@testable import Statistics

@Suite("Clusters of the answers given alone")
struct ObservedClustersTests {
  private let draws = (seed: UInt64(3), workers: Workers(threadCount: 2))
  private let bits = GridMatrix.gridBits(forMagnitude: 10)

  /// Rows around planted centers, some cells of them missing, at least one of each row not.
  private func holes(_ count: Int, _ columns: Int, share: Double) -> IntegerMatrix {
    var stream = RandomStream(seed: 12, purpose: "holes")
    let rows = plantedRows(count, columns, seed: 12)
    return IntegerMatrix(
      rowCount: count, columnCount: columns,
      elements: rows.elements.enumerated().map { place, cell in
        stream.uniform() < share && place % columns != place / columns % columns
          ? IntegerMatrix.missing : min(10, max(-10, cell))
      })
  }

  private func fit(_ rows: IntegerMatrix, _ weights: [Int64]? = nil) throws
    -> ObservedMeans.Solution
  {
    try ObservedMeans.fit(
      rows, weights: weights, options: KMeans.Options(clusterCount: 3, restartCount: 10),
      gridBits: bits, draws: draws)
  }

  @Test("Distances, margins and ties over the answered columns, by hand")
  func byHand() {
    let rows = integers([3, nil, nil, nil, 0, 4, 1, 1, 2, nil, nil, nil], columns: 3)
    let centers = GridMatrix(
      rowCount: 3, columnCount: 3, elements: [2, 20, 0, 4, 0, 0, 6, 0, 8], gridBits: 1)
    // Centers at (1, 10, 0), (2, 0, 0) and (3, 0, 4); distances in halves of a point, squared.
    let distances = (0..<4).map { ObservedMeans.distances(of: rows.row($0), to: centers) }
    #expect(distances == [[16, 4, 0], [464, 64, 0], [340, 24, 36], [0, 0, 0]])
    let found = ObservedMeans.assign(rows, to: centers, workers: draws.workers)
    #expect(found.assignments == [2, 2, 1, 0])
    let roots = [4, 64, 36, 0].map { Double($0).squareRoot() }
    #expect(
      largestDifference(
        found.margins, [roots[0] / 2, roots[1] / 2, (roots[2] - 24.0.squareRoot()) / 2, 0]) < 1e-15)
    let filled = ObservedMeans.filled(rows, at: centers, workers: draws.workers)
    #expect(filled.elements == [6, 0, 8, 6, 0, 8, 2, 2, 4, 2, 20, 0])
    let tie = integers([5, nil], columns: 2)
    let same = GridMatrix(rowCount: 3, columnCount: 2, elements: [9, 0, 5, 1, 5, 2], gridBits: 0)
    #expect(ObservedMeans.assign(tie, to: same, workers: draws.workers).assignments == [1])
  }

  @Test("Without missing answers rows lie where k-means puts them, to the last bit of the margin")
  func complete() throws {
    let rows = holes(200, 6, share: 0)
    let found = try fit(rows)
    let grid = GridMatrix(
      rowCount: 200, columnCount: 6, elements: rows.elements.map { Int16($0) << Int16(bits) },
      gridBits: bits)
    let expected = KMeans.assign(grid, to: found.solution.centers, workers: draws.workers)
    let own = ObservedMeans.assign(rows, to: found.solution.centers, workers: draws.workers)
    #expect(own.assignments == expected.assignments && own.margins == expected.margins)
    let means = try KMeans.fit(
      grid, weights: nil, options: KMeans.Options(clusterCount: 3), seed: 3,
      workers: draws.workers)
    #expect(found.solution.assignments == means.assignments)
  }

  @Test("In the end rows lie at the center nearest by their answers, centers at their means")
  func settled() throws {
    let rows = holes(300, 6, share: 0.3)
    let weights = someWeights(300, seed: 5)
    let found = try fit(rows, weights)
    #expect(found.hasConverged)
    let centers = found.solution.centers
    let placed = try ObservedMeans.place(
      rows, weights: weights, at: centers, workers: draws.workers)
    #expect(placed.assignments == found.solution.assignments && placed.centers == centers)
    #expect(placed.clusterWeights == placed.clusterWeights.sorted(by: >))
    #expect(
      placed.margins
        == ObservedMeans.assign(rows, to: centers, workers: Workers(threadCount: 1)).margins)
    var inertia = 0.0
    for cluster in 0..<3 {
      for column in 0..<6 {
        let members = (0..<300).filter {
          placed.assignments[$0] == cluster && rows[$0, column] != IntegerMatrix.missing
        }
        let total = members.reduce(0.0) { $0 + Double(weights[$1]) }
        let sum = members.reduce(0.0) { $0 + Double(weights[$1]) * Double(rows[$1, column]) }
        let center = centers.value(cluster, column)
        // Filled cells pull a center to where it was on the grid: by less than a few steps.
        #expect(abs(sum / total - center) < 4 / Double(1 << bits))
        inertia += members.reduce(0.0) {
          let difference = Double(rows[$1, column]) - center
          return $0 + Double(weights[$1]) / 1e6 * difference * difference
        }
      }
    }
    #expect(abs(placed.inertia - inertia) < 1e-9 * inertia)
  }

  @Test("A start at given centers is never worse than without it, and threads change nothing")
  func givenStart() throws {
    let rows = holes(150, 5, share: 0.3)
    func inertia(_ centers: GridMatrix?, threads: Int) throws -> ObservedMeans.Solution {
      try ObservedMeans.fit(
        rows, weights: nil, options: KMeans.Options(clusterCount: 5, restartCount: 1),
        gridBits: bits, alsoFrom: centers, draws: (3, Workers(threadCount: threads)))
    }
    let many = try ObservedMeans.fit(
      rows, weights: nil, options: KMeans.Options(clusterCount: 5, restartCount: 60),
      gridBits: bits, draws: draws)
    let cold = try inertia(nil, threads: 2)
    let warm = try inertia(many.solution.centers, threads: 2)
    #expect(many.solution.gridInertia < cold.solution.gridInertia)
    #expect(warm.solution.gridInertia <= many.solution.gridInertia)
    #expect(try inertia(many.solution.centers, threads: 1) == warm)
  }

  @Test("Planted clusters come back, those of one cloud do not")
  func stability() throws {
    func smallest(_ rows: IntegerMatrix) throws -> Double {
      let found = try fit(rows)
      let stability = try found.stability(
        of: rows, weights: nil, resampleCount: 30, draws: draws)
      #expect(stability.pairAgreements.count == 15)
      let again = try found.stability(
        of: rows, weights: nil, resampleCount: 30, draws: (3, Workers(threadCount: 1)))
      #expect(again == stability)
      return stability.jaccards.min() ?? 0
    }
    #expect(try smallest(holes(150, 9, share: 0.2)) > 0.9)
    var stream = RandomStream(seed: 1, purpose: "one cloud")
    let cloud = IntegerMatrix(
      rowCount: 150, columnCount: 9,
      elements: (0..<1_350).map { place in
        let cell = Int8((2 * stream.normal()).rounded())
        return stream.uniform() < 0.2 && place % 9 > 0 ? IntegerMatrix.missing : cell
      })
    #expect(try smallest(cloud) < 0.7)
  }

  @Test("Groups formed anew place held-out rows by their answers, margins held out are theirs")
  func heldOut() throws {
    let rows = holes(240, 6, share: 0.3)
    let found = try fit(rows)
    let labels = found.solution.assignments.map { Int($0) }
    let regrouping = Regrouping(
      found.rows, weights: nil, labels: labels, clusterCount: 3, seed: 3, answers: rows)
    let outside = (0..<240).filter { $0 % 4 > 0 }
    let again = try #require(regrouping.labels(outside: outside))
    let centers = try ObservedMeans.fit(
      rows.selecting(rows: outside), weights: nil,
      options: KMeans.Options(clusterCount: 3, restartCount: 10), gridBits: bits,
      draws: (3, Workers(threadCount: 1))
    ).solution.centers
    let nearest = ObservedMeans.assign(rows, to: centers, workers: draws.workers)
    let own = Partition(labels: again.map { UInt8($0) }, clusterCount: 3)
    let expected = Partition(labels: nearest.assignments, clusterCount: 3)
    #expect(own.adjustedRandIndex(with: expected) == 1)
    // Named like the clusters of all rows.
    #expect(zip(again, labels).count { $0 == $1 } > 200)
    let margins = HeldOutMargins.margins(
      found.rows, answers: rows, labels: labels, keys: (0..<240).map { UInt64($0) }, seed: 3,
      workers: draws.workers
    ) { _ in centers }
    #expect(margins == nearest.margins)
  }
}
