import Statistics
import Survey

/// What to do next: a few sentences that follow from the results, each as strong as its figures and
/// with the file that bears it out.
public enum ActionSection {
  /// One sentence.
  public struct Action: Sendable, Equatable {
    /// What to do, with its strength.
    public var text: String
    /// The file of the run that holds the figures.
    public var evidence: String
  }

  static func lines(_ result: AnalysisResult) -> [String] {
    guard let everyone = result.everyone else { return [] }
    return lines(actions(result, everyone, who: nil))
  }

  /// The lines of some actions.
  static func lines(_ actions: [Action]) -> [String] {
    ["WHAT TO DO NEXT"]
      + actions.enumerated().flatMap { place, action in
        TextLayout.paragraph(
          "\(action.text) [\(action.evidence)]", first: "  \(place + 1). ", rest: "     ")
      }
  }

  /// The actions, three to eight.
  ///
  /// - Parameters:
  ///   - result: what was found.
  ///   - scores: whose scores decide.
  ///   - who: whose scores these are; `nil` for everybody's.
  /// - Returns: the sentences in their order.
  static func actions(
    _ result: AnalysisResult, _ scores: SegmentScores, who: String?
  ) -> [Action] {
    let words = ActionWords(result: result, scores: scores, who: who)
    return [
      words.first, words.settle, words.whom, words.step, words.portfolio, words.overserved,
      words.unproven, words.interview,
    ].compactMap { $0 }
  }
}

/// The sentences on what to do.
struct ActionWords {
  let result: AnalysisResult
  let scores: SegmentScores
  let who: String?

  typealias Action = ActionSection.Action
  private static let opportunities = "opportunities.csv"
  /// The columns that the wording of an outcome takes inside a sentence, and how many are named.
  private static let wordingWidth = 60
  private static let namedCount = 3
  /// From this share of resamples on, a choice is called sure.
  static let sureShare = 0.9
  /// The share of false findings that is allowed.
  static let falseShare = 0.05

  var naming: Naming { Naming(result.study) }
  /// The outcomes to be fixed first: those of the highest tier.
  var top: [OutcomeScore] {
    let ranked = scores.ranked
    let tier = ranked.filter { $0.ranking?.tier == 1 }
    return tier.isEmpty ? Array(ranked.prefix(1)) : tier
  }
  /// Where the scores stand; those of a role in the extract itself.
  private var evidence: String { who == nil ? Self.opportunities : "the table above" }

  // MARK: - What, and for whom

  var first: ActionSection.Action? {
    guard let best = top.first, let value = best.opportunity?.value else {
      return Action(
        text: "Fix nothing on these figures: nothing is scored"
          + "\(who.map { " for \($0)" } ?? ""), \(UnderservedRemarks.refusal(scores)).",
        evidence: Self.opportunities)
    }
    let figure = figure(best, value)
    let others = others
    let among = who.map { " for \($0)" } ?? ""
    guard best.band != nil else {
      return Action(
        text: "Look first at \(name(best))\(among): it scores the most, \(figure), but the usual "
          + "cuts do not apply to this scorer and scale.\(others)", evidence: evidence)
    }
    let text: String
    if (best.low ?? 0) >= 10 {
      text =
        "Fix first\(among) \(name(best)): its opportunity of \(figure) lies above 10 with the "
        + "whole interval."
    } else if value >= 10 - 1e-9 {
      text =
        "Look first\(among) at \(name(best)): it scores \(figure) and may lie under 10, so it is "
        + "a lead and not yet a finding."
    } else {
      let reach = (best.high ?? 0) >= 10 ? "; it may still reach 10" : ""
      text =
        "Nothing\(among) is underserved by the usual cut of 10: the highest is \(name(best)) with "
        + "\(figure)\(reach)."
    }
    return Action(text: text + others, evidence: evidence)
  }

  /// What cannot be told from the highest.
  private var others: String {
    let rest = top.dropFirst()
    guard !rest.isEmpty else {
      return scores.ranked.count > 1 && top.first?.ranking != nil
        ? " It lies above all others, with 95 % for all pairs together." : ""
    }
    let named = rest.prefix(Self.namedCount).map { id($0.outcome) }
    let more = rest.count - named.count
    let list = more > 0 ? named + ["\(more) more"] : named
    return " It cannot be told from \(Naming.list(list)): choose among them by what they cost."
  }

  var whom: ActionSection.Action? {
    guard !scores.ranked.isEmpty else { return nil }
    guard who == nil else {
      return Action(
        text: "This rests on \(NumberText.counted(scores.respondentCount, "respondent")) of that "
          + "role; hold it against the other roles before it is settled.",
        evidence: Self.opportunities)
    }
    return begin
  }

  // MARK: - Steps

  var step: ActionSection.Action? {
    guard let all = result.job.steps.section?.groups.first,
      let place = all.steps.firstIndex(where: \.isWeakest),
      let success = all.steps[place].success
    else { return nil }
    let name = "\"\(Naming.safe(result.study.steps[place].text))\""
    let share = all.steps[place].weakestShare
    let figure = "it succeeds for \(StepWords.share(success))"
    guard let share, share >= Self.sureShare, all.steps.count(where: \.isWeakest) == 1 else {
      let often = share.map { ", but the fewest in \(NumberText.percent($0)) of resamples only" }
      return Action(
        text: "Which step to repair first is open: \(name) is the weakest, \(figure)"
          + "\(often ?? ", as others are").", evidence: "steps.csv")
    }
    return Action(
      text: "Of the job's steps repair \(name) first: \(figure), fewer than any other in "
        + "\(NumberText.percent(share)) of resamples.", evidence: "steps.csv")
  }

