import Groundwork
import Survey

/// `typing.sql`: the golden questions as one query of plain SQL (SQLite, DuckDB, PostgreSQL).
///
/// Answers are read as the study reads them, text by text; scores are whole numbers, so every
/// database gives the segment that `unmet classify` gives, ties to the first. Who left a question
/// out gets none. A column of numbers may be one of any kind: as texts they are `4`, `4.0` or
/// `4.00`, each to its database, and zeros after the point are left out of account.
enum TypingSQL {
  static func text(_ model: TypingModel, _ golden: GoldenRoute) -> String {
    let texts = answerTexts(model.reading)
    let points = numberedPoints(model.reading, texts)
    let count = golden.questions.count
    let answers = golden.questions.enumerated().map { place, question in
      "    " + answer(model.column(of: question), texts, points) + " AS q\(place + 1)"
    }
    let scores = golden.coefficients.indices.map { segment in
      let terms = golden.coefficients[segment].enumerated().map { place, coefficient in
        " + (\(coefficient)) * q\(place + 1)"
      }
      return "    \(golden.constants[segment])" + terms.joined() + " AS s\(segment + 1)"
    }
    let id = model.reading.respondent.map(identifier)
    let lines =
      head(model, count) + OlderScaleWords(model, golden).lines(first: "-- ")
      + ["WITH unmet_answers AS (", "  SELECT"]
      + [(["    \(id ?? "*")"] + answers).joined(separator: ",\n")]
      + ["  FROM responses", "), unmet_scores AS (", "  SELECT"]
      + [(["    \(id ?? "*")"] + scores).joined(separator: ",\n")]
      + ["  FROM unmet_answers", ")", "SELECT", "  \(id ?? "*"),"]
      + segmentCase(model.segments.map(\.label)) + ["FROM unmet_scores;"]
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: - Steps

  private static func head(_ model: TypingModel, _ count: Int) -> [String] {
    [
      "-- Types people by \(count) questions: \(Message.escaped(model.study)).",
      "-- The answers stand in a table `responses`; its columns are texts or numbers of any kind.",
      "-- They are compared as texts, which every database can do: 4.0 and 4.00 are 4, kept as",
      "-- numbers or as texts. Blanks and all other texts are no answer.",
      "-- Who left one of the questions out gets no segment: `unmet classify` types these too.",
    ]
  }

  /// The texts of each point, as the reader of responses takes them: digits, then declared labels,
  /// then declared texts for no answer, each over the ones before.
  private static func answerTexts(_ reading: TypingModel.Reading) -> [(text: String, point: Int)] {
    let scale = reading.scale
    var points: [(key: ByteText, point: Int?)] = []
    func set(_ text: String, _ point: Int?) {
      let key = ByteText(text)
      points.removeAll { $0.key == key }
      points.append((key, point))
    }
    for point in scale.low...scale.high { set(String(point), point) }
    for label in scale.labels { set(label.text, label.point) }
    for missing in reading.missing { set(missing.text, nil) }
    return points.compactMap { entry in entry.point.map { (entry.key.text, $0) } }
  }

  /// The points whose digits mean them, and whose digits with zeros after a point are declared as
  /// nothing else.
  private static func numberedPoints(
    _ reading: TypingModel.Reading, _ texts: [(text: String, point: Int)]
  ) -> [Int] {
    let declared = reading.scale.labels.map(\.text) + reading.missing.map(\.text)
    return (reading.scale.low...reading.scale.high).filter { point in
      texts.contains { $0.text == String(point) && $0.point == point }
        && !declared.contains { text in
          let start = "\(point).0"
          return text.hasPrefix(start) && text.dropFirst(start.count).allSatisfy { $0 == "0" }
        }
    }
  }

  private static func answer(
    _ column: String, _ texts: [(text: String, point: Int)], _ points: [Int]
  ) -> String {
    let text = "CAST(\(identifier(column)) AS TEXT)"
    let cases = texts.map { " WHEN \(literal($0.text)) THEN \($0.point)" }.joined()
    // Texts of numbers with zeros after the point, without these zeros.
    let numbers = points.map { " WHEN '\($0).' THEN \($0)" }.joined()
    let others =
      points.isEmpty ? "" : "\n      ELSE CASE RTRIM(\(text), '0')\(numbers) END"
    return "CAST(CASE \(text)\(cases)\(others) END AS BIGINT)"
  }

  private static func segmentCase(_ labels: [String]) -> [String] {
    let names = labels.indices.map { "s\($0 + 1)" }
    let rows = labels.indices.map { segment in
      let others = names.indices.filter { $0 != segment }
        .map { "\(names[segment]) >= \(names[$0])" }
      return "    WHEN \(others.joined(separator: " AND ")) THEN \(literal(labels[segment]))"
    }
    return ["  CASE"] + rows + ["  END AS segment"]
  }

  private static func identifier(_ name: String) -> String {
    "\"\(name.replacing("\"", with: "\"\""))\""
  }

  private static func literal(_ text: String) -> String {
    "'\(text.replacing("'", with: "''"))'"
  }
}
