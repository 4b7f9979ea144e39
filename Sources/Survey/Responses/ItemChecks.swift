/// What the ratings themselves say about their quality, item by item.
enum ItemChecks {
  /// The share of missing ratings from which an item is pointed out, 0...1.
  static let notableMissingShare = 0.2

  static func findings(study: Study, responses: Responses) -> [Finding] {
    var findings: [Finding] = []
    for (index, outcome) in study.outcomes.enumerated() {
      findings += check(responses.importance[index], outcome.importance.text)
      findings += check(responses.satisfaction[index], outcome.satisfaction.text)
    }
    let silent = respondentsWithoutAnswers(responses)
    if silent > 0 {
      findings.append(
        Finding(
          .warning, kind: "no-ratings", count: silent,
          text: "respondents rated nothing; they count in bases of segments and are not clustered"))
    }
    return findings
  }

  // MARK: - Steps

  private static func check(_ codes: [UInt8], _ item: String) -> [Finding] {
    var counts = [Int](repeating: 0, count: 16)
    for code in codes { counts[Int(code & 15)] += 1 }
    let answered = counts[Int(RatingCode.lowest)...].reduce(0, +)
    var findings: [Finding] = []
    if answered == 0 {
      findings.append(
        Finding(
          .warning, kind: "no-answers", subject: item, count: codes.count,
          text: "nobody answered: no score, and the outcome takes no part in clusters"))
    } else if counts[Int(RatingCode.lowest)...].contains(answered) {
      findings.append(
        Finding(
          .warning, kind: "no-variance", subject: item, count: answered,
          text: "everybody gave the same answer"))
    }
    let missing = codes.count - answered
    if answered > 0, Double(missing) > notableMissingShare * Double(codes.count) {
      findings.append(
        Finding(
          .warning, kind: "many-missing", subject: item, count: missing,
          text: "more than \(percentText(notableMissingShare)) of the respondents gave no answer"))
    }
    findings += MissingReason.allCases.compactMap { reason in
      let count = counts[Int(reason.rawValue)]
      return count > 0 && reason != .invalid
        ? Finding(.note, kind: reason.kind, subject: item, count: count, text: reason.words) : nil
    }
    return findings
  }

  private static func respondentsWithoutAnswers(_ responses: Responses) -> Int {
    var hasAnswer = [Bool](repeating: false, count: responses.respondentCount)
    for column in responses.importance + responses.satisfaction {
      for row in column.indices where RatingCode.isAnswered(column[row]) { hasAnswer[row] = true }
    }
    return hasAnswer.count { !$0 }
  }
}

extension MissingReason {
  /// The stable word for tables.
  public var kind: String {
    switch self {
    case .notAnswered: "not-answered"
    case .notAsked: "not-asked"
    case .doesNotApply: "does-not-apply"
    case .refused: "refused"
    case .invalid: "invalid-rating"
    }
  }

  /// The reason in words.
  public var words: String {
    switch self {
    case .notAnswered: "not answered: blank or a declared missing code"
    case .notAsked: "not asked"
    case .doesNotApply: "does not apply"
    case .refused: "refused to answer"
    case .invalid: "neither a point of the scale nor a declared code"
    }
  }
}
