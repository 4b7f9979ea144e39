import ArgumentParser
import Groundwork
import ReportWriters
import Survey

/// `unmet plan`: how many respondents it takes to prove an improvement.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tell how many respondents it takes to prove that something is 20-30 % better.",
    discussion: """
      Examples:
        unmet plan --baseline 0.40 --ratio 1.30
        unmet plan --baseline 0.40 --ratio 1.30 --respondents 1000
        unmet plan --baseline 0.40 --ratio 1.40 --threshold 1.30 --power 0.8,0.9
        unmet plan --baseline 0.40 --ratio 1.30 --design-effect 1.4 --json

      For two waves that are asked independently, of the same size each. An improvement is proved \
      when the one-sided lower bound, 95 %, of the ratio of satisfied people reaches the \
      threshold, as `unmet compare` finds it.

      \(ExitStatusHelp.text)
      """)

  @Option(
    help: ArgumentHelp("The share that is satisfied today, such as 0.40.", valueName: "share"))
  var baseline: Double

  @Option(
    help: ArgumentHelp(
      "How many times as many will be satisfied, such as 1.30.", valueName: "ratio"))
  var ratio: Double

  @Option(help: ArgumentHelp("The ratio that is to be proved.", valueName: "ratio"))
  var threshold = 1.2

  @Option(
    help: ArgumentHelp(
      "How often it shall be proved when it is true, commas between.", valueName: "shares"))
  var power = "0.5,0.8"

  @Option(
    help: ArgumentHelp(
      "Tell what so many respondents a wave can prove.", valueName: "n"))
  var respondents: Int?

  @Option(
    help: ArgumentHelp(
      "What weights and clusters multiply variances by; `unmet check` tells that of the weights.",
      valueName: "number"))
  var designEffect = 1.0

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws { _ = try question() }

  func run() throws {
    let plan = WavePlan(try question())
    try StandardOutput.write(json ? WavePlanText.json(plan) : WavePlanText.text(plan))
  }

  // MARK: - Steps

  /// What is asked, within the limits of a plan.
  private func question() throws -> WavePlan.Question {
    try require(
      baseline > 0 && baseline < 1, "--baseline", "this is no share of satisfied people",
      found: "\(baseline)", expected: "above 0 and below 1", fix: "write 0.40 for 40 %")
    try require(
      threshold > 0 && threshold.isFinite, "--threshold", "this is no ratio",
      found: "\(threshold)", expected: "above 0", fix: "write 1.20 for a fifth better")
    try require(
      ratio > threshold && ratio.isFinite, "--ratio",
      "what is not above the threshold can never be proved to reach it", found: "\(ratio)",
      expected: "above \(threshold)", fix: "expect more, or lower --threshold")
    try require(
      ratio * baseline <= 1, "--ratio", "more than everybody would be satisfied",
      found: "\(ratio) times \(baseline)", expected: "at most 1 in all",
      fix: "expect less than \(1 / baseline)")
    try require(
      designEffect > 0 && designEffect.isFinite, "--design-effect", "this is no design effect",
      found: "\(designEffect)", expected: "above 0", fix: "write 1 for equal weights, no clusters")
    try require(
      (respondents ?? 1) >= 1 && (respondents ?? 1) <= WavePlan.most, "--respondents",
      "this is no number of respondents", found: "\(respondents ?? 0)",
      expected: "1 to \(WavePlan.most)", fix: "write how many people each wave will ask")
    guard let powers = NumberLists.numbers(power, count: 1...9, where: { $0 > 0.05 && $0 < 1 })
    else {
      throw Misuse.error(
        "--power", "these are no powers", found: "\"\(power)\"",
        expected: "one to nine different shares above 0.05 and below 1",
        fix: "write them with a comma between, such as 0.5,0.8")
    }
    var question = WavePlan.Question(baseline: baseline, ratio: ratio)
    question.threshold = threshold
    question.designEffect = designEffect
    question.powers = powers
    question.respondentCount = respondents
    return question
  }

  private func require(
    _ condition: Bool, _ option: String, _ what: String, found: String, expected: String,
    fix: String
  ) throws {
    guard !condition else { return }
    throw Misuse.error(option, what, found: found, expected: expected, fix: fix)
  }
}
