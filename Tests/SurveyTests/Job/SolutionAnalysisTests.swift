import Foundation
import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Solutions in use")
struct SolutionAnalysisTests {
  @Test("Every figure equals References/solutions.py", arguments: 0..<4)
  func references(number: Int) throws {
    let wanted = try Expected.load().cases[number]
    let study = try PeopleCase.study(
      design: wanted.design, scorer: wanted.scorer, base: wanted.base, ours: "Tool A")
    let section = try Self.section(study)
    for (own, other) in [(section.solutions, wanted.solutions), (section.kinds, wanted.kinds)] {
      #expect(own.map(\.label) == other.map(\.label))
      for (group, expected) in zip(own, other) { agree(group, expected) }
    }
    #expect(section.solutions.map(\.isOurs) == [true, false, false, false, false])
    try agree(section, wanted.ours, study)
    let potential = section.potential
    PeopleCase.agree(potential.nonConsumers, wanted.potential.nonConsumers, "non-consumers")
    PeopleCase.agree(potential.overserved, wanted.potential.overserved, "overserved")
    PeopleCase.agree(potential.both, wanted.potential.both, "potential")
    PeopleCase.agree(potential.overservedUsers, wanted.potential.overservedUsers, "users")
    let without = try PeopleCase.study(
      design: wanted.design, scorer: wanted.scorer, base: wanted.base)
    try agree(Self.section(without), wanted.extremes, without)
  }

