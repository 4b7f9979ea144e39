import Groundwork
import Testing

@testable import Statistics

@Suite("k-means")
struct KMeansTests {
  @Test("two obvious groups on a line are found")
  func twoGroups() throws {
    let rows = GridMatrix(
      IntegerMatrix(rowCount: 5, columnCount: 1, elements: [1, 2, 9, 10, 2]))
    let solution = try KMeans.fit(
      rows, weights: nil, options: .init(clusterCount: 2, restartCount: 3), seed: 1,
      workers: Workers(threadCount: 1))
    #expect(solution.assignments == [0, 0, 1, 1, 0])
    #expect(solution.clusterSizes == [3, 2])
    // 2/3 from {1, 2, 2} and 1/2 from {9, 10}; exact up to one rounding of each quotient.
    #expect(abs(solution.inertia - (2.0 / 3 + 0.5)) < 1e-12)
  }
}
