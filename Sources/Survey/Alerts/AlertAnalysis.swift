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
    if let newRows {
      run.step(newRows.indices.filter { newRows[$0] && isSomebody($0) })
    }
    run.tell()
    run.count()
    run.drift()
    return .done(run.section)
  }

  /// Whether a respondent has weight.
  func isSomebody(_ row: Int) -> Bool { responses.weights.map { $0[row] > 0 } ?? true }

  /// What a ledger hangs on: with another digest it is of no use.
  func digest(_ plan: AlertPlan) -> String {
    let scale = study.responses.scale
    var facts = [
      "\(AlertLedger.version)", study.name, "\(plan.level)", "\(plan.horizon)",
      study.scoring.scorer.rawValue, "\(scale.low) \(scale.high) \(scale.top)",
    ]
    facts += study.outcomes.map(\.id)
    facts += study.segmentations.map { "\($0.name) \($0.column.text)" }
    facts += study.targets.map {
      "\($0.metric) \(study.id(of: $0.subject)) \($0.goal) \($0.segmentation ?? "") "
        + ($0.segment ?? "")
    }
    facts += plan.rules.map { "\($0.text(in: study)) \($0.outcomes ?? []) \($0.groups)" }
    return AlertAnalysis.digest(facts)
  }

  static func digest(_ facts: [String]) -> String {
    var digest = SHA256()
    // Lengths keep two lists of facts apart that would read alike.
    for fact in facts { digest.update(Array("\(fact.utf8.count):\(fact)".utf8)) }
    return digest.hexDigest
  }
}
