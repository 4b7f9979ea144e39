/// A success outcome: an occurrence, a feeling, or how others see one, attained or not.
struct SuccessWording {
  let outcome: SuccessOutcome
  let statement: StatementWords
  let terms: SolutionTerms

  init(_ outcome: SuccessOutcome, terms: SolutionTerms) {
    self.outcome = outcome
    self.terms = terms
    statement = StatementWords(outcome.text)
  }

  func remarks() -> [WordingRemark] {
    var remarks: [WordingRemark] = []
    if isDirectional {
      remarks.append(
        WordingRemark(
          .successDirection,
          "begins with the direction \"\(statement.words[0].text)\" like a key "
            + "outcome, expected what has happened once the job is done",
          suggestion: SuccessSuggestion.attained(statement)))
    } else if let remark = dimension() ?? aim() {
      remarks.append(remark)
    }
    if let match = terms.solutions(in: statement).first {
      let rest = match.positionsWithout(in: statement).map { statement.text($0) }
      remarks.append(
        WordingRemark(
          .successSolution, "names a solution, \"\(match.text)\"; outcomes stay when solutions go",
          suggestion: rest))
    }
    return remarks
  }

  // MARK: - Directions

  private var isDirectional: Bool {
    guard OutcomeParts.direction(of: statement.at(0)) != nil else { return false }
    let next = statement.at(1)
    return EnglishWords.determiners.contains(next) || OutcomeParts.metric(of: next) != nil
  }

  // MARK: - Dimensions

  private func dimension() -> WordingRemark? {
    let (feels, seen) = (isFeeling, isPerception)
    switch outcome.dimension {
    case .emotional:
      if feels { return nil }
      if seen { return other(.social, "tells how others see one") }
      return WordingRemark(
        .successEmotional, "tells no feeling, as in \"I feel ...\"",
        suggestion: SuccessSuggestion.felt(statement))
    case .social:
      if seen { return nil }
      if feels { return other(.emotional, "tells one's own feeling, not what others think") }
      return WordingRemark(
        .successSocial, "tells no perception by others, as in \"Others think ...\"",
        suggestion: SuccessSuggestion.seen(statement))
    case .functional:
      if feels { return other(.emotional, "tells a feeling") }
      if seen { return other(.social, "tells how others see one") }
      return occurrence()
    }
  }

  private func other(
    _ dimension: SuccessOutcome.Dimension, _ what: String
  ) -> WordingRemark {
    WordingRemark(
      .successDimension, "\(what), and is declared `dimension: \(outcome.dimension.rawValue)`",
      suggestion: "dimension: \(dimension.rawValue)")
  }

  /// `I feel ...`, also where it goes on with others; `I am confident ...`.
  private var isFeeling: Bool {
    let opening = Set(statement.plain.prefix(4))
    if !opening.isDisjoint(with: ["feel", "feeling", "feels", "felt"]) { return true }
    let isSelf = ["i", "we", "i'm", "we're"].contains(statement.at(0))
    return isSelf && !opening.isDisjoint(with: SuccessSuggestion.emotions)
  }

  private var isPerception: Bool {
    let verb = statement.plain.indices.first {
      SuccessWording.perceiving.contains(statement.plain[$0])
    }
    guard let verb else { return passivePerception }
    let subject = statement.plain[..<verb]
    guard !subject.isEmpty, subject.isDisjoint(from: ["i", "we", "i'm", "we're"]) else {
      return passivePerception
    }
    let isOfOthers = !subject.isDisjoint(from: SuccessWording.others)
    let isOfSelf = !statement.plain[verb...].isDisjoint(from: SuccessWording.selves)
    return outcome.dimension == .social ? isOfOthers || isOfSelf : isOfOthers && isOfSelf
  }

  /// `I am seen as ...`: by others.
  private var passivePerception: Bool {
    let participles = Set(
      words: """
        seen perceived regarded recognised recognized respected considered viewed trusted valued
        admired appreciated thought known
        """)
    guard let place = statement.first(of: participles), place < 4 else { return false }
    return ["am", "are", "is", "i'm", "we're"].contains(statement.at(place - 1))
  }

  /// `Deliver the package on time` is an action; `On-time delivery` is a thing.
  private func occurrence() -> WordingRemark? {
    guard outcome.aim == .achieve else { return nil }
    let isImperative =
      EnglishWords.verbs.contains(statement.at(0))
      && EnglishWords.determiners.contains(statement.at(1))
    if isImperative {
      return WordingRemark(
        .successOccurrence, "is an action, expected what has happened once the job is done",
        suggestion: SuccessSuggestion.occurred(statement))
    }
    let hasVerb = statement.plain.contains {
      IdeaCount.isFinite($0) || EnglishWords.verbs.contains($0) || $0.hasSuffix("ed")
        || ["i", "we"].contains($0)
    }
    guard !hasVerb, statement.count <= 4 else { return nil }
    return WordingRemark(
      .successOccurrence,
      "is a thing, expected an occurrence such as \"The package is delivered on time\"")
  }

  // MARK: - Aims

  private func aim() -> WordingRemark? {
    let isNegated = statement.plain.contains { SuccessWording.negations.contains($0) }
    let namesHazard = statement.plain.contains(where: HazardWords.names)
    switch outcome.aim {
    case .achieve where isNegated && namesHazard:
      return WordingRemark(
        .successAim, "tells what must not happen, and is declared `aim: achieve`",
        suggestion: "aim: avoid")
    case .avoid where !isNegated && !namesHazard && isWanted:
      return WordingRemark(
        .successAim, "names no hazard, and is declared `aim: avoid`", suggestion: "aim: achieve")
    default: return nil
    }
  }

  /// Whether the wording is plainly of something that people want.
  private var isWanted: Bool {
    statement.first(["on", "time"]) != nil
      || statement.plain.contains { SuccessWording.wanted.contains($0) }
  }

  private static let negations = Set(
    words: "not never no isn't aren't doesn't don't won't cannot can't hasn't haven't wasn't")

  private static let wanted = Set(
    words: """
      correct correctly confident successful successfully increased improved qualify promoted pass
      passes safe safely reliable complete completed satisfied proud calm relaxed
      """)

  private static let perceiving = Set(
    words: """
      see sees think thinks perceive perceives regard regards consider considers view views
      recognise recognises recognize recognizes respect respects trust trusts admire admires know
      knows believe believes find finds value values appreciate appreciates treat treats rely
      relies count counts listen listens look looks say says take takes describe describes notice
      notices accept accepts recommend recommends call calls speak speaks
      """)

  private static let others = Set(
    words: """
      others people colleagues colleague boss management manager managers peers friends family
      team customers customer clients client everyone everybody neighbours neighbors parents
      spouse partner partners leadership leaders stakeholders they auditors regulators community
      employer coworkers co-workers supervisor children guests executives board
      """)

  private static let selves = Set(
    words: "me us my our i i'm we we're myself ourselves i've we've mine ours")
}

extension ArraySlice<String> {
  fileprivate func isDisjoint(from words: Set<String>) -> Bool { !contains { words.contains($0) } }
}
