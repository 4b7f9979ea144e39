import Foundation
import Groundwork
import Testing

@Suite("unmet check of weights and designs")
struct CheckWeightsTests {
  private func scratch(_ lines: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(SmallStudy.yaml + lines + "\n", to: "study.yaml")
    try scratch.write(SmallStudy.csv(), to: "responses.csv")
    return scratch
  }

  @Test("Raking is reported as an analysis reports it, with what the weights cost")
  func raked() throws {
    let scratch = try scratch(
      "rake: {margins: [{column: role, targets: {User: 50 %, Support: 50 %}}]}")
    let check = try scratch.unmet("check", "study.yaml")
    #expect(check.status == 0, "\(check.errors)")
    #expect(check.output.contains("WEIGHTS AND DESIGN\n  Weights were raked to 1 margin in"))
    // 14 and 26 people of weights 20/14 and 20/26: 400 / (400/14 + 400/26) · 4 = 36.4.
    #expect(check.output.contains("40 respondents are worth 36 of equal weight"))
    let analysis = try scratch.unmet("analyze", "study.yaml", "--out", "run")
    let raked = check.output.split(separator: "\n").filter { $0.contains("raked to") }
    #expect(raked.count == 1 && analysis.output.contains(raked[0]))
    let json = try scratch.unmet("check", "study.yaml", "--json")
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let weights = try #require(facts["weights"] as? [String: Any])
    #expect((weights["raking"] as? [String: Any])?["cycles"] != nil)
    #expect(facts["design"] is NSNull)
  }

  @Test("What an analysis refuses, check refuses in the same words")
  func refused() throws {
    let scratch = try scratch(
      "rake: {margins: [{column: role, targets: {User: 50 %, Support: 40 %, Buyer: 10 %}}]}")
    let check = try scratch.unmet("check", "study.yaml")
    let analysis = try scratch.unmet("analyze", "study.yaml")
    #expect(check.status != 0 && check.status == analysis.status)
    #expect(check.errors == analysis.errors && check.errors.contains("Buyer"))
  }

  @Test("A design is told by its units, and a study without either says nothing")
  func design() throws {
    let scratch = try scratch("design: {strata: role}")
    let check = try scratch.unmet("check", "study.yaml")
    #expect(
      check.output.contains(
        "The design has 40 sampling units in 2 strata: 38 degrees of freedom for everybody."))
    let plain = try self.scratch("")
    #expect(try !plain.unmet("check", "study.yaml").output.contains("WEIGHTS"))
  }
}
