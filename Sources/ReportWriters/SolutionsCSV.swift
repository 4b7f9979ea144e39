import Survey
import Tables

/// `solutions.csv`: what people use, how every outcome stands among the people of each solution and
/// kind, the solutions against each other, and who does without.
///
/// A row holds one figure.
enum SolutionsCSV {
  static let name = "solutions.csv"
  static let columns = [
    "part", "group", "solution", "kind", "outcome", "against", "measure", "n", "n_effective",
    "value", "se", "low", "high", "p", "p_adjusted", "rank", "zone", "note",
  ]

  static func bytes(_ section: SolutionSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for (name, groups) in [("solution", section.solutions), ("kind", section.kinds)] {
      for group in groups {
        let head = Head(group: name, solution: group.label, kind: kind(group))
        for row in use(group) { write(row, head, to: &writer) }
        for (place, outcome) in group.outcomes.enumerated() {
          for row in scores(outcome, group) {
            write(row, head, outcome: study.outcomes[place].id, to: &writer)
          }
        }
      }
    }
    for comparison in section.comparisons {
      let group = section.solutions[comparison.solution]
      let head = Head(group: "solution", solution: group.label, kind: kind(group))
      for row in gap(comparison, section) {
        write(row, head, outcome: study.outcomes[comparison.outcome].id, to: &writer)
      }
    }
    for row in potential(section.potential) {
      write(row, Head(group: "all", solution: "", kind: ""), to: &writer)
    }
    return writer.bytes
  }

  /// Whom a row is about.
  private struct Head {
    var group: String
    var solution: String
    var kind: String
  }

  /// One figure with what it rests on.
  private struct Row {
    var part: String
    var measure: String
    var against = ""
    var mean: PeopleMean?
    var score: OutcomeScore?
    var gap: GroupDifference?
    var plain: Double?
    var note = ""
  }

  // MARK: - What rows hold

  private static func kind(_ group: SolutionSection.Group) -> String {
    group.isOurs ? "ours" : group.kind?.rawValue ?? ""
  }

  private static func use(_ group: SolutionSection.Group) -> [Row] {
    let isHidden = Disclosure.hidesSize(of: group.scores)
    return [
      Row(part: "use", measure: "share", mean: group.share, note: group.scores.reason),
      Row(
        part: "use", measure: "people",
        plain: isHidden ? nil : Double(group.scores.respondentCount)),
      Row(part: "use", measure: "satisfied outcomes", mean: group.satisfaction),
    ]
  }

  private static func scores(
    _ outcome: SolutionSection.Outcome, _ group: SolutionSection.Group
  ) -> [Row] {
    guard !Disclosure.hidesSize(of: group.scores) else { return [] }
    return [
      Row(part: "score", measure: "importance", mean: outcome.importance),
      Row(part: "score", measure: "satisfaction", mean: outcome.satisfaction),
      Row(
        part: "score", measure: "opportunity", score: outcome.score, note: outcome.note),
    ]
  }

  private static func gap(
    _ comparison: SolutionSection.Comparison, _ section: SolutionSection
  ) -> [Row] {
    let against = section.solutions[comparison.against].label
    return [
      Row(
        part: "comparison", measure: "gap", against: against, gap: comparison.gap,
        note: "chosen among \(comparison.pairCount)"),
      Row(part: "comparison", measure: "ratio", against: against, plain: comparison.ratio),
    ]
  }

  private static func potential(_ potential: SolutionSection.Potential) -> [Row] {
    [
      Row(part: "potential", measure: "non-consumers", mean: potential.nonConsumers),
      Row(part: "potential", measure: "overserved", mean: potential.overserved),
      Row(part: "potential", measure: "disruptive potential", mean: potential.both),
      Row(part: "potential", measure: "overserved users", mean: potential.overservedUsers),
    ]
  }

  private static func write(
    _ row: Row, _ head: Head, outcome: String = "", to writer: inout CSVWriter
  ) {
    writer.rawText(row.part)
    writer.rawText(head.group)
    writer.text(head.solution)
    writer.rawText(head.kind)
    writer.text(outcome)
    writer.text(row.against)
    writer.rawText(row.measure)
    writer.integer(row.mean?.respondentCount ?? row.score?.pairedCount)
    writer.finite(row.mean?.effectiveCount ?? row.score?.effectiveCount)
    let estimate = row.score?.opportunity ?? row.gap?.value
    writer.finite(row.mean?.value ?? estimate?.value ?? row.plain)
    writer.finite(row.mean?.standardError ?? estimate?.standardError)
    writer.finite(row.mean?.low ?? row.score?.low ?? row.gap?.low)
    writer.finite(row.mean?.high ?? row.score?.high ?? row.gap?.high)
    writer.finite(row.gap?.p)
    writer.finite(row.gap?.adjustedP)
    writer.integer(row.score?.rank)
    writer.rawText(row.score?.zone?.rawValue ?? "")
    writer.text(row.note)
    writer.endRecord()
  }
}
