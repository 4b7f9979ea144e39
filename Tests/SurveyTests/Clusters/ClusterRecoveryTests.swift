import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Clusters of respondents")
struct ClusterRecoveryTests {
  private static func patching() throws -> (study: Study, input: TableInput) {
    let folder = Places.patching
    let path = folder.appendingPathComponent("study.yaml").path
    return (
      try StudyReader.read(path: path).study,
      .file(path: folder.appendingPathComponent("responses.csv").path)
    )
  }

  /// The linear discriminant that knows the planted parameters (from 20,000 other simulated
  /// respondents of the same design) and sees every rating before any was left blank.
  private static func oracle(_ study: Study, seed: UInt64) throws -> (
    labels: [UInt8], truth: [UInt8]
  ) {
    func gaps(_ simulator: SurveySimulator, _ row: Int) -> [Double] {
      let points = simulator.points(of: row)
      return zip(points.importance, points.satisfaction).map { Double($0 - $1) }
    }
    let large = SurveySimulator(
      study: study, design: SimulationDesign(respondentCount: 30_000, seed: seed))
    // Rows beyond the survey's own: base levels hang on the seed, respondents on their number.
    let rows = 10_000..<30_000
    let columnCount = study.outcomes.count
    let planted = rows.map { large.plantedSegment(of: $0) }
    var means = Matrix(rowCount: 4, columnCount: columnCount)
    var counts = [Double](repeating: 0, count: 4)
    var cells: [[Double]] = []
    for (place, row) in rows.enumerated() {
      let gap = gaps(large, row)
      cells.append(gap)
      counts[planted[place]] += 1
      for column in 0..<columnCount { means[planted[place], column] += gap[column] }
    }
    for segment in 0..<4 {
      for column in 0..<columnCount { means[segment, column] /= counts[segment] }
    }
    let deviations = Matrix(
      rowCount: rows.count, columnCount: columnCount,
      elements: cells.enumerated().flatMap { place, gap in
        gap.enumerated().map { $1 - means[planted[place], $0] }
      })
    var covariance = deviations.crossProduct()
    for index in covariance.elements.indices { covariance.elements[index] /= Double(rows.count) }
    let discriminant = try LinearDiscriminant(
      means: means, covariance: covariance, shares: counts.map { $0 / Double(rows.count) })
    let own = (0..<600).map { gaps(large, $0) }
    let labels = discriminant.assign(
      Matrix(rowCount: 600, columnCount: columnCount, elements: own.flatMap { $0 }))
    return (labels.map { UInt8($0) }, (0..<600).map { UInt8(large.plantedSegment(of: $0)) })
  }

  @Test("The planted segments of the patching study are found, within .95 of the oracle")
  func patchingRecovery() throws {
    let (study, input) = try Self.patching()
    let result = try Analysis.run(
      study, studySHA256: "", input: input, options: AnalysisOptions())
    let section = try #require(result.clusters.section)
    #expect(section.search.chosenCount == 4)
    let oracle = try Self.oracle(study, seed: 2026)
    let truth = Partition(labels: oracle.truth, clusterCount: 4)
    // The simulator numbers rows as it names respondents.
    let found = (0..<600).map { row in
      (0..<600).first { result.respondents.ids.string(of: $0) == String(format: "R%07d", row + 1) }
        .map { result.respondents.clusters[$0] } ?? 0
    }
    let own = truth.adjustedRandIndex(with: Partition(labels: found, clusterCount: 4))
    let best = truth.adjustedRandIndex(with: Partition(labels: oracle.labels, clusterCount: 4))
    print("adjusted Rand index of the patching clusters: \(own), of the oracle: \(best)")
    #expect(own >= 0.95 * best)
    #expect(best > 0.9)
  }

