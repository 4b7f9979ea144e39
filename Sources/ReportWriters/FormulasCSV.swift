import Survey
import Tables

/// `formulas.csv`: every outcome's value and rank under each formula of opportunity.
enum FormulasCSV {
  static let columns = [
    "segmentation", "segment", "outcome", "formula", "value", "rank", "top_ten_formulas",
    "concordance",
  ]

  static func bytes(_ section: FormulaSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for group in section.groups {
      for outcome in group.outcomes {
        for (place, formula) in FormulaSection.Formula.allCases.enumerated()
        where outcome.values[place] != nil {
          writer.text(group.segmentation)
          writer.text(group.segment)
          writer.text(study.outcomes[outcome.outcome].id)
          writer.rawText(formula.rawValue)
          writer.finite(outcome.values[place])
          writer.integer(outcome.ranks[place])
          writer.integer(outcome.topCount)
          writer.finite(group.concordance)
          writer.endRecord()
        }
      }
    }
    return writer.bytes
  }
}
