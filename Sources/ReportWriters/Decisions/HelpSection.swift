import Survey

/// What would help most: the sets of repairs, single outcomes raised, proposals held against the
/// job.
enum HelpSection {
  /// The sets, outcomes and proposals that are shown.
  private static let setCount = 5
  private static let rowCount = 5

  static func lines(_ result: AnalysisResult) -> [String] {
    let decisions = result.decisions
    return ["WHAT WOULD HELP MOST?"]
      + portfolio(decisions.portfolio, result.study)
      + whatIf(decisions.whatIf, result.study)
      + proposals(decisions.proposals, result.study)
      + GrowthLines.short(decisions.growth)
  }

  // MARK: - Portfolio

  private static func portfolio(
    _ outcome: SectionOutcome<PortfolioSection>, _ study: Study
  ) -> [String] {
    switch outcome {
    case .refused(let reason):
      return TextLayout.paragraph("Sets of repairs: not computed: \(Naming.safe(reason)).")
    case .done(let section):
      let plan = section.acting
      return TextLayout.paragraph(now(plan, study)) + table(plan, study) + legend(plan, study)
        + TextLayout.paragraph(
          remarks(plan) + ends(section) + steps(section.steps, study))
    }
  }

  private static func now(_ plan: RepairPlan, _ study: Study) -> String {
    let what =
      study.success.isEmpty
      ? "Efficiency reaches \(NumberText.decimal(study.experience.efficiency))"
      : "The experience is good"
    guard let now = plan.now, let all = plan.all else { return "Too few people." }
    var text = "\(what) for \(StepWords.share(now)) now, and would for "
    text += "\(NumberText.percent(all.value)) if all "
    text +=
      study.success.isEmpty
      ? "outcomes were repaired. "
      : "key outcomes were repaired and success outcomes stayed as they are. "
    text += "Repaired: everybody who rated the outcome important becomes satisfied with it, a "
    text += "limit and no forecast. "
    guard let half = plan.sizeForHalf, let most = plan.sizeForMost else {
      return text + "No repair turns anybody."
    }
    let first = NumberText.counted(half, "repair")
    let verb = half == 1 ? "turns" : "turn"
    text +=
      half == most
      ? "\(first) \(verb) nine tenths of the difference."
      : "\(first) would turn half of the difference, \(most) nine tenths."
    return text + " The sets of key outcomes that turn the most people:"
  }

  private static func table(_ plan: RepairPlan, _ study: Study) -> [String] {
    let columns: [TextLayout.Column] = [
      .init(36), .init(18, .right), .init(8, .right), .init(48),
    ]
    let rows = plan.sets.prefix(setCount).filter { $0.gain > 0 }.map { set -> [String] in
      let ids = set.members.map { Naming.safe(study.name(of: plan.candidates[$0]).id) }
      let shares = zip(ids, set.frequencies).map { "\($0) \(NumberText.percent($1))" }
      return [
        Naming.list(ids), set.rate.map(StepWords.share) ?? "-",
        NumberText.signed(set.gain * 100), shares.joined(separator: ", "),
      ]
    }
    guard !rows.isEmpty else { return [] }
    let head = ["repaired", "then good for", "points", "how often in the best set of that size"]
    return TextLayout.table([head] + rows, columns: columns, indent: "    ")
  }

  /// The wordings of what the table names by id.
  private static func legend(_ plan: RepairPlan, _ study: Study) -> [String] {
    let sets = plan.sets.prefix(setCount).filter { $0.gain > 0 }
    let names = Set(sets.flatMap(\.members)).sorted().map { study.name(of: plan.candidates[$0]) }
    let ids = names.map { Naming.safe($0.id) }
    let idWidth = max(2, TextLayout.width(of: ids, limit: 12))
    let width = 112 - idWidth
    return TextLayout.table(
      zip(ids, names).map { [$0, TextLayout.shortened(Naming.safe($1.text), width: width)] },
      columns: [.init(idWidth), .init(width)], indent: "      ")
  }

  private static func remarks(_ plan: RepairPlan) -> String {
    let exact = plan.sets.prefix(plan.exactSize)
    let short = exact.filter { $0.gain > $0.greedyGain + 1e-12 }.map { set in
      "\(points(short: set)) at \(set.members.count)"
    }
    var text = "All sets of up to \(NumberText.word(plan.exactSize)) were tried; repairing one "
    text += "after the other " + (short.isEmpty ? "is as good" : "falls short by ")
    text += "\(Naming.list(short)). Equal sets are told apart by how far they raise the index. "
    if plan.replicateCount > 0 {
      text += "Frequencies: \(plan.replicateCount) resamples of the people. "
    } else if !plan.note.isEmpty {
      text += Naming.capitalized(Naming.safe(plan.note)) + ". "
    }
    return text
  }

  /// By how much repairing one after the other falls short; a difference too small for a decimal
  /// does not read as none.
  private static func points(short set: RepairSet) -> String {
    let points = NumberText.decimal((set.gain - set.greedyGain) * 100)
    return points == "0.0" ? "under 0.1 points" : "\(points) points"
  }

