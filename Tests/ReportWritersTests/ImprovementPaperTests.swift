import Foundation
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Papers of an improvement")
struct ImprovementPaperTests {
  /// A side of a row.
  private static func side(_ value: Double, _ count: Int) -> Improvement.Side {
    Improvement.Side(
      respondentCount: count, effectiveCount: Double(count) - 0.5,
      estimate: Estimate(value: value, standardError: 0.02))
  }

  private static func row(
    _ outcome: Int?, _ old: Double, _ new: Double, variance: Double = 0.0004, counts: Int = 600
  ) -> Improvement {
    var row = Improvement(outcome: outcome, thresholds: [1.2, 1.3])
    (row.baseline, row.new) = (side(old, counts), side(new, counts))
    row.degreesOfFreedom = counts - 1
    let values = ImprovementTest.Values(
      baseline: old, new: new, baselineVariance: variance, newVariance: variance)
    let test = ImprovementTest(values, degreesOfFreedom: Double(counts - 1))
    row.test = test
    row.note = test.refusal?.rawValue ?? ""
    row.claims = [1.2, 1.3].map { threshold in
      let verdict = test.verdict(at: threshold)
      return Improvement.Claim(
        threshold: threshold, verdict: verdict,
        neededCount: verdict == .unproven
          ? test.neededCount(threshold: threshold, power: 0.8, counts: (counts, counts)) : nil)
    }
    return row
  }

