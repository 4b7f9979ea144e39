import Survey
import Tables

/// `roles.csv`: every outcome in every role, the roles against each other, and the joint ranking.
///
/// A row holds one figure: of a role (`part` base and score), of two roles (difference,
/// agreement), or of all (joint, agreement).
enum RolesCSV {
  static let name = "roles.csv"
  static let columns = [
    "part", "outcome", "role", "against", "measure", "n", "n_effective", "value", "se", "low",
    "high", "p", "p_adjusted", "rank", "band", "zone", "kind", "note",
  ]

  static func bytes(_ section: RoleSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for role in section.roles {
      write(base(role), to: &writer)
    }
    for (place, outcome) in section.outcomes.enumerated() {
      let id = study.outcomes[place].id
      for role in section.roles.indices {
        for row in scores(outcome, role, section) { write(row, outcome: id, to: &writer) }
      }
      for pair in outcome.pairs {
        for row in differences(pair, section) { write(row, outcome: id, to: &writer) }
      }
      write(joint(outcome), outcome: id, to: &writer)
    }
    for row in agreements(section) { write(row, to: &writer) }
    return writer.bytes
  }

  /// One figure with what it rests on.
  private struct Row {
    var part: String
    var role = ""
    var against = ""
    var measure = ""
    var mean: PeopleMean?
    var difference: GroupDifference?
    var value: Estimate?
    var plain: Double?
    var low: Double?
    var high: Double?
    var count: Int?
    var effectiveCount: Double?
    var rank: Int?
    var band: Band?
    var zone: Zone?
    var kind = ""
    var note = ""
  }

  // MARK: - What rows hold

  private static func base(_ role: RoleSection.Role) -> Row {
    var row = Row(part: "base", role: role.role.rawValue, measure: "share", mean: role.share)
    row.note = role.scores.reason
    return row
  }

  private static func scores(
    _ outcome: RoleSection.Outcome, _ role: Int, _ section: RoleSection
  ) -> [Row] {
    guard let score = outcome.scores[role] else {
      guard section.roles[role].isScored else { return [] }
      var row = Row(
        part: "score", role: section.roles[role].role.rawValue, measure: "opportunity")
      row.note = "too few respondents answered"
      return [row]
    }
    func row(_ measure: String) -> Row {
      Row(part: "score", role: section.roles[role].role.rawValue, measure: measure)
    }
    var (first, second, third) = (row("importance"), row("satisfaction"), row("opportunity"))
    first.mean = outcome.importance[role]
    second.mean = outcome.satisfaction[role]
    third.value = score.opportunity
    (third.low, third.high) = (score.low, score.high)
    (third.count, third.effectiveCount) = (score.pairedCount, score.effectiveCount)
    (third.rank, third.band, third.zone) = (score.rank, score.band, score.zone)
    third.note = score.note
    return [first, second, third]
  }

  private static func differences(_ pair: RoleSection.Pair, _ section: RoleSection) -> [Row] {
    func row(_ measure: String, _ difference: GroupDifference?, _ kind: String = "") -> Row {
      Row(
        part: "difference", role: section.roles[pair.left].role.rawValue,
        against: section.roles[pair.right].role.rawValue, measure: measure,
        difference: difference, kind: kind)
    }
    return [
      row("importance", pair.importance, pair.isImportanceConflict ? "conflict" : ""),
      row("satisfaction", pair.satisfaction),
      row("opportunity", pair.opportunity, pair.kind?.rawValue ?? ""),
    ]
  }

  private static func joint(_ outcome: RoleSection.Outcome) -> Row {
    var row = Row(part: "joint", measure: "opportunity", value: outcome.joint)
    (row.low, row.high, row.rank) = (outcome.low, outcome.high, outcome.rank)
    row.kind = outcome.kind?.rawValue ?? ""
    if outcome.joint == nil { row.note = "not scored in all roles that count" }
    return row
  }

  private static func agreements(_ section: RoleSection) -> [Row] {
    guard let concordance = section.concordance else { return [] }
    let all = Row(part: "agreement", measure: "concordance", plain: concordance)
    return [all]
      + section.agreements.map { agreement in
        Row(
          part: "agreement", role: section.roles[agreement.left].role.rawValue,
          against: section.roles[agreement.right].role.rawValue, measure: "tau",
          plain: agreement.tau)
      }
  }

  private static func write(_ row: Row, outcome: String = "", to writer: inout CSVWriter) {
    writer.rawText(row.part)
    writer.text(outcome)
    for text in [row.role, row.against, row.measure] { writer.rawText(text) }
    writer.integer(row.mean?.respondentCount ?? row.count)
    writer.finite(row.mean?.effectiveCount ?? row.effectiveCount)
    let estimate = row.value ?? row.difference?.value
    writer.finite(row.mean?.value ?? estimate?.value ?? row.plain)
    writer.finite(row.mean?.standardError ?? estimate?.standardError)
    writer.finite(row.mean?.low ?? row.difference?.low ?? row.low)
    writer.finite(row.mean?.high ?? row.difference?.high ?? row.high)
    writer.finite(row.difference?.p)
    writer.finite(row.difference?.adjustedP)
    writer.integer(row.rank)
    writer.rawText(row.band?.rawValue ?? "")
    writer.rawText(row.zone?.rawValue ?? "")
    writer.rawText(row.kind)
    writer.text(row.note)
    writer.endRecord()
  }
}