  // MARK: - What is too much, and what is not known

  var overserved: ActionSection.Action? {
    let all = scores.outcomes.filter {
      $0.zone == .overserved && ($0.adjustedGapP ?? 1) <= Self.falseShare
    }
    .sorted { ($0.gap?.value ?? 0, $0.outcome) < ($1.gap?.value ?? 0, $1.outcome) }
    let lacking = Lacking(result: result)
    let kept = all.filter { lacking.words($0.outcome) != nil }
    let clear = all.filter { lacking.words($0.outcome) == nil }
    guard let first = clear.first, let gap = first.gap?.value else { return nil }
    var text = "Spend no more on \(name(first)): it satisfies "
    text += "\(NumberText.decimal(-gap)) points more than it matters"
    let rest = clear.dropFirst().prefix(Self.namedCount).map { id($0.outcome) }
    let more = clear.count - 1 - rest.count
    if !rest.isEmpty {
      text += "; the same, false findings held to 5 %, holds of "
      text += Naming.list(more > 0 ? rest + ["\(more) more"] : rest)
    }
    let needed = kept.prefix(Self.namedCount).map {
      "\(id($0.outcome)) (\(lacking.words($0.outcome) ?? ""))"
    }
    if let unknown = lacking.unknown { text += "; \(unknown)" }
    if !needed.isEmpty { text += ". Not meant, though overserved: \(Naming.list(needed))" }
    return Action(text: text + ".", evidence: evidence)
  }

  var unproven: ActionSection.Action? {
    let claims = result.hypotheses.filter { $0.verdict == .unproven }
    if who == nil, let claim = claims.first {
      let outcome = claim.hypothesis.outcome
      let place = claim.hypothesis.segment.map { " in \"\(Naming.safe($0))\"" } ?? ""
      return Action(
        text: "Do not build on the claim that \(naming.id(outcome))\(place) is "
          + "\(HypothesisWords.claim(claim.hypothesis.claim)): the data show neither it nor its "
          + "opposite.", evidence: "hypotheses.csv")
    }
    let open = scores.ranked.prefix(5).first { ($0.needed?.further ?? 1) > 0 && $0.needed != nil }
    guard let open else {
      let isKnown = !scores.ranked.isEmpty && scores.ranked.allSatisfy { $0.needed != nil }
      let text =
        scores.ranked.isEmpty
        ? "Ask more people: a score takes at least \(Disclosure.floor) who answered both questions."
        : isKnown
          ? "More respondents would hardly move the five highest into another band."
          : "How many more respondents would settle the scores is not known for this scorer or "
            + "design."
      return Action(text: text, evidence: Self.opportunities)
    }
    let band = open.band.map { "which band \(naming.id(open.outcome)) is in (now \($0.rawValue))" }
    return Action(
      text: "Not settled is \(band ?? "how high \(naming.id(open.outcome)) is"): "
        + settling(open.needed) + ".", evidence: evidence)
  }

  var interview: ActionSection.Action? {
    guard let best = top.first else {
      return Action(
        text: "Check by interview whether these are the outcomes that people care about: five to "
          + "eight conversations cost less than a second survey.", evidence: "report.txt")
    }
    let share = best.unmetShare.map { " (\(NumberText.percent($0)) of those asked)" } ?? ""
    return Action(
      text: "Check by interview, with people who rate \(naming.id(best.outcome)) important and are "
        + "not satisfied\(share), what stands in their way: ratings say where, not why.",
      evidence: evidence)
  }

  // MARK: - Parts

  private func settling(_ needed: NeededRespondents?) -> String {
    guard let needed else { return "how many more respondents would settle it is not known" }
    guard let further = needed.further else {
      return "more than 100,000 further respondents would be needed to settle its band"
    }
    return further == 0
      ? "its band is settled, so more respondents would hardly help"
      : "about \(NumberText.count(further)) more respondents would settle its band in four of five "
        + "surveys"
  }

  func name(_ score: OutcomeScore) -> String { name(score.outcome) }

  /// `06 "Minimize the time ..."`, with a mark where that is an outcome of another job.
  func name(_ outcome: Int) -> String {
    "\(naming.id(outcome)) \"\(naming.shortText(outcome, Self.wordingWidth))\"\(mark(outcome))"
  }

  /// `06`, marked alike.
  func id(_ outcome: Int) -> String { naming.id(outcome) + mark(outcome) }

  /// What follows the name of an outcome that is not of the study's own job.
  func mark(_ outcome: Int) -> String {
    result.study.outcomesBeside.contains(outcome) ? " (other job)" : ""
  }

  func figure(_ score: OutcomeScore, _ value: Double) -> String {
    guard let low = score.low, let high = score.high else { return NumberText.decimal(value) }
    return NumberText.withInterval(value, low, high)
  }
}
