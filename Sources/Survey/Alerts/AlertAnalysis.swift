import Groundwork
import Statistics

/// Weighs the evidence of a night: goes on with the ledger of the night before, adds what new
/// respondents answered, and tells what may be told.
///
/// `section` is the table of contents. What is told keeps to `DiscoveryLedger`; counts of new
/// respondents and the drift of segments stand outside of it, which their rules say.
struct AlertAnalysis {
  let study: Study
  let responses: Responses
  let scores: [SegmentScores]
  let targets: TargetSection?
  var workers = Workers(threadCount: 1)

  /// Why nothing is told without a night.
  static let noNight = "alerts are told by nightly runs, which know who is new"
  /// Why nothing is told without rules.
  static let noRules = "the study sets no alerts"

  /// What is told tonight, and the ledger for the next night.
  func section(_ night: NightContext?) -> SectionOutcome<AlertSection> {
    guard let plan = study.alerts, !plan.rules.isEmpty else {
      return .refused(reason: AlertAnalysis.noRules)
    }
    guard let night else { return .refused(reason: AlertAnalysis.noNight) }
    let newRows = night.newRows(responses.ids)
    var run = AlertRun(
      analysis: self, plan: plan, night: night, sums: AlertSums(study: study, responses: responses))
    run.open(newRows)
    let rows = newRows.map { new in new.indices.filter { new[$0] && isSomebody($0) } }
    if let rows { run.step(rows) }
    run.tell()
    run.count()
    run.drift(rows ?? [])
    return .done(run.section)
  }

  /// Whether a respondent has weight.
  func isSomebody(_ row: Int) -> Bool { responses.weights.map { $0[row] > 0 } ?? true }

  /// What the evidence of every stream hangs on: with another digest none of it is of use, for
  /// answers of other weights or another scale are no change of what people think. Rules,
  /// outcomes and segments may come and go, for a stream's key tells what it is about.
  func digest(_ plan: AlertPlan) -> String {
    let scale = study.responses.scale
    let margins = (study.raking?.margins ?? []).flatMap { margin in
      [margin.column.text] + margin.targets.map { "\($0.answer) \($0.share)" }
    }
    let design = (study.design?.columns ?? []).map { "\($0.use) \($0.column.text)" }
    return AlertAnalysis.digest(
      [
        "\(AlertLedger.version)", study.name, "\(plan.level)", "\(plan.horizon)",
        study.scoring.scorer.rawValue, "\(scale.low) \(scale.high) \(scale.top)",
        study.weight?.text ?? "", "\(study.design?.replicates != nil)",
      ] + design + margins)
  }

  static func digest(_ facts: [String]) -> String {
    var digest = SHA256()
    // Lengths keep two lists of facts apart that would read alike.
    for fact in facts { digest.update(Array("\(fact.utf8.count):\(fact)".utf8)) }
    return digest.hexDigest
  }
}
