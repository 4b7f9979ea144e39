/// What the texts of yes-or-no questions and of questions on expectations mean.
struct AnswerReading {
  let words: AnswerWords

  init(_ study: Study) { words = study.answers }

  /// What became of an expectation.
  enum Expectation { case short, met, exceeded }

  /// Yes or no, by respondent; `nil` for no answer and for answers that mean neither.
  func yes(_ texts: JobAnswers.Texts, _ study: Study) -> [Bool?] {
    let known = texts.levels.map(meaning(of: texts, study))
    return texts.codes.map { known[Int($0)] }
  }

  /// What became of expectations, by respondent.
  func expectation(_ texts: JobAnswers.Texts) -> [Expectation?] {
    let known = texts.levels.map { expectation(of: $0) }
    return texts.codes.map { known[Int($0)] }
  }

  /// What a text of a column means. A column with words for yes alone beside blanks is a check
  /// box: a blank means no.
  func meaning(of texts: JobAnswers.Texts, _ study: Study) -> (String) -> Bool? {
    let answers = texts.levels.filter { !study.isMissing($0) }
    let isBox =
      !answers.isEmpty && answers.allSatisfy { yesOrNo($0) == true } && texts.levels.contains("")
    return { text in isBox && text.isEmpty ? false : yesOrNo(text) }
  }

  /// What a text means of an expectation.
  func expectation(of text: String) -> Expectation? {
    let text = AnswerReading.folded(text)
    if words.met.contains(where: { AnswerReading.folded($0) == text }) { return .met }
    if words.exceeded.contains(where: { AnswerReading.folded($0) == text }) { return .exceeded }
    return words.short.contains { AnswerReading.folded($0) == text } ? .short : nil
  }

  /// Without blanks at the ends, the letters A to Z small.
  static func folded(_ text: String) -> [UInt8] {
    let bytes = text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    let inner = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    return Array(inner.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())
  }

  private func yesOrNo(_ text: String) -> Bool? {
    let text = AnswerReading.folded(text)
    if words.yes.contains(where: { AnswerReading.folded($0) == text }) { return true }
    return words.no.contains { AnswerReading.folded($0) == text } ? false : nil
  }
}
