import Survey

/// What was done to the weights, in words and a table: whoever signs the figures needs it.
enum WeightingWords {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard let weighting = result.weighting else { return [] }
    return lines(weighting)
      + unfitted(weighting, of: result.study.scoring.replicateCount).flatMap {
        TextLayout.paragraph($0)
      }
  }

  /// What fitting came to; the same before an analysis and in its report.
  static func lines(_ weighting: Weighting) -> [String] {
    TextLayout.paragraph(sentence(weighting)) + table(weighting)
  }

  /// Replicates of which ranks hold less: said only where there are any.
  private static func unfitted(_ weighting: Weighting, of count: Int) -> [String] {
    let unfitted = weighting.unfittedReplicateCount
    guard unfitted > 0 else { return [] }
    let verb = unfitted == 1 ? "keeps" : "keep"
    return [
      "\(NumberText.count(unfitted)) of \(NumberText.counted(count, "bootstrap replicate")) could "
        + "not be raked, because an answer drew nobody there, and \(verb) the factors of the "
        + "sample: ranks and tiers alone rest on them; join small answers of the margins."
    ]
  }

  private static func sentence(_ weighting: Weighting) -> String {
    var words: [String] = []
    if !weighting.categories.isEmpty {
      let margins = Set(weighting.categories.map(\.margin)).count
      words.append(
        "Weights were raked to \(NumberText.counted(margins, "margin")) in "
          + "\(NumberText.counted(weighting.cycleCount, "cycle")), \(gap(weighting.largestGap))")
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

  /// How far the shares are from their targets.
  private static func gap(_ gap: Double) -> String {
    gap < 0.00001
      ? "all shares within 0.001 % of their targets"
      : "the largest gap to a target is \(NumberText.decimal(100 * gap, 3)) %"
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
