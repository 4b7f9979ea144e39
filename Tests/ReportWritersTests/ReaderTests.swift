import Testing

@testable import ReportWriters
@testable import Survey

@Suite("Outcomes of other jobs, and groups that are each other's mirror")
struct ReaderTests {
  /// The third and fourth outcome belong to a job beside the study's own.
  private var result: AnalysisResult {
    var result = ResultFixture.result
    result.study.jobs = [
      Job(id: Job.ownID, text: "Keep it patched", related: ["list"]),
      Job(id: "auto", text: "Automate", level: .functional, parent: Job.ownID),
      Job(id: "list", text: "Keep a list"),
    ]
    result.study.outcomes[1].job = "auto"
    result.study.outcomes[2].job = "list"
    result.study.outcomes[3].job = "list"
    return result
  }

  private func flat(_ lines: [String]) -> String {
    lines.flatMap { $0.split(separator: " ") }.joined(separator: " ")
  }

  @Test("Outcomes of other jobs are marked in the list, and the mark is explained once")
  func marks() {
    #expect(result.study.outcomesBeside == [2, 3])
    let text = flat(UnderservedSection.lines(result))
    #expect(text.contains("unclear, other job tier 2"))
    #expect(
      text.contains(
        "\"Other job\": an outcome of a job beside the study's own, 03 and 04 of \"Keep a list\"."))
    #expect(!flat(UnderservedSection.lines(ResultFixture.result)).contains("ther job"))
  }

  @Test("Experience and proposals say what they cover")
  func covered() {
    var result = result
    #expect(ResultFixture.study.keyOutcomeCount == "all 4 key outcomes")
    let group = ExperienceSection.Group(segmentation: "all", segment: "all")
    result.job.experience = .done(ExperienceSection(plan: ExperiencePlan(), groups: [group]))
    #expect(
      flat(ExperienceLines.lines(result)).contains(
        "Efficiency counts all 4 key outcomes, 2 of them of other jobs."))
    result.study.proposals = [Proposal(name: "p", text: "Do it", place: ResultFixture.place)]
    result.decisions.proposals = .done(ProposalSection(coverages: [.init(proposal: 0)]))
    #expect(
      flat(HelpSection.lines(result)).contains(
        "Proposals are held against all 4 key outcomes, 2 of them of other jobs."))
    result.study.jobs = [result.study.jobs[0]]
    result.study.outcomes = ResultFixture.study.outcomes
    #expect(!flat(ExperienceLines.lines(result)).contains("Efficiency counts"))
  }

  @Test("Two groups that are everybody are told once, one against the other")
  func mirror() {
    var result = ResultFixture.result
    let three = flat(SegmentsSection.lines(result))
    #expect(three.contains("role \"End user\": 495 people") && three.contains("the others 13.6"))
    result.segments.removeAll { $0.segment == "Buyer" }
    let two = flat(SegmentsSection.lines(result))
    #expect(
      two.contains(
        "role \"Support\": 98 people, 16 % weighted; against \"End user\": 495 people, 83 %"))
    #expect(two.contains("+3.0 (2.0 to 4.0) 16.6, against 13.6"))
    #expect(!two.contains("role \"End user\":") && !two.contains("-3.0"))
    // Without a comparison of both there is nothing to mirror.
    result.comparisons[0].againstRest.removeAll { $0.segment == "End user" }
    #expect(flat(SegmentsSection.lines(result)).contains("role \"End user\": 495 people"))
  }
}