  /// Four outcomes: clearly better, table stakes that are lost, too small, and none satisfied.
  private static func result(_ metric: ImprovementMetric = .satisfaction) -> ImprovementResult {
    var better = row(0, 0.4, 0.6)
    better.gapClosure = 0.5
    var lost = row(1, 0.8, 0.7)
    lost.zone = .tableStakes
    lost.safeguard = NonInferiorityTest(
      .init(baseline: 0.8, new: 0.7, baselineVariance: 0.0002, newVariance: 0.0002), margin: 0.05,
      degreesOfFreedom: 599)
    var small = Improvement(outcome: 2, thresholds: [1.2, 1.3])
    small.note = "fewer than 10 respondents on a side"
    let nobody = row(3, 0, 0.5)
    let people = ImprovementResult.Side(
      label: "=old", respondentCount: 600, effectiveCount: 431.25,
      findings: [
        Finding(.warning, kind: "invalid-rating", subject: "imp_01", count: 2, text: "are missing"),
        Finding(.note, kind: "record-digest", text: "no respondent column"),
      ])
    return ImprovementResult(
      study: ResultFixture.study, plan: ImprovementPlan(metric: metric), segmentation: nil,
      baseline: people,
      new: .init(label: "new.csv", respondentCount: 610, effectiveCount: 440),
      outcomes: [better, lost, small, nobody], overall: row(nil, 0.4, 0.5))
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("improvements.csv has a row for each outcome and threshold, and hides what is small")
  func table() throws {
    let lines = String(decoding: ImprovementsCSV.bytes(Self.result()), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 1 + 2 * 5)
    #expect(lines[0] == ImprovementsCSV.columns.joined(separator: ",")[...])
    let first = Self.cells(lines[1])
    #expect(first.count == ImprovementsCSV.columns.count)
    func cell(_ line: Int, _ name: String) throws -> String {
      Self.cells(lines[line])[try #require(ImprovementsCSV.columns.firstIndex(of: name))]
    }
    #expect(try cell(1, "baseline_group") == "'=old" && cell(1, "metric") == "satisfaction")
    #expect(try cell(1, "threshold") == "1.2" && cell(2, "threshold") == "1.3")
    #expect(try cell(1, "verdict") == "met" && cell(2, "verdict") == "met")
    #expect(try cell(1, "gap_closure") == "0.5" && cell(1, "guard").isEmpty)
    #expect(try cell(3, "verdict") == "not met" && cell(3, "would_not_switch") == "true")
    #expect(try cell(3, "guard") == "failed" && cell(3, "zone") == "table stakes")
    #expect(try cell(3, "margin") == "0.05")
    for name in ["n_baseline", "n_new", "baseline", "ratio", "verdict", "covariance", "guard"] {
      #expect(try cell(5, name).isEmpty)
    }
    #expect(try cell(5, "note") == "fewer than 10 respondents on a side")
    // The text of this outcome holds a comma.
    #expect(lines[7].contains(",0,0.02,0.5,0.02,0,599,,,,,,1.2,,,,,,,,,,,"))
    #expect(lines[7].hasSuffix(",the baseline is 0: there is no ratio"))
    #expect(try cell(9, "outcome") == "mean of all" && cell(9, "verdict") == "unproven")
    let needed = try #require(Int(try cell(9, "respondents_needed")))
    #expect(try cell(9, "respondents_still_needed") == "\(needed - 600)")
    #expect(try cell(10, "respondents_needed").isEmpty)
  }

  @Test("The text says met, not met and unproven, names what is lost, and hides what is small")
  func text() throws {
    let text = ImprovementText.text(Self.result())
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= TextLayout.lineWidth })
    func words(_ start: String) -> [String] {
      (lines.first { $0.hasPrefix(start) } ?? "").split(separator: " ").map(String.init)
    }
    #expect(words("  01  Minimize").suffix(4) == ["MET", "MET", "50", "%"])
    #expect(words("  02  Minimize").suffix(5) == ["NOT", "MET", "NOT", "MET", "-"])
    #expect(!lines.contains { $0.hasPrefix("  03  ") })
    let flat = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    for sentence in [
      "Baseline: =old, 600 respondents, worth 431 of equal weight",
      "Warning, =old: imp_01: are missing (2).", "No reason to switch, at most 5 % better",
      "Fewer than 10 respondents on a side: 03.",
      "FAILED, as much or more is lost: 02 (80 % to 70 %).",
      "none may lose 5 percentage points", "1.20: UNPROVEN. The mean of the outcomes rises from",
      "1.30: UNPROVEN.", "What was found is not above it", "It takes ", "table stakes are lost",
      "The verdict on all outcomes is the one to plan on.",
    ] { #expect(flat.contains(sentence), "\(sentence)") }
    #expect(!flat.contains("no respondent column") && !flat.contains("Nobody was assigned"))
  }

  @Test("A share of a gap that may be 0 is not printed, and numbers beyond reach are capped")
  func limits() {
    var result = Self.result()
    result.outcomes[0].gapClosure = 2.55
    result.outcomes[0].gap = Estimate(value: 0.06, standardError: 0.04)
    result.overall = Self.row(nil, 0.4, 0.481)
    result.overall.claims[0].neededCount = 14_007_789
    result.outcomes[1].claims[0].neededCount = 100_001
    #expect(result.outcomes[0].toldClosure == nil)
    #expect(!ImprovementSummary.text(result).contains("2.55"))
    let lines = ImprovementText.text(result).split(separator: "\n").map(String.init)
    #expect(lines.first { $0.hasPrefix("  01  ") }?.hasSuffix(" -") == true)
    let flat = lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
    #expect(!flat.contains("255 %") && !flat.contains("14,007") && !flat.contains("100,001"))
    #expect(flat.contains("or within two standard errors of 0; the mean of all"))
    #expect(flat.contains("It takes over 100,000 respondents on each side"))
    #expect(flat.contains("smaller side lacks over 100,000."))
    #expect(flat.contains("were the ratio found the true one: 02 over 100,000."))
    #expect(NumberText.needed(100_000) == "100,000" && NumberText.needed(12) == "12")
    result.outcomes[0].gap?.standardError = 0.02
    #expect(ImprovementText.text(result).contains("255 %"))
  }

  @Test("Targets and measures are sections of their own, a blank line between")
  func extras() {
    var result = Self.result()
    #expect(!ImprovementText.text(result).contains("ARE THE TARGETS MET?"))
    result.study.targets = [
      Target(
        subject: .key(0), metric: .satisfaction, goal: .improveBy(0.2, baseline: nil),
        place: ResultFixture.place)
    ]
    result.study.measures = [
      Measure(
        name: "Minutes", family: .performance,
        column: ColumnReference("m", place: ResultFixture.place))
    ]
    result.extras = [
      ImprovementExtra(subject: .target(0), improvement: Self.row(0, 0.4, 0.6)),
      ImprovementExtra(subject: .measure(0), improvement: Self.row(nil, 4, 6)),
    ]
    let text = ImprovementText.text(result)
    #expect(text.contains("\n\nARE THE TARGETS MET?\n"))
    #expect(text.contains("\n\nHOW MUCH IS USED, HOW WELL, HOW MUCH VALUE?\n"))
  }

  @Test("Who is in both waves is told, or why that adds nothing")
  func panel() {
    func words(_ change: (inout ImprovementResult) -> Void) -> String {
      var result = Self.result(.satisfaction)
      result.segmentation = nil
      change(&result)
      return ImprovementText.text(result).split { $0 == " " || $0 == "\n" }
        .joined(separator: " ")
    }
    #expect(words { $0.commonIDCount = 1 }.contains("1 person is in both waves: the bounds count"))
    #expect(words { $0.commonIDCount = 2 }.contains("2 people are in both waves: the bounds"))
    let caution = words { $0.panelCaution = "respondents have no ids" }
    #expect(caution.contains("Respondents have no ids: waves are taken to be independent."))
    #expect(!words { _ in }.contains("in both waves"))
  }

  @Test("Groups and points have sentences of their own")
  func variants() {
    var result = Self.result(.mean)
    result.segmentation = "role"
    result.overall = Self.row(nil, 0.4, 0.8)
    let text = ImprovementText.text(result).split { $0 == " " || $0 == "\n" }
      .joined(separator: " ")
    #expect(text.contains("=old of role, 600 respondents"))
    #expect(text.contains("none may lose 0.20 points"))
    #expect(text.contains("1.30: MET. The mean of the outcomes rises from 0.40 to 0.80, 2.00"))
    #expect(text.contains("Nobody was assigned to these groups"))
    #expect(!text.contains("in both waves"))
    result.overall = Self.row(nil, 0.8, 0.4)
    #expect(ImprovementText.text(result).contains("NOT MET. The mean of the outcomes falls from"))
    result.outcomes = [result.outcomes[2]]
    result.overall = Improvement(outcome: nil, thresholds: [1.2])
    result.overall.note = "no outcome can be compared"
    let empty = ImprovementText.text(result)
    #expect(empty.contains("1.20: no verdict on all outcomes: no outcome can be compared."))
    #expect(empty.contains("No outcome that is compared is table stakes"))
  }

  @Test("The JSON holds verdicts, and null where nothing can be told")
  func json() throws {
    let text = ImprovementSummary.text(Self.result(), files: ["out/improvements.csv"])
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let outcomes = try #require(root["outcomes"] as? [[String: Any]])
    #expect(outcomes.count == 4 && outcomes[1]["guard"] as? String == "failed")
    #expect(outcomes[2]["baseline"] is NSNull && outcomes[3]["ratio"] is NSNull)
    let verdicts = try #require(outcomes[0]["verdicts"] as? [[String: Any]])
    #expect(verdicts.map { $0["verdict"] as? String } == ["met", "met"])
    #expect(root["files"] as? [String] == ["out/improvements.csv"])
  }

  @Test("The plan says how many a wave, how sure, and what a number of people can prove")
  func plan() throws {
    var question = WavePlan.Question(baseline: 0.4, ratio: 1.3)
    let plain = WavePlanText.text(WavePlan(question))
    #expect(plain.contains("40 % today, 52 % then"))
    #expect(plain.contains(" 1,024\n") && plain.contains(" 2,339\n"))
    #expect(!plain.contains("With ") && !plain.contains("design effect"))
    question.respondentCount = 1_000
    question.designEffect = 1.4
    question.powers = [0.8]
    let asked = WavePlanText.text(WavePlan(question))
    #expect(asked.contains("design effect 1.40") && asked.contains("With 1,000 respondents a wave"))
    question.respondentCount = 3
    let hopeless = WavePlanText.text(WavePlan(question)).split { $0 == " " || $0 == "\n" }
    #expect(hopeless.joined(separator: " ").contains("not even everybody satisfied"))
    question.ratio = 1.2 + 1e-7
    #expect(WavePlanText.text(WavePlan(question)).contains("over 1,000,000,000"))
    let text = WavePlanText.json(WavePlan(question))
    #expect(text.contains("\"respondents\": null") && text.contains("\"threshold\": 1.2"))
  }

  @Test("Thresholds have two decimals, and more where they need them")
  func thresholds() {
    #expect(ImprovementText.threshold(1.2) == "1.20" && ImprovementText.threshold(1.125) == "1.125")
    #expect(ImprovementText.threshold(2) == "2.00")
  }
}
