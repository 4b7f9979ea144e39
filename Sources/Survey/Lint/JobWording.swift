/// A job statement: verb + object of the verb + contextual clarifier, free of solutions.
enum JobWording {
  static func remarks(on job: JobStatement, terms: SolutionTerms) -> [WordingRemark] {
    let hasParts = job.verb != nil || job.object != nil || job.clarifier != nil
    let form = hasParts ? ofParts(job) : ofText(StatementWords(job.text))
    return form + named(in: StatementWords(job.text), terms)
  }

  // MARK: - Steps

  private static func ofParts(_ job: JobStatement) -> [WordingRemark] {
    var remarks: [WordingRemark] = []
    if let verb = job.verb {
      let opening = VerbOpening(StatementWords(verb))
      if let fault = opening.fault {
        let verb = opening.suggestion ?? VerbOpening.infinitive(ofGerund: verb.lowercased())
        remarks.append(
          WordingRemark(
            .jobVerb, "has a `verb` that \(fault)",
            suggestion: verb.map { "verb: " + StatementWords.joined([$0]) }))
      }
    } else {
      remarks.append(WordingRemark(.jobVerb, "has no `verb`: what is done"))
    }
    if job.object == nil {
      remarks.append(WordingRemark(.jobObject, "has no `object`: what it is done to"))
    }
    if job.clarifier == nil {
      remarks.append(
        WordingRemark(.jobClarifier, "has no `clarifier`: under which circumstances"))
    }
    return remarks
  }

  private static func ofText(_ statement: StatementWords) -> [WordingRemark] {
    let opening = VerbOpening(statement)
    if let fault = opening.fault {
      return [WordingRemark(.jobVerb, fault, suggestion: opening.suggestion)]
    }
    var rest = statement.plain.dropFirst(opening.start + 1)
    while let first = rest.first,
      EnglishWords.particles.contains(first) || EnglishWords.prepositions.contains(first)
    { rest = rest.dropFirst() }
    if rest.isEmpty {
      return [WordingRemark(.jobObject, "names a verb alone, and not what it is done to")]
    }
    guard !hasClarifier(Array(rest)) else { return [] }
    return [
      WordingRemark(
        .jobClarifier,
        "has no contextual clarifier: under which circumstances, such as where, "
          + "when or for whom")
    ]
  }

  /// Whether more than an object follows the verb: a phrase with a preposition, a second object
  /// ("a package a long distance"), a participle or an adjective that narrows the object.
  private static func hasClarifier(_ rest: [String]) -> Bool {
    let contents = rest.filter {
      !EnglishWords.determiners.contains($0) && !EnglishWords.joiners.contains($0) && $0 != "of"
    }
    if contents.count >= 3 { return true }
    for (index, word) in rest.enumerated() {
      let isLast = index == rest.count - 1
      if index > 0, !isLast, EnglishWords.prepositions.contains(word) { return true }
      if index > 1, !isLast, EnglishWords.determiners.contains(word) { return true }
      if isLast, index > 0, ["ed", "ing"].contains(where: word.hasSuffix) { return true }
      if !isLast, word.count > 4, adjectiveEndings.contains(where: word.hasSuffix) { return true }
    }
    return false
  }

  private static let adjectiveEndings = ["al", "ful", "ous", "ive", "able", "ible", "less", "ed"]

  /// Generic words may be what the job is about; names of products may not.
  private static func named(
    in statement: StatementWords, _ terms: SolutionTerms
  ) -> [WordingRemark] {
    terms.names(in: statement).prefix(1).map { match in
      let rest = match.positionsWithout(in: statement)
      return WordingRemark(
        .jobSolution, "names a solution, \"\(match.text)\"; the job stays when solutions go",
        suggestion: rest.map { statement.text($0) })
    }
  }
}
