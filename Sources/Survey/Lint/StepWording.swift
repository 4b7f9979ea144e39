/// A step of the job: a logical objective that begins with a verb. How people go about it, by which
/// channel and with which product, is activity, and a customer's journey is another map.
///
/// Source: the founding documents' five steps of obtaining support for a product.
struct StepWording {
  let statement: StatementWords
  let terms: SolutionTerms

  init(_ text: String, terms: SolutionTerms) {
    statement = StatementWords(text)
    self.terms = terms
  }

  func remarks() -> [WordingRemark] {
    if let word = journeyWord() {
      return [
        WordingRemark(
          .stepJourney,
          "names \"\(word)\", a stage of a customer's journey; a step of the job is "
            + "what must be accomplished, whoever sells")
      ]
    }
    var remarks: [WordingRemark] = []
    let channel = channelRemark()
    let opening = VerbOpening(statement)
    if let fault = opening.fault {
      remarks.append(WordingRemark(.stepVerb, fault, suggestion: opening.suggestion))
    }
    if let channel {
      remarks.append(channel)
    } else if let match = terms.solutions(in: statement).first {
      let rest = match.positionsWithout(in: statement).map { statement.text($0) }
      remarks.append(
        WordingRemark(
          .stepSolution, "names a solution, \"\(match.text)\"; the step stays when solutions go",
          suggestion: rest ?? afterPurpose()))
    }
    return remarks
  }

  // MARK: - Journeys

  /// A stage stands alone ("Onboarding", "Purchase phase"): "Purchase a ticket" is an objective.
  private func journeyWord() -> String? {
    let frame = Set(words: "stage phase step and the customer post pre of &")
    let rest = statement.words.filter { !frame.contains($0.plain) }
    guard let first = rest.first, StepWording.stages.contains(first.plain) else { return nil }
    return rest.allSatisfy { StepWording.stages.contains($0.plain) } ? first.text : nil
  }

  private static let stages = Set(
    words: """
      awareness consideration purchase onboarding retention loyalty advocacy decision checkout
      sign-up signup renewal churn post-purchase acquisition activation engagement referral
      conversion discovery interest desire
      """)

  // MARK: - Channels

  private func channelRemark() -> WordingRemark? {
    let match = terms.channels(in: statement).first { !isVerbOfHome($0) }
    let word = match?.text ?? callWord()
    guard let word else { return nil }
    return WordingRemark(
      .stepChannel, "names a channel, \"\(word)\"; the step stays when channels change",
      suggestion: ofPurpose(match))
  }

  /// "Log in the visitor's name" logs something.
  private func isVerbOfHome(_ match: SolutionTerms.Match) -> Bool {
    let isLogging = ["log in", "sign in", "log on"].contains(match.text.lowercased())
    return isLogging && EnglishWords.determiners.contains(statement.at(match.range.upperBound))
  }

  /// `Call the supplier`: a call is a channel where somebody is called.
  private func callWord() -> String? {
    let first = statement.at(0)
    guard ["call", "ring", "telephone", "phone", "tap", "swipe"].contains(first) else { return nil }
    let called = Set(
      words: """
        support customer service supplier provider vendor doctor office agent company helpdesk desk
        number center centre bank insurer garage technician dealer manufacturer
        """)
    let isCalled = statement.plain.dropFirst().contains { called.contains($0) }
    return isCalled || ["tap", "swipe"].contains(first) ? statement.words[0].text : nil
  }

  private func ofPurpose(_ match: SolutionTerms.Match?) -> String? {
    if let text = afterPurpose() { return text }
    if statement.plain.contains(where: StepWording.ofSupport.contains) { return "Obtain support" }
    switch statement.at(0) {
    case "call", "ring", "phone", "telephone":
      return statement.count > 1 ? replaced(by: "Contact") : nil
    case "email", "e-mail", "fax":
      return EnglishWords.determiners.contains(statement.at(1)) ? replaced(by: "Send") : nil
    case "log",
      "sign" where ["in", "on", "into"].contains(statement.at(1)):
      return "Gain access"
    default:
      guard let rest = match?.positionsWithout(in: statement) else { return nil }
      return statement.text(rest)
    }
  }

  /// `Open the app to check the balance`: what it is done for is the step.
  private func afterPurpose() -> String? {
    let place = statement.plain.indices.first { index in
      index > 1 && statement.plain[index] == "to"
        && EnglishWords.verbs.contains(statement.at(index + 1)) && index + 2 < statement.count
    }
    guard let place else { return nil }
    let means = Set(
      words: "open use visit go log sign call phone click launch start access download")
    guard means.contains(statement.at(0)) else { return nil }
    let words = StatementWords(statement.text((place + 1)..<statement.count))
    let again = terms.channels(in: words).first ?? terms.solutions(in: words).first
    return again == nil ? words.text(words.plain.indices) : nil
  }

  private func replaced(by verb: String) -> String {
    StatementWords.joined([verb] + statement.words.dropFirst().map(\.raw))
  }

  private static let ofSupport = Set(
    words: "hotline helpline helpdesk support")
}
