import Testing

@testable import ReportWriters
@testable import Statistics
@testable import Survey

@Suite("Experience in words")
struct ExperiencePaperTests {
  private static func text(_ change: (inout SuccessOutcome) -> Void) -> String {
    var outcome = SuccessOutcome(
      id: "s1", text: "Done", dimension: .functional, aim: .achieve, place: ResultFixture.place)
    outcome.importance = ColumnReference("s1_imp", place: ResultFixture.place)
    change(&outcome)
    var group = ExperienceSection.Group(segmentation: "all", segment: "all")
    group.efficiency = PeopleMean(
      value: 6.4, standardError: 0.1, low: 6.2, high: 6.6, respondentCount: 393,
      effectiveCount: 393, degreesOfFreedom: 392)
    group.quadrants = [nil, nil, nil, nil]
    group.outcomes = [ExperienceSection.Outcome()]
    var result = ResultFixture.result
    result.study.success = [outcome]
    result.job.experience = .done(ExperienceSection(plan: ExperiencePlan(), groups: [group]))
    return ExperienceLines.lines(result).joined(separator: " ")
      .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }

  @Test("Where nothing asks for the attainment the report says so, and what is known")
  func notAsked() {
    let text = Self.text { _ in }
    #expect(
      text.contains(
        "Not computed: s1 has no satisfaction, expectation or happened column, so whether people "
          + "attained it is not known. Efficiency is 6.4 (6.2 to 6.6)."))
    #expect(!text.contains("Too few people"))
  }

  @Test("Where it is asked and hardly anybody answered, that is the reason")
  func tooFew() {
    let text = Self.text {
      $0.satisfaction = ColumnReference("s1_sat", place: ResultFixture.place)
    }
    #expect(text.contains("Too few people rated key and success outcomes."))
    #expect(!text.contains("Not computed"))
  }
}
