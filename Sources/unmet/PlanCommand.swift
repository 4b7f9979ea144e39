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
        unmet plan --baseline 40% --ratio 1.30 --respondents 1000
        unmet plan --baseline 0.40 --ratio 1.40 --threshold 1.30 --power 0.8,0.9
        unmet plan --baseline 0.40 --ratio 1.30 --design-effect 1.4 --json

      For two waves that are asked independently, of the same size each. An improvement is proved \
      when the one-sided lower bound, 95 %, of the ratio of satisfied people reaches the \
      threshold, as `unmet compare` finds it.

      \(ExitStatusHelp.text)
      """)

  @Option(
    help: ArgumentHelp(
      "The share that is satisfied today, such as 0.40 or 40%.", valueName: "share"))
  var baseline: Share

  @Option(
    help: ArgumentHelp(
      "How many times as many will be satisfied, such as 1.30.", valueName: "ratio"))
  var ratio: Double

  @Option(help: ArgumentHelp("The ratio that is to be proved.", valueName: "ratio"))
  var threshold = 1.2

  @Option(
    help: ArgumentHelp(
      "How often it shall be proved when it is true, commas between: shares or percentages.",
      valueName: "shares"))
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

  /// Who would prove ten times as many satisfied people, or half as many, plans something else.
  private static let thresholds = 0.5...10.0
  /// Strata take little off a variance; weights and clusters rarely make it ten times as large.
  private static let designEffects = 0.2...100.0

  private static func words(_ range: ClosedRange<Double>) -> String {
    "\(range.lowerBound) to \(range.upperBound)"
  }

  /// What is asked, within the limits of a plan.
  private func question() throws -> WavePlan.Question {
    let share = baseline.value
    try require(
      share > 0 && share < 1, "--baseline", "this is no share of satisfied people",
      found: "\(baseline)", expected: "above 0 and below 1", fix: "write 40% or 0.40")
    try require(
      PlanCommand.thresholds ~= threshold, "--threshold", "this is no ratio to be proved",
      found: "\(threshold)", expected: PlanCommand.words(PlanCommand.thresholds),
      fix: "write 1.20 for a fifth better")
    try require(
      ratio > threshold && ratio.isFinite, "--ratio",
      "what is not above the threshold can never be proved to reach it", found: "\(ratio)",
      expected: "above \(threshold)", fix: "expect more, or lower --threshold")
    try require(
      ratio * share <= 1, "--ratio", "more than everybody would be satisfied",
      found: "\(ratio) times \(baseline)", expected: "at most 1 in all",
      fix: "expect at most \((100 / share).rounded(.down) / 100)")
    try require(
      PlanCommand.designEffects ~= designEffect, "--design-effect", "this is no design effect",
      found: "\(designEffect)", expected: PlanCommand.words(PlanCommand.designEffects),
      fix: "write 1 for equal weights, no clusters")
    try require(
      (respondents ?? 1) >= 1 && (respondents ?? 1) <= WavePlan.most, "--respondents",
      "this is no number of respondents", found: "\(respondents ?? 0)",
      expected: "1 to \(WavePlan.most)", fix: "write how many people each wave will ask")
    guard let powers = NumberLists.shares(power, count: 1...9, where: { $0 > 0.05 && $0 < 1 })
    else {
      throw Misuse.error(
        "--power", "these are no powers", found: "\"\(power)\"",
        expected: "one to nine different shares above 0.05 and below 1",
        fix: "write them with a comma between, such as 0.5,0.8 or 50%,80%")
    }
    var question = WavePlan.Question(baseline: share, ratio: ratio)
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
