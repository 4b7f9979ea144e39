import Survey
import Tables

/// `behaviours.csv`: what people do, how common it is, and whether it goes with outcomes that they
/// call unmet.
///
/// A row is a behaviour in a group (`prevalence`), a behaviour beside an outcome (`association`),
/// or the verdict on a behaviour or an outcome.
enum BehavioursCSV {
  static let columns = [
    "part", "kind", "behaviour", "outcome", "declared", "segmentation", "segment", "n",
    "n_effective", "value", "se", "low", "high", "n_unmet", "share_unmet", "share_others",
    "difference", "difference_se", "difference_low", "difference_high", "odds_ratio", "phi",
    "p_plain", "bound", "p", "p_adjusted", "verdict", "note",
  ]

  static func bytes(_ section: BehaviourSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for behaviour in section.behaviours {
      verdict(behaviour, to: &writer)
      for (group, share) in zip(section.groups, behaviour.shares) {
        begin("prevalence", behaviour, "", nil, to: &writer)
        writer.text(group.segmentation)
        writer.text(group.segment)
        writer.people(share)
        writer.blanks(14)
        writer.text(share == nil ? "fewer than 10 people" : "")
        writer.endRecord()
      }
    }
    for association in section.associations {
      let behaviour = section.behaviours[association.behaviour]
      begin(
        "association", behaviour, study.outcomes[association.outcome].id, association.isDeclared,
        to: &writer)
      write(association, to: &writer)
    }
    for outcome in section.outcomes { write(outcome, section, study, to: &writer) }
    return writer.bytes
  }

  // MARK: - What rows hold

  private static func begin(
    _ part: String, _ behaviour: BehaviourSection.Behaviour, _ outcome: String, _ declared: Bool?,
    to writer: inout CSVWriter
  ) {
    writer.rawText(part)
    writer.rawText(behaviour.kind.rawValue)
    writer.text(behaviour.name)
    writer.text(outcome)
    if let declared { writer.boolean(declared) } else { writer.blanks(1) }
  }

  private static func verdict(
    _ behaviour: BehaviourSection.Behaviour, to writer: inout CSVWriter
  ) {
    begin("behaviour", behaviour, "", !behaviour.outcomes.isEmpty, to: &writer)
    writer.blanks(21)
    writer.rawText(behaviour.verdict?.rawValue ?? "")
    let unknown = behaviour.unknownCount
    writer.text(
      !behaviour.refusal.isEmpty || unknown == 0
        ? behaviour.refusal : "\(unknown) answers are neither yes nor no: taken as missing")
    writer.endRecord()
  }

  private static func write(
    _ association: BehaviourSection.Association, to writer: inout CSVWriter
  ) {
    // Small numbers would tell of single people.
    func shown(_ count: Int) -> Int? { count >= Disclosure.floor ? count : nil }
    writer.rawText("all")
    writer.rawText("all")
    writer.integer(shown(association.count))
    writer.blanks(1)
    write(association.adjusted, to: &writer)
    writer.integer(shown(association.unmetCount))
    writer.finite(association.unmetShare)
    writer.finite(association.otherShare)
    write(association.plain, to: &writer)
    writer.finite(association.oddsRatio)
    writer.finite(association.phi)
    writer.finite(association.plainP)
    writer.finite(association.bound)
    writer.finite(association.p)
    writer.finite(association.adjustedP)
    writer.blanks(1)
    writer.text(association.note)
    writer.endRecord()
  }

  private static func write(
    _ comparison: BehaviourSection.Comparison?, to writer: inout CSVWriter
  ) {
    writer.finite(comparison?.estimate.value)
    writer.finite(comparison?.estimate.standardError)
    writer.finite(comparison?.interval?.lowerBound)
    writer.finite(comparison?.interval?.upperBound)
  }

  private static func write(
    _ outcome: BehaviourSection.Outcome, _ section: BehaviourSection, _ study: Study,
    to writer: inout CSVWriter
  ) {
    func names(_ places: [Int]) -> String {
      places.map { section.behaviours[$0].name }.joined(separator: ", ")
    }
    writer.rawText("outcome")
    writer.blanks(2)
    writer.text(study.outcomes[outcome.outcome].id)
    writer.boolean(outcome.isDeclared)
    writer.blanks(21)
    writer.rawText(outcome.verdict.rawValue)
    let found = [("goes with", outcome.backing), ("goes against", outcome.against)]
      .filter { !$0.1.isEmpty }.map { "\($0.0) \(names($0.1))" }
    writer.text(
      ([outcome.isClaimed ? "claimed" : ""] + found).filter { !$0.isEmpty }
        .joined(separator: "; "))
    writer.endRecord()
  }
}
