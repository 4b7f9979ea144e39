import Statistics
public import Survey

/// What `unmet compare --json` prints.
public enum ImprovementSummary {
  /// The JSON text.
  public static func text(_ result: ImprovementResult, files: [String] = []) -> String {
    JSONValue.object(members(result, files: files)).document
  }

  static func members(_ result: ImprovementResult, files: [String]) -> [String: JSONValue] {
    [
      "baseline": side(result.baseline),
      "common_ids": .integer(result.commonIDCount),
      "files": .array(files.map(JSONValue.text)),
      "margin": .number(result.plan.margin),
      "metric": .text(result.plan.metric.rawValue),
      "new": side(result.new),
      "measures": extras(result, isTarget: false),
      "outcomes": .array(result.outcomes.map { row($0, result.study) }),
      "overall": row(result.overall, result.study),
      "segmentation": .optional(result.segmentation),
      "study": .text(result.study.name),
      "targets": extras(result, isTarget: true),
      "thresholds": .row(result.plan.thresholds.map(JSONValue.number)),
    ]
  }

  // MARK: - Steps

  private static func side(_ side: ImprovementResult.Side) -> JSONValue {
    .object([
      "effective_people": .number(side.effectiveCount),
      "findings": .array(side.findings.map(RunSummary.finding)),
      "label": .text(side.label),
      "people": .integer(side.respondentCount),
    ])
  }

  private static func extras(_ result: ImprovementResult, isTarget: Bool) -> JSONValue {
    .array(
      result.extras.compactMap { extra in
        let own = row(extra.improvement, result.study)
        switch extra.subject {
        case .target(let place) where isTarget:
          let target = result.study.targets[place]
          return .object([
            "metric": .text(target.metric.rawValue),
            "outcome": .text(result.study.id(of: target.subject)),
            "result": own,
            "segment": .optional(target.segment),
            "segmentation": .optional(target.segmentation),
          ])
        case .measure(let place) where !isTarget:
          return .object(["measure": .text(result.study.measures[place].name), "result": own])
        default: return nil
        }
      })
  }

  private static func row(_ row: Improvement, _ study: Study) -> JSONValue {
    .object([
      "baseline": figure(row.baseline),
      "gap_closure": .optional(row.toldClosure),
      "guard": .optional(row.safeguard?.verdict.rawValue),
      "new": figure(row.new),
      "note": .text(row.note),
      "outcome": .optional(row.outcome.map { study.outcomes[$0].id }),
      "ratio": .optional(row.test?.ratio),
      "ratio_high": .optional(row.test?.high),
      "ratio_low": .optional(row.test?.low),
      "verdicts": .array(row.claims.map(claim)),
      "would_not_switch": row.test?.wouldNotSwitch.map(JSONValue.boolean) ?? .null,
      "zone": .optional(row.zone?.rawValue),
    ])
  }

  private static func figure(_ side: Improvement.Side?) -> JSONValue {
    guard let side else { return .null }
    return .object([
      "people": .integer(side.respondentCount),
      "standard_error": .number(side.estimate.standardError),
      "value": .number(side.estimate.value),
    ])
  }

  private static func claim(_ claim: Improvement.Claim) -> JSONValue {
    .object([
      "respondents_needed": claim.neededCount.map(JSONValue.integer) ?? .null,
      "threshold": .number(claim.threshold),
      "verdict": .optional(claim.verdict?.rawValue),
    ])
  }
}
