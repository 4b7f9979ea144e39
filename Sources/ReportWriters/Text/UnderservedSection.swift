import Statistics
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
      + table(listed, of: ranked, naming: Naming(result.study))
      + remarks(everyone, result: result).flatMap { TextLayout.paragraph($0) }
  }

  // MARK: - The table

  private static func headline(_ listed: Int, of count: Int) -> String {
    let what =
      listed < count ? "the \(NumberText.word(listed)) highest opportunities" : "all opportunities"
    return "WHERE PEOPLE ARE UNDERSERVED: \(what) of everybody together"
  }

  private static func table(
    _ scores: [OutcomeScore], of all: [OutcomeScore], naming: Naming
  ) -> [String] {
    let picture = IntervalPicture(
      holding: scores.compactMap { score in
        guard let low = score.low, let high = score.high else { return nil }
        return (low, high)
      }, width: 17)
    let idWidth = naming.idWidth(scores.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(5, .right), .init(idWidth), .init(39 - idWidth), .init(7, .right), .init(7, .right),
      .init(7, .right), .init(27, .drawing), .init(11),
    ]
    let head = ["rank", "id", "outcome", "import.", "satisf.", "opport.", "     95 % interval", ""]
    let lines = TextLayout.table([head], columns: columns, indent: " ")
    return lines
      + tiers(scores).flatMap { tier in
        tierLine(tier, of: all)
          + TextLayout.table(
            tier.map { row($0, picture: picture, naming: naming) }, columns: columns, indent: " ")
      }
  }

  /// The scores cut where a tier ends; without replicates all in one piece.
  private static func tiers(_ scores: [OutcomeScore]) -> [[OutcomeScore]] {
    var tiers: [[OutcomeScore]] = []
    for score in scores {
      if let last = tiers.last?.last, last.ranking?.tier == score.ranking?.tier {
        tiers[tiers.count - 1].append(score)
      } else {
        tiers.append([score])
      }
    }
    return tiers
  }

  /// What the scores of a tier have in common, in front of them.
  private static func tierLine(_ tier: [OutcomeScore], of all: [OutcomeScore]) -> [String] {
    guard let number = tier.first?.ranking?.tier else { return [] }
    let unlisted = all.count { $0.ranking?.tier == number } - tier.count
    let members = unlisted > 0 ? "these and \(NumberText.count(unlisted)) not listed" : "these"
    let words =
      tier.count + unlisted == 1
      ? "above all below it" : "none of \(members) can be told from the highest of them"
    return ["  tier \(number): \(words)"]
  }

  private static func row(
    _ score: OutcomeScore, picture: IntervalPicture, naming: Naming
  ) -> [String] {
    [
      rank(score), naming.id(score.outcome), naming.text(score.outcome),
      rounded(score.importance), rounded(score.satisfaction), rounded(score.opportunity),
      drawn(score, picture), remark(score),
    ]
  }

  /// The ranks that the outcome may have: `1-3`.
  private static func rank(_ score: OutcomeScore) -> String {
    guard let ranks = score.ranking?.interval else { return score.rank.map(String.init) ?? "" }
    return ranks.count == 1 ? "\(ranks.lowerBound)" : "\(ranks.lowerBound)-\(ranks.upperBound)"
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
      ranks(everyone), bands(everyone), certainty(everyone),
      undecided(everyone, naming: naming), luck(everyone), unclear(everyone),
      overserved(everyone, naming: naming), unscored(everyone, naming: naming),
    ].compactMap { $0 }
  }

  private static func ranks(_ everyone: SegmentScores) -> String {
    guard everyone.ranked.contains(where: { $0.ranking != nil }) else {
      return "Outcomes whose intervals overlap should not be ranked against each other on these "
        + "figures alone, and the highest of many tend to fall when they are measured again."
    }
    return
      "Rank: the ranks that the outcome has in 90 % of bootstrap replicates. Tiers are what the "
      + "data can tell apart, all pairs at once with 95 %: choose by tier, not by decimals."
  }

  /// What the winners owe to luck.
  private static func luck(_ everyone: SegmentScores) -> String? {
    let top = everyone.ranked.prefix(5)
    let drops = top.compactMap { score in
      score.corrected.flatMap { corrected in
        score.opportunity.map { $0.value - corrected.value }
      }
    }
    guard drops.count == top.count, top.count == 5 else { return nil }
    let mean = drops.reduce(0, +) / 5
    guard mean >= 0.05 else {
      return "The five highest owe next to nothing to luck (under 0.05 points on average)."
    }
    return
      "The five highest owe about \(NumberText.decimal(mean)) points on average to the luck of "
      + "the draw: expect them to be that much lower when they are measured again."
  }

  /// The listed outcomes whose interval crosses a cut, and how many more people would settle it.
  private static func undecided(_ everyone: SegmentScores, naming: Naming) -> String? {
    let open = everyone.ranked.prefix(listedCount).filter { ($0.needed?.further ?? 1) > 0 }
      .filter { $0.needed != nil }
    guard !open.isEmpty else { return nil }
    let parts = open.prefix(undecidedCount).map { score in
      let people = score.needed?.further.map { "\(NumberText.count($0)) more" } ?? "at a cut"
      let chance = chance(score).map { "\(NumberText.percent($0)), " } ?? ""
      return "\(naming.id(score.outcome)) (\(chance)\(people))"
    }
    let rest = open.count > undecidedCount ? "; and \(open.count - undecidedCount) more" : ""
    return
      "Not yet within one of these bands, with the probability of the band that the score is in "
      + "and the respondents that would settle it in four of five surveys: "
      + "\(parts.joined(separator: "; "))\(rest). \"At a cut\" means more than 100,000."
  }

  /// The most undecided outcomes that are named.
  private static let undecidedCount = 6

  /// How probable the band of a score is.
  private static func chance(_ score: OutcomeScore) -> Double? {
    guard let bands = score.corrected?.bands else { return nil }
    switch score.band {
    case .extreme: return bands.extreme
    case .high: return bands.high
    case .solid: return bands.solid
    case .low: return bands.low
    case nil: return nil
    }
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
    guard certain > 0 else { return "None of these has its whole interval at or above 10." }
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
