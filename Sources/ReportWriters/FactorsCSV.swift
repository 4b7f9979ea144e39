import Statistics
import Survey
import Tables

/// `factors.csv`: the factor step as one long table, a number a row.
///
/// | kind | factor | outcome | value | threshold | flag |
/// | --- | --- | --- | --- | --- | --- |
/// | `eigenvalue` | its number | | eigenvalue | what chance reaches | `kept` when above |
/// | `loading` | its number | id | rotated loading (pattern) | | `marker` for the factor's marker |
/// | `structure` | its number | id | correlation with a factor, where these correlate | | |
/// | `communality` | | id | share explained | | `heywood` where it is all |
/// | `factor_correlation` | its number | | correlation of two factors | | the other's number |
/// | `fit` | | | by `flag` | degrees of freedom | which measure; `note`: p, interval |
/// | `marker` | its number | id, or empty | its loading | | `note` says why, or why there is none |
/// | `adequacy` | | id, or empty for all | Kaiser, Meyer and Olkin's measure | | |
/// | `sphericity` | | | Bartlett's chi-square | its degrees of freedom | `note`: p |
/// | `partial_correlations` | | | the number of components by Velicer's rule | | |
/// | `repair` | | | the largest change of a correlation | the smallest eigenvalue before | |
/// | `alpha`, `omega`, `mean_correlation` | its number | | of the outcomes highest on it | | |
/// | `refused` | | | | | the reason is in `note` |
enum FactorsCSV {
  static let columns = [
    "kind", "factor", "outcome", "text", "value", "threshold", "flag", "note",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var table = FactorTable()
    switch result.factors {
    case .refused(let reason): table.add(kind: "refused", note: reason)
    case .done(let section):
      addEigenvalues(section.solution, to: &table)
      addLoadings(section, study: result.study, to: &table)
      addFactorCorrelations(section, to: &table)
      addFit(section, to: &table)
      addMarkers(section, study: result.study, to: &table)
      addQuality(section, study: result.study, to: &table)
    }
    return table.writer.bytes
  }

  // MARK: - Steps

  private static func addEigenvalues(_ solution: FactorSolution, to table: inout FactorTable) {
    for (index, eigenvalue) in solution.eigenvalues.enumerated() {
      table.add(
        kind: "eigenvalue", factor: index + 1, value: eigenvalue,
        threshold: solution.thresholds.indices.contains(index) ? solution.thresholds[index] : nil,
        flag: index < solution.factorCount ? "kept" : "")
    }
  }

  private static func addLoadings(
    _ section: FactorSection, study: Study, to table: inout FactorTable
  ) {
    let solution = section.solution
    for (column, position) in section.outcomes.enumerated() {
      let outcome = study.outcomes[position]
      for factor in 0..<solution.factorCount {
        table.add(
          kind: "loading", factor: factor + 1, outcome: outcome,
          value: section.loading(column, on: factor),
          flag: solution.markers[factor].column == column ? "marker" : "")
      }
      if solution.factorCorrelation != nil {
        for factor in 0..<solution.factorCount {
          table.add(
            kind: "structure", factor: factor + 1, outcome: outcome,
            value: section.structure(column, of: factor))
        }
      }
      if solution.factorCount > 0 {
        let isHeywood = solution.extraction?.heywoodItems.contains(column) ?? false
        table.add(
          kind: "communality", outcome: outcome, value: solution.communalities[column],
          flag: isHeywood ? "heywood" : "")
      }
    }
  }

  private static func addFactorCorrelations(_ section: FactorSection, to table: inout FactorTable) {
    for pair in section.factorCorrelations {
      table.add(
        kind: "factor_correlation", factor: pair.first + 1, value: pair.value,
        flag: "\(pair.second + 1)")
    }
  }

  /// How well a model of factors fits, a measure a row.
  private static func addFit(_ section: FactorSection, to table: inout FactorTable) {
    guard let fit = section.fit else { return }
    table.add(kind: "fit", value: section.effectiveCount, flag: "effective_n")
    table.add(kind: "fit", value: fit.residual, flag: "rmsr")
    table.add(kind: "fit", value: fit.largestResidual, flag: "largest_residual")
    guard let test = fit.test else { return }
    table.add(
      kind: "fit", value: test.chiSquare, threshold: Double(fit.degreesOfFreedom),
      flag: "chi_square", note: "p = \(test.p)")
    table.add(kind: "fit", value: test.tuckerLewisIndex, flag: "tli")
    let interval = test.errorInterval
    table.add(
      kind: "fit", value: test.errorOfApproximation, flag: "rmsea",
      note: "90 % interval \(interval.lowerBound) to \(interval.upperBound)")
    table.add(kind: "fit", value: test.informationCriterion, flag: "bic")
  }

  private static func addMarkers(
    _ section: FactorSection, study: Study, to table: inout FactorTable
  ) {
    for marker in section.solution.markers {
      table.add(
        kind: "marker", factor: marker.factor + 1,
        outcome: marker.column.map { study.outcomes[section.outcomes[$0]] },
        value: marker.column.map { section.loading($0, on: marker.factor) },
        note: reason(marker.reason))
    }
  }

  private static func addQuality(
    _ section: FactorSection, study: Study, to table: inout FactorTable
  ) {
    guard let quality = section.quality else { return }
    let adequacy = quality.adequacy
    table.add(kind: "adequacy", value: adequacy.overall)
    for (column, value) in adequacy.items.enumerated() {
      table.add(
        kind: "adequacy", outcome: study.outcomes[section.outcomes[column]], value: value)
    }
    table.add(
      kind: "sphericity", value: adequacy.chiSquare,
      threshold: Double(adequacy.degreesOfFreedom), note: "p = \(adequacy.p)")
    table.add(kind: "partial_correlations", value: Double(quality.partialCount))
    table.add(
      kind: "repair", value: quality.repair.largestChange,
      threshold: quality.repair.smallestEigenvalueBefore)
    for (factor, scale) in quality.scales.enumerated() {
      table.add(kind: "alpha", factor: factor + 1, value: scale.reliability?.alpha)
      table.add(kind: "omega", factor: factor + 1, value: scale.omega?.total)
      table.add(
        kind: "mean_correlation", factor: factor + 1, value: scale.reliability?.meanCorrelation)
    }
  }

  private static func reason(_ reason: FactorSolution.MarkerReason) -> String {
    switch reason {
    case .clear: "loads clearly and on no other factor"
    case .moderate: "loads moderately, on no other factor"
    case .tooFewItems: "fewer than three outcomes load highest on this factor"
    case .noCleanItem: "every outcome that loads on it loads on another factor too"
    }
  }
}

/// The rows of `factors.csv`.
private struct FactorTable {
  var writer = CSVWriter()

  init() {
    writer.header(FactorsCSV.columns)
  }

  mutating func add(
    kind: String, factor: Int? = nil, outcome: Outcome? = nil, value: Double? = nil,
    threshold: Double? = nil, flag: String = "", note: String = ""
  ) {
    writer.text(kind)
    writer.integer(factor)
    writer.text(outcome?.id ?? "")
    writer.text(outcome?.text ?? "")
    writer.finite(value)
    writer.finite(threshold)
    writer.text(flag)
    writer.text(note)
    writer.endRecord()
  }
}
