import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

/// The typing tool of a study: the run's own segments again, and the few questions.
@Suite("Typing")
struct TypingTests {
  /// Two planted groups that rate opposite halves high; some answers are missing.
  private static func csv(_ count: Int, outcomes: [String], missing: Double = 0.1) -> [String] {
    var stream = RandomStream(seed: 5, purpose: "typing tests")
    let header =
      "id,"
      + (outcomes.map { "imp_\($0)" } + outcomes.map { "sat_\($0)" })
      .joined(separator: ",")
    return [header]
      + (0..<count).map { row in
        let group = stream.below(2)
        let style = 0.5 * stream.normal()
        let ratings = (0..<2 * outcomes.count).map { column -> String in
          let isHigh = (column % outcomes.count % 2 == group) == (column < outcomes.count)
          let value = 3 + style + (isHigh ? 0.9 : -0.9) + 0.9 * stream.normal()
          let text = String(Int(min(5, max(1, value.rounded()))))
          return stream.uniform() < missing ? "" : text
        }
        return "P\(row)," + ratings.joined(separator: ",")
      }
  }

  private static let outcomes = ["a", "b", "c", "d", "e", "f"]

  private func study(_ feature: ClusterFeature, clusters: Int = 2) -> Study {
    var study = SmallSurvey.study(outcomes: Self.outcomes)
    study.clustering.feature = feature
    study.clustering.clusterCount = clusters
    study.scoring.replicateCount = 100
    return study
  }

  private func run(_ study: Study, _ lines: [String]) throws -> AnalysisResult {
    try Analysis.run(
      study, studySHA256: "", input: SmallSurvey.input(lines.joined(separator: "\n") + "\n"),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
  }

  private func classify(
    _ model: TypingModel, _ lines: [String], _ questions: Classifier.Questions = .auto,
    weight: String? = nil, readsAll: Bool = false
  ) throws -> Classification {
    try Classifier.run(
      (model, "model.json"), input: SmallSurvey.input(lines.joined(separator: "\n") + "\n"),
      wishes: Classifier.Wishes(
        questions: questions, weight: weight, readsAllQuestions: readsAll),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
  }

  private func section(_ result: AnalysisResult) throws -> TypingSection {
    guard case .done(let section) = result.typing else {
      throw SurveyError.noRespondents(input: "\(result.typing)")
    }
    return section
  }

  @Test(
    "all questions give the run's own clusters and margins, missing answers too",
    arguments: [ClusterFeature.levelledGap, .centredGap, .gap, .opportunity, .importance, .unmet])
  func ownClusters(feature: ClusterFeature) throws {
    let lines = Self.csv(240, outcomes: Self.outcomes) + ["nobody,,,,,,,,,,,,"]
    let result = try run(study(feature, clusters: 3), lines)
    let found = try classify(section(result).model, lines)
    #expect(found.route == .all && found.lackingColumns.isEmpty)
    #expect(found.segments == result.respondents.clusters)
    #expect(found.margins == result.respondents.margins)
    #expect(found.segments.last == Classification.unplaced && found.drift.unplacedCount == 1)
    for person in 0..<240 {
      #expect(found.seconds[person] != found.segments[person] && found.seconds[person] < 3)
    }
    // The study's own people look clearer than people held out, whom they are held against.
    #expect(found.drift.marginShift > -0.05 && found.drift.reasons.isEmpty)
    #expect(found.confidences.count == 241 && found.confidences.prefix(240).allSatisfy { $0 > 0 })
  }

  @Test("beyond the training sample people are placed by the centers of all of them")
  func largeFile() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c"])
    study.clustering.clusterCount = 2
    study.scoring.replicateCount = 100
    let lines = Self.csv(ClusterAnalysis.trainingLimit + 500, outcomes: ["a", "b", "c"])
    let result = try run(study, lines)
    let found = try classify(section(result).model, lines)
    #expect(found.segments == result.respondents.clusters)
    #expect(found.margins == result.respondents.margins)
  }

  @Test("neither the order of rows nor the number of threads changes the model")
  func sameModel() throws {
    let lines = Self.csv(240, outcomes: Self.outcomes)
    let one = try section(run(study(.centredGap), lines))
    let other = try section(
      Analysis.run(
        study(.centredGap), studySHA256: "",
        input: SmallSurvey.input(
          ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"),
        options: AnalysisOptions(workers: Workers(threadCount: 1))))
    #expect(one.model == other.model && one.heldOut == other.heldOut)
    #expect(one.model.golden != nil)
  }

  @Test("the few questions find most people again, with a probability and what was promised")
  func goldenRoute() throws {
    let lines = Self.csv(400, outcomes: Self.outcomes)
    let result = try run(study(.centredGap), lines)
    let model = try section(result).model
    let golden = try #require(model.golden)
    #expect(golden.questions.count <= 8 && golden.expected.accuracy > 0.75)
    let found = try classify(model, lines, .golden)
    #expect(found.route == .golden && found.columns.count == golden.questions.count)
    let same = zip(found.segments, result.respondents.clusters).count { $0 == $1 }
    #expect(Double(same) / 400 > golden.expected.accuracy - 0.05)
    #expect(found.confidences.allSatisfy { $0 >= 0.5 && $0 <= 1 })
    #expect(found.answered.allSatisfy { $0 <= golden.questions.count })
  }

  @Test("a file with the few questions alone is typed by them; one without some is refused")
  func columns() throws {
    let lines = Self.csv(300, outcomes: Self.outcomes)
    let model = try section(run(study(.centredGap), lines)).model
    let golden = try #require(model.golden)
    let names = golden.questions.map { model.column(of: $0) }
    let header = lines[0].split(separator: ",").map(String.init)
    let places = names.compactMap { header.firstIndex(of: $0) }
    func selecting(_ places: [Int]) -> [String] {
      lines.map { line in
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        return ([fields[0]] + places.map { fields[$0] }).joined(separator: ",")
      }
    }
    let found = try classify(model, selecting(places.reversed()))
    #expect(found.route == .golden && !found.lackingColumns.isEmpty)
    let whole = try classify(model, lines, .golden)
    #expect(found.segments == whole.segments && found.confidences == whole.confidences)
    let failure = try #require(throws: SurveyError.self) {
      try classify(model, selecting(Array(places.dropLast())))
    }
    #expect(failure.exitStatus == .data)
    #expect(failure.message.description.hasPrefix("r.csv: has no column \""))
    #expect(found.isFallback && !whole.isFallback)
    let all = try #require(throws: SurveyError.self) {
      try classify(model, selecting(places), .all)
    }
    #expect(all.exitStatus == .data)
  }

