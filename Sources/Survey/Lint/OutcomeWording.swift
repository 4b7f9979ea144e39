/// A key outcome: direction + metric + object of control + contextual clarifier; one idea, no vague
/// word, no solution.
struct OutcomeWording {
  let outcome: Outcome
  let statement: StatementWords
  let parts: OutcomeParts
  let terms: SolutionTerms

  init(_ outcome: Outcome, terms: SolutionTerms) {
    self.outcome = outcome
    self.terms = terms
    statement = StatementWords(outcome.text)
    parts = OutcomeParts(statement)
  }

  /// The longest statement that is still read in one go.
  static let longestCount = 25

  func remarks() -> [WordingRemark] {
    let directed = parts.direction == nil ? OutcomeSuggestion.directed(statement) : nil
    var remarks = parts.direction == nil ? [opening(directed)] : form()
    remarks += differences()
    if let remark = ideas(directed) { remarks.append(remark) }
    if let word = VagueWords.first(in: statement) {
      let shorter = VagueWords.positionsWithout(in: statement).map { statement.text($0) }
      // Without a direction, what is left is no outcome either.
      let rest = parts.direction == nil ? directed : shorter
      remarks.append(
        WordingRemark(
          .outcomeVague, "has the vague word \"\(word)\", which everybody reads differently",
          suggestion: rest))
    }
    if let match = terms.solutions(in: statement).first {
      let rest = match.positionsWithout(in: statement).map { statement.text($0) }
      remarks.append(
        WordingRemark(
          .outcomeSolution, "names a solution, \"\(match.text)\"; outcomes stay when solutions go",
          suggestion: parts.direction == nil ? nil : rest))
    }
    if statement.count > OutcomeWording.longestCount {
      remarks.append(
        WordingRemark(
          .outcomeLong,
          "has \(statement.count) words, at most \(OutcomeWording.longestCount) are read in one go")
      )
    }
    return remarks
  }

  // MARK: - The form

  /// What stands in place of a direction.
  private func opening(_ directed: String?) -> WordingRemark {
    let first = statement.words.first?.text ?? ""
    if statement.endsAsQuestion || OutcomeWording.questionWords.contains(statement.at(0)) {
      return WordingRemark(
        .outcomeQuestion, "is a question, expected a statement that can be rated",
        suggestion: directed)
    }
    if let wish = OutcomeWording.wishes.first(where: { statement.first($0) != nil }) {
      return WordingRemark(
        .outcomeWish,
        "asks for something (\"\(wish.joined(separator: " "))\"), expected what is "
          + "to be less or more", suggestion: directed)
    }
    return WordingRemark(
      .outcomeDirection,
      "begins with \"\(first)\", expected a direction such as Minimize or Increase"
        + (directed == nil ? ": the form is direction + metric + object + clarifier" : ""),
      suggestion: directed)
  }

  private func form() -> [WordingRemark] {
    guard let direction = parts.direction else { return [] }
    guard parts.metric != nil else {
      return [
        WordingRemark(
          .outcomeMetric,
          "names no metric, such as the time it takes, the likelihood or the number",
          suggestion: OutcomeSuggestion.measured(statement, direction))
      ]
    }
    let object = statement.plain.dropFirst(parts.objectStart).filter {
      !EnglishWords.determiners.contains($0)
    }
    if object.isEmpty {
      return [WordingRemark(.outcomeObject, "ends with the metric, and not with what it is about")]
    }
    let hasContext = object.dropFirst().dropLast().contains {
      EnglishWords.prepositions.contains($0)
    }
    let isBare = object.count <= (parts.isAction ? 2 : 1) && !hasContext
    guard isBare else { return [] }
    return [
      WordingRemark(
        .outcomeClarifier, "has no contextual clarifier: when, where or of what")
    ]
  }

  /// What is declared and worded otherwise.
  private func differences() -> [WordingRemark] {
    var remarks: [WordingRemark] = []
    if let declared = outcome.direction, let worded = parts.direction, declared != worded {
      remarks.append(
        WordingRemark(
          .outcomeDirectionDiffers,
          "is declared `direction: \(declared.rawValue)`, and begins with "
            + "\"\(statement.words[0].text)\"",
          suggestion: "direction: \(worded.rawValue)"))
    }
    if let unit = outcome.unit, let declared = OutcomeParts.metric(ofUnit: unit),
      let worded = parts.metric, worded != .other, declared != worded
    {
      remarks.append(
        WordingRemark(
          .outcomeUnitDiffers,
          "is declared `unit: \(unit)`, and measures \(worded.rawValue)",
          suggestion: "unit: \(worded.rawValue)"))
    }
    return remarks
  }

  /// Of a statement without direction, the ideas of what it would be with one.
  private func ideas(_ directed: String?) -> WordingRemark? {
    if parts.direction != nil { return IdeaCount(statement: statement, parts: parts).remark() }
    guard let directed else { return nil }
    let other = StatementWords(directed)
    return IdeaCount(statement: other, parts: OutcomeParts(other)).remark()
  }

  private static let questionWords = Set(words: "how why who do does did could")

  private static let wishes = [[String]](
    phrases: """
      please|should|must|shall|i want|we want|i need|we need|i wish|i would like|we would like
      i'd like|able to|ability to|option to|support for|feature|features|functionality|nice to have
      """)
}
