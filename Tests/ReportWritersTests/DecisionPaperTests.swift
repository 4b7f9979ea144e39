import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Papers for whoever decides")
struct DecisionPaperTests {
  private static func mean(_ value: Double) -> PeopleMean {
    PeopleMean(
      value: value, standardError: 0.02, low: value - 0.04, high: value + 0.04,
      respondentCount: 500, effectiveCount: 450.5, degreesOfFreedom: 499)
  }

  /// A result in which every section is done.
  private static var result: AnalysisResult {
    var result = ResultFixture.result
    var plan = RepairPlan(
      candidates: (0..<4).map { .key($0) }, now: mean(0.25), all: mean(0.75))
    plan.sets = [
      RepairSet(
        members: [1], isExact: true, rate: mean(0.5), gain: 0.25, greedyGain: 0.25,
        frequencies: [0.9], setFrequency: 0.9),
      RepairSet(
        members: [0, 1], isExact: true, rate: mean(0.625), gain: 0.375, greedyGain: 0.25,
        frequencies: [0.5, 0.75], setFrequency: 0.5),
    ]
    plan.alone = [0.125, 0.25, 0, 0]
    (plan.sizeForHalf, plan.sizeForMost, plan.exactSize, plan.replicateCount) = (1, 3, 3, 100)
    result.decisions.portfolio = .done(
      PortfolioSection(outcomes: plan, steps: .refused(reason: "the study names no steps")))
    var row = WhatIfSection.Row(
      outcome: 1, scenario: .best, solution: "=Tool", bestShare: 0.5, share: 0.25, target: 0.6,
      raised: 0.375, score: 14.5, change: Estimate(value: -3.5, standardError: 0.5))
    row.interval = -4.5...(-2.5)
    row.experience = mean(0.0625)
    result.decisions.whatIf = .done(WhatIfSection(rows: [row]))
    let segment = GrowthSection.Segment(
      segmentation: "all", segment: "all", respondentCount: 600, cell: .differentiated,
      scoredCount: 4, underservedCount: 2, overservedCount: 0, cellShares: [0.75, 0.25, 0, 0, 0])
    result.decisions.growth = .done(GrowthSection(segments: [segment]))
    result.decisions.stories = .done(
      StorySection(stories: [
        StorySection.Story(
          role: nil, outcome: 1, text: "As somebody, I want to \u{1B}[31m win.", score: 14.5,
          low: 13, high: 16, tier: 1, band: .high, evidence: "opportunities.csv all/all/02",
          isEvidenceOfAll: false)
      ]))
    return result
  }

  private func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test("portfolio.csv: the share now and after all repairs, then each set's members")
  func portfolio() throws {
    let section = try #require(Self.result.decisions.portfolio.section)
    let rows = lines(PortfolioCSV.bytes(section, ResultFixture.study))
    #expect(rows.count == 1 + 2 + 1 + 2)
    #expect(rows[1] == "outcome,0,,,,,,,,,500,450.5,0.25,0.02,0.21,0.29,now")
    #expect(rows[2].hasPrefix("outcome,4,") && rows[2].hasSuffix("all repaired"))
    #expect(rows[3].contains(",0.25,0.9,0.9,0.25,0.25,yes,500,450.5,0.5,"))
    #expect(rows[4].hasPrefix("outcome,2,01,"))
  }

  @Test("whatif.csv: a row for each measure, names that a spreadsheet would take guarded")
  func whatIf() throws {
    let section = try #require(Self.result.decisions.whatIf.section)
    let rows = lines(WhatIfCSV.bytes(section, ResultFixture.study))
    #expect(rows.count == 1 + 3)
    #expect(rows[1] == "02,,best x 1.2,'=Tool,0.5,0.25,0.6,0.375,score,,,14.5,,,,")
    #expect(rows[2].hasSuffix("score-change,,,-3.5,0.5,-4.5,-2.5,"))
    #expect(rows[3].contains("experience-change,500,450.5,0.0625"))
  }

