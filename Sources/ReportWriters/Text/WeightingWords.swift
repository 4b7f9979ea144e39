import Survey

/// What was done to the weights, in words and a table: whoever signs the figures needs it.
enum WeightingWords {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard let weighting = result.weighting else { return [] }
    return TextLayout.paragraph(sentence(weighting)) + table(weighting)
  }

  private static func sentence(_ weighting: Weighting) -> String {
    var words: [String] = []
    if !weighting.categories.isEmpty {
      let margins = Set(weighting.categories.map(\.margin)).count
      words.append(
        "Weights were raked to \(NumberText.counted(margins, "margin")) in "
          + "\(NumberText.counted(weighting.cycleCount, "cycle"))")
    }
    if let cap = weighting.capInMedians {
      words.append(
        "\(NumberText.counted(weighting.trimmedCount, "weight")) above "
          + "\(NumberText.decimal(cap)) medians cut")
    }
    return words.joined(separator: "; ") + ". "
      + "The weights' design effect went from \(NumberText.decimal(weighting.effectBefore, 2)) to "
      + "\(NumberText.decimal(weighting.effectAfter, 2)); the largest weight is "
      + "\(NumberText.decimal(weighting.range)) times the smallest, and the heaviest hundredth of "
      + "the respondents carries \(NumberText.percent(weighting.topShare)) of all weight."
  }

  private static func table(_ weighting: Weighting) -> [String] {
    guard !weighting.categories.isEmpty else { return [] }
    let columns: [TextLayout.Column] = [
      .init(20), .init(24), .init(8, .right), .init(8, .right), .init(8, .right), .init(8, .right),
    ]
    let head = ["margin", "answer", "people", "before", "target", "after"]
    let rows = weighting.categories.map { category in
      [
        Naming.safe(category.margin),
        category.answer.isEmpty ? "(no answer)" : Naming.safe(category.answer),
        category.respondentCount < Disclosure.floor
          ? "under \(Disclosure.floor)" : NumberText.count(category.respondentCount),
        percent(category, category.shareBefore),
        category.answer.isEmpty ? percent(category, category.target) : share(category.target),
        percent(category, category.shareAfter),
      ]
    }
    return TextLayout.table([head] + rows, columns: columns, indent: "    ")
  }

  /// A share of the answers; that of few people is not shown.
  private static func percent(_ category: Weighting.Category, _ value: Double) -> String {
    category.respondentCount < Disclosure.floor ? "-" : share(value)
  }

  private static func share(_ value: Double) -> String { NumberText.decimal(100 * value) + " %" }
}
