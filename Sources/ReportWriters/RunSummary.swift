import Statistics
public import Survey

/// What `analyze --json` prints: enough for a script to go on with, in one JSON object.
public enum RunSummary {
  /// The summary's text.
  ///
  /// - Parameters:
  ///   - result: what was found.
  ///   - directory: the published run directory.
  ///   - files: the names of the files in it.
  /// - Returns: JSON with sorted keys.
  public static func text(
    _ result: AnalysisResult, directory: String, files: [String]
  ) -> String {
    JSONValue.object([
      "clusters": clusters(result.clusters),
      "directory": .text(directory),
      "factors": factors(result.factors),
      "files": .array(files.sorted().map(JSONValue.text)),
      "findings": .array(result.findings.map(finding)),
      "missing_share": .number(result.input.missingShare),
      "not_done": .array(result.notDone.map(JSONValue.text)),
      "outcomes": .array(outcomes(result)),
      "respondents": .object([
        "effective": .number(result.input.effectiveCount),
        "records": .integer(result.input.recordCount),
        "used": .integer(result.input.respondentCount),
      ]),
      "segments": .array(result.segments.map(segment)),
      "study": .text(result.study.name),
      "targets": targets(result),
      "typing": typing(result.typing),
      "weights": result.weighting.map { weights($0, isAnalysis: true) } ?? .null,
    ]).document
  }

  // MARK: - Steps

  private static func outcomes(_ result: AnalysisResult) -> [JSONValue] {
    (result.everyone?.ranked ?? []).map { score in
      .object([
        "band": .optional(score.band?.rawValue),
        "gap": .optional(score.gap?.value),
        "high": .optional(score.high),
        "importance": .optional(score.importance?.value),
        "low": .optional(score.low),
        "n": .integer(score.pairedCount),
        "opportunity": .optional(score.opportunity?.value),
        "outcome": .text(result.study.outcomes[score.outcome].id),
        "p_top5": .optional(score.ranking?.topFiveShare),
        "satisfaction": .optional(score.satisfaction?.value),
        "text": .text(result.study.outcomes[score.outcome].text),
        "tier": score.ranking.map { .integer($0.tier) } ?? .null,
        "zone": .optional(score.zone?.rawValue),
      ])
    }
  }

  /// Empty where the study sets none.
  private static func targets(_ result: AnalysisResult) -> JSONValue {
    .array(
      (result.job.targets.section?.results ?? []).map { row in
        .object([
          "distance": .optional(row.test?.distance),
          "goal": .text(TargetWords.goal(row.target)),
          "metric": .text(row.target.metric.rawValue),
          "note": .text(row.refusal),
          "outcome": .text(result.study.id(of: row.target.subject)),
          "segment": .optional(row.target.segment),
          "segmentation": .optional(row.target.segmentation),
          "value": .optional(row.figure?.value),
          "verdict": .optional(row.test?.verdict.rawValue),
        ])
      })
  }

  private static func segment(_ segment: SegmentScores) -> JSONValue {
    let isHidden = Disclosure.hidesSize(of: segment)
    return .object([
      "n": isHidden ? .null : .integer(segment.respondentCount),
      "reason": .text(segment.reason),
      "segment": .text(segment.segment),
      "segmentation": .text(segment.segmentation),
      "share": isHidden ? .null : .number(segment.share),
      "status": .text(segment.status.rawValue),
    ])
  }

  private static func clusters(_ outcome: SectionOutcome<ClusterSection>) -> JSONValue {
    switch outcome {
    case .refused(let reason): .object(["count": .null, "reason": .text(reason)])
    case .done(let section):
      .object([
        "agreement_with_other_feature": .optional(section.agreementWithOther),
        "count": .integer(section.clusters.count),
        "existence_p": .optional(section.search.existence?.pValue),
        "forced": .boolean(section.isForced),
        "shares": .array(section.clusters.map { .number($0.share) }),
        "stable": .boolean(ClusterVerdict(section).isStable),
        "verdict": .text(section.search.verdict.kind.rawValue),
      ])
    }
  }

  private static func typing(_ outcome: SectionOutcome<TypingSection>) -> JSONValue {
    switch outcome {
    case .refused(let reason): return .object(["questions": .null, "reason": .text(reason)])
    case .done(let section):
      let model = section.model
      return .object([
        "accuracy": .optional(model.golden?.expected.accuracy),
        "chance": .optional(model.golden?.expected.largestShare),
        "questions": .array((model.golden?.questions ?? []).map { .text(model.column(of: $0)) }),
        "reason": .text(model.goldenReason),
      ])
    }
  }

  private static func factors(_ outcome: SectionOutcome<FactorSection>) -> JSONValue {
    switch outcome {
    case .refused(let reason): .object(["count": .null, "reason": .text(reason)])
    case .done(let section):
      .object([
        "correlation": .text(section.method.correlation.rawValue),
        "count": .integer(section.solution.factorCount),
        "extraction": .text(section.method.extraction.rawValue),
        "forced": .boolean(section.method.factorCount != nil),
        "rotation": .text(section.method.rotation.rawValue),
      ])
    }
  }

  /// How weights were fitted; replicates are drawn by an analysis alone.
  static func weights(_ weighting: Weighting, isAnalysis: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "cycles": .integer(weighting.cycleCount),
      "design_effect_after": .number(weighting.effectAfter),
      "design_effect_before": .number(weighting.effectBefore),
      "largest_gap": .number(weighting.largestGap),
      "trimmed": .integer(weighting.trimmedCount),
    ]
    if isAnalysis { members["unfitted_replicates"] = .integer(weighting.unfittedReplicateCount) }
    return .object(members)
  }

  static func finding(_ finding: Finding) -> JSONValue {
    .object([
      "count": .integer(finding.count),
      "kind": .text(finding.kind),
      "places": .array(finding.places.map(JSONValue.text)),
      "severity": .text(finding.severity.rawValue),
      "subject": .text(finding.subject),
      "text": .text(finding.text),
    ])
  }
}
