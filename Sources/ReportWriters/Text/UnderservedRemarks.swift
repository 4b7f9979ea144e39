import Statistics
import Survey

/// What is said below the highest opportunities: how sure ranks and bands are, and what is not.
enum UnderservedRemarks {
  static func lines(_ everyone: SegmentScores, result: AnalysisResult) -> [String] {
    let naming = Naming(result.study)
    let before = [
      ranks(everyone, result.design), topFive(everyone, result), bands(everyone),
      certainty(everyone),
    ]
    return before.compactMap { $0 }.flatMap { TextLayout.paragraph($0) }
      + undecided(everyone, naming: naming)
      + [luck(everyone), unclear(everyone), beside(everyone, result.study)].compactMap { $0 }
      .flatMap { TextLayout.paragraph($0) }
      + OverservedRemark.lines(everyone, result)
      + (unscored(everyone, naming: naming).map { TextLayout.paragraph($0) } ?? [])
  }

  /// Why nothing of everybody is scored.
  static func refusal(_ everyone: SegmentScores) -> String {
    everyone.reason.isEmpty ? "no outcome has an answer" : Naming.safe(everyone.reason)
  }

  // MARK: - Ranks

  private static func ranks(_ everyone: SegmentScores, _ design: DesignSummary) -> String {
    guard everyone.ranked.contains(where: { $0.ranking != nil }) else {
      return "Outcomes whose intervals overlap should not be ranked against each other on these "
        + "figures alone, and the highest of many tend to fall when they are measured again."
    }
    return "Rank: the ranks that the outcome has in 90 % of \(draws(design)). Tiers are what the "
      + "data can tell apart: choose by tier, not by decimals. Ranks hold for one outcome at a "
      + "time with 90 %, tiers for all pairs together with 95 %: tiers are the more careful, and "
      + "outcomes of one tier may have ranks apart."
  }

  /// What the ranks are read off.
  private static func draws(_ design: DesignSummary) -> String {
    design.replicateColumnCount > 0 ? "draws" : "bootstrap replicates"
  }

  /// How sure it is which outcomes are the five highest.
  private static func topFive(
    _ everyone: SegmentScores, _ result: AnalysisResult
  ) -> String? {
    let naming = Naming(result.study)
    let shares = everyone.ranked.compactMap { score in
      score.ranking.map { (id: naming.id(score.outcome), share: $0.topFiveShare) }
    }
    guard shares.count > 5 else { return nil }
    let sure = shares.filter { $0.share > 0.9 }.map(\.id)
    let possible = shares.filter { $0.share <= 0.9 && $0.share >= 0.1 }
      .map { "\($0.id) (\(NumberText.percent($0.share)))" }
    let first = sure.isEmpty ? "none" : Naming.list(sure)
    let second = possible.isEmpty ? "" : "; in 10 to 90 %: \(Naming.list(possible))"
    return "Among the five highest in more than 90 % of \(draws(result.design)): "
      + "\(first)\(second)."
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

  // MARK: - Bands

  /// The most undecided outcomes that are named.
  private static let undecidedCount = 6

  /// The listed outcomes whose interval crosses a cut, and how many more people would settle it.
  private static func undecided(_ everyone: SegmentScores, naming: Naming) -> [String] {
    let open = everyone.ranked.prefix(UnderservedSection.listedCount).filter { score in
      score.needed.map { ($0.further ?? 1) > 0 } ?? false
    }
    guard !open.isEmpty else { return [] }
    let idWidth = naming.idWidth(open.map(\.outcome))
    let columns: [TextLayout.Column] = [
      .init(idWidth), .init(66 - idWidth), .init(15, .right), .init(26, .right),
    ]
    let rows = open.prefix(undecidedCount).map { score in
      let people = score.needed?.further.map(NumberText.count) ?? "over 100,000"
      return [
        naming.id(score.outcome), naming.shortText(score.outcome, 66 - idWidth), chance(score),
        "\(people) more",
      ]
    }
    let more = open.count - undecidedCount
    let sure = open.contains { probability($0) != nil } ? ", how probable that is," : ""
    return TextLayout.paragraph(
      "Not yet within one of these bands: the band that the score is in\(sure) and the respondents "
        + "that would settle it in four of five surveys.")
      + TextLayout.table(Array(rows), columns: columns, indent: "    ")
      + (more > 0 ? ["    and \(more) more in opportunities.csv"] : [])
  }

  /// The band of a score, and how probable it is: `solid 73 %`.
  private static func chance(_ score: OutcomeScore) -> String {
    guard let band = score.band else { return "" }
    return band.rawValue + (probability(score).map { " \(NumberText.percent($0))" } ?? "")
  }

  /// How probable the band of a score is.
  private static func probability(_ score: OutcomeScore) -> Double? {
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
    let verb = count(.low) == 1 ? "scores" : "score"
    let low = "\(count(.low)) of \(NumberText.counted(scored.count, "outcome")) \(verb) under 10"
    let cuts = [
      (Band.extreme, "extreme (15 and up)"), (.high, "high (12 to 15)"),
      (.solid, "solid (10 to 12)"),
    ]
    let named = cuts.filter { count($0.0) > 0 }.map { "\(count($0.0)) \($0.1)" }
    guard !named.isEmpty else {
      let all = scored.count == 1 ? "The only outcome scores" : "All \(scored.count) outcomes score"
      return "\(all) under 10: by the usual cuts "
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
      return certain == 1
        ? "The whole interval of the one from 10 on lies at or above 10."
        : "Each of the \(NumberText.word(certain)) from 10 on has its whole interval at or "
          + "above 10."
    }
    guard certain > 0 else { return "None of these has its whole interval at or above 10." }
    let verb = certain == 1 ? "has its whole interval" : "have their whole interval"
    let rest = above.count - certain == 1 ? "the other" : "the others"
    return "Of these, \(NumberText.word(certain)) \(verb) at or above 10; \(rest) may lie under it."
  }

  private static func unclear(_ everyone: SegmentScores) -> String? {
    let listed = everyone.ranked.prefix(UnderservedSection.listedCount)
    guard listed.contains(where: \.isGapUnclear) else { return nil }
    return "\"Gap unclear\": importance and satisfaction are closer than two standard errors of "
      + "their difference, so underserved and appropriately served cannot be told apart."
  }

  /// Which listed outcomes are of another job, and which.
  private static func beside(_ everyone: SegmentScores, _ study: Study) -> String? {
    let naming = Naming(study)
    let other = Set(study.outcomesBeside)
    let listed = everyone.ranked.prefix(UnderservedSection.listedCount).map(\.outcome)
      .filter(other.contains).sorted()
    guard !listed.isEmpty else { return nil }
    let jobs = study.jobs.compactMap { job -> String? in
      let own = listed.filter { study.outcomes[$0].job == job.id }
      return own.isEmpty ? nil : "\(naming.ids(own)) of \"\(Naming.safe(job.text))\""
    }
    return "\"Other job\": an outcome of a job beside the study's own, \(Naming.list(jobs))."
  }

  private static func unscored(_ everyone: SegmentScores, naming: Naming) -> String? {
    let missing = everyone.outcomes.filter { $0.opportunity == nil }
    guard !missing.isEmpty else { return nil }
    let named = missing.map { score in
      naming.id(score.outcome) + (score.note.isEmpty ? "" : " (\(Naming.safe(score.note)))")
    }
    return "Not scored: \(Naming.list(named))."
  }
}

extension Ranking {
  /// The share of replicates in which the outcome is among the five highest, 0...1.
  var topFiveShare: Double { RankSummary.tops.firstIndex(of: 5).map { topShares[$0] } ?? 0 }
}
