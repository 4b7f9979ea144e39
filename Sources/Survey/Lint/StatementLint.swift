/// Reads the statements of a study and tells where their wording breaks the form of job statements,
/// key outcomes, steps and success outcomes.
///
/// The rules are of words and their order, for English. They would rather miss a fault than call a
/// good statement bad; no result hangs on them.
public enum StatementLint {
  /// What there is to say about the wording of a study.
  ///
  /// - Parameter study: the study; statements that `unmet init` wrote for want of words are passed
  ///   over.
  /// - Returns: the findings in the order of the file, without those that `lint.ignore` names.
  /// - Complexity: O(words x terms).
  public static func review(_ study: Study) -> WordingReview {
    let statements = worded(study)
    let english = statements.count { holdsEnglish(StatementWords($0.text)) }
    let isEnglish = 2 * english >= statements.count
    let terms = SolutionTerms(study)
    var repeated = RepeatedStatements()
    var all: [WordingFinding] = []
    for statement in statements {
      var remarks = isEnglish ? statement.remarks(terms) : []
      if statement.isOutcome,
        let remark = repeated.remark(
          on: statement.text, id: statement.subject, line: statement.place.line)
      {
        if isEnglish || remark.rule == .statementTwice { remarks.append(remark) }
      }
      all += remarks.map { finding($0, statement) }
    }
    let heard = all.filter { !study.lint.ignores($0) }
    return WordingReview(
      findings: inOrder(heard), statementCount: statements.count, englishCount: english,
      isEnglish: isEnglish, ignoredCount: all.count - heard.count)
  }

  // MARK: - Steps

  /// A statement of the study and how its rules are asked.
  private struct Statement {
    var subject: String
    var text: String
    var place: Place
    /// Outcomes have ids that are permanent, and so stand once.
    var isOutcome = true
    var remarks: (SolutionTerms) -> [WordingRemark]
  }

  private static func worded(_ study: Study) -> [Statement] {
    let top = Place(file: study.file, line: 1)
    let job = Statement(
      subject: "job", text: study.job.text, place: study.job.place ?? top, isOutcome: false
    ) { JobWording.remarks(on: study.job, terms: $0) }
    let outcomes = study.outcomes.map { outcome in
      Statement(subject: outcome.id, text: outcome.text, place: outcome.place) {
        OutcomeWording(outcome, terms: $0).remarks()
      }
    }
    let steps = study.steps.map { step in
      Statement(
        subject: step.id, text: step.text, place: step.place ?? top, isOutcome: false
      ) { StepWording(step.text, terms: $0).remarks() }
    }
    let success = study.success.map { outcome in
      Statement(subject: outcome.id, text: outcome.text, place: outcome.place) {
        SuccessWording(outcome, terms: $0).remarks()
      }
    }
    let written = study.job.isPlaceholder ? [] : [job]
    return (written + outcomes + steps + success).filter { !isUnworded($0) }
  }

  /// An id in place of a wording: `Outcome 12`, `Q3`, `sat_07`.
  private static func isUnworded(_ statement: Statement) -> Bool {
    let words = StatementWords(statement.text)
    if words.count == 0 || statement.text == statement.subject { return true }
    if statement.text == Placeholders.outcome(statement.subject) { return true }
    let last = words.plain[words.count - 1]
    let hasDigits = last.contains(where: \.isNumber)
    return hasDigits && (words.count == 1 || (words.count == 2 && last.allSatisfy(\.isNumber)))
  }

  /// A word that stands in English statements alone, or an English verb in front. Verbs on -e are
  /// those of Portuguese and Spanish too.
  private static func holdsEnglish(_ statement: StatementWords) -> Bool {
    if statement.plain.contains(where: EnglishWords.unmistakable.contains) { return true }
    let first = statement.at(0)
    return EnglishWords.verbs.contains(first) && !first.hasSuffix("e") && first.count > 3
  }

  private static func finding(_ remark: WordingRemark, _ statement: Statement) -> WordingFinding {
    WordingFinding(
      rule: remark.rule, subject: statement.subject, place: statement.place,
      statement: statement.text, text: remark.text, suggestion: remark.suggestion)
  }

  private static func inOrder(_ findings: [WordingFinding]) -> [WordingFinding] {
    findings.enumerated().sorted { left, right in
      let (first, second) = (left.element.place, right.element.place)
      return (first.line, first.byteColumn, left.offset)
        < (second.line, second.byteColumn, right.offset)
    }.map(\.element)
  }
}