  @Test("Who uses nothing keeps the importance where satisfaction does not apply")
  func nothing() throws {
    let section = try Self.section(
      PeopleCase.study(design: "simple", scorer: "top-box", base: "paired"))
    let byHand = section.solutions[3]
    #expect(byHand.kind == .nothing)
    #expect(byHand.outcomes.allSatisfy { $0.importance != nil && $0.score == nil })
    #expect(byHand.outcomes.allSatisfy { $0.note.hasPrefix("importance alone: fewer than 30") })
    // Two provider tools are one kind; what no list names is pooled.
    #expect(
      section.kinds[0].scores.respondentCount
        == section.solutions[0].scores.respondentCount
        + section.solutions[1].scores.respondentCount)
    #expect(section.solutions[4].label == AnswerGroups.notListed)
    #expect(section.solutions[4].kind == nil && section.kinds.last?.label == "not listed")
  }

  @Test("The order of the rows and the threads change nothing")
  func sameBytes() throws {
    let study = try PeopleCase.study(
      design: "strata, units", scorer: "top-box", base: "paired", ours: "Tool A")
    let options = AnalysisOptions(workers: Workers(threadCount: 3))
    #expect(try Self.section(study) == Self.section(study, PeopleCase.turned(), options))
  }

  @Test("A planted better solution is named best in 95 of 100 surveys")
  func planted() throws {
    var (study, best, rival) = (Self.small(["a", "b"], ours: []), 0, 0)
    var own = study
    own.solutions?.ours = ["Three"]
    study.seed = 1
    for seed in 0..<100 {
      let input = Self.drawn([0.45, 0.75, 0.5], count: 100, seed: seed)
      let all = try Self.section(study, input).comparisons
      best += all.count == 2 && all.allSatisfy { $0.solution == 1 && $0.against != 1 } ? 1 : 0
      let against = try Self.section(own, input).comparisons
      rival +=
        against.count == 2 && against.allSatisfy { $0.solution == 2 && $0.against == 1 } ? 1 : 0
    }
    #expect(best >= 95 && rival >= 95, "\(best), \(rival)")
  }

  @Test("Among equal solutions the best of them is a finding in at most 10 of 100 surveys")
  func equal() throws {
    let study = Self.small(["a", "b"], ours: ["One"])
    var (falseOnes, covered) = (0, 0)
    for seed in 0..<100 {
      let input = Self.drawn([0.5, 0.5, 0.5], count: 60, seed: 1_000 + seed)
      let found = try Self.section(study, input).comparisons
      falseOnes += found.contains { ($0.gap.adjustedP ?? 1) <= 0.05 } ? 1 : 0
      covered += found.allSatisfy { ($0.gap.low ?? 1) <= 0 && ($0.gap.high ?? -1) >= 0 } ? 1 : 0
    }
    // Two standard errors above 5 of 100; intervals hold by outcome, of which there are two.
    #expect(falseOnes <= 10 && covered >= 85, "\(falseOnes), \(covered)")
  }

  @Test("Overserved are those satisfied with more outcomes than matter, by a quarter")
  func overserved() throws {
    var study = Self.small(["a", "b", "c"], ours: [])
    // 20 do without, 30 overserved, 50 not, 15 rated two outcomes only.
    let rows =
      Self.rows("None", 20, "5,,5,,5,", from: 0) + Self.rows("One", 30, "2,5,2,4,5,5", from: 100)
      + Self.rows("Two", 50, "5,2,5,4,2,5", from: 200)
      + Self.rows("Two", 15, "2,5,2,5,,", from: 300)
    let input = SmallSurvey.input(
      "id,tool,imp_a,sat_a,imp_b,sat_b,imp_c,sat_c\n" + rows.joined(separator: "\n") + "\n")
    let potential = try Self.section(study, input).potential
    #expect(potential.nonConsumers?.value == 0.2 && potential.overserved?.value == 0.3)
    #expect(potential.both?.value == 0.5 && potential.both?.respondentCount == 100)
    #expect(potential.overservedUsers?.value == 0.375)
    study.solutions?.nothing = []
    let without = try Self.section(study, input).potential
    #expect(without.nonConsumers == nil && without.both == nil && without.overserved != nil)
  }

  @Test("Answers that are listed nowhere are a finding; small groups show nothing")
  func findings() throws {
    let study = try PeopleCase.study(design: "simple", scorer: "top-box", base: "paired")
    let finding = try #require(
      try PeopleCase.load(study).findings.first { $0.kind == "unlisted-solution" })
    #expect(finding.subject == "tool" && finding.text.hasSuffix("\"Gadget\", \"Rare\""))
    let section = try Self.section(study)
    #expect(finding.count == section.solutions[4].scores.respondentCount)
    let rows =
      Self.rows("One", 40, "5,2", from: 0) + Self.rows("Two", 9, "5,5", from: 100)
    let input = SmallSurvey.input("id,tool,imp_a,sat_a\n" + rows.joined(separator: "\n") + "\n")
    let small = try Self.section(Self.small(["a"], ours: []), input)
    #expect(small.solutions[1].share == nil && small.solutions[1].satisfaction == nil)
    #expect(small.solutions[1].outcomes[0].importance == nil)
    #expect(small.comparisons.isEmpty && small.refusal.hasPrefix("fewer than two solutions"))
    let ours = try Self.section(Self.small(["a"], ours: ["Two"]), input)
    #expect(ours.comparisons.isEmpty && ours.refusal.hasPrefix("no solution of the team's own"))
  }

  @Test("Without solutions, or without people who told theirs, the section says so")
  func refusals() throws {
    var study = Self.small(["a"], ours: [])
    let rows = Self.rows("One", 9, "5,2", from: 0) + Self.rows("", 20, "5,2", from: 100)
    let input = SmallSurvey.input("id,tool,imp_a,sat_a\n" + rows.joined(separator: "\n") + "\n")
    #expect(try Self.reason(study, input) == "fewer than 10 respondents told what they use")
    study.solutions?.provider = []
    study.solutions?.nothing = []
    #expect(try Self.reason(study, input) == "the study lists no solutions")
    study.solutions = nil
    #expect(try Self.reason(study, input) == "the study names no solutions")
  }

  // MARK: - Steps

  private func agree(_ group: SolutionSection.Group, _ wanted: Expected.Group) {
    #expect(group.scores.respondentCount == wanted.people, "\(group.label)")
    PeopleCase.agree(group.share, wanted.share, "\(group.label) share")
    PeopleCase.agree(group.satisfaction, wanted.mean, "\(group.label) satisfied")
    for (place, (own, other)) in zip(group.outcomes, wanted.outcomes).enumerated() {
      let what = "\(group.label) \(place)"
      PeopleCase.agree(own.importance, other.importance, "\(what) importance")
      PeopleCase.agree(own.satisfaction, other.satisfaction, "\(what) satisfaction")
      #expect((own.score == nil) == (other.opportunity == nil), "\(what)")
      #expect(own.score?.zone?.rawValue == other.zone, "\(what)")
      if let value = other.opportunity {
        #expect(abs((own.score?.opportunity?.value ?? 99) - value) < 1e-12, "\(what)")
      }
    }
  }

  private func agree(
    _ section: SolutionSection, _ wanted: [Expected.Comparison], _ study: Study
  ) throws {
    #expect(section.comparisons.count == wanted.count)
    #expect(section.pairCount == wanted.reduce(0) { $0 + $1.count })
    for (own, other) in zip(section.comparisons, wanted) {
      let what = study.outcomes[own.outcome].id
      #expect(section.solutions[own.solution].label == other.left, "\(what)")
      #expect(section.solutions[own.against].label == other.right, "\(what)")
      PeopleCase.agree(own.gap, other.gap, what)
      #expect(abs((own.ratio ?? 0) - other.ratio) < 1e-12 && own.pairCount == other.count)
    }
  }

  private static func small(_ outcomes: [String], ours: [String]) -> Study {
    var study = SmallSurvey.study(outcomes: outcomes)
    study.solutions = SolutionsInUse(
      column: ColumnReference("tool", place: Place(file: "study.yaml", line: 9)),
      provider: ["One", "Two", "Three"], nonProvider: [], nothing: ["None"])
    study.solutions?.ours = ours
    return study
  }

  /// Users of three tools, satisfied by so many of them.
  private static func drawn(_ satisfied: [Double], count: Int, seed: Int) -> TableInput {
    PeopleCase.drawn(
      column: "tool",
      zip(["One", "Two", "Three"], satisfied).map { tool, share in
        (tool, count, [(0.7, share), (0.7, share)])
      }, seed: UInt64(seed))
  }

  private static func rows(_ tool: String, _ count: Int, _ ratings: String, from: Int) -> [String] {
    (0..<count).map { "r\(from + $0),\(tool),\(ratings)" }
  }

  private static func outcome(
    _ study: Study, _ input: TableInput?, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> SectionOutcome<SolutionSection> {
    SolutionAnalysis(
      study: study, responses: try PeopleCase.load(study, input, options).responses,
      options: options
    ).section()
  }

  private static func section(
    _ study: Study, _ input: TableInput? = nil, _ options: AnalysisOptions = AnalysisOptions()
  ) throws -> SolutionSection {
    try #require(outcome(study, input, options).section)
  }

  private static func reason(_ study: Study, _ input: TableInput) throws -> String? {
    guard case .refused(let reason) = try outcome(study, input) else { return nil }
    return reason
  }

  /// What `References/solutions.py` wrote.
  private struct Expected: Decodable {
    struct Outcome: Decodable {
      let importance, satisfaction: PeopleCase.Mean?
      let opportunity: Double?
      let zone: String?
    }
    struct Group: Decodable {
      let label: String
      let people: Int
      let share, mean: PeopleCase.Mean?
      let outcomes: [Outcome]
    }
    struct Comparison: Decodable {
      let left, right: String
      let count: Int
      let ratio: Double
      let gap: PeopleCase.Difference

      enum CodingKeys: String, CodingKey { case left, right, count, ratio }

      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        left = try values.decode(String.self, forKey: .left)
        right = try values.decode(String.self, forKey: .right)
        count = try values.decode(Int.self, forKey: .count)
        ratio = try values.decode(Double.self, forKey: .ratio)
        gap = try PeopleCase.Difference(from: decoder)
      }
    }
    struct Potential: Decodable {
      let nonConsumers, overserved, both, overservedUsers: PeopleCase.Mean?

      enum CodingKeys: String, CodingKey {
        case overserved, both
        case nonConsumers = "non-consumers"
        case overservedUsers = "overserved users"
      }
    }
    struct Case: Decodable {
      let design, scorer, base: String
      let solutions, kinds: [Group]
      let ours, extremes: [Comparison]
      let potential: Potential
    }
    let cases: [Case]

    static func load() throws -> Expected {
      try JSONDecoder().decode(
        Expected.self, from: Data(contentsOf: PeopleCase.file("solutions.json")))
    }
  }
}
