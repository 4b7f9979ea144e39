import Groundwork
import Statistics

// The parts `design` and `rake` of a study file.

extension StudyBuilder {
  /// How far the targets of a margin may be from 100 % together: rounded figures.
  private static let roundingOfTargets = 0.005

  mutating func design(_ cursor: StudyCursor?, hasWeight: Bool) -> SamplingPlan? {
    guard let cursor else { return nil }
    var plan = SamplingPlan()
    plan.strata = cursor["strata"]?.column
    plan.units = cursor["units"]?.column
    plan.population = cursor["population"]?.column
    plan.secondUnits = cursor["second-units"]?.column
    plan.secondPopulation = cursor["second-population"]?.column
    if let policy = cursor["lonely-units"]?.word(SamplingStage.LonelyUnit.self) {
      plan.lonelyUnits = policy
    }
    plan.replicates = replicates(cursor, hasWeight: hasWeight)
    let needs = [
      ("second-units", "second-population"), ("second-population", "population"),
      ("second-population", "units"),
    ]
    for (key, needed) in needs where cursor[key] != nil && cursor[needed] == nil {
      report(
        .needsKey(key: "design.\(key)", needed: "design.\(needed)"),
        at: cursor[key]?.place ?? cursor.place)
    }
    return plan
  }

  mutating func raking(_ cursor: StudyCursor?) -> RakingPlan? {
    guard let cursor else { return nil }
    let cap = cursor["cap"].flatMap { StudyText.number($0.text) }
    let effect = cursor["design-effect"].flatMap { StudyText.number($0.text) }
    if cap != nil, effect != nil {
      report(.eitherKey("rake.cap", "rake.design-effect"), at: cursor.place)
    }
    var plan = RakingPlan(margins: margins(cursor["margins"]))
    plan.limit = cap.map { .medians($0) } ?? effect.map { .designEffect($0) }
    return plan
  }

  /// Answers cannot tell how people were drawn, and would do so without any further complaint.
  mutating func reportRatingsInDesign(_ study: Study) {
    let weight = study.weight.map { [("weight", $0)] } ?? []
    let replicates = (study.design?.replicates?.columns ?? []).map { ("replicate weights", $0) }
    for (use, column) in weight + (study.design?.columns ?? []) + replicates {
      guard let rating = columnUsers[column.text] else { continue }
      report(
        .ratingInDesign(
          column: column.text, use: use, rating: rating.user, ratingLine: rating.line),
        at: column.place)
    }
  }

  // MARK: - Steps

  private mutating func margins(_ cursor: StudyCursor?) -> [RakingPlan.Margin] {
    var lines: [String: Int] = [:]
    let items = cursor?.items ?? []
    return items.enumerated().compactMap { index, item in
      guard let column = item["column"]?.column, let targets = item["targets"] else { return nil }
      if let line = lines[column.text] {
        report(
          .repeatedEntry(key: "rake.margins", text: column.text, otherLine: line), at: item.place)
      }
      lines[column.text] = lines[column.text] ?? item.place.line
      let next = index + 1 < items.count ? items[index + 1].place : nil
      return RakingPlan.Margin(
        column: column, targets: self.targets(targets, column.text, before: next))
    }
  }

  /// The targets of a margin, scaled to 1 where they are rounded figures. `next` is where the
  /// next margin begins.
  private mutating func targets(
    _ cursor: StudyCursor, _ column: String, before next: Place?
  ) -> [RakingPlan.Target] {
    let targets = cursor.named.compactMap { entry in
      StudyText.share(entry.value.text).map { (entry, $0) }
    }
    for (entry, share) in targets where share == 0 {
      report(.emptyTarget(column: column, answer: entry.name), at: entry.place)
    }
    let sum = targets.reduce(0) { $0 + $1.1 }
    guard abs(sum - 1) <= StudyBuilder.roundingOfTargets else {
      // A share with a wrong value is told already and missing from the sum.
      let isTold = problems.contains { problem in
        problem.concernsValue(below: "rake.margins[].targets")
          && problem.place.stands(from: cursor.place, before: next)
      }
      if !isTold {
        report(.targetsSum(column: column, sum: sum), at: cursor.place)
      }
      return []
    }
    return targets.map { RakingPlan.Target(answer: $0.0.name, share: $0.1 / sum) }
  }
}