  @Test("growth.csv and stories.csv")
  func others() throws {
    let growth = try #require(Self.result.decisions.growth.section)
    #expect(
      lines(GrowthCSV.bytes(growth))[1]
        == "all,all,600,differentiated,0.75,0.75,0.25,0,0,0,4,2,0,,,")
    let stories = try #require(Self.result.decisions.stories.section)
    let rows = lines(StoriesCSV.bytes(stories, ResultFixture.study))
    #expect(rows[1].hasPrefix("everybody,02,") && rows[1].contains("opportunities.csv all/all/02"))
  }

  @Test("The report says what would help most, and what was not computed")
  func help() {
    let text = HelpSection.lines(Self.result).joined(separator: "\n")
    #expect(text.contains("for 25 % (21 to 29) now, and would for 75 % if all"))
    #expect(text.contains("falls short by 12.5 points at 2"))
    #expect(text.contains("-3.5 (-4.5 to -2.5)"))
    #expect(text.contains("Proposals: not computed"))
    #expect(text.contains("differentiated for everybody (2 of 4"))
    let none = HelpSection.lines(ResultFixture.result).joined(separator: "\n")
    #expect(none.contains("Sets of repairs: not computed"))
  }

  @Test("What to do next is as strong as the figures: sure, a lead, or nothing")
  func strength() throws {
    func first(_ change: (inout OutcomeScore) -> Void) throws -> String {
      var result = Self.result
      for index in result.segments[0].outcomes.indices {
        result.segments[0].outcomes[index].ranking?.tier = index == 1 ? 1 : 2
      }
      change(&result.segments[0].outcomes[1])
      let everyone = try #require(result.everyone)
      let actions = ActionSection.actions(result, everyone, who: nil)
      #expect((3...8).contains(actions.count) && actions.allSatisfy { !$0.evidence.isEmpty })
      return actions[0].text
    }
    #expect(try first { $0.low = 13.9 }.hasPrefix("Fix first 02 \"Minimize the likelihood"))
    #expect(try first { $0.low = 9.9 }.hasPrefix("Look first at 02"))
    #expect(try first { $0.low = 9.9 }.contains("a lead and not yet a finding"))
    var low = Self.result
    low.segments[0].outcomes = [ResultFixture.score(0, 4, 4, rank: 1)]
    let actions = ActionSection.actions(low, low.segments[0], who: nil)
    #expect(actions[0].text.hasPrefix("Nothing is underserved by the usual cut of 10"))
    low.segments[0].outcomes = []
    let none = ActionSection.actions(low, low.segments[0], who: nil)
    #expect(none[0].text.hasPrefix("Fix nothing on these figures: nothing is scored"))
    #expect(none.count >= 3)
  }

  @Test("Every team's extract is led by whom it is for and ends with what to do next")
  func teams() throws {
    for team in ReportTeam.allCases {
      let text = TeamReport.text(Self.result, for: team)
      #expect(text.hasPrefix("FOR \(team.rawValue.uppercased())\n  For "))
      #expect(text.contains("\nSTORIES\n") && text.contains("\nWHAT TO DO NEXT\n"))
      #expect(!text.contains("\u{1B}"))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
      #expect(TeamReport.json(Self.result, for: team).contains("\"team\": \"\(team.rawValue)\""))
    }
    #expect(TeamReport.text(Self.result, for: .product).contains("Not in this study: steps"))
    // Whoever speaks for a role reads how it stands beside the others.
    var result = Self.result
    result.study.roles = PerformerRoles(
      column: ColumnReference("role", place: ResultFixture.place), executor: ["User"],
      support: [], buyer: ["Boss"])
    result.job.roles = .refused(reason: "too few people")
    for team in [ReportTeam.executive, .buyer, .support, .executor] {
      let text = TeamReport.text(result, for: team)
      #expect(text.contains("DO EXECUTORS, SUPPORT AND BUYERS WANT THE SAME?"), "\(team)")
    }
    #expect(!TeamReport.text(result, for: .research).contains("DO EXECUTORS"))
  }
}
