import Survey

/// Which repairs to plan together.
extension ActionWords {
  /// Under this share of resamples a set is one of several, and a list of candidates at most.
  private static let candidateShare = 0.5
  /// The largest set that is named.
  private static let setSize = 3
  /// The columns of a wording among several.
  private static let memberWidth = 48

  var portfolio: Action? {
    guard let plan = result.decisions.portfolio.section?.acting, let now = plan.now,
      let set = plan.sets.prefix(min(Self.setSize, max(1, plan.candidates.count / 3))).last,
      let rate = set.rate
    else { return nil }
    let study = result.study
    guard set.gain > 0 else {
      return Action(
        text: "Expect little of a single repair: no set of up to \(set.members.count) turns "
          + "anybody's experience, \(reason(plan, now)).", evidence: "portfolio.csv")
    }
    let what = study.success.isEmpty ? "satisfied with enough outcomes" : "with a good experience"
    let asIs = study.success.isEmpty ? "" : " and results staying as they are"
    var text = "\(opening(set, plan)): repaired for all to whom they matter\(asIs), the share "
    text += "\(what) would go from \(NumberText.percent(now.value)) to \(StepWords.share(rate)), "
    text += "a limit and no forecast\(certainty(set))."
    return Action(text: text, evidence: "portfolio.csv")
  }

  // MARK: - Steps

  /// Why no small set turns anybody: who stays as they are with every key outcome repaired lacks a
  /// result, which no set can give.
  private func reason(_ plan: RepairPlan, _ now: PeopleMean) -> String {
    guard !result.study.success.isEmpty, let all = plan.all, 1 - all.value > (1 - now.value) / 2
    else { return "for people lack more than that" }
    return "for most who have a bad experience lack results too"
  }

  /// `Plan 06 "..." and 10 "..." together`, or candidates for that where the choice is unsure.
  private func opening(_ set: RepairSet, _ plan: RepairPlan) -> String {
    let names = set.members.map { member in
      let candidate = plan.candidates[member]
      let name = result.study.name(of: candidate)
      let mark = if case .key(let outcome) = candidate { mark(outcome) } else { "" }
      let text = TextLayout.shortened(Naming.safe(name.text), width: Self.memberWidth)
      return "\(Naming.safe(name.id)) \"\(text)\"\(mark)"
    }
    let isUnsure = set.setFrequency.map { $0 < Self.candidateShare } ?? false
    guard names.count > 1 else {
      return isUnsure ? "A candidate to plan is \(names[0])" : "Plan \(names[0])"
    }
    return isUnsure
      ? "Candidates to plan together are \(Naming.list(names))"
      : "Plan \(Naming.list(names)) together"
  }

  private func certainty(_ set: RepairSet) -> String {
    guard let share = set.setFrequency else { return "" }
    let often = "the best choice of that size in \(NumberText.percent(share)) of resamples"
    return share >= Self.sureShare
      ? "; it is \(often)"
      : "; which others would do as well is open, it is \(often) only"
  }
}
