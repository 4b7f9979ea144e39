import Groundwork

/// Answers in a column of the job model that mean nothing the study knows.
public struct UnknownAnswers: Sendable, Equatable {
  /// The column as the study names it.
  public var column: ColumnReference
  /// How many people gave such answers.
  public var count: Int
  /// How many gave any.
  public var answered: Int
  /// The different texts, the commonest first, at most three, cut to 60 characters. They are for
  /// who runs the analysis and has the file, not for a report.
  public var texts: [String]
  /// Those of them that so many people gave that a report may tell them.
  public var toldTexts: [String]
  /// How many different texts there are.
  public var textCount: Int
  /// What the column may hold, in words.
  public var expected: String
  /// What the person may do where the column is the right one.
  public var fix: String
  /// The share of the answers that may be unknown.
  public var limit: Double
  /// The name of the input.
  public var input: String
  /// Further columns over the limit, as the study names them.
  public var otherColumns: [String] = []
}

/// Holds the columns of the job model against the words of the study.
///
/// An unknown word is missing and a finding, up to the limit of invalid ratings; above it the
/// column is not what the study takes it for, or a word is not declared.
struct JobAnswerChecks {
  let study: Study
  let input: String
  let isStrict: Bool

  /// The findings.
  ///
  /// - Throws: `SurveyError.unknownAnswers` above the limit, with all columns that are.
  func findings(_ answers: JobAnswers) throws(SurveyError) -> [Finding] {
    let unknown = columns.compactMap { use, column in
      answers.texts[use].flatMap { self.unknown(use, column, $0) }
    }
    let refused = unknown.filter { Double($0.count) > $0.limit * Double($0.answered) }
    if var first = refused.first {
      first.otherColumns = refused.dropFirst().map(\.column.text)
      throw .unknownAnswers(first)
    }
    return unknown.map { own in
      Finding(
        .warning, kind: "unknown-answer", subject: own.column.text, count: own.count,
        text: "answers that are not \(own.expected) are taken as missing: " + told(own))
    }
  }

  // MARK: - Steps

  /// What fewer people than the disclosure floor wrote may be about one of them: it is counted.
  private func told(_ own: UnknownAnswers) -> String {
    let rest = own.textCount - own.toldTexts.count
    let few =
      !own.toldTexts.isEmpty
      ? "\(rest) more" : rest == 1 ? "one of few people" : "\(rest) different ones of few people"
    return (own.toldTexts.map { "\"\($0)\"" } + (rest > 0 ? [few] : [])).joined(separator: ", ")
  }

  /// A barrier or workaround with a choice of its own holds many choices: each is known.
  private var columns: [(use: JobColumn, column: ColumnReference)] {
    study.jobColumns
      + study.behaviourColumns.filter { use, _ in
        switch use {
        case .workaround(let index): study.workarounds[index].answer == nil
        case .barrier(let index): study.barriers[index].answer == nil
        default: true
        }
      }
  }

  private func unknown(
    _ use: JobColumn, _ column: ColumnReference, _ texts: JobAnswers.Texts
  ) -> UnknownAnswers? {
    let (expected, fix, isKnown) = rule(use, texts)
    var counts = [Int](repeating: 0, count: texts.levels.count)
    for code in texts.codes { counts[Int(code)] += 1 }
    let given = texts.levels.indices.filter { !study.isMissing(texts.levels[$0]) }
    let wrong = given.filter { counts[$0] > 0 && !isKnown(texts.levels[$0]) }
      .sorted { left, right in
        counts[left] == counts[right]
          ? texts.levels[left].utf8.lexicographicallyPrecedes(texts.levels[right].utf8)
          : counts[left] > counts[right]
      }
    guard !wrong.isEmpty else { return nil }
    return UnknownAnswers(
      column: column, count: wrong.reduce(0) { $0 + counts[$1] },
      answered: given.reduce(0) { $0 + counts[$1] },
      texts: wrong.prefix(3).map { GivenAnswers.cut(texts.levels[$0]) },
      toldTexts: wrong.prefix(3).filter { counts[$0] >= Disclosure.floor }
        .map { GivenAnswers.cut(texts.levels[$0]) },
      textCount: wrong.count, expected: expected, fix: fix,
      limit: isStrict ? 0 : study.responses.rejectLimit, input: input)
  }

  /// What a column may hold, in words and as a test, and how it comes to hold it.
  private func rule(
    _ use: JobColumn, _ texts: JobAnswers.Texts
  ) -> (expected: String, fix: String, isKnown: (String) -> Bool) {
    let reading = AnswerReading(study)
    switch use {
    case .repeats:
      return (
        "whole numbers from 0 to \(StepPeople.repeatLimit)",
        "turn the answers into numbers",
        { StepPeople.repeats(of: $0) != nil }
      )
    case .abandoned:
      let names = StepNames(study)
      return (
        "ids or texts of `steps`, or words of `chain.finished`",
        "add the words that mean the end of the job to `chain.finished`",
        { names.place(of: $0) != nil }
      )
    case .expectation:
      return (
        "words of `answers.met`, `answers.exceeded` or `answers.short`",
        "add the words to these lists",
        { reading.expectation(of: $0) != nil }
      )
    case .measure:
      return (
        "decimal numbers such as 12 or 12.5", "turn the answers into numbers",
        { MeasureNumbers.number($0) != nil }
      )
    default:
      let meaning = reading.meaning(of: texts, study)
      let words = "add the words to `answers.yes` or `answers.no`"
      return (
        "words of `answers.yes` or `answers.no`",
        isBehaviour(use) ? "\(words), or name the one answer that is meant with `answer`" : words,
        { meaning($0) != nil }
      )
    }
  }

  private func isBehaviour(_ use: JobColumn) -> Bool {
    switch use {
    case .workaround, .barrier: true
    default: false
    }
  }
}