  /// Why no set holds a success outcome.
  private static func ends(_ section: PortfolioSection) -> String {
    guard section.keyOutcomes != nil, let all = section.outcomes.all else { return "" }
    return "Success outcomes are ends, attained by acting, so none is in a set; were they repaired "
      + "too, the experience would be good for \(NumberText.percent(all.value)) (portfolio.csv, "
      + "unit outcome). "
  }

  private static func steps(_ outcome: SectionOutcome<RepairPlan>, _ study: Study) -> String {
    switch outcome {
    case .refused(let reason): return "By steps: not computed: \(Naming.safe(reason))."
    case .done(let plan):
      guard let set = plan.sets.prefix(2).last, let rate = set.rate, let now = plan.now,
        set.gain > 0
      else { return "By steps: no repair of one or two steps gets anybody through." }
      let names = set.members.map { "\"\(Naming.safe(study.name(of: plan.candidates[$0]).text))\"" }
      var text = "By steps: repairing \(Naming.list(names)) would bring "
      text += "\(StepWords.share(rate)) through the whole job, now \(NumberText.percent(now.value))"
      if let share = set.setFrequency {
        text += "; the best set of that size in \(NumberText.percent(share)) of resamples"
      }
      return text + ". portfolio.csv has sets of up to ten."
    }
  }

  // MARK: - One outcome

  private static func whatIf(
    _ outcome: SectionOutcome<WhatIfSection>, _ study: Study
  ) -> [String] {
    switch outcome {
    case .refused(let reason):
      return TextLayout.paragraph("One outcome raised: not computed: \(Naming.safe(reason)).")
    case .done(let section):
      let rows = listed(section)
      guard let first = rows.first else {
        return TextLayout.paragraph(
          "One outcome raised: people are satisfied as often already (whatif.csv).")
      }
      let aim =
        first.scenario == .best
        ? "to 1.2 times the share satisfied among the users of the best competing solution"
        : "to 1.2 times the share of now, the least that makes people change"
      let why =
        section.note.isEmpty ? "" : " (no best competitor: \(Naming.safe(section.note)))"
      return TextLayout.paragraph(
        "If satisfaction with one outcome rose \(aim)\(why), where it would take most of the "
          + "opportunity away:")
        + table(rows, study)
        + TextLayout.paragraph(
          "Points of a hundred people for steps and experience. The interval of the opportunity "
            + "knows that share and target are estimates. whatif.csv has all outcomes.")
    }
  }

  /// The rows that take most of the opportunity away, of equal ones those that add most to the
  /// experience.
  private static func listed(_ section: WhatIfSection) -> [WhatIfSection.Row] {
    let own = section.rows.filter { $0.scenario != .ownByThird && $0.raised > 0 }
    func order(_ row: WhatIfSection.Row) -> (Double, Double, Int) {
      (row.change.value, -(row.experience?.value ?? 0), row.outcome)
    }
    return Array(own.sorted { order($0) < order($1) }.prefix(rowCount))
  }

  private static func table(_ rows: [WhatIfSection.Row], _ study: Study) -> [String] {
    let naming = Naming(study)
    let idWidth = naming.idWidth(rows.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(idWidth), .init(40 - idWidth), .init(14, .right), .init(22, .right),
      .init(10, .right), .init(10, .right),
    ]
    let cells = rows.map { row -> [String] in
      let change =
        row.interval.map {
          NumberText.withInterval(row.change.value, $0.lowerBound, $0.upperBound)
        } ?? NumberText.decimal(row.change.value)
      return [
        naming.id(row.outcome), naming.shortText(row.outcome, 40 - idWidth),
        "\(NumberText.percent(row.share)) to \(NumberText.percent(row.target))", change,
        points(row.allSteps), points(row.experience),
      ]
    }
    let head = ["id", "outcome", "satisfied", "opportunity", "all steps", "experience"]
    return TextLayout.table([head] + cells, columns: columns, indent: "    ")
  }

  private static func points(_ mean: PeopleMean?) -> String {
    mean.map { NumberText.signed($0.value * 100) } ?? "-"
  }

  // MARK: - Proposals

  private static func proposals(
    _ outcome: SectionOutcome<ProposalSection>, _ study: Study
  ) -> [String] {
    switch outcome {
    case .refused(let reason):
      return TextLayout.paragraph("Proposals: not computed: \(Naming.safe(reason)).")
    case .done(let section):
      guard !section.coverages.isEmpty else { return [] }
      let results = study.success.isEmpty ? "" : ", and against success outcomes"
      let lead = "Proposals are held against \(study.keyOutcomeCount)\(results)"
      let both = study.success.isEmpty ? "." : "; underserved ones are counted of both."
      return TextLayout.paragraph(lead + both)
        + section.coverages.flatMap {
          TextLayout.paragraph(ProposalWords.sentence($0, study), rest: "      ")
        }
    }
  }
}
