import Survey

/// How much is used, how well the job is performed, how much value people derive.
enum MeasureLines {
  /// Why a group has no figures.
  static let tooFew = "fewer than \(Disclosure.floor) respondents"

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.job.measures.section, let all = section.groups.first else {
      return []
    }
    return ["HOW MUCH IS USED, HOW WELL, HOW MUCH VALUE?"] + table(all, result.study)
      + zip(result.study.measures.indices, result.study.measures).flatMap { place, measure in
        extremes(place, measure, section)
      }
      + TextLayout.paragraph(
        "Intervals are two-sided with 95 %. measures.csv has all groups; `unmet compare` tells how "
          + "they change from wave to wave.")
  }

  // MARK: - Steps

  private static func table(_ group: MeasureSection.Group, _ study: Study) -> [String] {
    let columns: [TextLayout.Column] = [
      .init(11), .init(34), .init(7, .right), .init(24, .right), .init(24, .right),
    ]
    let rows = zip(study.measures, group.figures).map { measure, figure -> [String] in
      let name = Naming.safe(measure.name) + (measure.better == .lower ? " (less is better)" : "")
      guard let figure else { return [measure.family.rawValue, name, tooFew, "-", "-"] }
      return [
        measure.family.rawValue, name, NumberText.count(figure.mean.respondentCount),
        interval(figure.mean.value, figure.mean.low, figure.mean.high),
        interval(figure.median, figure.medianLow, figure.medianHigh),
      ]
    }
    return TextLayout.table(
      [["family", "measure", "people", "mean", "median"]] + rows, columns: columns)
  }

  private static func interval(_ value: Double, _ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return NumberText.decimal(value) }
    return NumberText.withInterval(value, low, high)
  }

  /// The lowest and the highest mean of each segmentation with two groups or more.
  private static func extremes(
    _ place: Int, _ measure: Measure, _ section: MeasureSection
  ) -> [String] {
    var names: [String] = []
    for group in section.groups.dropFirst() where !names.contains(group.segmentation) {
      names.append(group.segmentation)
    }
    let parts = names.compactMap { name -> String? in
      let groups = section.groups.filter { $0.segmentation == name && $0.figures[place] != nil }
        .map { (label: $0.segment, mean: $0.figures[place]?.mean.value ?? 0) }
      guard let least = groups.min(by: { $0.mean < $1.mean }),
        let most = groups.max(by: { $0.mean < $1.mean }), least.mean < most.mean
      else { return nil }
      return "by \(Naming.safe(name)) from \(NumberText.decimal(least.mean)) "
        + "(\"\(Naming.safe(least.label))\") to \(NumberText.decimal(most.mean)) "
        + "(\"\(Naming.safe(most.label))\")"
    }
    guard !parts.isEmpty else { return [] }
    return TextLayout.paragraph(
      "Mean of \(Naming.safe(measure.name)): \(parts.joined(separator: "; ")).")
  }
}
