import Groundwork
import Statistics
import Tables
import Testing

@testable import Survey

@Suite("Targets, measures and older scales in a comparison")
struct ImprovementExtraTests {
  private static let yaml = """
    study: Waves
    job: Get it done
    responses: {file: r.csv, scale: 1-5, respondent: id}
    outcomes:
      importance: imp_{id}
      satisfaction: sat_{id}
      list: [{a: A}, {b: B}]
    success: [{id: s1, text: One, satisfaction: s1}, {id: s2, text: Two, satisfaction: s2}]
    segments: [{column: role, levels: [U, V]}]
    measures:
      - {name: Uses, family: usage, column: uses}
      - {name: Minutes, family: performance, column: minutes, better: lower}
    targets:
      - {outcome: a, metric: satisfaction, improve-by: 30 %}
      - {outcome: a, metric: satisfaction, at-least: 5}
      - {outcome: b, metric: satisfaction, improve-by: 50 %, segmentation: role, segment: U}
      - {outcome: s1, metric: attained, improve-by: 20 %}

    """

  /// A wave of 200 people, every other of role U: so many are satisfied by `a`, so many of the
  /// people U by `b`, and so many attain s1.
  private static func wave(
    _ prefix: String, a: Int, b: Int, attained: Int, minutes: Int, hasUses: Bool = true
  ) -> TableInput {
    var text = "id,role,imp_a,sat_a,imp_b,sat_b,s1,\(hasUses ? "uses" : "other"),minutes\n"
    for row in 0..<200 {
      let isU = row % 2 == 0
      text += "\(prefix)\(row),\(isU ? "U" : "V"),5,\(row < a ? 5 : 2),5,"
      text += "\(isU && row / 2 < b ? 4 : 1),\(row < attained ? 4 : 2),\(row % 7),"
      text += "\(minutes + row % 11)\n"
    }
    return .bytes(Array(text.utf8), name: "\(prefix).csv")
  }

  private static func compared(
    _ study: Study, _ baseline: TableInput, _ new: TableInput, legacy: LegacyWaves = .baseline
  ) throws -> ImprovementResult {
    var plan = ImprovementPlan()
    plan.legacy = legacy
    return try ImprovementComparison.waves(
      plan, of: study, baseline: baseline, new: new, options: AnalysisOptions())
  }

