import Survey

/// What `unmet check` says about weights and design: what an analysis would find there, so that
/// margins that cannot be met or cost too much show before anything is scored.
enum WeightsCheck {
  static func lines(_ result: CheckResult, study: Study) -> [String] {
    let lines = fitted(result) + effect(result, study) + units(result.design, study)
    return lines.isEmpty ? [] : ["WEIGHTS AND DESIGN"] + lines
  }

  // MARK: - JSON

  /// The weights; `null` where everybody counts once.
  static func weights(_ result: CheckResult, study: Study) -> JSONValue {
    guard isWeighted(result, study) else { return .null }
    return .object([
      "design_effect": .number(result.weightEffect),
      "effective": .number(result.effectiveCount),
      "raking": result.weighting.map { RunSummary.weights($0, isAnalysis: false) } ?? .null,
    ])
  }

  /// The declared design; `null` without.
  static func design(_ result: CheckResult, study: Study) -> JSONValue {
    guard study.design != nil else { return .null }
    return .object([
      "degrees_of_freedom": .integer(result.design.degreesOfFreedom),
      "replicates": .integer(result.design.replicateColumnCount),
      "strata": .integer(result.design.stratumCount),
      "units": .integer(result.design.unitCount),
    ])
  }

  // MARK: - Steps

  private static func isWeighted(_ result: CheckResult, _ study: Study) -> Bool {
    study.weight != nil || result.weighting != nil
  }

  private static func fitted(_ result: CheckResult) -> [String] {
    result.weighting.map { WeightingWords.lines($0) } ?? []
  }

  private static func effect(_ result: CheckResult, _ study: Study) -> [String] {
    guard isWeighted(result, study) else { return [] }
    return TextLayout.paragraph(
      "\(NumberText.counted(result.respondentCount, "respondent")) are worth "
        + "\(NumberText.decimal(result.effectiveCount, 0)) of equal weight: the weights' design "
        + "effect (Kish) is \(NumberText.decimal(result.weightEffect, 2)).")
  }

  private static func units(_ design: DesignSummary, _ study: Study) -> [String] {
    guard study.design != nil else { return [] }
    let units =
      design.replicateColumnCount > 0
      ? NumberText.counted(design.replicateColumnCount, "replicate weight")
      : NumberText.counted(design.unitCount, "sampling unit") + " in "
        + NumberText.counted(design.stratumCount, "stratum", plural: "strata")
    return TextLayout.paragraph(
      "The design has \(units): "
        + NumberText.counted(
          design.degreesOfFreedom, "degree of freedom", plural: "degrees of freedom")
        + " for everybody.")
  }
}
