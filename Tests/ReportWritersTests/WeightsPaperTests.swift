import Testing

@testable import ReportWriters
@testable import Survey

@Suite("Weights on paper")
struct WeightsPaperTests {
  private static var weighting: Weighting {
    var weighting = Weighting()
    weighting.categories = [
      Weighting.Category(
        margin: "gender", answer: "Female", respondentCount: 400, shareBefore: 0.6667,
        target: 0.51, shareAfter: 0.51),
      Weighting.Category(
        margin: "gender", answer: "", respondentCount: 4, shareBefore: 0.0067, target: 0.0067,
        shareAfter: 0.0067),
    ]
    weighting.cycleCount = 7
    weighting.effectAfter = 1.257
    weighting.range = 4.2
    weighting.topShare = 0.031
    return weighting
  }

  @Test("weights.csv has a row an answer and hides small numbers")
  func table() {
    let text = String(decoding: WeightsCSV.bytes(Self.weighting), as: UTF8.self)
    #expect(
      text.replacing("\r\n", with: "\n") == """
        margin,answer,n,share_before,target,share_after
        gender,Female,400,0.6667,0.51,0.51
        gender,,,,,

        """)
  }

  @Test("The report says what was done to the weights, and what it cost")
  func words() {
    var result = ResultFixture.result
    #expect(WeightingWords.lines(result).isEmpty)
    result.weighting = Self.weighting
    let text = WeightingWords.lines(result).joined(separator: "\n")
    #expect(text.contains("raked to 1 margin in 7 cycles"))
    #expect(text.contains("1.00 to 1.26"))
    #expect(text.contains("(no answer)") && text.contains("under 10"))
    #expect(RunPapers.papers(of: result).contains { $0.name == "weights.csv" })
    #expect(!RunPapers.papers(of: ResultFixture.result).contains { $0.name == "weights.csv" })
  }

  @Test("Replicates that could not be raked are told, in words and for programs")
  func unfitted() {
    var result = ResultFixture.result
    result.weighting = Self.weighting
    func words() -> String { WeightingWords.lines(result).joined(separator: "\n") }
    func json() -> String { RunSummary.text(result, directory: "d", files: []) }
    #expect(!words().contains("replicate") && json().contains("\"unfitted_replicates\": 0"))
    result.weighting?.unfittedReplicateCount = 12
    #expect(words().contains("12 of 1,000 bootstrap replicates could not be raked"))
    #expect(json().contains("\"unfitted_replicates\": 12"))
    result.weighting = nil
    #expect(json().contains("\"weights\": null"))
  }

  @Test("How far the shares are from their targets is said")
  func gap() {
    #expect(Self.weighting.largestGap == 0)
    var result = ResultFixture.result
    result.weighting = Self.weighting
    #expect(
      WeightingWords.lines(result)[0].contains("all shares within 0.001 % of their targets"))
    result.weighting?.categories[0].shareAfter = 0.5025
    #expect(WeightingWords.lines(result)[0].contains("the largest gap to a target is 0.750 %"))
  }

  @Test("The method names strata, sampling units and margins")
  func method() {
    var result = ResultFixture.result
    result.design = DesignSummary(
      stratumCount: 5, unitCount: 20, hasRowUnits: false, degreesOfFreedom: 15,
      replicateColumnCount: 0)
    result.weighting = Self.weighting
    let text = MethodSection.lines(result).joined(separator: " ")
      .replacing("  ", with: " ").replacing("  ", with: " ")
    #expect(text.contains("5 strata, 20 sampling units, the residuals on the margins"))
  }
}
