import Survey

/// What a proposal covers, in a few sentences.
enum ProposalWords {
  /// The most steps that are named.
  private static let namedCount = 3

  static func sentence(_ coverage: ProposalSection.Coverage, _ study: Study) -> String {
    let proposal = study.proposals[coverage.proposal]
    var text = "\"\(Naming.safe(proposal.name))\" (\(Naming.safe(proposal.text))): "
    if let share = coverage.opportunityShare {
      text += "covers \(words(share)) of the opportunity and "
    } else {
      text += "covers "
    }
    text += "\(coverage.underservedServed) of \(coverage.underservedCount) underserved outcomes; "
    text +=
      whole(coverage, study) + roles(coverage) + progress(coverage)
      + people(coverage, study)
    return text + " proposals.csv has all figures."
  }

  // MARK: - Parts

  /// With a decimal where whole percent would hide how narrow the interval is.
  private static func words(_ share: ReplicateMean) -> String {
    guard let low = share.low, let high = share.high else {
      return NumberText.percent(share.value)
    }
    let digits = high - low < 0.02 ? 1 : 0
    let value = NumberText.decimal(share.value * 100, digits)
    return "\(value) % (\(NumberText.decimal(low * 100, digits)) to "
      + "\(NumberText.decimal(high * 100, digits)))"
  }

  private static func whole(_ coverage: ProposalSection.Coverage, _ study: Study) -> String {
    guard !study.steps.isEmpty else { return "whether it is the whole job is open, without steps." }
    let untouched = coverage.untouchedSteps.map { "\"\(Naming.safe(study.steps[$0].text))\"" }
    guard !untouched.isEmpty else { return "no step of the job is left untouched." }
    let list =
      untouched.count <= namedCount
      ? Naming.list(untouched) : "\(untouched.count) of \(study.steps.count) steps"
    return "not the whole job, it leaves untouched \(list)."
  }

  private static func roles(_ coverage: ProposalSection.Coverage) -> String {
    let known = coverage.roles.compactMap { role in
      role.opportunityShare.map { "\(role.role.rawValue) \(NumberText.percent($0))" }
    }
    let refused = coverage.roles.filter { $0.opportunityShare == nil }.map {
      "\($0.role.rawValue) not known: \(Naming.safe($0.reason))"
    }
    guard !coverage.roles.isEmpty else { return "" }
    return " Of the opportunity by role: \(Naming.list(known + refused))."
  }

  private static func progress(_ coverage: ProposalSection.Coverage) -> String {
    guard !coverage.progress.isEmpty else { return "" }
    let words = coverage.progress.map { progress -> String in
      let name = Naming.safe(progress.name) + (progress.isPromised ? " (promised)" : "")
      return progress.outcomeCount == 0
        ? "\(name) no outcome" : "\(name) \(progress.servedCount) of \(progress.outcomeCount)"
    }
    return " Progress, outcomes served: \(Naming.list(words))."
  }

  private static func people(_ coverage: ProposalSection.Coverage, _ study: Study) -> String {
    guard let reached = coverage.reached, let now = coverage.experienceNow,
      let repaired = coverage.experienceRepaired
    else {
      let reason = study.unknownAttainment
        .map { "The experience is not known: \(Naming.safe($0))" }
      return " \(reason ?? "Too few people rated what it serves")."
    }
    var text = " It serves an unmet outcome of \(StepWords.share(reached)) of the people; if all "
    text += "it serves were repaired, the experience would be good for "
    text += "\(StepWords.share(repaired)), now \(NumberText.percent(now.value))"
    if let expected = coverage.experienceExpected {
      text += "; with the effect that is expected, \(StepWords.share(expected))"
    }
    return text + "."
  }
}
