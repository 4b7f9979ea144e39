import Testing

@testable import ReportWriters
@testable import Survey

@Suite("Hypotheses and comparisons on paper")
struct HypothesisPaperTests {
  private static var result: AnalysisResult {
    var result = ResultFixture.result
    let place = Place(file: "study.yaml", line: 9, byteColumn: 5)
    result.hypotheses = [
      HypothesisResult(
        hypothesis: Hypothesis(
          outcome: 0, segmentation: "role", segment: "Support", claim: .atLeast(12), place: place),
        estimate: Estimate(value: 13.6, standardError: 0.4), low: 12.8, high: 14.4, p: 0.0001,
        adjustedP: 0.0002, refusal: ""),
      HypothesisResult(
        hypothesis: Hypothesis(
          outcome: 1, segmentation: nil, segment: nil, claim: .below(10.5), place: place),
        estimate: Estimate(value: 14.7, standardError: 0.4), low: 13.9, high: 15.5, p: 0.999,
        adjustedP: 1, refusal: "", oppositeP: 0.001, adjustedOppositeP: 0.002),
      HypothesisResult(
        hypothesis: Hypothesis(
          outcome: 2, segmentation: nil, segment: nil, claim: .atLeast(6), place: place),
        estimate: Estimate(value: 5.5, standardError: 0.4), low: 4.7, high: 6.3, p: 0.89,
        adjustedP: 1, refusal: "", oppositeP: 0.11, adjustedOppositeP: 0.22),
      HypothesisResult(
        hypothesis: Hypothesis(
          outcome: 1, segmentation: "role", segment: "Buyer", claim: .higher, place: place),
        estimate: nil, low: nil, high: nil, p: nil, adjustedP: nil,
        refusal: "the group is not scored"),
    ]
    return result
  }

  @Test("The report says supported, refuted, unproven or not tested, of what, and why")
  func words() {
    let text = HypothesesSection.lines(Self.result).map { $0.drop { $0 == " " } }
      .joined(separator: " ")
    #expect(text.contains("unmet cannot know when"))
    #expect(
      text.contains(
        "supported: outcome 01 \"Minimize the time it takes to learn that a patch is needed\" in "
          + "role \"Support\" at least 12; found 13.6 (12.8 to 14.4), p under .001"))
    #expect(
      text.contains(
        "below 10.5; found 14.7 (13.9 to 15.5), p over .999; of the opposite, p .002"))
    #expect(text.contains("refuted: outcome 02 \"Minimize the likelihood that a patch breaks a "))
    #expect(text.contains("unproven: outcome 03 \"Increase the number of components"))
    #expect(text.contains("at least 6; found 5.5 (4.7 to 6.3), p over .999 "))
    #expect(text.contains("\" in role \"Buyer\" higher than others (the group is not scored)"))
    #expect(text.contains("one-sided; intervals are two-sided"))
    #expect(HypothesesSection.lines(ResultFixture.result).isEmpty)
  }

  @Test("hypotheses.csv appears where the study claims something")
  func table() {
    let text = String(decoding: HypothesesCSV.bytes(Self.result), as: UTF8.self)
    #expect(
      text.contains("01,role,Support,at least 12,13.6,0.4,12.8,14.4,0.0001,0.0002,,,supported,"))
    #expect(text.contains(",0.999,1,0.001,0.002,refuted,"))
    #expect(text.contains("02,role,Buyer,higher than others,,,,,,,,,not tested,the group is not"))
    #expect(RunPapers.papers(of: Self.result).contains { $0.name == "hypotheses.csv" })
    #expect(!RunPapers.papers(of: ResultFixture.result).contains { $0.name == "hypotheses.csv" })
  }

  @Test("comparisons.csv has a row for each comparison, the family in words")
  func comparisons() {
    let text = String(decoding: ComparisonsCSV.bytes(Self.result), as: UTF8.self)
    #expect(text.contains("role,rest,Support,,01,3,0.5,2,4,1e-06,8e-06,1e-05,4e-05"))
  }
}
