import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds questions that are in a file but that nobody was asked, it seems: people are then typed by
/// what the other answers let expect, and nothing can be said of whether the segments still fit.
struct BlankQuestions {
  let model: TypingModel

  /// Under this share of answers a question counts as blank, where the study had the other share.
  static let mostNow = 0.05
  static let leastBefore = 0.5
  /// So few people may all have left a question out by chance.
  static let level = 0.01

  /// A warning for each blank question.
  ///
  /// - Parameters:
  ///   - questions: the questions of the route.
  ///   - codes: by question, then person: rating codes.
  /// - Returns: the warnings, in the order of the questions.
  func findings(_ questions: [TypingModel.Question], _ codes: [[UInt8]]) -> [Finding] {
    zip(questions, codes).compactMap { question, codes in
      let answered = codes.count { RatingCode.isAnswered($0) }
      let before = share(question)
      let column = model.column(of: question)
      let blank = codes.count - answered
      func finding(_ text: String) -> Finding {
        Finding(
          .warning, kind: "blank-question", subject: column, count: blank,
          text: "\(column) is blank in \(text)")
      }
      if answered == 0 {
        // Of a question that the model knows nothing about, half is expected to answer.
        let chance = pow(1 - (before ?? 0.5), Double(codes.count))
        return chance < BlankQuestions.level ? finding("every row") : nil
      }
      guard let before, before > BlankQuestions.leastBefore,
        Double(answered) < BlankQuestions.mostNow * Double(codes.count)
      else { return nil }
      return finding(
        "nearly every row: under \(percentText(BlankQuestions.mostNow)) answered it, "
          + "\(percentText((before * 100).rounded() / 100)) in the study")
    }
  }

  /// The share of the study's people who answered; `nil` where the model does not hold it.
  private func share(_ question: TypingModel.Question) -> Double? {
    guard let baseline = model.baseline, model.nearest.training.count > 0 else { return nil }
    let answers = baseline.answers[question.outcome]
    let shares = question.part == .importance ? answers.importance : answers.satisfaction
    return min(1, Double(shares?.count ?? 0) / Double(model.nearest.training.count))
  }
}