  @Test("Row order, threads and block size change no cluster and no score")
  func orderFree() throws {
    let (study, _) = try Self.patching()
    let text = try String(
      contentsOf: Places.patching.appendingPathComponent("responses.csv"), encoding: .utf8)
    var lines = text.split(separator: "\n").map(String.init)
    let header = lines.removeFirst()
    func run(_ lines: [String], threads: Int, block: Int) throws -> AnalysisResult {
      let bytes = Array((([header] + lines).joined(separator: "\n") + "\n").utf8)
      return try Analysis.run(
        study, studySHA256: "", input: .bytes(bytes, name: "r.csv"),
        options: AnalysisOptions(workers: Workers(threadCount: threads), blockRowCount: block))
    }
    var stream = RandomStream(seed: 5, purpose: "shuffle")
    let straight = try run(lines, threads: 2, block: 4096)
    lines.shuffle(using: &stream)
    let shuffled = try run(lines, threads: 1, block: 7)
    #expect(straight.segments == shuffled.segments)
    // Margins of a single cluster are no numbers, so the candidates are compared by their parts.
    func parts(_ result: AnalysisResult) -> [[Double]] {
      (result.clusters.section?.search.candidates ?? []).map { candidate in
        [candidate.inertia, candidate.silhouette ?? 0] + candidate.jaccards
          + candidate.solution.assignments.map(Double.init)
          + candidate.solution.centers.elements.map(Double.init)
      }
    }
    #expect(parts(straight) == parts(shuffled) && parts(straight).count == 10)
    #expect(straight.factors.section?.solution == shuffled.factors.section?.solution)
    func byID(_ result: AnalysisResult) -> [String: UInt8] {
      var labels: [String: UInt8] = [:]
      for row in 0..<600 {
        labels[result.respondents.ids.string(of: row)] = result.respondents.clusters[row]
      }
      return labels
    }
    #expect(byID(straight) == byID(shuffled))
  }

  @Test(
    "Without planted segments the answer is that there are none, rating habit or not",
    arguments: [0, 0.3])
  func noSegments(style: Double) throws {
    let study = try StudyReader.parse(
      Array(SimulatedStudy.yaml(outcomeCount: 20).utf8), file: "study.yaml")
    let simulator = SurveySimulator(
      study: study, design: SimulationDesign(respondentCount: 600, segmentShares: [1], style: style)
    )
    let result = try Analysis.run(
      study, studySHA256: "",
      input: .bytes(simulator.header + simulator.records(0..<600), name: "r.csv"),
      options: AnalysisOptions())
    let section = try #require(result.clusters.section)
    #expect(section.search.chosenCount == nil && section.clusters.isEmpty)
    #expect(section.search.candidates.map(\.clusterCount) == Array(1...10))
    #expect(result.respondents.clusters.isEmpty)
    #expect(!result.segments.contains { $0.segmentation == "cluster" })
  }

  @Test(
    "Every feature clusters, and a forced number of clusters is taken as it is",
    arguments: ClusterFeature.allCases)
  func features(feature: ClusterFeature) throws {
    var (study, input) = try Self.patching()
    study.clustering = ClusteringPlan(feature: feature, clusterCount: 3)
    let result = try Analysis.run(
      study, studySHA256: "", input: input, options: AnalysisOptions())
    let section = try #require(result.clusters.section)
    #expect(section.isForced && section.clusters.count == 3)
    #expect(section.clusters.map(\.respondentCount).reduce(0, +) == section.respondentCount)
    let shares = section.clusters.map(\.share)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12 && shares == shares.sorted(by: >))
    let markers = result.factors.section?.solution.markers.count { $0.column != nil } ?? 0
    #expect(section.outcomes.count == (feature == .markers ? markers : 40))
  }

  @Test("More clusters than different respondents is refused with the number there is")
  func tooManyClusters() throws {
    var study = SmallSurvey.study()
    study.clustering.clusterCount = 5
    let text =
      "id,imp_a,sat_a,imp_b,sat_b\n"
      + (0..<40).map { "p\($0),\($0 % 3 + 1),1,1,\($0 % 3 + 2)\n" }.joined()
    #expect(throws: SurveyError.self) {
      try Analysis.run(
        study, studySHA256: "", input: SmallSurvey.input(text), options: AnalysisOptions())
    }
  }
}

@Suite("Factors of Perth parks")
struct PerthFactorTests {
  @Test(
    "Eigenvalues are 4.24 2.44 2.01 1.51 1.25 1.13 and parallel analysis keeps four factors",
    .enabled(if: Places.perth != nil, "the folder of shared samples is absent"))
  func eigenvalues() throws {
    let folder = Places.root.appendingPathComponent("Tests/SurveyTests/Perth")
    let study = try StudyReader.read(path: folder.appendingPathComponent("study.yaml").path).study
    let result = try Analysis.run(
      study, studySHA256: "", input: .file(path: try #require(Places.perth)),
      options: AnalysisOptions())
    let solution = try #require(result.factors.section?.solution)
    for (found, published) in zip(solution.eigenvalues, [4.24, 2.44, 2.01, 1.51, 1.25, 1.13]) {
      // Published with two decimals.
      #expect(abs(found - published) <= 0.005 + 1e-9)
    }
    #expect(solution.factorCount == 4)
    #expect(solution.eigenvalues.count == 22)
    #expect(abs(solution.eigenvalues.reduce(0, +) - 22) < 1e-10)
  }
}
