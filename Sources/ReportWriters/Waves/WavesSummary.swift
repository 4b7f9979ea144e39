import Statistics
public import Survey

/// What `unmet compare --json` prints of two waves: the improvement's members, and what changed.
public enum WavesSummary {
  /// The JSON text.
  public static func text(_ result: WaveResult, files: [String] = []) -> String {
    var members = ImprovementSummary.members(result.improvement, files: files)
    members["changes"] = .array(result.changes.map { change($0, result.study) })
    members["has_ids"] = .boolean(result.hasIDs)
    members["mix"] = .array(result.mixes.map { mix($0, result.study) })
    members["schema"] = .array(result.schema.map(schema))
    members["segments_over_time"] = result.segments.map(segments) ?? .null
    return JSONValue.object(members).document
  }

  // MARK: - Steps

  private static func change(_ row: WaveChange, _ study: Study) -> JSONValue {
    .object([
      "change": difference(row.test),
      "figure": .text(row.figure.rawValue),
      "new": .optional(row.new?.estimate.value),
      "note": .text(row.note),
      "old": .optional(row.old?.estimate.value),
      "outcome": .optional(row.outcome.map { study.outcomes[$0].id }),
      "p_adjusted": .optional(row.adjustedP),
      "people_in_both": row.commonCount.map(JSONValue.integer) ?? .null,
      "segment": .text(row.segment),
      "segmentation": .text(row.segmentation),
    ])
  }

  private static func difference(_ test: DifferenceTest?) -> JSONValue {
    guard let test else { return .null }
    let interval = test.interval()
    return .object([
      "high": .optional(interval?.high),
      "low": .optional(interval?.low),
      "p": .optional(test.p),
      "standard_error": .number(test.standardError),
      "value": .number(test.difference),
    ])
  }

  private static func mix(_ row: WaveMix, _ study: Study) -> JSONValue {
    .object([
      "change": difference(row.parts?.total),
      "figure": .text(row.figure.rawValue),
      "gap_weight": .optional(row.gapWeight),
      "mix": difference(row.parts?.mix),
      "note": .text(row.note),
      "outcome": .text(study.outcomes[row.outcome].id),
      "segmentation": .text(row.segmentation),
      "within": difference(row.parts?.within),
    ])
  }

  private static func schema(_ row: SchemaDifference) -> JSONValue {
    .object([
      "effect": .text(row.effect),
      "kind": .text(row.kind.rawValue),
      "new": .text(row.new),
      "old": .text(row.old),
      "severity": .text(row.severity.rawValue),
      "similarity": .optional(row.similarity),
      "subject": .text(row.subject),
    ])
  }

  private static func segments(_ found: SegmentsOverTime) -> JSONValue {
    .object([
      "reasons": .array(found.new.reasons.map { .text($0.rawValue) }),
      "route": .text(found.route.rawValue),
      "segments": .array(
        found.changes.map { row in
          .object([
            "change": difference(row.test),
            "label": .text(row.segment),
            "new": .optional(row.new?.estimate.value),
            "note": .text(row.note),
            "old": .optional(row.old?.estimate.value),
            "p_adjusted": .optional(row.adjustedP),
          ])
        }),
      "time_to_segment_again": found.new.isEnough
        ? .boolean(found.new.isTimeToSegmentAgain) : .null,
      "transition": found.transition.map(TransitionSummary.json) ?? .null,
    ])
  }
}