  @Test("a missing answer is what the other golden answers let expect; nothing answered is nobody")
  func missingAnswers() throws {
    let lines = Self.csv(300, outcomes: Self.outcomes)
    let model = try section(run(study(.centredGap), lines)).model
    let blank = String(repeating: ",", count: 12)
    let found = try classify(
      model, [lines[0], "empty\(blank)", "some" + ",5" + blank.dropFirst(), lines[1]], .golden)
    #expect(found.segments[0] == Classification.unplaced && found.answered[0] == 0)
    #expect(found.drift.count == found.segments.count { $0 != Classification.unplaced })
    #expect(found.drift.reasons.isEmpty)
  }

  @Test("answers outside the scale are findings, and too many are an error")
  func outsideTheScale() throws {
    var lines = Self.csv(300, outcomes: Self.outcomes)
    let model = try section(run(study(.centredGap), lines)).model
    lines[7] = "P6,9" + lines[7].dropFirst(4)
    let found = try classify(model, lines)
    #expect(found.findings.contains { $0.kind == "invalid-rating" })
    for row in 10..<40 { lines[row] = "P\(row - 1),9" + ",1,1,1,1,1,1,1,1,1,1,1" }
    let failure = try #require(throws: AnswersFailure.self) { try classify(model, lines) }
    #expect(failure.exitStatus == .data && failure.message.fix.contains("on the model's scale"))
  }

  @Test("people unlike those of the study: time to segment again, and why")
  func drift() throws {
    let lines = Self.csv(300, outcomes: Self.outcomes)
    let model = try section(run(study(.centredGap), lines)).model
    var stream = RandomStream(seed: 9, purpose: "drift")
    let random = (0..<300).map { row in
      "N\(row)," + (0..<12).map { _ in String(1 + stream.below(5)) }.joined(separator: ",")
    }
    let found = try classify(model, [lines[0]] + random)
    #expect(found.drift.isTimeToSegmentAgain)
    #expect(found.drift.reasons.contains(.smallerMargins) && found.drift.marginShift < -0.2)
    // Only those of one segment.
    let own = try classify(model, lines)
    let one = (0..<300).filter { own.segments[$0] == 0 }.map { lines[$0 + 1] }
    let moved = try classify(model, [lines[0]] + one)
    #expect(moved.drift.reasons.contains(.movedShares))
    #expect(moved.drift.shares[0].share == 1 && moved.drift.shares[1].count == 0)
    // Few people prove nothing.
    let few = try classify(model, [lines[0]] + one.prefix(20))
    #expect(few.drift.reasons.isEmpty)
  }

  @Test("no segments, small segments and few people are refused with their reason")
  func refused() throws {
    var lines = Self.csv(60, outcomes: Self.outcomes)
    let few = try section(run(study(.centredGap), lines))
    #expect(few.model.golden == nil && few.heldOut == nil)
    #expect(few.model.goldenReason.hasPrefix("60 people"))
    #expect(throws: TypingModelFailure.self) { try classify(few.model, lines, .golden) }
    #expect(try classify(few.model, lines).route == .all)
    var plain = study(.centredGap)
    plain.clustering.clusterCount = nil
    lines = Array(lines.prefix(30))
    let none = try run(plain, lines)
    guard case .refused(let reason) = none.typing else {
      Issue.record("typed without segments")
      return
    }
    #expect(reason == "there are no segments to type people into")
  }
}
