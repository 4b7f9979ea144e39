import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

/// What a study may choose of the cluster step: unmet needs, standard deviations, factor scores.
@Suite("Choices of the cluster step")
struct ClusterChoiceTests {
  static let outcomes = ["a", "b", "c", "d", "e", "f"]

  /// Two factors of three outcomes each; people lie high or low on either, so four groups.
  static func lines(_ count: Int, missing: Double = 0.05) -> [String] {
    var stream = RandomStream(seed: 8, purpose: "cluster choices")
    let header =
      "id," + (outcomes.map { "imp_\($0)" } + outcomes.map { "sat_\($0)" }).joined(separator: ",")
    return [header]
      + (0..<count).map { row in
        let needs = (0..<2).map { _ in stream.below(2) == 0 ? -1.1 : 1.1 }
        let ratings = (0..<12).map { column -> String in
          let need = needs[column % 6 / 3] * (column < 6 ? 1 : -1)
          let text = String(Int(min(5, max(1, (3 + need + 0.8 * stream.normal()).rounded()))))
          return stream.uniform() < missing ? "" : text
        }
        return "P\(row)," + ratings.joined(separator: ",")
      }
  }

  static func study(_ plan: ClusteringPlan) -> Study {
    var study = SmallSurvey.study(outcomes: outcomes)
    study.clustering = plan
    study.scoring.replicateCount = 100
    return study
  }

  static func run(_ study: Study, _ lines: [String], threads: Int = 2) throws -> AnalysisResult {
    try Analysis.run(
      study, studySHA256: "", input: SmallSurvey.input(lines.joined(separator: "\n") + "\n"),
      options: AnalysisOptions(workers: Workers(threadCount: threads)))
  }

  /// The model types the survey itself: the very clusters and margins.
  private func checkTyping(_ result: AnalysisResult, _ lines: [String]) throws -> TypingModel {
    let model = try #require(result.typing.section).model
    let found = try Classifier.run(
      (model, "model.json"), input: SmallSurvey.input(lines.joined(separator: "\n") + "\n"),
      wishes: Classifier.Wishes(questions: .all),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
    #expect(found.segments == result.respondents.clusters)
    #expect(found.margins == result.respondents.margins)
    return model
  }

  @Test("A need is unmet where it is important and not satisfied, unknown where half is missing")
  func unmet() {
    let scale = Scale(low: 1, high: 5, top: 4)
    func value(_ importance: Int?, _ satisfaction: Int?) -> Int8 {
      func code(_ point: Int?) -> UInt8 { point.map { RatingCode.code(point: $0, on: scale) } ?? 0 }
      return FeatureMatrix.value(.unmet, on: scale, code(importance), code(satisfaction))
    }
    #expect([value(4, 3), value(5, 1)] == [1, 1])
    #expect([value(4, 4), value(3, 1), value(3, 5), value(5, 5)] == [0, 0, 0, 0])
    #expect(
      [value(nil, 3), value(5, nil), value(1, nil)].allSatisfy { $0 == IntegerMatrix.missing })
    #expect(FeatureGrid(feature: .unmet, scale: scale).range == 1)
  }

  @Test("Clusters of unmet needs: centers are shares, and people are typed into the same ones")
  func unmetClusters() throws {
    let lines = Self.lines(300)
    let result = try Self.run(
      Self.study(ClusteringPlan(feature: .unmet, clusterCount: 4)), lines)
    let section = try #require(result.clusters.section)
    #expect(section.clusters.count == 4 && section.leastContrast == 0.1)
    #expect(section.clusters.allSatisfy { $0.center.allSatisfy { (0...1).contains($0) } })
    // The planted groups: each factor's three needs are met or unmet together.
    for cluster in section.clusters {
      for factor in [0, 3] {
        let shares = cluster.center[factor..<factor + 3]
        #expect(shares.allSatisfy { $0 > 0.6 } || shares.allSatisfy { $0 < 0.3 }, "\(shares)")
      }
    }
    #expect(try checkTyping(result, lines).version == 1)
  }

  @Test(
    "Standardised items: the same clusters from the typing model, centred ones too",
    arguments: [ClusterFeature.gap, .levelledGap, .centredGap, .importance, .unmet])
  func standardised(feature: ClusterFeature) throws {
    let lines = Self.lines(240)
    let plan = ClusteringPlan(feature: feature, clusterCount: 3, isStandardised: true)
    let result = try Self.run(Self.study(plan), lines)
    #expect(result.clusters.section?.isStandardised == true)
    let model = try checkTyping(result, lines)
    let transform = try #require(model.nearest.transform)
    #expect(model.version == 2 && transform.columns.map(\.items) == (0..<6).map { [$0] })
    #expect(transform.columns.allSatisfy { $0.constant == 0 && $0.coefficients[0] > 0 })
  }

  @Test("An item on which nearly all agree counts once it is standardised")
  func standardisedCounts() throws {
    // Half the people are 1 apart at `a`; at the others they lie anywhere.
    var stream = RandomStream(seed: 4, purpose: "narrow item")
    let lines =
      [Self.lines(0)[0]]
      + (0..<200).map { row in
        let ratings = (0..<12).map { column -> Int in
          column == 0 ? 3 + row % 2 : (column == 6 ? 3 : 1 + stream.below(5))
        }
        return "P\(row)," + ratings.map(String.init).joined(separator: ",")
      }
    func share(_ isStandardised: Bool) throws -> Double {
      let plan = ClusteringPlan(
        feature: .gap, clusterCount: 2, isStandardised: isStandardised)
      let section = try #require(try Self.run(Self.study(plan), lines).clusters.section)
      return abs(section.clusters[0].center[0] - section.clusters[1].center[0])
    }
    let (plain, standardised) = (try share(false), try share(true))
    #expect(standardised > plain + 0.2, "\(plain) \(standardised)")
  }

