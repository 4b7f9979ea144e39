import Statistics
import Survey

/// Which outcomes go together, and which one stands for each group, in a few lines.
enum FactorsSection {
  static func lines(_ result: AnalysisResult) -> [String] {
    let title = "WHICH OUTCOMES GO TOGETHER"
    switch result.factors {
    case .refused(let reason):
      return [title] + TextLayout.paragraph("Not computed: \(Naming.safe(reason)).")
    case .done(let section):
      return [title] + TextLayout.paragraph(kept(section) + quality(section.quality))
        + FactorMethodText.lines(section, naming: Naming(result.study))
        + markers(section, naming: Naming(result.study))
    }
  }

  private static func kept(_ section: FactorSection) -> String {
    let solution = section.solution
    let count = solution.factorCount
    func eigenvalues(_ values: some Sequence<Double>) -> String {
      values.map { NumberText.decimal($0, 2) }.joined(separator: " ")
    }
    if section.method.factorCount != nil { return asked(section) }
    guard count > 0 else {
      return "No groups: parallel analysis keeps no factor; the answers are no more alike than "
        + "chance makes them."
    }
    var text = "Parallel analysis keeps \(NumberText.counted(count, "factor")) of the correlation "
    text += "of \(FeatureWords.of(section.feature)) (eigenvalues "
    text += eigenvalues(solution.eigenvalues.prefix(count))
    if solution.eigenvalues.indices.contains(count), solution.thresholds.indices.contains(count) {
      text += "; the next, \(NumberText.decimal(solution.eigenvalues[count], 2)), is not above "
      text += "chance at \(NumberText.decimal(solution.thresholds[count], 2))"
    }
    return text + ")."
  }

  /// What parallel analysis says where the study fixes the number.
  private static func asked(_ section: FactorSection) -> String {
    let solution = section.solution
    let values = solution.eigenvalues.prefix(max(solution.factorCount, solution.suggestedCount))
      .map { NumberText.decimal($0, 2) }.joined(separator: " ")
    return "\(NumberText.counted(solution.factorCount, "factor")), as the study asks, of the "
      + "correlation of \(FeatureWords.of(section.feature)) (eigenvalues \(values)); parallel "
      + "analysis keeps \(NumberText.word(solution.suggestedCount))."
  }

  /// Whether there is enough in common, and what another rule says of the number.
  private static func quality(_ quality: FactorQuality?) -> String {
    guard let quality, let overall = quality.adequacy.overall else { return "" }
    var text = " Sampling adequacy (KMO) \(NumberText.decimal(overall, 2))"
    text += overall < 0.6 ? ", which is poor" : ""
    text += "; Velicer's partial correlations find \(NumberText.word(quality.partialCount))."
    guard quality.repair.liftedCount > 0 else { return text }
    return text + " The correlations were not positive definite: they were moved by at most "
      + "\(NumberText.decimal(quality.repair.largestChange, 3))."
  }

  /// How reliable the outcomes of a factor are together.
  private static func reliability(_ section: FactorSection, _ factor: Int) -> String {
    guard let scale = section.quality?.scales[factor], let alpha = scale.reliability?.alpha else {
      return ""
    }
    return "\(scale.columns.count) outcomes, alpha \(NumberText.decimal(alpha, 2))"
  }

  private static func markers(_ section: FactorSection, naming: Naming) -> [String] {
    let solution = section.solution
    let found = solution.markers.compactMap { marker in
      marker.column.map { (factor: marker.factor, column: $0, outcome: section.outcomes[$0]) }
    }
    let missing = solution.factorCount - found.count
    let width = naming.idWidth(found.map(\.outcome))
    let rows = found.map { entry in
      [
        "factor \(entry.factor + 1)", naming.id(entry.outcome),
        TextLayout.shortened(naming.text(entry.outcome), width: 64 - width),
        "loading " + NumberText.decimal(section.loading(entry.column, on: entry.factor), 2),
        reliability(section, entry.factor),
      ]
    }
    let columns: [TextLayout.Column] = [
      .init(9), .init(width), .init(64 - width), .init(13, .right), .init(24, .right),
    ]
    var lines = found.isEmpty ? [] : TextLayout.paragraph("One marker outcome for each:")
    lines += TextLayout.table(rows, columns: columns, indent: "    ")
    if missing > 0 {
      lines += TextLayout.paragraph(
        "\(NumberText.counted(missing, "factor")) without a clear marker: factors.csv says why.")
    }
    return lines
  }
}
