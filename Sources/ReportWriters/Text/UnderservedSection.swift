import Survey

/// Where people are underserved: the highest opportunities of everybody together, with intervals.
enum UnderservedSection {
  /// How many outcomes are listed.
  static let listedCount = 10

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let everyone = result.everyone else { return [] }
    let ranked = everyone.ranked
    let listed = Array(ranked.prefix(listedCount))
    guard !listed.isEmpty else {
      return ["WHERE PEOPLE ARE UNDERSERVED"]
        + TextLayout.paragraph("Not scored: \(refusal(everyone)).")
    }
    return [headline(listed.count, of: ranked.count)]
      + table(listed, naming: Naming(result.study))
      + remarks(everyone, result: result).flatMap { TextLayout.paragraph($0) }
  }

  // MARK: - The table

  private static func headline(_ listed: Int, of count: Int) -> String {
    let what =
      listed < count ? "the \(NumberText.word(listed)) highest opportunities" : "all opportunities"
    return "WHERE PEOPLE ARE UNDERSERVED: \(what) of everybody together"
  }

  private static func table(_ scores: [OutcomeScore], naming: Naming) -> [String] {
    let picture = IntervalPicture(
      holding: scores.compactMap { score in
        guard let low = score.low, let high = score.high else { return nil }
        return (low, high)
      }, width: 17)
    let idWidth = naming.idWidth(scores.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(2, .right), .init(idWidth), .init(42 - idWidth), .init(7, .right), .init(7, .right),
      .init(7, .right), .init(27, .drawing), .init(11),
    ]
    let head = ["#", "id", "outcome", "import.", "satisf.", "opport.", "     95 % interval", ""]
    let rows = scores.map { row($0, picture: picture, naming: naming) }
    return TextLayout.table([head] + rows, columns: columns, indent: " ")
  }

  private static func row(
    _ score: OutcomeScore, picture: IntervalPicture, naming: Naming
  ) -> [String] {
    [
      score.rank.map(String.init) ?? "", naming.id(score.outcome), naming.text(score.outcome),
      rounded(score.importance), rounded(score.satisfaction), rounded(score.opportunity),
      drawn(score, picture), remark(score),
    ]
  }

  private static func rounded(_ estimate: Estimate?) -> String {
    estimate.map { NumberText.decimal($0.value) } ?? "-"
  }

  private static func drawn(_ score: OutcomeScore, _ picture: IntervalPicture) -> String {
    guard let low = score.low, let high = score.high, let value = score.opportunity?.value else {
      return "no interval"
    }
    return TextLayout.right(NumberText.decimal(low), 4) + " "
      + picture.drawn(low: low, value: value, high: high) + " "
      + TextLayout.right(NumberText.decimal(high), 4)
  }

  private static func remark(_ score: OutcomeScore) -> String {
    var words: [String] = []
    if let band = score.band, band != .low { words.append(band.rawValue) }
    if score.isGapUnclear {
      words.append("gap unclear")
    } else if score.zone == .tableStakes || score.zone == .overserved {
      words.append(score.zone?.rawValue ?? "")
    }
    return words.joined(separator: ", ")
  }

  // MARK: - The sentences below it

  private static func remarks(_ everyone: SegmentScores, result: AnalysisResult) -> [String] {
    let naming = Naming(result.study)
    return [
      bands(everyone), certainty(everyone), unclear(everyone),
      overserved(everyone, naming: naming), unscored(everyone, naming: naming),
      "Outcomes whose intervals overlap should not be ranked against each other on these figures "
        + "alone, and the highest of many tend to fall when they are measured again.",
    ].compactMap { $0 }
  }

  private static func bands(_ everyone: SegmentScores) -> String? {
    let scored = everyone.outcomes.filter { $0.band != nil }
    guard !scored.isEmpty else {
      let reason = everyone.outcomes.map(\.note).first { !$0.isEmpty }
      return reason.map { "No bands: \(Naming.safe($0))." }
    }
    func count(_ band: Band) -> Int { scored.count { $0.band == band } }
    let low = "\(count(.low)) of \(NumberText.counted(scored.count, "outcome")) score under 10"
    let cuts = [
      (Band.extreme, "extreme (15 and up)"), (.high, "high (12 to 15)"),
      (.solid, "solid (10 to 12)"),
    ]
    let named = cuts.filter { count($0.0) > 0 }.map { "\(count($0.0)) \($0.1)" }
    guard !named.isEmpty else {
      return "All \(NumberText.counted(scored.count, "outcome")) score under 10: by the usual cuts "
        + "nothing here is underserved for people as a whole."
    }
    return "Opportunity by the usual cuts: \(named.joined(separator: ", ")); \(low)."
  }

  /// How many stand above the cut with their whole interval: the claim that the data carry.
  private static func certainty(_ everyone: SegmentScores) -> String? {
    let above = everyone.outcomes.filter { $0.band != nil && $0.band != .low }
    guard !above.isEmpty else { return nil }
    let certain = above.count { ($0.low ?? 0) >= 10 }
    if certain == above.count {
      return "The whole interval of each of them lies at or above 10."
    }
    let verb = certain == 1 ? "has its whole interval" : "have their whole interval"
    let rest = above.count - certain == 1 ? "the other" : "the others"
    return "Of these, \(NumberText.word(certain)) \(verb) at or above 10; \(rest) may lie under it."
  }

  private static func unclear(_ everyone: SegmentScores) -> String? {
    guard everyone.ranked.prefix(listedCount).contains(where: \.isGapUnclear) else { return nil }
    return "\"Gap unclear\": importance and satisfaction are closer than two standard errors of "
      + "their difference, so underserved and appropriately served cannot be told apart."
  }

  private static func overserved(_ everyone: SegmentScores, naming: Naming) -> String? {
    let all = everyone.outcomes.filter { $0.zone == .overserved }
    guard !all.isEmpty else { return nil }
    let clear = all.filter { !$0.isGapUnclear }.map(\.outcome)
    let unclear = all.filter(\.isGapUnclear).map(\.outcome)
    var parts: [String] = []
    if !clear.isEmpty { parts.append(naming.ids(clear)) }
    if !unclear.isEmpty {
      parts.append("within two standard errors, so not certain: \(naming.ids(unclear))")
    }
    return "Overserved (satisfied more than they matter): \(parts.joined(separator: "; "))."
  }

  private static func unscored(_ everyone: SegmentScores, naming: Naming) -> String? {
    let missing = everyone.outcomes.filter { $0.opportunity == nil }
    guard !missing.isEmpty else { return nil }
    let named = missing.map { score in
      naming.id(score.outcome) + (score.note.isEmpty ? "" : " (\(Naming.safe(score.note)))")
    }
    return "Not scored: \(Naming.list(named))."
  }

  private static func refusal(_ everyone: SegmentScores) -> String {
    everyone.reason.isEmpty ? "no outcome has an answer" : Naming.safe(everyone.reason)
  }
}
