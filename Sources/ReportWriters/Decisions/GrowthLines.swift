import Survey

/// Which growth strategy suits whom, by a rule of thumb.
enum GrowthLines {
  /// A paragraph on everybody.
  static func short(_ outcome: SectionOutcome<GrowthSection>) -> [String] {
    switch outcome {
    case .refused(let reason):
      return TextLayout.paragraph("Growth strategy: not computed: \(Naming.safe(reason)).")
    case .done(let section):
      guard let all = section.segments.first, let words = cell(all) else {
        return TextLayout.paragraph("Growth strategy: nothing is scored.")
      }
      return TextLayout.paragraph(
        "Growth strategy by Ulwick's matrix, a rule of thumb that knows no price: \(words). "
          + "growth.csv has every segment.")
    }
  }

  /// All segments, for a team's report.
  static func lines(_ result: AnalysisResult) -> [String] {
    let title = "WHICH GROWTH STRATEGY SUITS WHOM? (a rule of thumb)"
    guard let section = result.decisions.growth.section else {
      return [title] + short(result.decisions.growth)
    }
    let rows = section.segments.map { segment -> [String] in
      [
        "\(Naming.safe(segment.segmentation)) \"\(Naming.safe(segment.segment))\"",
        segment.cell?.rawValue ?? "-", segment.certainty.map(NumberText.percent) ?? "-",
        segment.cell == nil ? "-" : "\(segment.underservedCount) of \(segment.scoredCount)",
        segment.cell == nil ? "-" : "\(segment.overservedCount) of \(segment.scoredCount)",
        segment.nothing.map { NumberText.percent($0.value) } ?? "-",
      ]
    }
    let head = ["who", "cell", "resamples", "underserved", "overserved", "use nothing"]
    let columns: [TextLayout.Column] = [
      .init(40), .init(14), .init(10, .right), .init(12, .right), .init(12, .right),
      .init(12, .right),
    ]
    return [title] + TextLayout.table([head] + rows, columns: columns)
      + TextLayout.paragraph(rule)
  }

  // MARK: - Words

  private static let rule =
    "Dominant: a fifth of the outcomes underserved, and a fifth overserved or a fifth of people "
    + "using nothing; differentiated: underserved alone; disruptive: overserved or using nothing "
    + "alone; discrete: half of people kept back by barriers; sustaining: else. Cells after the "
    + "Jobs-to-be-Done Growth Strategy Matrix (Ulwick 2016), which also asks for the price."

  private static func cell(_ segment: GrowthSection.Segment) -> String? {
    guard let cell = segment.cell else { return nil }
    var text = "\(cell.rawValue) for everybody (\(segment.underservedCount) of "
    text += "\(NumberText.counted(segment.scoredCount, "key outcome")) underserved, "
    text += "\(segment.overservedCount) overserved"
    if let nothing = segment.nothing {
      text += ", \(NumberText.percent(nothing.value)) use nothing"
    }
    if let share = segment.certainty { text += "; \(NumberText.percent(share)) of resamples agree" }
    return text + ")"
  }
}
