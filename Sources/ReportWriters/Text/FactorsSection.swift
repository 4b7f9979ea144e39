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
      return [title] + TextLayout.paragraph(kept(section))
        + markers(section, naming: Naming(result.study))
    }
  }

  private static func kept(_ section: FactorSection) -> String {
    let solution = section.solution
    let count = solution.factorCount
    func eigenvalues(_ values: some Sequence<Double>) -> String {
      values.map { NumberText.decimal($0, 2) }.joined(separator: " ")
    }
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

  private static func markers(_ section: FactorSection, naming: Naming) -> [String] {
    let solution = section.solution
    let found = solution.markers.compactMap { marker in
      marker.column.map { (factor: marker.factor, column: $0, outcome: section.outcomes[$0]) }
    }
    let missing = solution.factorCount - found.count
    let width = naming.idWidth(found.map(\.outcome))
    let rows = found.map { entry in
      [
        "factor \(entry.factor + 1)", naming.id(entry.outcome), naming.text(entry.outcome),
        "loading " + NumberText.decimal(section.loading(entry.column, on: entry.factor), 2),
      ]
    }
    let columns: [TextLayout.Column] = [
      .init(9), .init(width), .init(80 - width), .init(13, .right),
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
