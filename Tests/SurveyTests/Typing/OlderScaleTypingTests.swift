import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

/// People of a study that reads some outcomes from an older scale: they are typed as it read them.
@Suite("Typing on older scales")
struct OlderScaleTypingTests {
  private static let outcomes = ["a", "b", "c", "d", "e", "f"]
  private static let scale = Scale(low: 1, high: 5, top: 4)

  /// Of 10 points, upside down on the study's own points, and of three points; the rest on 1-5.
  private static var older: [LegacyScale?] {
    var three = LegacyScale(low: 1, high: 3)
    three.points = [2, 3, 5]
    return [
      LegacyScale(low: 1, high: 10), nil, LegacyScale(low: 1, high: 5, isReversed: true), nil,
      three, nil,
    ]
  }

  private static var study: Study {
    var study = SmallSurvey.study(outcomes: outcomes)
    for (place, legacy) in older.enumerated() { study.outcomes[place].legacy = legacy }
    study.clustering.clusterCount = 2
    study.scoring.replicateCount = 100
    return study
  }

  /// Two planted groups that rate opposite halves high, as they would be asked: on the older scales
  /// or on the study's, where a rating is what the older one is read as.
  private static func csv(_ count: Int, isOlder: Bool) -> String {
    var stream = RandomStream(seed: 8, purpose: "older scales")
    let names = outcomes.map { "imp_\($0)" } + outcomes.map { "sat_\($0)" }
    var lines = ["id," + names.joined(separator: ",")]
    for row in 0..<count {
      let group = stream.below(2)
      let ratings = names.indices.map { column -> String in
        let place = column % outcomes.count
        let isHigh = (place % 2 == group) == (column < outcomes.count)
        let value = 3 + (isHigh ? 0.9 : -0.9) + 0.9 * stream.normal()
        let point = Int(min(5, max(1, value.rounded())))
        if stream.uniform() < 0.05 { return "" }
        guard let legacy = older[place] else { return String(point) }
        let rating = legacy.rating(near: point, on: scale)
        return String(isOlder ? rating : legacy.point(of: rating, on: scale))
      }
      lines.append("P\(row)," + ratings.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func analyzed() throws -> (model: TypingModel, people: RespondentResults) {
    let result = try Analysis.run(
      study, studySHA256: "", input: SmallSurvey.input(csv(300, isOlder: true)),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
    guard case .done(let section) = result.typing else {
      throw SurveyError.noRespondents(input: "\(result.typing)")
    }
    return (section.model, result.respondents)
  }

  private static func classify(
    _ model: TypingModel, _ text: String, _ questions: Classifier.Questions = .auto,
    legacy: Bool
  ) throws -> Classification {
    try Classifier.run(
      (model, "model.json"), input: SmallSurvey.input(text),
      wishes: Classifier.Wishes(questions: questions, readsLegacy: legacy),
      options: AnalysisOptions(workers: Workers(threadCount: 2)))
  }

  @Test("The study's own people get the clusters of the run, as they were asked")
  func ownPeople() throws {
    let (model, people) = try Self.analyzed()
    let own = Self.csv(300, isOlder: true)
    let found = try Self.classify(model, own, legacy: true)
    #expect(found.route == .all && found.segments == people.clusters)
    #expect(found.margins == people.margins)
    // Answers are those of the study: nothing has moved.
    #expect(found.drift.reasons.isEmpty)
    let notes = found.findings.filter { $0.kind == "comparability" }
    #expect(notes.map(\.subject) == ["a", "c", "e"])
    #expect(notes[1].text.hasSuffix("are read on 1-5: 1 as 5, 2 as 4, 3 as 3, 4 as 2, 5 as 1"))

    // Asked on the study's scale, with the ratings that theirs are read as, they get the same.
    let now = Self.csv(300, isOlder: false)
    let again = try Self.classify(model, now, legacy: false)
    #expect(again.segments == people.clusters && again.margins == people.margins)
    #expect(
      again.findings.filter { $0.kind == "comparability" }.map(\.text) == [
        "ratings of a, c and e are taken to be on 1-5; those of the study are on an older scale: "
          + "add --legacy if these are too"
      ])
    let golden = try Self.classify(model, own, .golden, legacy: true)
    #expect(golden.route == .golden)
    #expect(try golden.segments == Self.classify(model, now, .golden, legacy: false).segments)
  }

  @Test("Ratings on the other scale are refused, and the sentence says what to do about --legacy")
  func otherScale() throws {
    let (model, _) = try Self.analyzed()
    func complaint(_ text: String, legacy: Bool) throws -> String {
      let failure = try #require(throws: AnswersFailure.self) {
        try Self.classify(model, text, legacy: legacy)
      }
      #expect(failure.exitStatus == .data)
      return failure.message.description
    }
    let old = try complaint(Self.csv(300, isOlder: true), legacy: false)
    #expect(old.contains(": item imp_a has ") && old.contains("expected 1 to 5."), "\(old)")
    #expect(
      old.hasSuffix(
        "Fix: add --legacy if people were asked on 1 to 10, the older scale of the study; else "
          + "type people who were asked on the model's scale."), "\(old)")
    let new = try complaint(Self.csv(300, isOlder: false), legacy: true)
    #expect(new.contains(": item imp_e has ") && new.contains("expected 1 to 3."), "\(new)")
    #expect(
      new.hasSuffix("Fix: leave --legacy out if people were asked on the model's scale, 1 to 5."),
      "\(new)")
    // What is on neither scale, and outcomes of one scale, are told as before.
    let header = Self.csv(0, isOlder: true)
    for (cells, legacy) in [("x,1,1,1,1,1", false), ("1,9,1,1,1,1", false), ("1,1,1,1,9,1", true)] {
      let told = try complaint(header + "P1,\(cells),1,1,1,1,1,1\n", legacy: legacy)
      #expect(!told.contains("--legacy") && told.contains("make the model anew"), "\(told)")
    }
  }

  @Test("A model without older scales knows nothing to read")
  func withoutOlderScales() throws {
    var (model, _) = try Self.analyzed()
    for place in model.outcomes.indices { model.outcomes[place].legacy = nil }
    let failure = try #require(throws: TypingModelFailure.self) {
      try Self.classify(model, Self.csv(20, isOlder: true), legacy: true)
    }
    #expect(failure == .noLegacy(file: "model.json") && failure.exitStatus == .usage)
    #expect(failure.message.description.contains("Fix: leave --legacy out, or analyze"))
  }
}
