import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("The chain of the job's steps")
struct StepAnalysisTests {
  @Test("Every figure equals References/steps.py", arguments: 0..<6)
  func references(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let section = try Self.section(Self.study(expected.rule, expected.design))
    #expect(section.groups.count == 4)
    for group in section.groups {
      let wanted = try #require(expected.groups[group.segment])
      Self.agree(group.passRate, wanted.allSteps, "\(group.segment) all steps")
      Self.agree(group.abandonedShare, wanted.gaveUp, "\(group.segment) gave up")
      #expect(abs((group.independentRate ?? 0) - wanted.independent) < 1e-12)
      let gap = try #require(group.independenceGap)
      #expect(abs(gap.value - wanted.gap.value) < 1e-12)
      #expect(abs(gap.standardError - wanted.gap.se) < 1e-12)
      for (step, own) in zip(group.steps, wanted.steps) {
        Self.agree(step.success, own.success, own.step)
        Self.agree(step.soleBlocker, own.soleBlocker, own.step)
        Self.agree(step.dropOff, own.dropOff, own.step)
        Self.agree(step.repeats, own.repeats, own.step)
        Self.agree(step.repeated, own.repeated, own.step)
      }
      let lowest = group.steps.compactMap { $0.success?.value }.min()
      #expect(group.steps.filter(\.isWeakest).map { $0.success?.value } == [lowest])
    }
  }

  @Test("A sole blocker's share is what its repair adds to the share that gets through")
  func lift() throws {
    let study = try Self.study("half", "weights")
    let responses = try Self.responses(study)
    let chain = StepChain(study: study, responses: responses, steps: [0, 1, 2])
    let weights = try #require(responses.weights)
    func rate(repairing step: Int?) -> Double {
      var (through, all) = (Int64(0), Int64(0))
      for row in chain.passes.indices where chain.passes[row] >= 0 {
        all += weights[row]
        let others = chain.success.indices.filter { $0 != step }
        if others.allSatisfy({ chain.success[$0][row] == 1 }) { through += weights[row] }
      }
      return Double(through) / Double(all)
    }
    let section = try Self.section(study)
    for (place, step) in section.groups[0].steps.enumerated() {
      let gained = rate(repairing: place) - rate(repairing: nil)
      #expect(abs((step.soleBlocker?.value ?? 0) - gained) < 1e-12)
    }
  }

  @Test("The order of the rows and the threads change nothing")
  func sameBytes() throws {
    let study = try Self.study("half", "strata, units")
    let lines = try String(contentsOf: Self.file("steps.csv"), encoding: .utf8)
      .split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    let options = AnalysisOptions(workers: Workers(threadCount: 3))
    let other = try Self.section(study, .bytes(Array(turned.utf8), name: "r.csv"), options)
    #expect(try Self.section(study) == other)
  }

  @Test("One step fails far more often than the others: it is the weakest beyond doubt")
  func weakest() throws {
    var study = SmallSurvey.study(outcomes: ["a", "b", "c"])
    study.steps = ["one", "two", "three"].map { JobStep(id: $0, text: $0) }
    for (index, step) in study.steps.enumerated() { study.outcomes[index].step = step.id }
    var stream = RandomStream(seed: 4, purpose: "weakest step")
    var text = "id,imp_a,imp_b,imp_c,sat_a,sat_b,sat_c\n"
    for row in 0..<400 {
      let ratings = [0.8, 0.4, 0.75].map { stream.uniform() < $0 ? "4" : "2" }
      text += "r\(row),5,5,5,\(ratings.joined(separator: ","))\n"
    }
    let section = try Self.section(study, SmallSurvey.input(text))
    let steps = section.groups[0].steps
    #expect(steps.map(\.isWeakest) == [false, true, false])
    #expect(steps[1].weakestShare == 1 && steps[0].weakestShare == 0)
    // Steps were drawn independently of each other.
    let gap = try #require(section.groups[0].independenceGap)
    #expect(abs(gap.value) < 3 * gap.standardError)
    #expect(steps.allSatisfy { $0.repeats == nil && $0.dropOff == nil && $0.opportunity == nil })
  }

