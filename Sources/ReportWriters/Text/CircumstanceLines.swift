import Survey

/// Which circumstances explain who struggles?
enum CircumstanceLines {
  /// The most circumstances that are told of.
  private static let limit = 5

  static func lines(_ result: AnalysisResult) -> [String] {
    let title = "WHICH CIRCUMSTANCES EXPLAIN WHO STRUGGLES?"
    if case .refused(let reason) = result.job.circumstances, !result.study.circumstances.isEmpty {
      return [title] + TextLayout.paragraph("Not computed: \(Naming.safe(reason)).")
    }
    guard case .done(let section) = result.job.circumstances else { return [] }
    let naming = Naming(result.study)
    return [title]
      + CircumstanceSection.Target.allCases.flatMap { target in
        TextLayout.paragraph(explained(target, section), rest: "    ")
      }
      + section.circumstances.filter { $0.refusal.isEmpty }.prefix(limit).flatMap { circumstance in
        levels(circumstance, naming)
      } + refusals(section) + TextLayout.paragraph(method)
  }

  // MARK: - Sentences

  private static func explained(
    _ target: CircumstanceSection.Target, _ section: CircumstanceSection
  ) -> String {
    let title = Naming.capitalized(target.rawValue)
    let ranked = section.ranked(by: target)
    guard let first = ranked.first else {
      let reason = target == .clusters ? section.clusterRefusal : ""
      return "\(title): not told" + (reason.isEmpty ? "." : ", as \(Naming.safe(reason)).")
    }
    let found = ranked.filter(\.explained.isFound)
    guard !found.isEmpty else {
      return "\(title): no circumstance explains anything beyond chance."
    }
    let told = found.prefix(limit).map { entry in
      "\(Naming.safe(entry.circumstance.name)) \(share(entry.explained)) (p "
        + "\(NumberText.probability(entry.explained.adjustedP ?? 1)))"
    }
    let others = ranked.filter { !$0.explained.isFound }.map { Naming.safe($0.circumstance.name) }
    let rest = others.isEmpty ? "" : " Not beyond chance: \(Naming.list(others))."
    return "\(title): explained by \(Naming.list(Array(told)))."
      + ties(first.circumstance.name, found) + rest
  }

  /// Which circumstances may explain as much as the first.
  private static func ties(
    _ first: String,
    _ found: [(
      circumstance: CircumstanceSection.Circumstance, explained: CircumstanceSection.Explained
    )]
  ) -> String {
    let alike = found.dropFirst().filter { $0.explained.ranks?.lowerBound == 1 }
      .map { Naming.safe($0.circumstance.name) }
    return alike.isEmpty
      ? "" : " The data cannot tell \(Naming.safe(first)) from \(Naming.list(alike))."
  }

  private static func share(_ explained: CircumstanceSection.Explained) -> String {
    let share = explained.share ?? 0
    guard let interval = explained.interval else { return NumberText.percent(share) }
    return NumberText.percent(share, interval.lowerBound, interval.upperBound)
  }

  private static func levels(
    _ circumstance: CircumstanceSection.Circumstance, _ naming: Naming
  ) -> [String] {
    let tops = circumstance.levels.prefix(limit).compactMap { level -> String? in
      guard let top = level.top, let opportunity = level.opportunity else { return nil }
      return "\(Naming.safe(level.label)) \(naming.id(top)) "
        + "(\(NumberText.decimal(opportunity.value)))"
    }
    guard !tops.isEmpty else { return [] }
    var text = "\(Naming.safe(circumstance.name)): highest opportunity by level: "
    text += tops.joined(separator: "; ") + ". "
    if let difference = circumstance.difference, (difference.adjustedP ?? 1) <= 0.05 {
      text += "\(naming.id(difference.outcome)) differs most surely, "
      text += "\(Naming.safe(difference.level)) over \(Naming.safe(difference.against)) by "
      text += NumberText.withInterval(
        difference.estimate.value, difference.interval.lowerBound, difference.interval.upperBound)
      text += "."
    } else {
      text += "No outcome differs between levels beyond chance."
    }
    return TextLayout.paragraph(text, first: "  - ")
  }

  private static func refusals(_ section: CircumstanceSection) -> [String] {
    let refused = section.circumstances.filter { !$0.refusal.isEmpty }.map {
      "\(Naming.safe($0.name)) (\(Naming.safe($0.refusal)))"
    }
    guard !refused.isEmpty else { return [] }
    return TextLayout.paragraph("Not told: \(refused.joined(separator: "; ")).")
  }

  private static let method =
    "Shares explained: of clusters the square of Cramér's V, habits of rating out of its test; of "
    + "a person's number of unmet outcomes and mean gap the adjusted R², habits left in. The "
    + "outcome that differs most surely was chosen among all: its difference is optimistic. What "
    + "explains need not be the cause. circumstances.csv has all levels."
}
