import Foundation
import Tables
import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Papers of targets, measures, interviews and older scales")
struct GoalPaperTests {
  private static let place = ResultFixture.place

  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static var result: AnalysisResult {
    var result = ResultFixture.result
    result.study.success = [
      SuccessOutcome(
        id: "s1", text: "We pass", dimension: .functional, aim: .achieve, place: place)
    ]
    let unproven = Target(
      subject: .key(0), metric: .satisfaction, goal: .improveBy(0.2, baseline: 4), place: place)
    let waiting = Target(
      subject: .success(0), metric: .attained, goal: .improveBy(0.3, baseline: nil),
      segmentation: "role", segment: "Support", place: place)
    let met = Target(
      subject: .success(0), metric: .attained, goal: .atLeast(0.5), place: place)
    result.study.targets = [unproven, waiting, met]
    let figure = TargetFigure(
      value: 5, standardError: 0.4, bounds: 4.25...5.75, respondentCount: 200,
      effectiveCount: 180.5, degreesOfFreedom: 199)
    let share = TargetFigure(
      value: 0.625, standardError: 0.03, bounds: 0.5625...0.6875, respondentCount: 300,
      effectiveCount: 300, degreesOfFreedom: 299)
    result.job.targets = .done(
      TargetSection(results: [
        TargetResult(
          target: unproven, figure: figure,
          test: TargetTest(
            value: 5, standardError: 0.4, bounds: (4.25, 5.75), goal: .atLeast(4.8)),
          neededCount: 4900),
        TargetResult(
          target: waiting, figure: share, refusal: "no baseline: run `unmet compare`"),
        TargetResult(
          target: met, figure: share,
          test: TargetTest(
            value: 0.625, standardError: 0.03, bounds: (0.5625, 0.6875), goal: .atLeast(0.5))),
      ]))
    result.study.measures = [
      Measure(name: "Minutes", family: .performance, column: ColumnReference("m", place: place))
    ]
    result.study.measures[0].better = .lower
    func measured(_ mean: Double) -> MeasureSection.Figure {
      MeasureSection.Figure(
        mean: PeopleMean(
          value: mean, standardError: 0.5, low: mean - 1, high: mean + 1, respondentCount: 98,
          effectiveCount: 90, degreesOfFreedom: 97), median: mean - 2, medianLow: nil,
        medianHigh: mean)
    }
    result.job.measures = .done(
      MeasureSection(groups: [
        .init(segmentation: "all", segment: "all", figures: [measured(20)]),
        .init(segmentation: "role", segment: "Support", figures: [measured(24)]),
        .init(segmentation: "role", segment: "User", figures: [measured(18)]),
        .init(segmentation: "role", segment: "Few", figures: [nil]),
      ]))
    result.study.interviewCount = 14
    result.study.outcomes[0].mentions = 7
    result.study.outcomes[1].legacy = LegacyScale(low: 1, high: 10)
    result.job.interviews = .done(
      InterviewSection(
        agreement: -0.25, outcomeCount: 4, oftenFrom: 7, mentionedNotUnderserved: [3, 2],
        underservedNotMentioned: []))
    return result
  }

  @Test("targets.csv: the figure, its bounds and what is lacking, or why it was not judged")
  func targets() throws {
    let result = Self.result
    let section = try #require(result.job.targets.section)
    let lines = Self.lines(TargetsCSV.bytes(section, result.study))
    #expect(lines[0] == TargetsCSV.columns.joined(separator: ",") && lines.count == 4)
    #expect(
      lines[1].hasSuffix(
        ",all,all,satisfaction,improve by 20 %,4,4.8,200,180.5,5,0.4,4.25,5.75,199,1.25,1.0625,"
          + "1.4375,0.20000000000000018,unproven,4900,4700,"))
    #expect(
      lines[2] == "s1,We pass,role,Support,attained,improve by 30 %,,,300,300,0.625,0.03,0.5625,"
        + "0.6875,299,,,,,,,,no baseline: run `unmet compare`")
    #expect(lines[3].contains(",attained,at least 50 %,,0.5,300,") && lines[3].contains(",met,"))
  }

  @Test("measures.csv: a row for each measure and group")
  func measures() throws {
    let result = Self.result
    let section = try #require(result.job.measures.section)
    let lines = Self.lines(MeasuresCSV.bytes(section, result.study))
    #expect(lines[0] == MeasuresCSV.columns.joined(separator: ","))
    #expect(lines[1] == "all,all,Minutes,performance,lower,98,90,20,0.5,19,21,97,18,,20,")
    #expect(lines[4] == "role,Few,Minutes,performance,lower,,,,,,,,,,,fewer than 10 respondents")
  }

  @Test("opportunities.csv tells the mentions of an outcome in all its rows")
  func mentions() throws {
    let lines = Self.lines(OpportunitiesCSV.bytes(Self.result))
    let place = try #require(OpportunitiesCSV.columns.firstIndex(of: "mentions"))
    #expect(place == OpportunitiesCSV.columns.count - 2)
    let own = lines.filter { $0.contains(",01,") }
    #expect(own.count > 1 && own.allSatisfy { $0.contains(",7,") })
  }

  @Test("The report answers in a few lines, none wider than a line may be")
  func report() {
    let text = TextReport.text(Self.result)
    let flat = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: " ")
    for sentence in [
      "ARE THE TARGETS MET? UNPROVEN: satisfaction of 01, improve by 20 % on 4; found 5.00, bounds "
        + "4.25 to 5.75, 1.25 times the baseline; it takes 4,700 respondents more to prove it in "
        + "four of five surveys, were the figure the true one.",
      "NOT TESTED: attained of s1 in role \"Support\", improve by 30 %; found 63 % (no baseline: "
        + "run `unmet compare`).",
      "MET: attained of s1, at least 50 %; found 63 %, bounds 56 % to 69 %.",
      "HOW MUCH IS USED, HOW WELL, HOW MUCH VALUE?",
      "Mean of Minutes: by role from 18.0 (\"User\") to 24.0 (\"Support\").",
      "Of 4 outcomes with a count of mentions in 14 interviews, mentions and opportunity agree in "
        + "order with Kendall's tau-b -0.25",
      "Mentioned in 7 or more and not underserved: 04 and 03. Underserved and never "
        + "mentioned: none.",
      "The ratings of outcomes 02 come from an older survey on another scale",
    ] { #expect(flat.contains(sentence), "\(sentence)") }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= TextLayout.lineWidth })
    #expect(RunPapers.papers(of: Self.result).map(\.name).contains("targets.csv"))
    #expect(RunPapers.papers(of: Self.result).map(\.name).contains("measures.csv"))
    #expect(!TextReport.text(ResultFixture.result).contains("TARGETS"))
  }
}
