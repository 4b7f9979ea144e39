import Survey

/// What `unmet check` says about the wording of statements: each finding with its place, the code
/// of its rule and a wording to try. They change neither a result nor the exit status.
enum WordingCheck {
  /// The most findings that the text spells out; JSON has all.
  static let listedCount = 60

  static func lines(_ review: WordingReview) -> [String] {
    // What nobody has worded yet is a finding of its own.
    guard review.statementCount > 0 else { return [] }
    let findings = review.findings
    let listed = findings.prefix(listedCount).flatMap { finding in
      TextLayout.paragraph(sentence(finding), first: "  ", rest: "    ")
    }
    let more = findings.count - listedCount
    let rest = more > 0 ? ["  ... and \(NumberText.count(more)) more; --json has all."] : []
    return ["WORDING"] + TextLayout.paragraph(opening(review)) + listed + rest
  }

  /// The findings, in the order of the file.
  static func json(_ review: WordingReview) -> JSONValue {
    .array(
      review.findings.map { finding in
        .object([
          "code": .text(finding.rule.rawValue),
          "column": .integer(finding.place.byteColumn),
          "file": .text(finding.place.file),
          "line": .integer(finding.place.line),
          "statement": .text(finding.statement),
          "strength": .text(finding.rule.strength.rawValue),
          "subject": .text(finding.subject),
          "suggestion": .optional(finding.suggestion),
          "text": .text(finding.text),
        ])
      })
  }

  // MARK: - Steps

  private static func opening(_ review: WordingReview) -> String {
    let rules = "the rules are for English (docs/statements.md)"
    let ignored =
      review.ignoredCount == 0
      ? "" : " \(NumberText.counted(review.ignoredCount, "finding")) left out by `lint.ignore`."
    guard review.isEnglish else {
      let counts =
        "\(NumberText.count(review.englishCount)) of "
        + NumberText.counted(review.statementCount, "statement")
      let verb = review.englishCount == 1 ? "has" : "have"
      return "The wording was not checked: \(rules), and \(counts) \(verb) a word that is surely "
        + "English." + ignored
    }
    let statements = NumberText.counted(review.statementCount, "statement")
    let problems = review.findings.count { $0.rule.strength == .problem }
    let hints = review.findings.count - problems
    let counts =
      review.findings.isEmpty
      ? "nothing to remark"
      : "\(NumberText.counted(problems, "problem")) and \(NumberText.counted(hints, "hint"))"
    return "\(statements), \(counts); \(rules), and no result hangs on them.\(ignored)"
  }

  /// `study.yaml:12:7: outcome-two-ideas: 04 joins two ideas, ...; try: "..."`.
  private static func sentence(_ finding: WordingFinding) -> String {
    let isHint = finding.rule.strength == .hint
    let code = finding.rule.rawValue + (isHint ? " (hint)" : "")
    let place = Naming.safe("\(finding.place)")
    let what = Naming.safe("\(finding.subject) \(finding.text)")
    let advice = finding.suggestion.map { "; try: \"\(Naming.safe($0))\"" } ?? ""
    return "\(place): \(code): \(what)\(advice)"
  }
}
