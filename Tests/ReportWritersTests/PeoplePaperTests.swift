import Groundwork
import Statistics
import Testing

@testable import ReportWriters
@testable import Survey

/// Roles and solutions made by hand, beside the fixture's four outcomes.
@Suite("roles.csv, solutions.csv and their sections")
struct PeoplePaperTests {
  @Test("roles.csv: bases, scores, differences, the joint ranking, agreement")
  func roles() {
    let lines = lines(RolesCSV.bytes(Self.roles, ResultFixture.study))
    #expect(lines[0] == RolesCSV.columns.joined(separator: ","))
    #expect(lines[1] == "base,,executor,,share,300,250,0.5,0.02,0.46,0.54,,,,,,,")
    #expect(lines[2].hasPrefix("base,,buyer,,share,") && lines[2].hasSuffix(",small"))
    #expect(lines[3] == "score,01,executor,,importance,300,250,9,0.02,8.96,9.04,,,,,,,")
    #expect(
      lines[5] == "score,01,executor,,opportunity,580,431.25,14,0.4,13.2,14.8,,,1,high,"
        + "underserved,,")
    #expect(
      lines.contains("difference,01,executor,buyer,opportunity,,,10,1,8,12,0.001,0.01,,,,conflict,")
    )
    #expect(
      lines.contains("difference,01,executor,buyer,importance,,,5,1,3,7,0.001,0.01,,,,conflict,"))
    #expect(lines.contains("joint,01,,,opportunity,,,9,0.5,8,10,,,1,,,conflict,"))
    #expect(lines.contains("joint,02,,,opportunity,,,,,,,,,,,,,not scored in all roles that count"))
    #expect(lines.contains("score,02,buyer,,opportunity,,,,,,,,,,,,,too few respondents answered"))
    #expect(lines.contains("agreement,,,,concordance,,,0.25,,,,,,,,,,"))
    #expect(lines.contains("agreement,,executor,buyer,tau,,,-0.5,,,,,,,,,,"))
    let width = RolesCSV.columns.count
    #expect(lines.allSatisfy { $0.count { $0 == "," } == width - 1 })
  }

  @Test("The report names the conflict, what matters to whom, and the joint ranking")
  func rolesSection() {
    var result = ResultFixture.result
    result.study.roles = PerformerRoles(
      column: ColumnReference("role", place: ResultFixture.place), executor: ["User"],
      support: [], buyer: ["Boss"])
    result.job.roles = .done(Self.roles)
    let text = TextReport.text(result)
    let lines = RolesSection.lines(result)
    #expect(lines[0] == "DO EXECUTORS, SUPPORT AND BUYERS WANT THE SAME?")
    #expect(lines.count <= 20 && lines.allSatisfy { $0.count <= TextLayout.lineWidth })
    #expect(text.contains("14.0 (13.2 to 14.8)") && text.contains("  conflict\n"))
    #expect(text.contains("Important to most of executor, not to most of buyer: 01."))
    #expect(text.contains("Kendall's W 0.25") && text.contains("tau of executor and buyer -0.50"))
    #expect(text.contains("Joint ranking (executor 2.0, buyer 1.0): 01 9.0 (8.0 to 10.0), ranks 1"))
    result.job.roles = .refused(reason: "no role is scored")
    #expect(RolesSection.lines(result).last == "  Not computed: no role is scored.")
    result.study.roles = nil
    #expect(RolesSection.lines(result).isEmpty)
  }

  @Test("solutions.csv: use, scores, comparisons, potential; small groups hide their size")
  func solutions() {
    let lines = lines(SolutionsCSV.bytes(Self.solutions, ResultFixture.study))
    #expect(lines[0] == SolutionsCSV.columns.joined(separator: ","))
    #expect(lines[1] == "use,solution,Tool A,ours,,,share,300,250,0.5,0.02,0.46,0.54,,,,,")
    #expect(lines[2] == "use,solution,Tool A,ours,,,people,,,150,,,,,,,,")
    #expect(lines[4].hasPrefix("score,solution,Tool A,ours,01,,importance,300,250,8,"))
    #expect(lines.contains { $0.hasPrefix("use,solution,Rare,provider,,,people,,,,,,,,,") })
    #expect(!lines.contains { $0.hasPrefix("score,solution,Rare") })
    #expect(lines.contains { $0.contains("By hand,nothing,01,,opportunity,,,,,,,,,,,importance") })
    #expect(
      lines.contains(
        "comparison,solution,Tool A,ours,01,Tool B,gap,,,-2,0.5,-3,-1,0.001,0.01,,,chosen among 2"))
    #expect(lines.contains("comparison,solution,Tool A,ours,01,Tool B,ratio,,,1.5,,,,,,,,"))
    #expect(
      lines.contains("potential,all,,,,,non-consumers,300,250,0.25,0.02,0.21,0.29,,,,,"))
    let width = SolutionsCSV.columns.count
    #expect(lines.allSatisfy { $0.count { $0 == "," } == width - 1 })
  }

  @Test("The report tells who uses what, where the own solution is behind, and who does without")
  func solutionsSection() {
    var result = ResultFixture.result
    result.study.solutions = SolutionsInUse(
      column: ColumnReference("tool", place: ResultFixture.place),
      provider: ["Tool A", "Tool B", "Rare"], nonProvider: [], nothing: ["By hand"])
    result.job.solutions = .done(Self.solutions)
    let lines = SolutionsSection.lines(result)
    let text = lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
    #expect(lines[0] == "WHAT DO PEOPLE USE, AND WHAT SERVES THEM BEST?")
    #expect(lines.count <= 20 && lines.allSatisfy { $0.count <= TextLayout.lineWidth })
    #expect(text.contains("behind beyond chance in 1, ahead in 0 of 1 comparison"))
    #expect(text.contains("\"Tool A\" less \"Tool B\" -2.0 (-3.0 to -1.0), p .010"))
    #expect(text.contains("1 used by fewer than 10 people, not shown."))
    #expect(text.contains("the disruptive potential is 35 % (31 to 39) of 300 people."))
    #expect(!text.contains("Rare"))
    var without = Self.solutions
    for place in without.solutions.indices { without.solutions[place].isOurs = false }
    result.job.solutions = .done(without)
    #expect(
      SolutionsSection.lines(result).joined(separator: "\n").contains(
        "The best and the worst solution, outcome by outcome"))
    without.comparisons = []
    without.refusal = "fewer than two"
    result.job.solutions = .done(without)
    #expect(SolutionsSection.lines(result).contains("  Not compared: fewer than two."))
    result.job.solutions = .refused(reason: "nobody told")
    #expect(SolutionsSection.lines(result).last == "  Not computed: nobody told.")
  }

  @Test("A run holds both files where there is something in them")
  func papers() {
    var result = ResultFixture.result
    #expect(!RunPapers.papers(of: result).map(\.name).contains("roles.csv"))
    result.job.roles = .done(Self.roles)
    result.job.solutions = .done(Self.solutions)
    let names = RunPapers.papers(of: result).map(\.name)
    #expect(names.contains("roles.csv") && names.contains("solutions.csv"))
    #expect(Set(names).isSubset(of: RunPapers.names))
  }

  // MARK: - By hand

  private func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func mean(_ value: Double) -> PeopleMean {
    PeopleMean(
      value: value, standardError: 0.02, low: value - 0.04, high: value + 0.04,
      respondentCount: 300, effectiveCount: 250, degreesOfFreedom: 299)
  }

  private static func difference(_ value: Double, _ half: Double) -> GroupDifference {
    GroupDifference(
      value: Estimate(value: value, standardError: half / 2), low: value - half,
      high: value + half, p: 0.001, adjustedP: 0.01)
  }

  private static func scores(_ label: String, _ count: Int) -> SegmentScores {
    SegmentScores(
      segmentation: "role", segment: label, respondentCount: count, share: 0.5,
      effectiveCount: Double(count))
  }

  private static func score(
    _ outcome: Int, _ importance: Double, _ satisfaction: Double, _ zone: Zone
  ) -> OutcomeScore {
    var score = ResultFixture.score(outcome, importance, satisfaction, rank: 1)
    (score.zone, score.band) = (zone, Band(opportunity: score.opportunity?.value ?? 0))
    return score
  }

  /// The first outcome is in conflict: executors lack it, buyers have too much.
  static var roles: RoleSection {
    var (executor, buyer) = (scores("executor", 300), scores("buyer", 50))
    executor.outcomes = [score(0, 9, 4, .underserved), score(1, 8, 5, .underserved)]
    buyer.outcomes = [score(0, 4, 8, .overserved)]
    (buyer.status, buyer.reason) = (.smallBase, "small")
    var first = RoleSection.Outcome(
      scores: [executor.outcomes[0], buyer.outcomes[0]], importance: [mean(9), mean(4)],
      satisfaction: [mean(4), mean(8)])
    var pair = RoleSection.Pair(left: 0, right: 1)
    (pair.opportunity, pair.importance) = (difference(10, 2), difference(5, 2))
    (pair.satisfaction, pair.kind) = (difference(-4, 2), .conflict)
    pair.isImportanceConflict = true
    first.pairs = [pair]
    first.kind = .conflict
    first.joint = Estimate(value: 9, standardError: 0.5)
    (first.low, first.high, first.rank) = (8, 10, 1)
    var second = RoleSection.Outcome(
      scores: [executor.outcomes[1], nil], importance: [mean(8), nil],
      satisfaction: [mean(5), nil])
    second.kind = nil
    var third = second
    third.scores = [score(2, 3, 3, .appropriatelyServed), score(2, 3, 3, .appropriatelyServed)]
    third.joint = Estimate(value: 3, standardError: 0.5)
    (third.low, third.high, third.rank) = (2, 4, 2)
    return RoleSection(
      roles: [
        .init(role: .executor, weight: 2, share: mean(0.5), scores: executor),
        .init(role: .buyer, weight: 1, share: mean(0.25), scores: buyer),
      ], outcomes: [first, second, third], concordance: 0.25,
      agreements: [.init(left: 0, right: 1, tau: -0.5)])
  }

  private static var solutions: SolutionSection {
    func group(
      _ label: String, _ kind: SolutionKind, _ count: Int, _ outcome: SolutionSection.Outcome
    ) -> SolutionSection.Group {
      var scores = scores(label, count)
      if count < 10 { (scores.status, scores.reason) = (.refused, "fewer than 10 respondents") }
      return SolutionSection.Group(
        label: label, kind: kind, share: count < 10 ? nil : mean(0.5),
        satisfaction: count < 10 ? nil : mean(0.4), scores: scores, outcomes: [outcome])
    }
    let rated = SolutionSection.Outcome(
      importance: mean(8), satisfaction: mean(4), score: score(0, 8, 4, .underserved))
    var alone = SolutionSection.Outcome(importance: mean(8))
    alone.note = "importance alone: few rated satisfaction"
    var ours = group("Tool A", .provider, 150, rated)
    ours.isOurs = true
    var section = SolutionSection(
      solutions: [
        ours, group("Tool B", .provider, 90, rated), group("Rare", .provider, 5, .init()),
        group("By hand", .nothing, 60, alone),
      ], kinds: [group("provider", .provider, 245, rated)],
      potential: .init(
        nonConsumers: mean(0.25), overserved: mean(0.1), both: mean(0.35),
        overservedUsers: mean(0.125)))
    section.comparisons = [
      .init(
        outcome: 0, solution: 0, against: 1, gap: difference(-2, 1), ratio: 1.5, pairCount: 2)
    ]
    section.pairCount = 2
    return section
  }
}
