import Statistics

/// Holds figures against the targets that the study sets for them.
struct TargetAnalysis {
  let study: Study
  let figures: TargetFigures

  /// Why an improvement over the last wave cannot be told from one.
  static let noBaseline = "no baseline: run `unmet compare`"
  /// Why there is no ratio of unfloored scores.
  static let noZero = "the unfloored scorer's unit has no zero: there is no ratio"

  /// All targets; refused without any.
  func section() -> SectionOutcome<TargetSection> {
    guard !study.targets.isEmpty else { return .refused(reason: "the study sets no targets") }
    return .done(TargetSection(results: study.targets.map(result)))
  }

  // MARK: - Steps

  private func result(_ target: Target) -> TargetResult {
    var result = TargetResult(target: target)
    let figure: TargetFigure
    switch figures.figure(of: target) {
    case .none(let reason):
      result.refusal = reason
      return result
    case .figure(let found): figure = found
    }
    result.figure = figure
    guard let goal = goal(target, &result.refusal) else { return result }
    guard let bounds = figure.bounds else {
      result.refusal =
        figure.degreesOfFreedom > 0
        ? "no standard error: the answers do not vary"
        : "too few sampling units for a degree of freedom"
      return result
    }
    let test = TargetTest(
      value: figure.value, standardError: figure.standardError,
      bounds: (bounds.lowerBound, bounds.upperBound), goal: goal)
    result.test = test
    if test.verdict == .unproven {
      result.neededCount = test.neededCount(
        power: ImprovementPlan.power, count: figure.respondentCount)
    }
    return result
  }

  /// What the figure shall be, in its unit.
  private func goal(_ target: Target, _ refusal: inout String) -> TargetTest.Goal? {
    switch target.goal {
    case .atLeast(let value): return .atLeast(value)
    case .atMost(let value): return .atMost(value)
    case .improveBy(let part, let baseline):
      guard let baseline else {
        refusal = TargetAnalysis.noBaseline
        return nil
      }
      if study.scoring.scorer == .unfloored, !target.metric.isShare {
        refusal = TargetAnalysis.noZero
        return nil
      }
      return .atLeast(baseline * (1 + part))
    }
  }
}
