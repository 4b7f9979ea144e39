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
        adjustedP: 0.999, refusal: ""),
      HypothesisResult(
        hypothesis: Hypothesis(
          outcome: 1, segmentation: "role", segment: "Buyer", claim: .higher, place: place),
        estimate: nil, low: nil, high: nil, p: nil, adjustedP: nil,
        refusal: "the group is not scored"),
    ]
    return result
  }

  @Test("The report says supported, unproven or not tested, and why")
  func words() {
    let text = HypothesesSection.lines(Self.result).joined(separator: "\n")
    #expect(text.contains("supported: outcome 01 in role \"Support\" at least 12; found 13.6"))
    #expect(text.contains("p under .001"))
    #expect(text.contains("unproven: outcome 02 below 10.5; found 14.7 (13.9 to 15.5), p .999"))
    #expect(text.contains("not tested: outcome 02 in role \"Buyer\" higher than others"))
    #expect(text.contains("(the group is not scored)"))
    #expect(HypothesesSection.lines(ResultFixture.result).isEmpty)
  }

  @Test("hypotheses.csv appears where the study claims something")
  func table() {
    let text = String(decoding: HypothesesCSV.bytes(Self.result), as: UTF8.self)
    #expect(
      text.contains("01,role,Support,at least 12,13.6,0.4,12.8,14.4,0.0001,0.0002,supported,"))
    #expect(text.contains("02,role,Buyer,higher than others,,,,,,,not tested,the group is not"))
    #expect(RunPapers.papers(of: Self.result).contains { $0.name == "hypotheses.csv" })
    #expect(!RunPapers.papers(of: ResultFixture.result).contains { $0.name == "hypotheses.csv" })
  }

  @Test("comparisons.csv has a row for each comparison, the family in words")
  func comparisons() {
    let text = String(decoding: ComparisonsCSV.bytes(Self.result), as: UTF8.self)
    #expect(text.contains("role,rest,Support,,01,3,0.5,2,4,1e-06,8e-06,1e-05,4e-05"))
  }
}
