import Statistics
public import Survey

/// What `unmet classify --against` says: where the people of each segment went.
public enum TransitionSummary {
  /// The text for a person.
  public static func text(_ found: SegmentTransition) -> String {
    guard found.count >= Disclosure.floor, let interval = found.stayInterval else {
      return "  Too few people to compare the segments of both models.\n"
    }
    let people = NumberText.counted(found.count, "person", plural: "people")
    var lines = [
      "  both models: \(people) typed by both; \(NumberText.percent(found.stayShare)) stay in the "
        + "matched segment (\(NumberText.percent(interval.low)) to "
        + "\(NumberText.percent(interval.high))), adjusted Rand index "
        + NumberText.decimal(found.adjustedRand, 2)
    ]
    lines.append("  segments are matched by " + basis(found))
    for (old, label) in found.oldLabels.enumerated() {
      lines.append("  old segment \(Naming.safe(label)) \(match(found, old)): \(moves(found, old))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same for the JSON summary.
  static func json(_ found: SegmentTransition) -> JSONValue {
    let isShown = found.count >= Disclosure.floor
    return .object([
      "adjusted_rand": isShown ? .number(found.adjustedRand) : .null,
      "common_outcomes": .integer(found.commonOutcomeCount),
      "matched_by": .text(found.basis.rawValue),
      "people": .integer(found.count),
      "segments": .array(
        found.oldLabels.indices.map { json(found, $0, isShown: isShown) }),
      "stay_high": isShown ? .optional(found.stayInterval?.high) : .null,
      "stay_low": isShown ? .optional(found.stayInterval?.low) : .null,
      "stay_share": isShown ? .number(found.stayShare) : .null,
    ])
  }

  // MARK: - Steps

  private static func json(
    _ found: SegmentTransition, _ old: Int, isShown: Bool
  ) -> JSONValue {
    let told = found.newLabels.indices.map { isShown && found.isTold(old, $0) }
    return .object([
      "distance": .optional(found.distances[old]),
      "label": .text(found.oldLabels[old]),
      "match": .optional(found.matches[old].map { found.newLabels[$0] }),
      "people": .row(
        told.enumerated().map { $1 ? .integer(found.counts[old][$0]) : .null }),
      "share": .row(told.enumerated().map { $1 ? .number(found.shares[old][$0]) : .null }),
    ])
  }

  private static func basis(_ found: SegmentTransition) -> String {
    switch found.basis {
    case .profiles:
      "their centers on \(NumberText.counted(found.commonOutcomeCount, "common outcome"))"
    case .people:
      "the people in common: the models' centers have no common measure"
    }
  }

  private static func match(_ found: SegmentTransition, _ old: Int) -> String {
    guard let match = found.matches[old] else { return "has no match" }
    var text = "-> new \(Naming.safe(found.newLabels[match]))"
    if let distance = found.distances[old] {
      text += " (\(NumberText.decimal(distance, 2)) apart)"
    }
    return text
  }

  private static func moves(_ found: SegmentTransition, _ old: Int) -> String {
    found.newLabels.enumerated().map { new, label in
      let share =
        found.isTold(old, new)
        ? NumberText.percent(found.shares[old][new]) : "under \(Disclosure.floor) people"
      return "\(share) to \(Naming.safe(label))"
    }.joined(separator: ", ")
  }
}
