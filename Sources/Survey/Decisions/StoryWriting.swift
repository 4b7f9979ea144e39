import Groundwork

/// Writes the highest outcomes of each role as user stories.
struct StoryWriting {
  let study: Study
  let scores: [SegmentScores]

  /// The section: of each role outcomes in band solid or above, or else those of the first tier.
  ///
  /// - Parameter roles: the scores within roles; none takes everybody.
  /// - Returns: refused where nothing is scored.
  func section(roles: [RoleScores]) -> SectionOutcome<StorySection> {
    guard let everybody = scores.first else { return .refused(reason: "nothing is scored") }
    let scored = roles.filter { !$0.scores.ranked.isEmpty }
    let stories =
      scored.isEmpty
      ? self.stories(nil, everybody) : scored.flatMap { self.stories($0.role, $0.scores) }
    guard !stories.isEmpty else {
      let reason = everybody.reason.isEmpty ? "no outcome has an answer" : everybody.reason
      return .refused(reason: "nothing is scored: \(reason)")
    }
    return .done(StorySection(stories: stories))
  }

  // MARK: - Steps

  private func stories(_ role: PerformerRole?, _ own: SegmentScores) -> [StorySection.Story] {
    let ranked = own.ranked
    let high = ranked.filter { $0.band.map { $0 != .low } ?? false }
    let first = ranked.filter { $0.ranking?.tier == 1 }
    let chosen = !high.isEmpty ? high : !first.isEmpty ? first : Array(ranked.prefix(1))
    return chosen.map { score in
      let evidence = evidence(role, score.outcome)
      return StorySection.Story(
        role: role, outcome: score.outcome, text: text(role, study.outcomes[score.outcome]),
        score: score.opportunity?.value ?? 0, low: score.low, high: score.high,
        tier: score.ranking?.tier, band: score.band, evidence: evidence.id,
        isEvidenceOfAll: evidence.isOfAll)
    }
  }

  /// The row of the role's own segment, where the study declares one; else everybody's.
  private func evidence(
    _ role: PerformerRole?, _ outcome: Int
  ) -> (id: String, isOfAll: Bool) {
    let id = study.outcomes[outcome].id
    if let role, let roles = study.roles, roles.answers(of: role).count == 1,
      let plan = study.segmentations.first(where: { $0.column.text == roles.column.text }),
      let segment = scores.first(where: {
        $0.segmentation == plan.name && ByteText($0.segment) == ByteText(roles.answers(of: role)[0])
      }), segment.outcomes.contains(where: { $0.outcome == outcome })
    {
      return (EvidenceID.text(segment.segmentation, segment.segment, id), false)
    }
    return (EvidenceID.text("all", "all", id), role != nil)
  }

  private func text(_ role: PerformerRole?, _ outcome: Outcome) -> String {
    let who = StoryWords.performer(role.flatMap { study.roles?.answers(of: $0) } ?? [])
    let job = StoryWords.lowered(StoryWords.unclosed(study.job.text))
    return "As \(who), I want \(StoryWords.wish(outcome.text)) so that I can \(job)."
  }
}

/// Names rows of opportunities.csv.
public enum EvidenceID {
  /// The id of a row; a `/` or `%` in a name is written as `%2F` or `%25`.
  public static func text(_ segmentation: String, _ segment: String, _ outcome: String) -> String {
    let parts = [segmentation, segment, outcome].map { part in
      part.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%25")
        .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "%2F")
    }
    return "opportunities.csv " + parts.joined(separator: "/")
  }
}

/// Statements put into a story.
enum StoryWords {
  /// Words that outcome statements begin with and that follow "I want to".
  private static let verbs: Set<String> = [
    "minimize", "minimise", "reduce", "decrease", "lower", "shorten", "limit", "avoid", "prevent",
    "eliminate", "increase", "maximize", "maximise", "raise", "improve", "ensure", "keep", "get",
    "make", "find", "know", "see", "have", "be", "become", "feel", "learn", "understand", "achieve",
    "optimize", "optimise", "speed", "stop", "control", "maintain",
  ]

  /// `an administrator or developer`; of nobody in particular, `somebody who gets this job done`.
  static func performer(_ names: [String]) -> String {
    guard let first = names.first else { return "somebody who gets this job done" }
    let words = names.map(lowered)
    let joined =
      words.count > 1
      ? words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "") : words[0]
    return "\(EnglishArticle.before(first)) \(joined)"
  }

  /// `to minimize ...`; a statement without a verb in front is quoted.
  static func wish(_ statement: String) -> String {
    let text = unclosed(statement)
    let word = text.prefix { $0 != " " }.lowercased()
    return verbs.contains(word) ? "to " + lowered(text) : "this: \"\(text)\""
  }

  /// The first letter small, unless the first word is an abbreviation or "I".
  static func lowered(_ text: String) -> String {
    let word = text.prefix { $0 != " " }
    guard word.dropFirst().allSatisfy({ !$0.isUppercase && !$0.isNumber }), word != "I" else {
      return text
    }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Without a full stop and blanks at the end.
  static func unclosed(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last == "." || last == " " { text.removeLast() }
    return String(text)
  }
}
