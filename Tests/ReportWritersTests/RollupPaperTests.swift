import Testing

@testable import ReportWriters
@testable import Survey

@Suite("Opportunity by part of the job on paper")
struct RollupPaperTests {
  /// Two outcomes of the own job, one of a job below it, none of a second one below.
  private var result: AnalysisResult {
    var result = ResultFixture.result
    result.study.jobs = [
      Job(id: "job", text: "Keep it patched", parent: "trust"),
      Job(id: "trust", text: "Maintain trust", level: .aspirational),
      Job(id: "auto", text: "Automate", level: .functional, parent: "job"),
      Job(id: "manual", text: "=Patch by hand", level: .functional, parent: "job"),
      Job(id: "list", text: "Keep a list", related: ["job"]),
    ]
    for (outcome, job) in ["job", "job", "auto", "list"].enumerated() {
      result.study.outcomes[outcome].job = job
      result.study.outcomes[outcome].progress = [outcome < 2 ? "whole job" : "cheaply"]
    }
    let parts = result.study.rollupParts
    var group = RollupSection.Group(segmentation: "all", segment: "all")
    let values = [13.6, 14.7, 5.5, 4.0]
    group.figures = parts.map { part in
      var figure = RollupSection.Figure()
      figure.scoredCount = part.outcomes.count
      guard !part.outcomes.isEmpty else { return figure }
      let mean = part.outcomes.reduce(0) { $0 + values[$1] } / Double(part.outcomes.count)
      figure.opportunity = ReplicateMean(
        value: mean, standardError: 0.5, low: mean - 1, high: mean + 1)
      figure.highest = part.outcomes[0]
      figure.highestOpportunity = values[part.outcomes[0]]
      figure.underservedCount = 1
      figure.share = ReplicateMean(value: 0.25)
      return figure
    }
    var pair = RelatedJobs(job: "job", related: "list")
    pair.correlation = PeopleMean(
      value: 0.4321, standardError: 0.05, low: 0.33, high: 0.53, respondentCount: 1234,
      effectiveCount: 900, degreesOfFreedom: 1233)
    group.related = [pair]
    result.job.rollups = .done(RollupSection(parts: parts, groups: [group]))
    return result
  }

  @Test("The report prints the ladder indented, each line with its coverage")
  func report() {
    let lines = RollupsSection.lines(result)
    #expect(lines[0] == "OPPORTUNITY BY PART OF THE JOB")
    #expect(lines.count <= 20)
    func line(_ text: String) -> String { lines.first { $0.contains(text) } ?? "" }
    #expect(line("Maintain trust").hasPrefix("  why: Maintain trust"))
    #expect(line("this job").hasPrefix("    this job: Keep it patched"))
    #expect(line("this job").contains("11.3 (10.3 to 12.3)"))
    #expect(line("this job").hasSuffix("partly: 3 of 3 outcomes, 1 of 2 narrower jobs asked"))
    #expect(line("how: Automate").hasPrefix("      how: Automate"))
    #expect(line("how: Automate").hasSuffix("1 of 1 outcomes"))
    #expect(line("Patch by hand").hasSuffix("not covered  no outcome asked"))
    #expect(line("beside it").hasPrefix("  beside it: Keep a list"))
    let text = lines.map { $0.drop { $0 == " " } }.joined(separator: " ")
    #expect(
      text.contains(
        "By kind of progress, from the highest: \"whole job\" 14.2 (13.2 to 15.2), 2 of 2 "
          + "outcomes, 25 % of all; \"cheaply\" 4.8"))
    #expect(text.contains("same 1,234 people in \"Keep it patched\" and \"Keep a list\" correlate"))
    #expect(text.contains("0.43 (0.33 to 0.53)"))
  }

  @Test("Where outcomes are of several kinds it is said, as their shares sum to more than all")
  func overlap() {
    var study = result.study
    study.outcomes[0].progress = ["whole job", "cheaply"]
    var result = result
    let groups = result.job.rollups.section?.groups ?? []
    result.job.rollups = .done(RollupSection(parts: study.rollupParts, groups: groups))
    let text = RollupsSection.lines(result).joined(separator: " ")
    #expect(text.contains("By kind of progress (an outcome may be of several), from the highest"))
    #expect(!text.contains("direction (an outcome"))
  }

  @Test("The files hold a row for each part and pair, and mark what is not covered")
  func files() throws {
    let section = try #require(result.job.rollups.section)
    let rows = String(decoding: RollupsCSV.bytes(section, result.study), as: UTF8.self)
      .split(separator: "\n")
    #expect(rows[0].hasPrefix("segmentation,segment,kind,id,label,outcomes,scored,coverage,"))
    #expect(rows.count == 1 + section.parts.count)
    #expect(rows[1].hasPrefix("all,all,job,job,Keep it patched,3,3,1,2,1,11.26666666666666"))
    #expect(rows[1].hasSuffix(",01,13.6,1,0.25,,,,partly covered"))
    #expect(rows[4].hasPrefix("all,all,job,manual,'=Patch by hand,0,0,0,0,0,,"))
    #expect(rows[4].hasSuffix(",not covered: no outcome in this survey"))
    let related = String(decoding: RelatedJobsCSV.bytes(section), as: UTF8.self)
    #expect(related.hasSuffix("\nall,all,job,list,1234,900,0.4321,0.05,0.33,0.53,\n"))
    let names = RunPapers.papers(of: result).map(\.name)
    #expect(names.contains("rollups.csv") && names.contains("related-jobs.csv"))
    #expect(Set(names).isSubset(of: RunPapers.names))
  }

  @Test("A run that could not roll up is told under NOT DONE, and no file is written")
  func refused() {
    var result = result
    result.job.rollups = .refused(reason: "nothing is scored")
    #expect(RollupsSection.lines(result).isEmpty)
    #expect(!RunPapers.papers(of: result).map(\.name).contains("rollups.csv"))
  }
}
