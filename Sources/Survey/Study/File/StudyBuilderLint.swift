// The part `lint` of a study file.

extension StudyBuilder {
  mutating func lint(_ cursor: StudyCursor?, in study: Study) -> LintPlan {
    var plan = LintPlan()
    guard let cursor else { return plan }
    if let list = cursor["brands"] { plan.brands = distinctTexts(list) }
    if let list = cursor["solutions"] { plan.solutions = distinctTexts(list) }
    if let list = cursor["channels"] { plan.channels = distinctTexts(list) }
    if let list = cursor["ignore"] {
      plan.ignored = distinctTexts(list)
      let subjects =
        ["job"] + study.outcomes.map(\.id) + study.steps.map(\.id) + study.success.map(\.id)
      let names = WordingRule.allCases.map(\.rawValue) + subjects
      for item in list.items where !names.contains(item.text) {
        reportUnknown(item, among: names)
      }
    }
    return plan
  }
}
