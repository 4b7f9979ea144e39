import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

/// `clusters.missing: k-pod`: the published clusters are formed of the answers given alone.
@Suite("Clusters of a study, formed of the answers given")
struct ObservedClusterTests {
  private static func study(
    _ missing: MissingAnswers, _ feature: ClusterFeature = .gap, count: Int? = nil
  ) -> Study {
    var plan = ClusteringPlan(feature: feature, clusterCount: count)
    plan.missing = missing
    return ClusterChoiceTests.study(plan)
  }

  private static func run(
    _ study: Study, _ bytes: [UInt8], threads: Int = 2
  ) throws -> AnalysisResult {
    try Analysis.run(
      study, studySHA256: "", input: .bytes(bytes, name: "r.csv"),
      options: AnalysisOptions(workers: Workers(threadCount: threads)))
  }

  private static func bytes(_ lines: [String]) -> [UInt8] {
    Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func classify(_ model: TypingModel, _ bytes: [UInt8]) throws -> Classification {
    try Classifier.run(
      (model, "model.json"), input: .bytes(bytes, name: "r.csv"),
      wishes: Classifier.Wishes(questions: .all),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
  }

  /// The survey's own answers get the clusters and margins of its run.
  private func checkTyping(_ result: AnalysisResult, _ bytes: [UInt8]) throws -> TypingModel {
    let model = try #require(result.typing.section).model
    let found = try Self.classify(model, bytes)
    #expect(found.segments == result.respondents.clusters)
    #expect(found.margins == result.respondents.margins)
    #expect(model.version == 3 && model.nearest.missing == .kPOD)
    return model
  }

  private func labels(_ result: AnalysisResult) -> [String: UInt8] {
    let people = result.respondents
    return Dictionary(
      uniqueKeysWithValues: people.clusters.enumerated().map {
        (people.ids.string(of: $0), $1)
      })
  }

  @Test("Planted segments are found with a fifth of the ratings missing, in any order of the rows")
  func planted() throws {
    var study = try StudyReader.parse(
      Array(
        SimulatedStudy.yaml(outcomeCount: 20, segmentationCount: 0, isWeighted: false).utf8),
      file: "study.yaml")
    study.scoring.replicateCount = 200
    study.clustering = Self.study(.kPOD).clustering
    let simulator = SurveySimulator(
      study: study, design: SimulationDesign(respondentCount: 600, missingShare: 0.2))
    let records = (0..<600).map { simulator.records($0..<$0 + 1) }
    let bytes = simulator.header + records.joined()
    let result = try Self.run(study, bytes)
    let section = try #require(result.clusters.section)
    #expect(section.search.chosenCount == 4 && section.missing == .kPOD)
    let clusters = result.respondents.clusters
    let truth = Partition(
      labels: (0..<600).map { UInt8(simulator.plantedSegment(of: $0)) }, clusterCount: 4)
    func agreement(_ labels: [UInt8]) -> Double {
      truth.adjustedRandIndex(with: Partition(labels: labels, clusterCount: 4))
    }
    study.clustering.missing = .em
    let filled = try Self.run(study, bytes)
    // A gap lacks where either rating does: 36 % of them. Adjusted Rand index with the planted
    // segments, of k-POD and of k-means on filled answers, and of the two with each other.
    let (own, other) = (agreement(clusters), agreement(filled.respondents.clusters))
    let both = try #require(section.agreementWithMeans)
    #expect(abs(own - 0.751) < 0.005 && abs(other - 0.736) < 0.005, "\(own) \(other)")
    #expect(abs(both - 0.892) < 0.005, "\(both)")
    // The search is that of filled answers; the clusters and what they hold are not.
    let means = try #require(filled.clusters.section)
    #expect(section.search.candidates.map(\.inertia) == means.search.candidates.map(\.inertia))
    #expect(section.search.verdict == means.search.verdict && means.agreementWithMeans == nil)
    #expect(section.clusters.allSatisfy { $0.jaccard ?? 0 > 0.7 })
    #expect(section.clusters.map(\.jaccard) != means.clusters.map(\.jaccard))
    _ = try checkTyping(result, bytes)
    study.clustering.missing = .kPOD
    let turned = simulator.header + records.reversed().joined()
    let again = try Self.run(study, turned, threads: 1)
    #expect(labels(again) == labels(result))
    #expect(again.typing.section?.model == result.typing.section?.model)
    #expect(again.clusters.section?.clusters == section.clusters)
  }

  @Test("Where nothing is missing the clusters are those of the search")
  func complete() throws {
    let bytes = Self.bytes(ClusterChoiceTests.lines(240, missing: 0))
    let means = try Self.run(Self.study(.em, count: 4), bytes)
    let result = try Self.run(Self.study(.kPOD, count: 4), bytes)
    #expect(result.respondents.clusters == means.respondents.clusters)
    #expect(result.respondents.margins == means.respondents.margins)
    #expect(result.clusters.section?.clusters == means.clusters.section?.clusters)
    #expect(result.clusters.section?.agreementWithMeans == 1)
    _ = try checkTyping(result, bytes)
  }

  @Test(
    "People are typed into the clusters of the run by every plain feature",
    arguments: [ClusterFeature.gap, .opportunity, .importance, .unmet, .markers])
  func features(feature: ClusterFeature) throws {
    let lines = ClusterChoiceTests.lines(300, missing: 0.2)
    // Nobody knows anything of the last but one; the last rated a single outcome.
    let blank = "P900" + String(repeating: ",", count: 12)
    let one = "P901,5,,,,,,1,,,,,"
    let bytes = Self.bytes(lines + [blank, one])
    let count = feature == .markers ? 2 : 4
    let result = try Self.run(Self.study(.kPOD, feature, count: count), bytes)
    let model = try checkTyping(result, bytes)
    #expect(result.respondents.clusters[300] == ClusterResult.unplaced)
    // Two columns leave k-POD and k-means no difference here.
    guard feature != .markers else { return }
    #expect(result.clusters.section?.agreementWithMeans ?? 1 < 1)
    // The first outcome alone tells where the last lies.
    let unit = 1 << model.nearest.gridBits
    let value = [.gap: 4, .opportunity: 8, .importance: 4, .unmet: 1][feature] ?? 0
    let distances = model.nearest.centers.map { abs($0[0] - value * unit) }
    let nearest = try #require(distances.indices.min { distances[$0] < distances[$1] })
    #expect(Int(result.respondents.clusters[301]) == nearest)
  }

  @Test("Above the training limit everybody lies at the center nearest by the answers")
  func largeFile() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c"], weight: "w")
    study.scoring.replicateCount = 100
    study.clustering = Self.study(.kPOD, count: 2).clustering
    func lines(_ missing: Double) -> [UInt8] {
      var stream = RandomStream(seed: 6, purpose: "large observed")
      let rows = (0..<ClusterAnalysis.trainingLimit + 900).map { row in
        let ratings = (0..<6).map { column -> String in
          let high = (row % 2 == 0) == (column < 3)
          let text = "\(stream.below(3) + (high ? 3 : 1))"
          return stream.uniform() < missing ? "" : text
        }
        return "P\(row),\(1 + row % 3)," + ratings.joined(separator: ",")
      }
      return Self.bytes(["id,w,imp_a,imp_b,imp_c,sat_a,sat_b,sat_c"] + rows)
    }
    let holes = lines(0.2)
    let result = try Self.run(study, holes)
    let section = try #require(result.clusters.section)
    #expect(section.trainingCount < section.respondentCount)
    #expect(section.agreementWithMeans ?? 1 < 1)
    _ = try checkTyping(result, holes)
    let whole = lines(0)
    let complete = try Self.run(study, whole)
    _ = try checkTyping(complete, whole)
    study.clustering.missing = .em
    let means = try Self.run(study, whole)
    #expect(complete.respondents.clusters == means.respondents.clusters)
    #expect(complete.clusters.section?.clusters == means.clusters.section?.clusters)
  }

  @Test("A person's scatter counts by as much of the line as the answers span")
  func lineVariances() {
    let rows = GridMatrix(
      rowCount: 3, columnCount: 2, elements: [1, 0, 5, 4, 4, 1], gridBits: 0)
    let centers = GridMatrix(rowCount: 2, columnCount: 2, elements: [0, 0, 4, 3], gridBits: 0)
    let answers = IntegerMatrix(
      rowCount: 3, columnCount: 2, elements: [1, IntegerMatrix.missing, 5, 4, 4, 1])
    // The line is (4, 3), 25 long; the first row spans 16 of them.
    let steps: [Double] = [4, 4 + 3, -6]
    let found = BaselineBuilder.lineVariances(
      rows, answers: answers, labels: [0, 1, 1], weights: nil, centers: centers)
    let squares = steps.map { $0 * $0 }.reduce(0, +)
    let expected = squares / 66
    #expect(abs(found[0][1] - expected) < 1e-12 && found[0][1] == found[1][0])
  }

  @Test("The study file names it; what needs filled answers is refused with two ways out")
  func studyFile() throws {
    func sentences(_ line: String) -> [String] {
      StudyCase.sentences(StudyCase.shortest + line + "\n")
    }
    func plan(_ line: String) throws -> ClusteringPlan {
      try StudyCase.parse(StudyCase.shortest + line + "\n").clustering
    }
    #expect(try plan("clusters: {on: gap}").missing == .em)
    #expect(try plan("clusters: {missing: em}") == ClusteringPlan())
    for feature in ["gap", "opportunity", "importance", "unmet", "markers"] {
      #expect(try plan("clusters: {on: \(feature), missing: k-pod}").missing == .kPOD)
    }
    func refusal(_ other: String, _ reason: String, _ fix: String) -> String {
      "`clusters.missing: k-pod` does not go with `\(other)`: \(reason), found both, expected "
        + "plain answers and k-means with k-pod. Fix: \(fix), or delete `clusters.missing`."
    }
    let mean = "a person's mean over some answers is not the mean over all"
    let gap = "write `clusters.on: gap`"
    #expect(
      sentences("clusters: {missing: k-pod}") == [
        "study.yaml:10:21: " + refusal("clusters.on: levelled-gap", mean, gap)
      ])
    #expect(
      sentences("clusters: {on: centred-gap, missing: k-pod}") == [
        "study.yaml:10:38: " + refusal("clusters.on: centred-gap", mean, gap)
      ])
    #expect(
      sentences("clusters: {on: factor-scores, missing: k-pod}") == [
        "study.yaml:10:40: "
          + refusal(
            "clusters.on: factor-scores",
            "a person's factor score over some answers is not the factor score over all", gap)
      ])
    #expect(
      sentences("clusters: {missing: k-pod, on: gap, standardise: true, method: medoids}") == [
        "study.yaml:10:21: "
          + refusal(
            "clusters.standardise: true", "the standard deviations are those of filled answers",
            "delete `clusters.standardise`"),
        "study.yaml:10:21: "
          + refusal(
            "clusters.method: medoids", "a person with some answers cannot stand for a cluster",
            "write `clusters.method: k-means`"),
      ])
    // A feature that nobody knows is told alone.
    #expect(sentences("clusters: {on: gaps, missing: k-pod}").count == 1)
    #expect(
      sentences("clusters: {on: gap, missing: mean}") == [
        "study.yaml:10:30: `clusters.missing` has a wrong value, found \"mean\", "
          + "expected em or k-pod. Fix: write em or k-pod."
      ])
  }
}