  @Test("Targets that wait for a baseline get their own ratio; measures that of their means")
  func waves() throws {
    let study = try StudyCase.parse(Self.yaml)
    let result = try Self.compared(
      study, Self.wave("old", a: 80, b: 40, attained: 100, minutes: 40),
      Self.wave("new", a: 140, b: 50, attained: 105, minutes: 20))
    #expect(
      result.extras.map(\.subject)
        == [.target(0), .target(2), .target(3), .measure(0), .measure(1)])
    let rows = result.extras.map(\.improvement)
    // The target's own ratio is that of the outcome: 10 times a share either way.
    #expect(rows[0].claims.map(\.threshold) == [1.3] && rows[0].claims[0].verdict == .met)
    let outcome = result.outcomes[0]
    #expect(abs((rows[0].test?.ratio ?? 0) - 1.75) < 1e-14)
    #expect(abs((rows[0].test?.low ?? 0) - (outcome.test?.low ?? 1)) < 1e-12)
    #expect(abs((rows[0].test?.high ?? 0) - (outcome.test?.high ?? 1)) < 1e-12)
    #expect(rows[0].baseline?.respondentCount == 200)
    // .5 over .4 among 100 people of a segment.
    #expect(abs((rows[1].test?.ratio ?? 0) - 1.25) < 1e-14)
    #expect(rows[1].baseline?.respondentCount == 100 && rows[1].claims[0].verdict == .unproven)
    #expect(rows[1].claims[0].neededCount == nil)
    #expect(abs((rows[2].test?.ratio ?? 0) - 1.05) < 1e-14)
    #expect(rows[2].claims[0].verdict == .unproven || rows[2].claims[0].verdict == .notMet)
    #expect(abs((rows[3].test?.ratio ?? 0) - 1) < 1e-14)
    #expect(rows[4].claims.map(\.threshold) == [1.2, 1.3])
    #expect(rows[4].claims.map(\.verdict) == [.met, .met])
    #expect((rows[4].baseline?.estimate.value ?? 0) > 40 && (rows[4].test?.ratio ?? 0) > 1.5)
  }

  @Test("Columns that a wave lacks leave a reason, and groups of one survey no targets")
  func lacking() throws {
    let study = try StudyCase.parse(Self.yaml)
    let old = Self.wave("old", a: 80, b: 40, attained: 100, minutes: 40, hasUses: false)
    let new = Self.wave("new", a: 140, b: 50, attained: 105, minutes: 20)
    let result = try Self.compared(study, old, new)
    let uses = result.extras[3].improvement
    #expect(uses.note == "the baseline has no column uses" && uses.test == nil)
    #expect(uses.claims.allSatisfy { $0.verdict == nil } && uses.claims.count == 2)
    let turned = try Self.compared(study, new, old)
    #expect(turned.extras[3].improvement.note == "the new wave has no column uses")
    let groups = try ImprovementComparison.groups(
      ImprovementPlan(), of: study,
      groups: ImprovementGroups(study, by: "role", baseline: "U", new: "V"), input: new,
      options: AnalysisOptions())
    #expect(groups.extras.map(\.subject) == [.measure(0), .measure(1)])
  }

  @Test("A measure of few people, of zeros, or of small groups has no ratio but a reason")
  func reasons() throws {
    var study = SmallSurvey.study(outcomes: ["a"], segments: ["group"])
    study.measures = [
      Measure(
        name: "M", family: .value, column: ColumnReference("m", place: study.outcomes[0].place))
    ]
    func note(_ value: (Int) -> String) throws -> String {
      let records = (0..<50).map { row in
        "R\(row),\(row < 25 ? "old" : "new"),5,\(row % 2 == 0 ? 5 : 1),\(value(row))"
      }
      let text = (["id,group,imp_a,sat_a,m"] + records).joined(separator: "\n") + "\n"
      let result = try ImprovementComparison.groups(
        ImprovementPlan(), of: study,
        groups: ImprovementGroups(study, by: "group", baseline: "old", new: "new"),
        input: SmallSurvey.input(text), options: AnalysisOptions())
      return result.extras[0].improvement.note
    }
    #expect(try note { $0 % 10 == 0 ? "5" : "" } == "fewer than 10 respondents on a side")
    #expect(try note { _ in "0" } == "a mean is not above 0: there is no ratio")
    #expect(try note { _ in "3" } == ImprovementTest.Refusal.noSpread.rawValue)
    #expect(
      try note { "\($0 % 5)" } == "fewer than 30 effective respondents: bounds are rough")
  }

  @Test("Of two waves the older scale is the baseline's alone, unless both are said to be old")
  func legacy() throws {
    let study = try StudyCase.parse(
      Self.yaml.replacing(
        "  list: [{a: A}, {b: B}]",
        with: "  legacy: {scale: 1-10, top: 4}\n  list: [{a: A}, {b: B}]"))
    let old = Self.wave("old", a: 80, b: 40, attained: 100, minutes: 40)
    let new = Self.wave("new", a: 140, b: 50, attained: 105, minutes: 20)
    let result = try Self.compared(study, old, new)
    // On the older scale 4 counts as on the study's: the cuts lie on each other.
    #expect(result.outcomes[0].baseline?.estimate.value == 0.4)
    #expect(result.outcomes[0].new?.estimate.value == 0.7)
    #expect(result.baseline.findings.contains { $0.kind == "comparability" })
    #expect(!result.new.findings.contains { $0.kind == "comparability" })
    let both = try Self.compared(study, old, new, legacy: .both)
    #expect(both.new.findings.contains { $0.kind == "comparability" })
  }

  @Test("A new wave with ratings on the older scale is refused with the option that reads them")
  func legacyOfBoth() throws {
    let old = Self.wave("old", a: 80, b: 40, attained: 100, minutes: 40)
    guard case .bytes(let bytes, _) = Self.wave("new", a: 140, b: 50, attained: 105, minutes: 20)
    else { return }
    func complaint(_ rating: String, list: String) throws -> String {
      let study = try StudyCase.parse(
        Self.yaml.replacing("  list: [{a: A}, {b: B}]", with: "  list: \(list)"))
      let text = String(decoding: bytes, as: UTF8.self).replacing(
        ",5,5,5,", with: ",5,\(rating),5,")
      let new = TableInput.bytes(Array(text.utf8), name: "new.csv")
      let failure = try #require(throws: ImprovementFailure.self) {
        try Self.compared(study, old, new)
      }
      #expect(failure.exitStatus == .data)
      return failure.message.description
    }
    let older = "[{id: a, text: A, legacy: {scale: 1-10}}, {b: B}]"
    let told = try complaint("9", list: older)
    #expect(
      told.hasPrefix("new.csv:2:") && told.contains("item sat_a has 140 invalid ratings"),
      "\(told)")
    #expect(
      told.hasSuffix(
        "expected 1 to 5. Fix: add --legacy both if the new wave too was asked on 1 to 10, the "
          + "older scale of the study (study.yaml:7); else correct the values."), "\(told)")
    for (rating, list) in [
      ("11", older), ("9", "[{a: A}, {id: b, text: B, legacy: {scale: 1-10}}]"),
    ] {
      let other = try complaint(rating, list: list)
      #expect(!other.contains("--legacy") && other.contains("widen the scale"), "\(other)")
    }
  }
}
