import Survey

/// Whether the choice of the formula matters.
enum FormulaLines {
  /// From this concordance on, formulas give nearly one order.
  private static let highConcordance = 0.9

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.job.formulas.section, let all = section.groups.first,
      let concordance = all.concordance
    else { return [] }
    let names = FormulaSection.Formula.allCases.map(\.rawValue)
    let alike =
      concordance >= highConcordance
      ? "nearly the same order" : "orders that differ: say which one you go by"
    return ["DOES THE FORMULA MATTER?"]
      + TextLayout.paragraph(
        "\(Naming.capitalized(NumberText.word(names.count))) formulas of opportunity "
          + "(\(Naming.list(names))) give \(alike), Kendall's W "
          + "\(NumberText.decimal(concordance, 2)). " + places(all, names.count, result)
          + " formulas.csv has every value and rank, for all groups.")
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
      let figures = some.map { "\(naming.id($0.outcome)) (\($0.topCount))" }
      text += "; by some (how many of \(formulaCount)): \(Naming.list(figures))"
    }
    return text + "."
  }
}
