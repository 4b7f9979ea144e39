import Groundwork
import NumericCore
import Survey
import Tables
import Testing

@testable import ReportWriters

/// The choices of the cluster step, from study file to model.json and report.
@Suite("The papers of the cluster step's choices")
struct ClusterChoicePaperTests {
  /// A study of six outcomes and its survey: two planted factors of three outcomes.
  static func run(_ choice: String) throws -> (result: AnalysisResult, lines: String) {
    let yaml = """
      study: Choices
      job: Choose
      responses: {file: r.csv, respondent: id, scale: 1-5}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]
      scores: {replicates: 200}
      \(choice)
      """
    let ids = ["a", "b", "c", "d", "e", "f"]
    var stream = RandomStream(seed: 8, purpose: "cluster choice papers")
    var lines = "id," + (ids.map { "imp_\($0)" } + ids.map { "sat_\($0)" }).joined(separator: ",")
    for row in 0..<260 {
      let needs = (0..<2).map { _ in stream.below(2) == 0 ? -1.1 : 1.1 }
      lines += "\nP\(row)"
      for column in 0..<12 {
        let need = needs[column % 6 / 3] * (column < 6 ? 1 : -1)
        let point = Int(min(5, max(1, (3 + need + 0.8 * stream.normal()).rounded())))
        lines += stream.uniform() < 0.05 ? "," : ",\(point)"
      }
    }
    let study = try StudyReader.parse(Array(yaml.utf8), file: "study.yaml")
    let result = try Analysis.run(
      study, studySHA256: "", input: .bytes(Array((lines + "\n").utf8), name: "r.csv"),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
    return (result, lines + "\n")
  }

  /// The report in one line.
  static func text(_ lines: [String]) -> String {
    lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
  }

  @Test(
    "model.json read back types the survey into the run's clusters; the report names the choice",
    arguments: [
      (
        "clusters: {on: unmet, k: 4}",
        "on unmet needs (1 where important and not satisfied, else 0)"
      ),
      (
        "clusters: {on: gap, standardise: true, k: 3}",
        "on the gap importance - satisfaction, each outcome divided by its standard deviation, of"
      ),
      (
        "clusters: {on: factor-scores, k: 4}\nfactors: {on: gap}",
        "on the regression scores of 2 factors of the gap importance - satisfaction of"
      ),
      (
        "clusters: {on: gap, method: medoids, k: 4}",
        "Clusters: around medoids, their number by weighted k-means, on the gap"
      ),
      (
        "clusters: {on: gap, missing: k-pod, k: 4}",
        "Clusters: of the answers given alone (k-POD), their number by weighted k-means, on the "
          + "gap importance - satisfaction of 6 outcomes; missing answers counting as lying at the "
          + "person's own center, filled with their expected values to find the number; k by"
      ),
    ])
  func choices(choice: String, words: String) throws {
    let (result, lines) = try Self.run(choice)
    let model = try #require(result.typing.section).model
    let text = TypingModelJSON.text(model)
    let read = try TypingModelReader.parse(Array(text.utf8), file: "model.json")
    #expect(read == model && TypingModelJSON.text(read) == text)
    let found = try Classifier.run(
      (read, "model.json"), input: .bytes(Array(lines.utf8), name: "r.csv"),
      wishes: Classifier.Wishes(questions: .all),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
    #expect(found.segments == result.respondents.clusters)
    #expect(found.margins == result.respondents.margins)
    let method = Self.text(MethodSection.lines(result))
    #expect(method.contains(words), "\(method)")
  }

  @Test("What is said of clusters around medoids is told from what is said of those of k-means")
  func medoids() throws {
    let result = try Self.run("clusters: {on: gap, method: medoids, k: 4}").result
    let text = Self.text(ClustersSection.lines(result))
    let figure = try #require(result.clusters.section?.agreementWithMeans)
    #expect(text.contains("(This is the verdict on the clusters of k-means.)"))
    #expect(
      text.contains(
        "by which their number was chosen, they agree at ARI \(NumberText.decimal(figure, 2))."))
    #expect(text.contains(" Of the clusters of k-means: The largest difference"))
    let means = Self.text(ClustersSection.lines(try Self.run("clusters: {on: gap, k: 4}").result))
    #expect(!means.contains("medoids") && !means.contains("Of the clusters of k-means"))
    #expect(means.contains("Ward's tree of the same people (dendrogram.csv), cut into four, "))
  }

  @Test("Clusters of the answers given are told, in the manifest too, and models without are of em")
  func answersGiven() throws {
    let result = try Self.run("clusters: {on: gap, missing: k-pod, k: 4}").result
    let text = Self.text(ClustersSection.lines(result))
    let figure = try #require(result.clusters.section?.agreementWithMeans)
    #expect(text.contains("(This is the verdict on the clusters of k-means on filled answers.)"))
    #expect(
      text.contains(
        " They are formed of the answers given alone (k-POD), a missing one counting as lying at "
          + "its own center, and come back in resamples as their Jaccards say; with those of "
          + "k-means on filled answers, by which their number was chosen, they agree at ARI "
          + "\(NumberText.decimal(figure, 2))."))
    #expect(!text.contains("medoids"))
    let options = Manifest.options(result.study, facts: JSONTests.facts).document
    #expect(options.contains("\"cluster_missing\": \"k-pod\""))
    let model = try #require(result.typing.section).model
    let lines = TypingModelJSON.text(model)
    let words = "\"missing\": \"k-pod\",\n"
    #expect(lines.contains(words) && lines.contains("\"version\": 3"))
    let older = lines.replacing(words, with: "").replacing("\"version\": 3", with: "\"version\": 1")
    let read = try TypingModelReader.parse(Array(older.utf8), file: "model.json")
    #expect(read.nearest.missing == .em && read.version == 1)
    let spoiled = lines.replacing("\"feature\": \"gap\"", with: "\"feature\": \"centred-gap\"")
    let failure = try #require(throws: TypingModelFailure.self) {
      try TypingModelReader.parse(Array(spoiled.utf8), file: "model.json")
    }
    #expect(
      failure.message.description.contains("all_questions.missing"), "\(failure.message)")
  }

  @Test("A model's transform is held against the model")
  func wrongTransform() throws {
    let model = try #require(
      try Self.run("clusters: {on: gap, standardise: true, k: 2}").result.typing.section
    ).model
    let text = TypingModelJSON.text(model)
    for (old, new, words) in [
      ("\"items\": [3]", "\"items\": [6]", "transform.columns[3].items[0]"),
      ("\"items\": [3]", "\"items\": [3, 2]", "transform.columns[3].items"),
      ("\"items\": [3]", "\"items\": []", "transform.columns[3].coefficients_millionths"),
      ("\"constant_millionths\": 0", "\"constant_millionths\": 0.5", "constant_millionths"),
    ] {
      let changed = text.replacing(old, with: new)
      #expect(changed != text, "\(old)")
      let failure = try #require(throws: TypingModelFailure.self) {
        try TypingModelReader.parse(Array(changed.utf8), file: "model.json")
      }
      #expect(failure.message.description.contains(words), "\(failure.message)")
    }
  }
}
