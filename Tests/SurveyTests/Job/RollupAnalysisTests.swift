import Foundation
import Groundwork
import NumericCore
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Opportunity by part of the job")
struct RollupAnalysisTests {
  @Test("Every figure equals References/rollups.py", arguments: 0..<3)
  func references(number: Int) throws {
    let expected = try Expected.load().cases[number]
    let study = try Self.study(expected.design)
    let section = try Self.section(study)
    #expect(section.groups.map(\.segment) == ["all", "A", "B"])
    for group in section.groups {
      let wanted = try #require(expected.groups[group.segment])
      for other in wanted.parts {
        let place = try #require(
          section.parts.firstIndex { $0.kind.rawValue == other.kind && $0.id == other.id })
        Self.agree(group.figures[place], section.parts[place], other, study)
      }
      let pair = try #require(group.related.first)
      #expect(group.related.count == 1 && pair.job == "job" && pair.related == "list")
      let found = try #require(pair.correlation)
      #expect(abs(found.value - wanted.correlation.value) < 1e-12)
      #expect(abs(found.standardError - wanted.correlation.se) < 1e-12)
      #expect(found.respondentCount == wanted.correlation.n)
      // Student's quantiles of two programs agree to nine digits.
      #expect(abs((found.low ?? 2) - wanted.correlation.low) < 1e-9)
      #expect(abs((found.high ?? 2) - wanted.correlation.high) < 1e-9)
    }
  }

  @Test("Steps and families have the means of steps.csv and experience.csv")
  func sameMeans() throws {
    let study = try Self.study("weights")
    let sections = try Self.sections(study)
    let rollups = try #require(sections.rollups.section)
    let steps = try #require(sections.steps.section)
    let experience = try #require(sections.experience.section)
    for (number, group) in rollups.groups.enumerated() {
      func means(_ kinds: [RollupSection.Kind]) -> [Double?] {
        zip(rollups.parts, group.figures).filter { kinds.contains($0.0.kind) }
          .map { $0.1.opportunity?.value }
      }
      #expect(means([.step]) == steps.groups[number].steps.map(\.opportunity))
      let families = experience.groups[number].rollups
      #expect(Set(means([.dimension, .aim])) == Set(families.map(\.opportunity)))
    }
  }

  @Test("The order of the rows and the threads change nothing")
  func sameBytes() throws {
    let study = try Self.study("strata, units")
    let lines = try String(contentsOf: Self.file("rollups.csv"), encoding: .utf8)
      .split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
    let options = AnalysisOptions(workers: Workers(threadCount: 3))
    let other = try Self.sections(study, .bytes(Array(turned.utf8), name: "r.csv"), options)
    #expect(try Self.section(study) == other.rollups.section)
  }

  @Test("Coverage tells jobs without outcomes from jobs asked through those below them")
  func coverage() throws {
    let section = try Self.section(try Self.study("simple"))
    let jobs = section.parts.filter { $0.kind == .job }
    #expect(jobs.map(\.id) == ["job", "trust", "auto", "linux", "list"])
    #expect(jobs.map { $0.jobsBelow?.all } == [2, 3, 1, 0, 0])
    #expect(jobs.map { $0.jobsBelow?.covered } == [1, 2, 0, 0, 0])
    let levels = section.parts.filter { $0.kind == .altitude }
    #expect(levels.map(\.id) == ["aspirational", "main", "functional"])
    #expect(levels.map(\.outcomes.count) == [6, 8, 3])
    let figures = Dictionary(
      uniqueKeysWithValues: zip(section.parts, section.groups[0].figures).map {
        ("\($0.kind.rawValue) \($0.id)", ($0, $1))
      })
    let linux = try #require(figures["job linux"])
    #expect(linux.1.opportunity == nil && linux.1.scoredCount == 0 && linux.0.outcomes.isEmpty)
    #expect(!RollupSection.isCovered(linux.0, linux.1))
    let list = try #require(figures["job list"])
    #expect(RollupSection.isCovered(list.0, list.1))
    let whole = try #require(figures["job job"])
    #expect(whole.1.scoredCount == 6 && !RollupSection.isCovered(whole.0, whole.1))
    let social = try #require(figures["dimension functional"])
    #expect(social.0.outcomes.count == 2 && social.1.scoredCount == 1)
  }

  @Test("The kind of progress and the job that were drawn highest are found")
  func plantedTruth() throws {
    let ids = (0..<12).map { "o\($0)" }
    var study = SmallSurvey.study(outcomes: ids)
    study.jobs += [
      Job(id: "high", text: "High", level: .functional, parent: "job"),
      Job(id: "low", text: "Low", level: .functional, parent: "job"),
    ]
    let tags = ["whole job", "more cheaply", "many contexts"]
    for index in ids.indices {
      study.outcomes[index].progress = [tags[index % 3]] + (index % 6 == 0 ? ["all sorts"] : [])
      study.outcomes[index].job = index % 4 == 1 ? "high" : index % 4 == 2 ? "low" : "job"
    }
    var stream = RandomStream(seed: 11, purpose: "planted parts")
    let columns = ids.map { "imp_\($0)" } + ids.map { "sat_\($0)" }
    var text = (["id"] + columns).joined(separator: ",") + "\n"
    for row in 0..<600 {
      let important = ids.indices.map { index -> String in
        let share = 0.55 + (index % 3 == 1 ? 0.2 : 0) + (index % 4 == 1 ? 0.2 : 0)
        return stream.uniform() < share ? "5" : "2"
      }
      let satisfied = ids.map { _ in stream.uniform() < 0.35 ? "4" : "3" }
      text += (["r\(row)"] + important + satisfied).joined(separator: ",") + "\n"
    }
    let section = try #require(
      try Self.sections(study, SmallSurvey.input(text)).rollups.section)
    func highest(_ kind: RollupSection.Kind) -> String? {
      zip(section.parts, section.groups[0].figures).filter { $0.0.kind == kind }
        .max { ($0.1.opportunity?.value ?? 0) < ($1.1.opportunity?.value ?? 0) }?.0.id
    }
    #expect(highest(.progress) == "more cheaply")
    #expect(highest(.job) == "high")
    // Truth: I = .55, .75, .95; O = 2 I - S; of o1, o5 and o9, of which o1 alone lies in both.
    let place = try #require(section.parts.firstIndex { $0.id == "high" })
    let figure = section.groups[0].figures[place]
    let truth = (2 * (7.5 + 7.5 + 9.5) / 3) - 3.5
    let mean = try #require(figure.opportunity)
    #expect(abs(mean.value - truth) < 4 * (mean.standardError ?? 0))
    #expect(figure.highest == 1)
  }

  @Test("Without parts, and where nothing is scored, the section says so")
  func refusals() throws {
    var study = SmallSurvey.study()
    let text = "id,imp_a,imp_b,sat_a,sat_b\nx,1,2,3,4\ny,1,2,3,4\n"
    func reason() throws -> String? {
      guard case .refused(let reason) = try Self.sections(study, SmallSurvey.input(text)).rollups
      else { return nil }
      return reason
    }
    #expect(try reason()?.hasPrefix("the study names no steps, other jobs") == true)
    study.outcomes[0].unit = "time"
    #expect(try reason() == "nothing is scored")
  }

  @Test("Related jobs that share outcomes, have none or do not vary are told")
  func relations() throws {
    var study = SmallSurvey.study()
    study.jobs[0].related = ["below", "empty", "flat"]
    study.jobs += [
      Job(id: "below", text: "Below", level: .functional, parent: "job"),
      Job(id: "empty", text: "Empty"), Job(id: "flat", text: "Flat"),
    ]
    study.outcomes[1].job = "flat"
    var text = "id,imp_a,imp_b,sat_a,sat_b\n"
    for row in 0..<30 { text += "r\(row),\(1 + row % 5),4,3,2\n" }
    study.outcomes[0].job = "below"
    let section = try #require(try Self.sections(study, SmallSurvey.input(text)).rollups.section)
    #expect(
      section.groups[0].related.map(\.reason) == [
        "the two jobs have outcomes in common", "no outcome of empty in this survey",
        "the gap is the same for everybody in one of them",
      ])
  }

  // MARK: - Steps

  private static func agree(
    _ found: RollupSection.Figure, _ part: RollupSection.Part, _ wanted: Expected.Part,
    _ study: Study
  ) {
    let what = Comment(rawValue: "\(wanted.kind) \(wanted.id)")
    #expect(part.outcomes.count == wanted.outcomes, what)
    #expect(found.scoredCount == wanted.scored, what)
    guard let opportunity = wanted.opportunity else {
      #expect(found.opportunity == nil && found.share == nil, what)
      return
    }
    #expect(abs((found.opportunity?.value ?? -1) - opportunity) < 1e-12, what)
    #expect(abs((found.share?.value ?? -1) - (wanted.share ?? -2)) < 1e-12, what)
    let ids = part.isOfSuccess ? study.success.map(\.id) : study.outcomes.map(\.id)
    #expect(found.highest.map { ids[$0] } == wanted.highest, what)
    #expect(found.underservedCount == wanted.underserved, what)
    // 4,000 replicates: their spread has a relative error of 1.1 %; the rest is what bootstrap and
    // linearisation differ by in samples of some hundred. The gap of outcome h is nearly 0, where
    // the floor lifts the replicates: it is in some parts and in all shares of key outcomes.
    let hasKink = part.outcomes.contains(7) && !part.isOfSuccess
    let tolerances = (hasKink ? 0.15 : 0.05, part.isOfSuccess ? 0.05 : 0.12)
    compare(found.opportunity, wanted.se, tolerances.0, what)
    compare(found.share, wanted.shareError, tolerances.1, what)
  }

  private static func compare(
    _ found: ReplicateMean?, _ wanted: Double?, _ tolerance: Double, _ what: Comment
  ) {
    guard let found, let error = found.standardError, let wanted else {
      Issue.record(what)
      return
    }
    // One part that is all has a share of 1 without error.
    #expect(abs(error - wanted) < max(1e-12, tolerance * wanted), what)
    #expect((found.low ?? 99) <= found.value && found.value <= (found.high ?? -1), what)
  }

  private static func section(_ study: Study) throws -> RollupSection {
    try #require(try sections(study).rollups.section)
  }

  private static func sections(
    _ study: Study, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> JobSections {
    let responses = try ResponseLoader(study: study, options: options, readsProfile: true)
      .load(input ?? .file(path: file("rollups.csv").path)).responses
    let scoring = SegmentScoring(study: study, responses: responses, options: options)
    let scores =
      [scoring.everybody()]
      + responses.groupings.flatMap { scoring.segments(of: $0, minimumBase: 30) }
    return JobAnalysis(
      study: study, responses: responses,
      replicates: ReplicateSource(study: study, responses: responses, options: options),
      options: options
    ).sections(responses.groupings, scores: scores, profile: .refused(reason: "no clusters"))
  }

  private static func study(_ design: String) throws -> Study {
    let weight = design == "simple" ? "" : "weight: w\n"
    let plan = design == "strata, units" ? "design: {strata: region, units: unit}\n" : ""
    return try StudyCase.parse(
      """
      study: Roll-ups
      job: Get it done
      responses: {file: rollups.csv, scale: 1-5, top: 4, respondent: id}
      scores: {replicates: 4000}
      outcomes:
        importance: imp_{id}
        satisfaction: sat_{id}
        list:
          - {id: a, text: A, progress: [whole job], direction: minimize, unit: time}
          - {id: b, text: B, direction: minimize, unit: time}
          - {id: c, text: C, progress: [whole job, cheaply], direction: minimize, job: auto}
          - {id: d, text: D, progress: [cheaply], direction: increase, unit: number, job: auto}
          - {id: e, text: E, progress: [whole job], job: auto}
          - {id: f, text: F, job: list}
          - {id: g, text: G, progress: [cheaply], job: list}
          - {id: h, text: H}
      altitude: {parent: trust, related: [list]}
      jobs:
        trust: {text: Maintain trust}
        auto: {text: Automate it, parent: job}
        linux: {text: Automate Linux, parent: auto}
        list: {text: Keep a list}
      steps:
        find: {text: Find it, outcomes: [a, b, c]}
        do: {text: Do it, outcomes: [d, e]}
        check: {text: Check it}
      success:
        - {id: s1, text: S1, importance: imp_s1, satisfaction: sat_s1}
        - {id: s2, text: S2, aim: avoid, happened: seen}
        - {id: s3, text: S3, dimension: social, importance: imp_s3, satisfaction: sat_s3}
      segments: [{column: tool, levels: [A, B]}]

      """ + weight + plan)
  }

  fileprivate static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("JobMaps").appendingPathComponent(name)
  }

  /// What `References/rollups.py` wrote.
  struct Expected: Decodable {
    struct Part: Decodable {
      let kind: String
      let id: String
      let outcomes: Int
      let scored: Int
      let opportunity: Double?
      let se: Double?
      let highest: String?
      let underserved: Int?
      let share: Double?
      let shareError: Double?

      enum CodingKeys: String, CodingKey {
        case kind, id, outcomes, scored, opportunity, se, highest, underserved, share
        case shareError = "share_se"
      }
    }
    struct Correlation: Decodable {
      let value: Double
      let n: Int
      let se: Double
      let low: Double
      let high: Double
    }
    struct Group: Decodable {
      let parts: [Part]
      let correlation: Correlation
    }
    struct Case: Decodable {
      let design: String
      let groups: [String: Group]
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: RollupAnalysisTests.file("rollups.json")))
    }
  }
}
