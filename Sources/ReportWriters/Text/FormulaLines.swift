import Survey

/// Whether the choice of the formula matters.
enum FormulaLines {
  /// From this concordance on, formulas give nearly one order.
  private static let highConcordance = 0.9

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.job.formulas.section, let all = section.groups.first,
      let concordance = all.concordance
    else { return [] }
    let names = all.formulas.map(\.rawValue)
    let answer = concordance >= highConcordance ? "Hardly" : "Yes: say which one you go by"
    return ["DOES THE FORMULA MATTER?"]
      + TextLayout.paragraph(
        "\(answer). \(Naming.capitalized(NumberText.word(names.count))) formulas of opportunity "
          + "(\(Naming.list(names))), all of the people who answered both questions, agree on the "
          + "order with Kendall's W \(NumberText.decimal(concordance, 2)) (1: one order, 0: none "
          + "in common). " + places(all, names.count, result) + effort(all)
          + " formulas.csv has every value and rank, for all groups.")
  }

  /// Where effort was asked of some outcomes only.
  private static func effort(_ group: FormulaSection.Group) -> String {
    let place = FormulaSection.Formula.allCases.firstIndex(of: .effort)
    let known = group.outcomes.count { outcome in place.map { outcome.values[$0] != nil } ?? false }
    guard known > 0, known < group.outcomes.count else { return "" }
    return " How hard it is to get is known of \(known) of \(group.outcomes.count) outcomes: the "
      + "formula effort is not among those compared."
  }

  /// Which outcomes are among the highest whatever the formula, and which only by some.
  private static func places(
    _ group: FormulaSection.Group, _ formulaCount: Int, _ result: AnalysisResult
  ) -> String {
    guard group.outcomes.count > FormulaSection.topPlaces else { return "" }
    let naming = Naming(result.study)
    let sure = group.outcomes.filter { $0.topCount == formulaCount }
    let some = group.outcomes.filter { (1..<formulaCount).contains($0.topCount) }
      .sorted { $0.topCount == $1.topCount ? $0.outcome < $1.outcome : $0.topCount > $1.topCount }
    var text =
      sure.isEmpty
      ? "No outcome is among the ten highest by all of them"
      : "Among the ten highest by all of them: \(naming.ids(sure.map(\.outcome)))"
    if !some.isEmpty {
      let figures = some.map { "\(naming.id($0.outcome)) by \($0.topCount)" }
      text += "; of the \(NumberText.word(formulaCount)) also \(Naming.list(figures))"
    }
    return text + "."
  }
}
