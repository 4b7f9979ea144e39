import Groundwork
import Statistics
import Testing

@testable import Survey

@Suite("Ward's tree of a small survey")
struct DendrogramTests {
  @Test("Merges have SciPy's numbers, sizes, and the cluster in which all their people lie")
  func numbers() throws {
    // linkage([[0], [1], [10], [12], [30]], "ward") of SciPy 1.17.
    let rows = GridMatrix(rowCount: 5, columnCount: 1, elements: [0, 1, 10, 12, 30], gridBits: 0)
    let clusters = Partition(labels: [0, 0, 1, 1, 1], clusterCount: 2)
    let tree = try #require(try Dendrogram(rows, weights: nil, clusters: clusters))
    #expect(tree.merges.map(\.first) == [0, 2, 5, 4])
    #expect(tree.merges.map(\.second) == [1, 3, 6, 7])
    #expect(tree.merges.map(\.size) == [2, 2, 4, 5])
    #expect(tree.merges.map(\.cluster) == [0, 1, nil, nil])
    for (merge, height) in zip(tree.merges, [1, 2, 14.849242404917495, 30.674093303633278]) {
      #expect(abs(merge.height - height) < 1e-12)
    }
    // Cut in two: 30 apart from the rest.
    #expect(abs((tree.agreement ?? 1) - -0.15384615384615385) < 1e-12)
  }

  @Test("A tree stands beside clusters and where there are none, up to 500 people")
  func analysis() throws {
    let lines = ClusterChoiceTests.lines(501, missing: 0)
    var plan = ClusteringPlan(feature: .gap, clusterCount: 4)
    let result = try ClusterChoiceTests.run(
      ClusterChoiceTests.study(plan), Array(lines.dropLast()))
    let section = try #require(result.clusters.section)
    let tree = try #require(section.tree)
    #expect(tree.peopleCount == 500 && tree.merges.count == 499)
    #expect(tree.merges.last?.size == 500 && tree.agreement ?? 0 > 0.7)
    #expect(zip(tree.merges, tree.merges.dropFirst()).allSatisfy { $0.height <= $1.height })
    let people = tree.merges.filter { $0.size == 2 && $0.cluster == 0 }.count
    #expect(people > 10)
    let large = try ClusterChoiceTests.run(ClusterChoiceTests.study(plan), lines)
    #expect(large.clusters.section?.tree == nil)
    plan.clusterCount = nil
    let none = try ClusterChoiceTests.run(
      ClusterChoiceTests.study(plan), Array(lines.prefix(31)))
    let small = try #require(none.clusters.section)
    #expect(small.clusters.isEmpty && small.tree?.merges.count == 29)
    #expect(
      small.tree?.agreement == nil && small.tree?.merges.allSatisfy { $0.cluster == nil } == true)
  }
}
