import Statistics
import Survey

/// What the study's people answered, as a part of `model.json`.
enum BaselineJSON {
  static func value(_ baseline: TypingBaseline) -> JSONValue {
    .object([
      "line_variances": .array(baseline.lineVariances.map(numbers)),
      "outcomes": .array(baseline.answers.map(outcome)),
      "weighted": baseline.weighted.map(weighted) ?? .null,
    ])
  }

  // MARK: - Steps

  private static func weighted(_ weighted: TypingBaseline.Weighted) -> JSONValue {
    .object([
      "all_questions": TypingModelJSON.training(weighted.nearest),
      "golden_questions": weighted.golden.map(TypingModelJSON.training) ?? .null,
      "outcomes": .array(weighted.answers.map(outcome)),
    ])
  }

  private static func outcome(_ answers: AnswerShares) -> JSONValue {
    .object([
      "gap": shares(answers.gap), "importance": shares(answers.importance),
      "satisfaction": shares(answers.satisfaction),
    ])
  }

  private static func shares(_ shares: PointShares?) -> JSONValue {
    guard let shares else { return .null }
    return .object([
      "effective_people": .number(shares.effective), "people": .integer(shares.count),
      "shares": numbers(shares.shares),
    ])
  }

  private static func numbers(_ values: [Double]) -> JSONValue {
    .row(values.map(JSONValue.number))
  }
}