  @Test("Factor scores find groups that differ by factor, and type people into the same ones")
  func factorScores() throws {
    let lines = Self.lines(400)
    let plan = ClusteringPlan(feature: .factorScores, clusterCount: 4, factorFeature: .gap)
    let result = try Self.run(Self.study(plan), lines)
    #expect(result.factors.section?.solution.factorCount == 2)
    let section = try #require(result.clusters.section)
    #expect(section.feature == .factorScores && section.answerFeature == .gap)
    #expect(section.outcomes == Array(0..<6) && section.agreementWithOther != nil)
    #expect(section.search.chosen?.solution.centers.columnCount == 2)
    let model = try checkTyping(result, lines)
    #expect(model.nearest.feature == .gap && model.nearest.centers.allSatisfy { $0.count == 2 })
    #expect(model.nearest.transform?.columns.count == 2 && model.version == 2)
    let signs = section.clusters.map { [$0.center[0] > 0, $0.center[3] > 0] }
    #expect(Set(signs).count == 4)
    // The same on one thread and in any order of the rows.
    let other = try Self.run(
      Self.study(plan), [lines[0]] + lines.dropFirst().reversed(), threads: 1)
    #expect(other.typing.section?.model == model)
  }

  @Test("Factor scores of fewer than two factors are refused with the reason")
  func tooFewFactors() throws {
    let lines = Self.lines(200).map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return ([0, 1, 2, 3, 7, 8, 9].map { String(fields[$0]) }).joined(separator: ",")
    }
    var study = SmallSurvey.study(outcomes: ["a", "b", "c"])
    study.clustering = ClusteringPlan(feature: .factorScores)
    study.scoring.replicateCount = 100
    guard case .refused(let reason) = try Self.run(study, lines).clusters else {
      Issue.record("clusters of a single factor")
      return
    }
    #expect(reason == "factor scores need at least two factors, and there is one")
  }

  @Test("Clusters around medoids: centers are respondents, and people are typed by them")
  func medoids() throws {
    let lines = Self.lines(240)
    var plan = ClusteringPlan(feature: .gap, clusterCount: 4)
    let means = try #require(try Self.run(Self.study(plan), lines).clusters.section)
    #expect(means.agreementWithMeans == nil)
    plan.method = .medoids
    let result = try Self.run(Self.study(plan), lines)
    let section = try #require(result.clusters.section)
    #expect(
      section.search.candidates.map(\.inertia) == means.search.candidates.map(\.inertia))
    let agreement = try #require(section.agreementWithMeans)
    #expect(agreement > 0.6 && agreement < 1)
    #expect(section.clusters.allSatisfy { $0.jaccard ?? 0 > 0.4 })
    #expect(section.clusters.map(\.jaccard) != means.clusters.map(\.jaccard))
    let model = try checkTyping(result, lines)
    // Without missing answers a medoid's row is somebody's own: whole numbers of gaps.
    let complete = try Self.run(Self.study(plan), Self.lines(240, missing: 0))
    let centers = try #require(complete.typing.section).model.nearest.centers
    #expect(centers.allSatisfy { $0.allSatisfy { $0 % (1 << model.nearest.gridBits) == 0 } })
  }

  @Test("Medoids of more respondents than their limit are refused with the reason")
  func tooManyForMedoids() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b"])
    study.clustering.method = .medoids
    study.scoring.replicateCount = 100
    let text =
      "id,imp_a,sat_a,imp_b,sat_b\n"
      + (0...5_000).map { "p\($0),\($0 % 5 + 1),1,\($0 % 3 + 1),2\n" }.joined()
    let result = try Analysis.run(
      study, studySHA256: "", input: SmallSurvey.input(text), options: AnalysisOptions())
    guard case .refused(let reason) = result.clusters else {
      Issue.record("medoids of 5,001 respondents")
      return
    }
    #expect(
      reason == "clusters around medoids are formed of at most 5000 respondents, and there are "
        + "5001; `method: k-means` has no such limit")
  }

  @Test("The study file names the choices, and contradictions are told")
  func studyFile() throws {
    func plan(_ line: String) throws -> ClusteringPlan {
      try StudyReader.parse(Array((StudyCase.shortest + line + "\n").utf8), file: "s.yaml")
        .clustering
    }
    #expect(try plan("clusters: {on: unmet}").feature == .unmet)
    #expect(try plan("clusters: {method: medoids}").method == .medoids)
    #expect(try plan("clusters: {standardise: true}").isStandardised)
    #expect(try plan("clusters: {standardise: false}") == ClusteringPlan())
    #expect(try plan("clusters: {on: factor-scores}").answerFeature == .opportunity)
    #expect(
      StudyCase.sentences(
        StudyCase.shortest + "clusters: {on: factor-scores, standardise: true}\n") == [
          "study.yaml:10:11: `clusters.on: factor-scores` and `clusters.standardise` contradict "
            + "each other, found both, expected one of them. Fix: delete one of the two."
        ])
    #expect(
      StudyCase.sentences(StudyCase.shortest + "clusters: {standardise: yes}\n") == [
        "study.yaml:10:25: `clusters.standardise` has a wrong value, found \"yes\", "
          + "expected true or false. Fix: write it as in `standardise: true`."
      ])
  }
}
