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
        + TextLayout.paragraph("Not scored: \(UnderservedRemarks.refusal(everyone)).")
    }
    return [headline(listed.count, of: ranked.count)]
      + table(listed, of: ranked, naming: Naming(result.study))
      + UnderservedRemarks.lines(everyone, result: result)
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
    let count = all.compactMap(\.ranking?.tier).max() ?? number
    let unlisted = all.count { $0.ranking?.tier == number } - tier.count
    let only = count == 1 ? ", the only one" : ""
    guard tier.count + unlisted > 1 else {
      return ["  tier \(number)\(only): \(alone(tier[0], number, of: count, all.count))"]
    }
    let members = unlisted > 0 ? "these and \(NumberText.count(unlisted)) not listed" : "these"
    return ["  tier \(number)\(only): none of \(members) can be told from the highest of them"]
  }

  /// What sets the single score of a tier apart. A tier ends where its highest is told from the
  /// next score; that it is told from all others too is said only where it is so.
  private static func alone(
    _ score: OutcomeScore, _ tier: Int, of tierCount: Int, _ scoreCount: Int
  ) -> String {
    let ranks = score.ranking?.simultaneous ?? 1...scoreCount
    guard tierCount > 1 else { return "nothing to compare it with" }
    guard tier < tierCount else {
      return ranks.lowerBound == scoreCount
        ? "below all above it" : "below the highest of tier \(tier - 1)"
    }
    return ranks.upperBound == score.rank
      ? "above all below it" : "above the highest of tier \(tier + 1)"
  }

  private static func row(
    _ score: OutcomeScore, picture: IntervalPicture, naming: Naming
  ) -> [String] {
    [
      rank(score), naming.id(score.outcome), naming.text(score.outcome),
      rounded(score.importance), rounded(score.satisfaction), rounded(score.opportunity),
      drawn(score, picture), remark(score, naming.study),
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

  private static func remark(_ score: OutcomeScore, _ study: Study) -> String {
    var words: [String] = []
    if let band = score.band, band != .low { words.append(band.rawValue) }
    if score.isGapUnclear {
      words.append("gap unclear")
    } else if score.zone == .tableStakes || score.zone == .overserved {
      words.append(score.zone?.rawValue ?? "")
    }
    if study.outcomesBeside.contains(score.outcome) { words.append("other job") }
    return words.joined(separator: ", ")
  }
}
