import Survey

/// Which outcomes satisfy more than they matter: a short list below the highest opportunities.
enum OverservedRemark {
  /// The most outcomes that are named with their wording.
  private static let listedCount = 6

  static func lines(_ everyone: SegmentScores, _ result: AnalysisResult) -> [String] {
    let naming = Naming(result.study)
    let all = everyone.outcomes.filter { $0.zone == .overserved }
    guard !all.isEmpty else { return [] }
    let sorted = clear(all) + unclear(all)
    let note =
      unclear(all).isEmpty ? "" : "; \"not certain\" where that is within two standard errors"
    return TextLayout.paragraph(
      "Overserved, with how much more they satisfy than they matter\(note):")
      + table(Array(sorted.prefix(listedCount)), result)
      + rest(Array(sorted.dropFirst(listedCount)), naming)
  }

  // MARK: - Steps

  /// The largest surplus first.
  private static func clear(_ scores: [OutcomeScore]) -> [OutcomeScore] {
    bySurplus(scores.filter { !$0.isGapUnclear })
  }

  private static func unclear(_ scores: [OutcomeScore]) -> [OutcomeScore] {
    bySurplus(scores.filter(\.isGapUnclear))
  }

  private static func bySurplus(_ scores: [OutcomeScore]) -> [OutcomeScore] {
    scores.sorted { ($0.gap?.value ?? 0, $0.outcome) < ($1.gap?.value ?? 0, $1.outcome) }
  }

  private static func table(_ scores: [OutcomeScore], _ result: AnalysisResult) -> [String] {
    let naming = Naming(result.study)
    let lacking = Lacking(result: result)
    let idWidth = naming.idWidth(scores.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(idWidth), .init(66 - idWidth), .init(15, .right), .init(29),
    ]
    let rows = scores.map { score -> [String] in
      // What a role or declared group lacks is not too much, though everybody together has enough.
      let remarks = [score.isGapUnclear ? "not certain" : nil, lacking.words(score.outcome)]
      return [
        naming.id(score.outcome), naming.shortText(score.outcome, 66 - idWidth),
        score.gap.map { NumberText.decimal(-$0.value) } ?? "",
        remarks.compactMap { $0 }.joined(separator: ", "),
      ]
    }
    return TextLayout.table(rows, columns: columns, indent: "    ")
  }

  /// The others by id; their wording stands in opportunities.csv.
  private static func rest(_ scores: [OutcomeScore], _ naming: Naming) -> [String] {
    guard !scores.isEmpty else { return [] }
    let (sure, unsure) = (clear(scores).map(\.outcome), unclear(scores).map(\.outcome))
    let named = [
      sure.isEmpty ? nil : naming.ids(sure.sorted()),
      unsure.isEmpty ? nil : "not certain: \(naming.ids(unsure.sorted()))",
    ]
    let text = named.compactMap { $0 }.joined(separator: "; ")
    return TextLayout.paragraph(
      "and \(scores.count) more: \(text)", first: "    ", rest: "    ")
  }
}
