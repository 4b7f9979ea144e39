import Statistics
import Survey

/// The guard and the verdict of a comparison in plain words.
struct ImprovementWords {
  let result: ImprovementResult

  /// Whether table stakes were lost: a heading and a sentence or two.
  var safeguard: [String] {
    let naming = Naming(result.study)
    let stakes = result.tableStakes
    let heading = "THE GUARD: TABLE STAKES MUST NOT BE LOST"
    guard !stakes.isEmpty else {
      return [heading]
        + TextLayout.paragraph("No outcome that is compared is table stakes in the baseline.")
    }
    func ids(_ verdict: NonInferiorityTest.Verdict) -> [Int] {
      stakes.filter { $0.safeguard?.verdict == verdict }.compactMap(\.outcome)
    }
    var text =
      "\(NumberText.counted(stakes.count, "outcome")) of the baseline, important and satisfied: "
      + "none may lose \(margin)."
    let held = ids(.held)
    if held.count == stakes.count {
      text += " Proved of all: \(naming.ids(held))."
    } else {
      if !held.isEmpty { text += " Proved of \(naming.ids(held))." }
      if !ids(.failed).isEmpty { text += " FAILED, as much or more is lost: \(losses(.failed))." }
      if !ids(.unproven).isEmpty {
        text += " UNPROVEN, such a loss is not excluded: \(losses(.unproven))."
      }
    }
    return [heading] + TextLayout.paragraph(text)
  }

  /// What it means.
  var meaning: [String] {
    let sentences =
      result.overall.claims.map(sentence)
      + [lost, multiplicity, selection, commonIDs].compactMap { $0 }
    return ["WHAT THIS MEANS"] + sentences.flatMap { TextLayout.paragraph($0) }
  }

  // MARK: - The guard

  private var margin: String {
    let percent = NumberText.decimal(result.plan.margin * 100, 1)
    guard result.plan.metric == .mean else {
      return (percent.hasSuffix(".0") ? String(percent.dropLast(2)) : percent)
        + " percentage points"
    }
    let scale = result.study.responses.scale
    return NumberText.decimal(result.plan.margin * Double(scale.high - scale.low), 2) + " points"
  }

  private func losses(_ verdict: NonInferiorityTest.Verdict) -> String {
    let naming = Naming(result.study)
    let rows = result.tableStakes.filter { $0.safeguard?.verdict == verdict }
    return Naming.list(
      rows.map { row in
        let id = naming.id(row.outcome ?? 0)
        guard let old = row.baseline?.estimate.value, let new = row.new?.estimate.value else {
          return id
        }
        let metric = result.plan.metric
        let change =
          "\(ImprovementText.value(old, metric)) to \(ImprovementText.value(new, metric))"
        return "\(id) (\(change))"
      })
  }

  private var lost: String? {
    let isLost = result.tableStakes.contains { $0.safeguard?.verdict == .failed }
    guard isLost else { return nil }
    return "Whatever is gained above, table stakes are lost: people expect these, and miss them."
  }

  // MARK: - The verdict

  private func sentence(_ claim: Improvement.Claim) -> String {
    let threshold = ImprovementText.threshold(claim.threshold)
    guard let test = result.overall.test, let ratio = test.ratio, let low = test.low,
      let high = test.high, let verdict = claim.verdict
    else { return "\(threshold): no verdict on all outcomes: \(result.overall.note)." }
    let found = "\(change), \(NumberText.decimal(ratio, 2)) times as much"
    let (lower, upper) = (NumberText.decimal(low, 3), NumberText.decimal(high, 3))
    switch verdict {
    case .met:
      return "\(threshold): MET. \(found); with 95 % confidence it is at least \(lower) times, so "
        + "\(threshold) is proved."
    case .notMet:
      return "\(threshold): NOT MET. \(found); with 95 % confidence it is at most \(upper) times, "
        + "so \(threshold) is excluded."
    case .unproven:
      return "\(threshold): UNPROVEN. \(found), between \(lower) and \(upper): the answers neither "
        + "prove \(threshold) nor exclude it. That is no \"no\", and no \"yes\". \(further(claim))"
    }
  }

  private var change: String {
    let metric = result.plan.metric
    guard let old = result.overall.baseline?.estimate.value,
      let new = result.overall.new?.estimate.value
    else { return "" }
    let verb = new >= old ? "rises" : "falls"
    return "The mean of the outcomes \(verb) from \(ImprovementText.value(old, metric)) to "
      + ImprovementText.value(new, metric)
  }

  private func further(_ claim: Improvement.Claim) -> String {
    guard let needed = claim.neededCount, let lacking = result.overall.furtherCount(of: claim)
    else {
      return "What was found is not above it: more respondents would sooner exclude than prove it."
    }
    let noun = needed == 1 ? "respondent" : "respondents"
    return "It takes \(NumberText.needed(needed)) \(noun) on each side to prove it in four of five "
      + "surveys, were the ratio found the true one; the smaller side lacks "
      + "\(NumberText.needed(lacking))."
  }

  // MARK: - Cautions

  private var multiplicity: String {
    "Verdicts on single outcomes are not adjusted for their number: of twenty that stand exactly "
      + "at a threshold, one is called MET and one NOT MET by chance alone. The verdict on all "
      + "outcomes is the one to plan on."
  }

  private var selection: String? {
    guard result.segmentation != nil else { return nil }
    return "Nobody was assigned to these groups: whatever else sets their people apart is in the "
      + "ratios too."
  }

  private var commonIDs: String? {
    guard result.segmentation == nil else { return nil }
    if !result.panelCaution.isEmpty {
      return Naming.capitalized(result.panelCaution) + ": waves are taken to be independent."
    }
    guard result.commonIDCount > 0 else { return nil }
    let people = NumberText.counted(result.commonIDCount, "person", plural: "people")
    return "\(people) \(result.commonIDCount == 1 ? "is" : "are") in both waves: the bounds count "
      + "what their answers have in common, but those of targets, which are a little too wide."
  }
}
