import Statistics
public import Survey
import Tables

/// `model.json`: all that types new people, in one file without ids and without answers.
///
/// Numbers have the shortest digits that read back exactly, so that whoever reads the file places
/// people as the run did.
public enum TypingModelJSON {
  /// The file's text.
  public static func text(_ model: TypingModel) -> String {
    var members: [String: JSONValue] = [
      "all_questions": nearest(model.nearest),
      "golden_questions": model.golden.map { golden($0, model) } ?? .null,
      "golden_reason": .text(model.goldenReason),
      "job": .text(model.job),
      "outcomes": .array(model.outcomes.map(outcome)),
      "reading": reading(model.reading),
      "schema": .text(TypingModel.schema),
      "segments": .array(model.segments.map(segment)),
      "study": .text(model.study),
      "version": .integer(model.version),
    ]
    members["study_answers"] = model.baseline.map(BaselineJSON.value)
    members["verdict"] = model.verdict.map { .text($0.rawValue) }
    return JSONValue.object(members).document
  }

  // MARK: - How answers are read

  private static func reading(_ reading: TypingModel.Reading) -> JSONValue {
    .object([
      "duplicates": .text(reading.duplicates.rawValue),
      "format": .object([
        "delimiter_byte": reading.format.delimiter.map { .integer(Int($0)) } ?? .null,
        "encoding": .optional(reading.format.encoding?.rawValue),
        "header_rows": reading.format.headerRowCount.map(JSONValue.integer) ?? .null,
        "quoting": .row((reading.format.quoting?.rawValue).map { [.text($0)] } ?? []),
      ]),
      "missing": .array(
        reading.missing.map { missing in
          .object([
            "reason": .integer(Int(missing.reason.rawValue)), "text": .text(missing.text),
          ])
        }),
      "reject_limit": .number(reading.rejectLimit),
      "respondent": .row(reading.respondent.map { [.text($0)] } ?? []),
      "scale": .object([
        "high": .integer(reading.scale.high),
        "labels": .array(
          reading.scale.labels.map { label in
            .object(["point": .integer(label.point), "text": .text(label.text)])
          }),
        "low": .integer(reading.scale.low),
        "top": .integer(reading.scale.top),
      ]),
    ])
  }

  private static func outcome(_ item: TypingModel.Item) -> JSONValue {
    var members: [String: JSONValue] = [
      "id": .text(item.id), "importance": .text(item.importance),
      "satisfaction": .text(item.satisfaction), "text": .text(item.text),
    ]
    // Left out where there is none, so that such models stay as they were.
    members["legacy"] = item.legacy.map { legacy in
      .object([
        "high": .integer(legacy.high), "low": .integer(legacy.low),
        "points": wholes(legacy.points),
      ])
    }
    return .object(members)
  }

  private static func segment(_ segment: TypingModel.Segment) -> JSONValue {
    .object([
      "label": .text(segment.label), "people": .integer(segment.count),
      "share": .number(segment.share),
    ])
  }

  // MARK: - The routes

  private static func nearest(_ nearest: NearestCenter) -> JSONValue {
    var members: [String: JSONValue] = [
      "answers": normal(nearest.normal),
      "centers": .array(nearest.centers.map(wholes)),
      "feature": .text(nearest.feature.rawValue),
      "grid_bits": .integer(nearest.gridBits),
      "level_parts": .integer(nearest.levelParts),
      "outcomes": wholes(nearest.outcomes),
      "training": training(nearest.training),
    ]
    members["held_out_people"] = nearest.heldOutCount.map(JSONValue.integer)
    // Left out where there is none, so that such models stay as they were.
    if nearest.missing != .em { members["missing"] = .text(nearest.missing.rawValue) }
    if let transform = nearest.transform { members["transform"] = self.transform(transform) }
    return .object(members)
  }

  /// Standard deviations or factor scores: each column of the result by its items.
  private static func transform(_ transform: FeatureTransform) -> JSONValue {
    .object([
      "columns": .array(
        transform.columns.map { column in
          .object([
            "coefficients_millionths": wholes(column.coefficients),
            "constant_millionths": .integer(column.constant), "items": wholes(column.items),
          ])
        })
    ])
  }

  private static func golden(_ golden: GoldenRoute, _ model: TypingModel) -> JSONValue {
    .object([
      "answers": normal(golden.normal),
      "coefficients_millionths": .array(golden.coefficients.map { wholes($0.map { Int($0) }) }),
      "constants_millionths": wholes(golden.constants.map { Int($0) }),
      "expected": expected(golden.expected),
      "questions": .array(
        golden.questions.map { question in
          .object([
            "column": .text(model.column(of: question)), "outcome": .integer(question.outcome),
            "part": .text(question.part.rawValue),
          ])
        }),
      "training": training(golden.training),
    ])
  }

  private static func normal(_ normal: NormalParts) -> JSONValue {
    .object([
      "covariance": .array(normal.covariance.map(numbers)),
      "excluded": wholes(normal.excluded),
      "highest": wholes(normal.highest),
      "lowest": wholes(normal.lowest),
      "mean": numbers(normal.mean),
      "ridge": .number(normal.ridge),
    ])
  }

  /// How the study's people lay by a route.
  static func training(_ training: TrainingMargins) -> JSONValue {
    var members: [String: JSONValue] = [
      "margin_deviation": .number(training.deviation),
      "margin_quantiles": numbers(training.quantiles),
      "mean_margin": .number(training.mean),
      "people": .integer(training.count),
      "people_by_segment": wholes(training.counts),
      "unsure_share": .optional(training.unsureShare),
    ]
    members["weighing"] = training.weighing.map { weighing in
      .object([
        "effective_people": .number(weighing.effective),
        "share_by_segment": numbers(weighing.shares),
      ])
    }
    return .object(members)
  }

  private static func expected(_ expected: ExpectedAccuracy) -> JSONValue {
    .object([
      "accuracy": .number(expected.accuracy),
      "kappa": .number(expected.kappa),
      "largest_share": .number(expected.largestShare),
      "people": .integer(expected.count),
      "proportional_chance": .number(expected.proportionalChance),
      "recalls": numbers(expected.recalls),
      "standard_error": .number(expected.standardError),
    ])
  }

  private static func numbers(_ values: [Double]) -> JSONValue {
    .row(values.map(JSONValue.number))
  }

  private static func wholes(_ values: [Int]) -> JSONValue { .row(values.map(JSONValue.integer)) }
}