  @Test("Answers that name no step are a finding up to the limit, above it the run is refused")
  func unknownAnswers() throws {
    var study = try Self.study("half", "simple")
    func load() throws(SurveyError) -> LoadedResponses {
      try ResponseLoader(study: study, options: AnalysisOptions(), readsProfile: true)
        .load(.file(path: Self.file("steps.csv").path))
    }
    let finding = try #require(try load().findings.first { $0.kind == "unknown-answer" })
    #expect(finding.subject == "quit" && finding.text.hasSuffix(": one of few people"))
    study.responses.rejectLimit = 0.01
    let error = #expect(throws: SurveyError.self) { try load() }
    #expect(error?.exitStatus == .data)
    #expect(error?.message.description.contains("column \"quit\" has") == true)
    // Steps are known by id or text, in capitals too.
    let names = StepNames(study)
    #expect(["FIND", "do it", "done", ""].map { names.place(of: $0) } == [0, 1, 3, nil])
  }

  @Test("Seventy steps: as many patterns as people, no interval, and a product that is right")
  func manySteps() throws {
    let ids = (0..<70).map { "s\($0)" }
    var study = SmallSurvey.study(outcomes: ids)
    study.steps = ids.map { JobStep(id: $0, text: $0) }
    for index in ids.indices { study.outcomes[index].step = ids[index] }
    var stream = RandomStream(seed: 9, purpose: "seventy steps")
    let columns = ids.map { "imp_\($0)" } + ids.map { "sat_\($0)" }
    var text = (["id"] + columns).joined(separator: ",") + "\n"
    for row in 0..<1_200 {
      let ratings = ids.indices.map { stream.uniform() < ($0 < 12 ? 0.5 : 0.995) ? "4" : "2" }
      text += (["r\(row)"] + ids.map { _ in "5" } + ratings).joined(separator: ",") + "\n"
    }
    let section = try Self.section(study, SmallSurvey.input(text))
    let group = section.groups[0]
    let product = group.steps.reduce(1) { $0 * ($1.success?.value ?? 0) }
    #expect(abs((group.independentRate ?? 1) - product) < 1e-12)
    #expect(group.independenceGap == nil && group.gapReason.contains("1024 patterns"))
  }

  @Test("Without steps, or without outcomes in them, the section says so")
  func refusals() throws {
    var study = SmallSurvey.study()
    let text = "id,imp_a,imp_b,sat_a,sat_b\nx,1,2,3,4\ny,1,2,3,4\n"
    #expect(Self.reason(try Self.outcome(study, text)) == "the study names no steps")
    study.steps = [JobStep(id: "one", text: "One")]
    #expect(Self.reason(try Self.outcome(study, text)) == "no outcome belongs to a step")
    study.outcomes[0].step = "one"
    guard case .done(let section) = try Self.outcome(study, text) else {
      Issue.record("the section was refused")
      return
    }
    #expect(section.groups[0].reason.contains("fewer than 10") && section.groups[0].passRate == nil)
  }

  @Test("Steps without outcomes still tell of repeats and of giving up, and hold no chain")
  func withoutOutcomes() throws {
    var study = try Self.study("half", "weights")
    let whole = try Self.section(study)
    for index in study.outcomes.indices { study.outcomes[index].step = nil }
    let bare = try Self.section(study)
    for (own, other) in zip(bare.groups, whole.groups) {
      #expect(own.abandonedShare == other.abandonedShare && own.abandonedShare != nil)
      #expect(own.steps.map(\.repeats) == other.steps.map(\.repeats))
      #expect(own.steps.map(\.repeated) == other.steps.map(\.repeated))
      #expect(own.steps.map(\.dropOff) == other.steps.map(\.dropOff))
      #expect(own.steps.allSatisfy { $0.success == nil && $0.soleBlocker == nil })
      #expect(own.passRate == nil && own.reason == "no outcome belongs to a step")
    }
  }

