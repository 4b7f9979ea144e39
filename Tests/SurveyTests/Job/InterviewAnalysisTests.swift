import Testing

@testable import Survey

@Suite("Mentions in interviews")
struct InterviewAnalysisTests {
  /// Outcomes with mentions and opportunities; 12 and up is underserved here, 5 is not.
  private static func section(
    _ mentions: [Int?], _ opportunities: [Double], interviews: Int?, zones: Bool = true
  ) -> SectionOutcome<InterviewSection> {
    var study = SmallSurvey.study(outcomes: mentions.indices.map { "o\($0)" })
    study.interviewCount = interviews
    var all = SegmentScores(
      segmentation: "all", segment: "all", respondentCount: 100, share: 1, effectiveCount: 100)
    for (index, value) in opportunities.enumerated() {
      study.outcomes[index].mentions = mentions[index]
      var score = OutcomeScore(
        outcome: index, importanceCount: 100, satisfactionCount: 100, pairedCount: 100)
      score.opportunity = Estimate(value: value, standardError: 0.5)
      if zones { score.zone = value >= 10 ? .underserved : .appropriatelyServed }
      all.outcomes.append(score)
    }
    return InterviewAnalysis.section(study, everybody: all)
  }

  @Test("Often mentioned and not underserved, underserved and never mentioned, and the order")
  func lists() throws {
    let section = try #require(
      Self.section(
        [9, 0, 7, 0, 3, nil, 0, 13], [5, 12, 14, 13, 5, 19, 4, 6], interviews: 14
      ).section)
    #expect(section.oftenFrom == 7 && section.outcomeCount == 7)
    #expect(section.mentionedNotUnderserved == [7, 0])
    #expect(section.underservedNotMentioned == [3, 1])
    // Of 21 pairs 3 are tied in mentions, 1 in opportunity; one more agrees than does not.
    #expect(abs((section.agreement ?? 0) - 1 / (18.0 * 20).squareRoot()) < 1e-14)
  }

  @Test("Without the number of interviews half of the largest count is often")
  func often() throws {
    let section = try #require(
      Self.section([5, 2, 3], [5, 6, 7], interviews: nil, zones: false).section)
    #expect(section.oftenFrom == 3 && section.mentionedNotUnderserved == nil)
    let two = try #require(Self.section([5, 2], [5, 6], interviews: nil).section)
    #expect(two.agreement == nil && two.outcomeCount == 2)
  }

  @Test("Without mentions, or without scores of such outcomes, the section says so")
  func refusals() {
    for (mentions, opportunities, reason) in [
      ([nil, nil], [5.0, 6], "the study tells no mentions in interviews"),
      ([nil, 4], [5.0], "the study tells no mentions in interviews"),
    ] as [([Int?], [Double], String)] {
      guard
        case .refused(let found) = Self.section(mentions, opportunities, interviews: nil)
      else {
        Issue.record("a section of nothing")
        continue
      }
      #expect(found == reason)
    }
    var study = SmallSurvey.study()
    study.outcomes[0].mentions = 3
    guard case .refused(let reason) = InterviewAnalysis.section(study, everybody: nil) else {
      Issue.record("a section without scores")
      return
    }
    #expect(reason == "no outcome with mentions in interviews is scored")
  }
}
