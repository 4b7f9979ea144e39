/// What the texts of yes-or-no questions and of questions on expectations mean.
struct AnswerReading {
  let words: AnswerWords

  init(_ study: Study) { words = study.answers }

  /// What became of an expectation.
  enum Expectation { case short, met, exceeded }

  /// The people of whom a text stands that means nothing known, and what each known text means.
  struct Meanings<Meaning> {
    /// By respondent; `nil` for no answer.
    var values: [Meaning?]
    /// How many gave answers that mean nothing known.
    var unknownCount: Int
  }

  /// Yes or no. A column with one text alone beside blanks, unless it means no, is a check box:
  /// the text means yes, a blank no.
  func yes(_ texts: JobAnswers.Texts, _ study: Study) -> Meanings<Bool> {
    let answers = texts.levels.filter { !study.isMissing($0) }
    let isBox =
      answers.count == 1 && texts.levels.contains("") && yesOrNo(answers[0]) != false
    return meanings(texts, study) { text in
      isBox ? (text.isEmpty ? false : answers.contains(text) ? true : nil) : yesOrNo(text)
    }
  }

  /// What became of expectations.
  func expectation(_ texts: JobAnswers.Texts, _ study: Study) -> Meanings<Expectation> {
    meanings(texts, study) { text in
      let text = AnswerReading.folded(text)
      if words.met.contains(where: { AnswerReading.folded($0) == text }) { return .met }
      if words.exceeded.contains(where: { AnswerReading.folded($0) == text }) { return .exceeded }
      return words.short.contains { AnswerReading.folded($0) == text } ? .short : nil
    }
  }

  // MARK: - Steps

  private func meanings<Meaning>(
    _ texts: JobAnswers.Texts, _ study: Study, _ meaning: (String) -> Meaning?
  ) -> Meanings<Meaning> {
    let known = texts.levels.map(meaning)
    let isUnknown = zip(texts.levels, known).map { $1 == nil && !study.isMissing($0) }
    return Meanings(
      values: texts.codes.map { known[Int($0)] },
      unknownCount: texts.codes.count { isUnknown[Int($0)] })
  }

  private func yesOrNo(_ text: String) -> Bool? {
    let text = AnswerReading.folded(text)
    if words.yes.contains(where: { AnswerReading.folded($0) == text }) { return true }
    return words.no.contains { AnswerReading.folded($0) == text } ? false : nil
  }

  /// Without blanks at the ends, the letters A to Z small.
  private static func folded(_ text: String) -> [UInt8] {
    let bytes = text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    let inner = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    return Array(inner.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())
  }
}