  // MARK: - Steps

  private static func reason(_ outcome: SectionOutcome<StepSection>) -> String? {
    guard case .refused(let reason) = outcome else { return nil }
    return reason
  }

  private static func outcome(_ study: Study, _ text: String) throws -> SectionOutcome<StepSection>
  {
    try analysis(study, SmallSurvey.load(study, text).responses, AnalysisOptions())
  }

  private static func section(
    _ study: Study, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> StepSection {
    let loaded = try responses(study, input)
    return try #require(analysis(study, loaded, options).section)
  }

  private static func responses(_ study: Study, _ input: TableInput? = nil) throws -> Responses {
    try ResponseLoader(study: study, options: AnalysisOptions(), readsProfile: true)
      .load(input ?? .file(path: file("steps.csv").path)).responses
  }

  private static func analysis(
    _ study: Study, _ responses: Responses, _ options: AnalysisOptions
  ) -> SectionOutcome<StepSection> {
    StepAnalysis(
      study: study, responses: responses,
      replicates: ReplicateSource(study: study, responses: responses, options: options),
      options: options
    ).section(responses.groupings, scores: [])
  }

  private static func study(_ rule: String, _ design: String) throws -> Study {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    return try StudyCase.parse(
      """
      study: Steps
      job: Get it done
      responses: {file: steps.csv, scale: 1-5, top: 4, respondent: id, reject-limit: 5 %}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list: [{a: A}, {b: B}, {c: C}, {d: D}, {e: E}, {f: F}]
      steps:
        find: {text: Find it, outcomes: [a, b, c]}
        do: {text: Do it, outcomes: [d, e], repeats: again}
        check: {text: Check it, outcomes: [f]}
      chain: {rule: \(rule), abandoned: quit, finished: [done]}
      segments: [{column: tool, levels: [A, B, C]}]

      """ + weight + plan)
  }

  fileprivate static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps").appendingPathComponent(name)
  }

  /// Sums of 260 people in another order: 1e-12 is far above their rounding.
  private static func agree(_ found: PeopleMean?, _ wanted: Expected.Mean?, _ what: String) {
    #expect((found == nil) == (wanted == nil), "\(what)")
    guard let found, let wanted else { return }
    #expect(abs(found.value - wanted.value) < 1e-12, "\(what)")
    #expect(abs(found.standardError - wanted.se) < 1e-12, "\(what)")
    #expect(found.respondentCount == wanted.n, "\(what)")
    #expect((found.low ?? 2) <= found.value && found.value <= (found.high ?? -1), "\(what)")
  }

  /// What `References/steps.py` wrote.
  struct Expected: Decodable {
    struct Mean: Decodable {
      let value: Double
      let n: Int
      let se: Double
    }
    struct Gap: Decodable {
      let value: Double
      let se: Double
    }
    struct Step: Decodable {
      let step: String
      let success: Mean?
      let soleBlocker: Mean?
      let dropOff: Mean?
      let repeats: Mean?
      let repeated: Mean?

      enum CodingKeys: String, CodingKey {
        case step, success, repeats, repeated
        case soleBlocker = "sole-blocker"
        case dropOff = "drop-off"
      }
    }
    struct Group: Decodable {
      let allSteps: Mean
      let gaveUp: Mean
      let independent: Double
      let gap: Gap
      let steps: [Step]

      enum CodingKeys: String, CodingKey {
        case independent, gap, steps
        case allSteps = "all-steps"
        case gaveUp = "gave-up"
      }
    }
    struct Case: Decodable {
      let rule: String
      let design: String
      let groups: [String: Group]
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: StepAnalysisTests.file("steps.json")))
    }
  }
}
