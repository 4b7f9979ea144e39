import Foundation
import Groundwork
import Testing

@Suite("unmet plan")
struct PlanTests {
  @Test("The published numbers: 1,024 a wave for even odds, 2,339 for four in five")
  func numbers() throws {
    let run = try Scratch().unmet("plan", "--baseline", "0.40", "--ratio", "1.30")
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let words = run.output.split { $0 == " " || $0 == "\n" }.map(String.init)
    #expect(words.contains("1,024") && words.contains("2,339"))
  }

  @Test("Percentages are shares")
  func percentages() throws {
    let scratch = try Scratch()
    let shares = try scratch.unmet(
      "plan", "--baseline", "0.4", "--ratio", "1.3", "--power", "0.5,0.8")
    let percentages = try scratch.unmet(
      "plan", "--baseline", "40%", "--ratio", "1.3", "--power", "50%, 80 %")
    #expect(percentages.status == 0 && percentages.output == shares.output)
  }

  @Test("Given respondents: the power, and the ratio that four of five surveys prove")
  func reach() throws {
    let run = try Scratch().unmet(
      "plan", "--baseline", "0.4", "--ratio", "1.3", "--respondents", "1024", "--power", "0.9",
      "--design-effect", "1.4", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let sizes = try #require(root["sizes"] as? [[String: Any]])
    #expect(sizes.count == 1 && sizes[0]["power"] as? Double == 0.9)
    let count = try #require(sizes[0]["respondents"] as? Int)
    // (1.5 + .923) ((1.645 + 1.282) / .0800)² times 1.4.
    #expect(4_530...4_540 ~= count)
    let reach = try #require(root["reach"] as? [String: Any])
    let power = try #require(reach["power"] as? Double)
    #expect(power > 0.35 && power < 0.45)
    let ratio = try #require(reach["ratio_for_four_in_five"] as? Double)
    #expect(ratio > 1.37 && ratio < 1.39)
  }

  @Test(
    "What cannot be is wrong usage, told in the form of all messages",
    arguments: [
      (["--baseline", "40", "--ratio", "1.3"], "--baseline: this is no share of satisfied people"),
      (["--baseline", "0.4", "--ratio", "1.2"], "--ratio: what is not above the threshold"),
      (["--baseline", "0.8", "--ratio", "1.3"], "--ratio: more than everybody would be satisfied"),
      (
        ["--baseline", "0.4", "--ratio", "1.3", "--power", "0.8,1"], "--power: these are no powers"
      ),
      (["--baseline", "0.4", "--ratio", "1.3", "--power", ""], "--power: these are no powers"),
      (
        ["--baseline", "0.4", "--ratio", "1.3", "--threshold", "0"], "--threshold: this is no ratio"
      ),
      (
        ["--baseline", "1%", "--ratio", "30", "--threshold", "20"],
        "--threshold: this is no ratio to be proved, found 20.0, expected 0.5 to 10.0. Fix: "
      ),
      (
        ["--baseline", "0.4", "--ratio", "1.3", "--design-effect", "0.01"],
        "--design-effect: this is no design effect, found 0.01, expected 0.2 to 100.0. Fix: "
      ),
      (["--baseline", "140%", "--ratio", "1.3"], "--baseline: this is no share of satisfied"),
      (
        ["--baseline", "90 %", "--ratio", "1.3"],
        "--ratio: more than everybody would be satisfied, found 1.3 times 90 %, expected at most 1 "
          + "in all. Fix: expect at most 1.11."
      ),
      (["--baseline", "0.4", "--ratio", "1.3", "--power", "80"], "--power: these are no powers"),
      (
        ["--baseline", "0.4", "--ratio", "1.3", "--design-effect", "0"],
        "--design-effect: this is no design effect"
      ),
      (
        ["--baseline", "0.4", "--ratio", "1.3", "--respondents", "0"],
        "--respondents: this is no number of respondents"
      ),
    ])
  func usage(options: [String], sentence: String) throws {
    let run = try Scratch().unmet(["plan"] + options)
    #expect(run.status == Status.usage.rawValue && run.output.isEmpty)
    #expect(run.errors.hasPrefix("unmet: \(sentence)"), "\(run.errors)")
    #expect(run.errors.contains("Fix: "))
  }
}
