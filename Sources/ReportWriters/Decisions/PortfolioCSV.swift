import Survey
import Tables

/// `portfolio.csv`: the best sets of repairs by their size, a row for each member.
///
/// Of each unit two rows without a member come first: the share now, and after all repairs.
enum PortfolioCSV {
  static let columns = [
    "unit", "size", "member", "text", "gain_alone", "chosen_share", "set_share", "gain",
    "greedy_gain", "all_tried", "n", "n_effective", "value", "se", "low", "high", "note",
  ]

  static func bytes(_ section: PortfolioSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    write(section.outcomes, "outcome", study, to: &writer)
    if let keys = section.keyOutcomes { write(keys, "key outcome", study, to: &writer) }
    if let steps = section.steps.section { write(steps, "step", study, to: &writer) }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(
    _ plan: RepairPlan, _ unit: String, _ study: Study, to writer: inout CSVWriter
  ) {
    whole(plan.now, unit, 0, "now", to: &writer)
    whole(plan.all, unit, plan.candidates.count, "all repaired", to: &writer)
    for set in plan.sets {
      for (place, member) in set.members.enumerated() {
        let name = study.name(of: plan.candidates[member])
        writer.text(unit)
        writer.integer(set.members.count)
        writer.text(name.id)
        writer.text(name.text)
        writer.finite(plan.alone[member])
        writer.finite(set.frequencies.isEmpty ? nil : set.frequencies[place])
        writer.finite(set.setFrequency)
        writer.finite(set.gain)
        writer.finite(set.greedyGain)
        writer.text(set.isExact ? "yes" : "no")
        writer.people(set.rate)
        writer.text(plan.note)
        writer.endRecord()
      }
    }
  }

  private static func whole(
    _ rate: PeopleMean?, _ unit: String, _ size: Int, _ note: String, to writer: inout CSVWriter
  ) {
    writer.text(unit)
    writer.integer(size)
    writer.blanks(8)
    writer.people(rate)
    writer.text(note)
    writer.endRecord()
  }
}

extension Study {
  /// The id and the wording of what may be repaired.
  func name(of candidate: RepairCandidate) -> (id: String, text: String) {
    switch candidate {
    case .key(let index): (outcomes[index].id, outcomes[index].text)
    case .success(let index): (success[index].id, success[index].text)
    case .step(let index): (steps[index].id, steps[index].text)
    }
  }
}
