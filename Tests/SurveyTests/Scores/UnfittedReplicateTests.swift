import Tables
import Testing

@testable import Survey

@Suite("Replicates that cannot be raked")
struct UnfittedReplicateTests {
  /// How many replicates of forty people, so many of whom are of B, keep the sample's factors.
  private func unfitted(ofB count: Int) throws -> Int? {
    let rows = (0..<40).map { "r\($0),\($0 < count ? "B" : "A"),\(1 + $0 % 5),\(1 + $0 % 3)" }
    var study = SmallSurvey.study(outcomes: ["a"])
    let column = ColumnReference("group", place: Place(file: "study.yaml", line: 9))
    study.raking = RakingPlan(margins: [
      RakingPlan.Margin(
        column: column,
        targets: [
          RakingPlan.Target(answer: "A", share: 0.9), RakingPlan.Target(answer: "B", share: 0.1),
        ])
    ])
    let text = (["id,group,imp_a,sat_a"] + rows).joined(separator: "\n") + "\n"
    return try Analysis.run(
      study, studySHA256: "", input: SmallSurvey.input(text), options: AnalysisOptions()
    ).weighting?.unfittedReplicateCount
  }

  @Test("One person of an answer is not drawn in 1/e of the replicates, twenty in none")
  func counted() throws {
    let count = try #require(try unfitted(ofB: 1))
    // 368 of 1,000 with a standard deviation of 15.
    #expect(abs(count - 368) < 62)
    #expect(try unfitted(ofB: 20) == 0)
  }
}
