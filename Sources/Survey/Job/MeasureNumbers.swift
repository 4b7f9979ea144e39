import Statistics

/// The numbers that people gave for a measure, in an order that hangs on their ids alone.
struct MeasureNumbers {
  /// The respondents' rows in their order.
  let order: [Int32]
  /// The sample in that order.
  let sample: Sample
  private let study: Study
  private let answers: JobAnswers

  /// - Parameters:
  ///   - study: the study.
  ///   - responses: its responses; `nil` where their design cannot be put in order.
  init?(study: Study, responses: Responses) {
    order = responses.canonicalOrder(seed: study.seed)
    guard let sample = try? responses.sample.reordered(order) else { return nil }
    self.sample = sample
    self.study = study
    answers = responses.job
  }

  /// The numbers of a measure; `nil` where there is no such column.
  func numbers(of measure: Int) -> [Double?]? {
    guard let texts = answers.texts[.measure(measure)] else { return nil }
    let known = texts.levels.map { study.isMissing($0) ? nil : MeasureNumbers.number($0) }
    return order.map { known[Int(texts.codes[Int($0)])] }
  }

  /// Whether each respondent belongs to a group; `nil` for everybody.
  func members(_ grouping: Grouping?, _ code: Int) -> [Bool] {
    order.map { row in grouping.map { Int($0.codes[Int(row)]) == code } ?? true }
  }

  /// A plain decimal number such as `12`, `-3.5` or `2e3`.
  static func number(_ text: String) -> Double? { ProfileBuilder.number(text) }
}
