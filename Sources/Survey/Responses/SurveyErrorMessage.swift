public import Groundwork
import Tables

/// The sentences of `SurveyError`, all in one place.
extension SurveyError {
  /// The sentence for the person.
  public var message: Message {
    switch self {
    case .table(let error): error.message
    case .missingColumn(let column, let input, let nearest, let columns):
      SurveyError.missingColumn(column, input, nearest, columns)
    case .lackingColumns(let lacking): lacking.message
    case .ambiguousColumn(let column, let input, let positions):
      Message(
        "\(input):1:1", "\(positions.count) columns bear the name \"\(column.text)\"",
        found: "columns " + positions.map { "#\($0 + 1)" }.joined(separator: ", "),
        expected: "one",
        fix: "write the position, such as \"#\((positions.first ?? 0) + 1)\", at \(column.place)")
    case .columnUsedTwice(let column, let first):
      Message(
        column.place.description, "column \"\(column.text)\" is already in use",
        found: "its first use at \(first.place)", expected: "one use for each column of ratings",
        fix: "name another column here")
    case .tooManyInvalid(let invalid, let otherItems):
      SurveyError.tooManyInvalid(invalid, otherItems)
    case .unknownAnswers(let unknown): SurveyError.unknownAnswers(unknown)
    case .tooManyRejected(let input, let rejected, let records, let limit):
      SurveyError.tooManyRejected(input, rejected, records, limit)
    case .duplicateRespondents(let input, let column, let repeated, let rows):
      Message(
        input, "respondent ids in column \"\(column)\" are not unique",
        found: "\(repeated) repeated, first in rows \(SurveyError.list(rows))",
        expected: "one row for each respondent",
        fix: "remove the repeats, or set duplicates: first (or last) under responses")
    case .blankRespondent(let input, let column, let count, let row):
      Message(
        input, "respondent id in column \"\(column)\" is blank in \(rowsText(count))",
        found: "the first in row \(row)", expected: "an id in every row",
        fix: "fill the ids in, or remove \"respondent\" from the study to use record digests")
    case .badWeights(let input, let column, let kind, let place, let count):
      SurveyError.badWeights(input, column, kind, place, count)
    case .blankDesign, .badPopulation, .lonelyUnit, .impossiblePopulation, .badReplicates:
      designMessage
    case .unknownMarginAnswer, .emptyTarget, .marginsNotMet, .dependentMargins: marginMessage
    case .unknownSegment(let place, let segmentation, let segment, let nearest):
      Message(
        place.description, "segmentation \"\(segmentation)\" has no such segment",
        found: "\"\(segment)\"",
        fix: nearest.map { "write \"\($0)\" if that is meant" }
          ?? "write a segment as it stands in the data")
    case .noRespondents(let input):
      Message(
        input, "no respondents", found: "a header and no usable rows",
        expected: "one row for each respondent", fix: "export the responses again")
    case .tooManySegments(let column, let name, let found, let limit):
      Message(
        column.place.description, "segmentation \"\(name)\" has too many groups",
        found: "\(found) different answers", expected: "at most \(limit)",
        fix: "name a column that holds groups, or recode this one")
    case .tooManyClusters(let requested, let respondents):
      Message(
        "clusters (k = \(requested))", "too many clusters for these respondents",
        found: "\(respondents) respondents with different answers",
        expected: "more respondents than clusters", fix: "ask for fewer clusters, or for none")
    case .tooLarge(let what, let bytes, let limit):
      Message(
        what, "needs too much memory", found: "\(bytes >> 20) MiB",
        expected: "at most \(limit >> 20) MiB", fix: "analyse fewer outcomes at once")
    }
  }

  // MARK: - Steps

  private static func missingColumn(
    _ column: ColumnReference, _ input: String, _ nearest: String?, _ columns: [String]
  ) -> Message {
    let what = "\(input) has no column \"\(column.text)\""
    guard let pattern = column.pattern else {
      return Message(
        column.place.description, what,
        found: column.position == nil ? nil : "\(columns.count) columns",
        fix: nearest.map { "write \"\($0)\" if that is meant, or the name of another column" }
          ?? "write the name of a column, such as \(firstNames(columns)), or its position, "
          + "such as \"#3\"")
    }
    let near = nearest.map { "; the nearest column is \"\($0)\"" } ?? ""
    return Message(
      column.place.description,
      "\(what), which \"\(pattern.text)\" at line \(pattern.place.line) makes of this id",
      fix: "correct the id, or the pattern\(near)")
  }

  /// The first few columns of a file, for somebody who looks for one.
  private static func firstNames(_ columns: [String]) -> String {
    let names = columns.prefix(6).map { name in
      let cut = String(name.prefix(40))
      return "\"\(cut)\(cut == name ? "" : "...")\""
    }
    let rest = columns.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " (and \(rest) more)" : "")
  }

  private static func tooManyInvalid(_ invalid: InvalidRatings, _ otherItems: Int) -> Message {
    let first = invalid.places.first
    let place = first.map { "\(invalid.input):\($0.line):\($0.byteColumn)" } ?? invalid.input
    let others = otherItems > 0 ? " (and \(otherItems) more items are over the limit)" : ""
    return Message(
      place,
      "item \(invalid.item) has \(invalid.count) invalid ratings among \(invalid.answered)"
        + " answers, over the limit of \(percentText(invalid.limit))\(others)",
      found: "\"\(first?.text ?? "")\"",
      expected: "\(invalid.scale.low) to \(invalid.scale.high)"
        + (invalid.scale.labels.isEmpty ? "" : " or a declared label"),
      fix: "correct the values, declare them as labels or missing, or widen the scale at "
        + "\(invalid.scalePlace.file):\(invalid.scalePlace.line)")
  }

  private static func unknownAnswers(_ unknown: UnknownAnswers) -> Message {
    let others = unknown.otherColumns.map { "\"\($0)\"" }
    let rest = others.count - min(5, others.count)
    return Message(
      unknown.input,
      "column \"\(unknown.column.text)\" has \(unknown.count) answers among \(unknown.answered) "
        + "that mean nothing known, over the limit of \(percentText(unknown.limit))"
        + (others.isEmpty
          ? ""
          : " (and so \(others.count == 1 ? "has" : "have") "
            + others.prefix(5).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
            + ")"),
      found: unknown.texts.map { "\"\($0)\"" }.joined(separator: ", "),
      expected: unknown.expected,
      fix: "\(unknown.fix), or name another column at "
        + "\(unknown.column.place.file):\(unknown.column.place.line)")
  }

  private static func tooManyRejected(
    _ input: String, _ rejected: RejectedRecords, _ records: Int, _ limit: Double
  ) -> Message {
    let first = rejected.first.first
    return Message(
      first.map { "\(input):\($0.line)" } ?? input,
      "\(rejected.count) of \(records) records have a wrong number of fields, over the limit of "
        + percentText(limit),
      found: first.map { "\($0.foundFieldCount) fields" },
      expected: first.map { "\($0.expectedFieldCount) fields" },
      fix: "export the file again, or declare the delimiter under responses")
  }

  private static func badWeights(
    _ input: String, _ column: String, _ kind: WeightFault, _ place: FieldPlace?, _ count: Int
  ) -> Message {
    let at = place.map { "\(input):\($0.line):\($0.byteColumn)" } ?? input
    let found = place.map { "\"\($0.text)\"" }
    switch kind {
    case .notANumber:
      return Message(
        at, "weight \"\(column)\" is not a number in \(rowsText(count))", found: found,
        expected: "a decimal number such as 1.25", fix: "correct the weights")
    case .blank:
      return Message(
        at, "weight \"\(column)\" is blank in \(rowsText(count))",
        expected: "a number in every row",
        fix: "fill the weights in, or write 0 for respondents who must not count")
    case .negative:
      return Message(
        at, "weight \"\(column)\" is negative in \(rowsText(count))", found: found,
        expected: "0 or more", fix: "correct the weights")
    case .allZero:
      return Message(
        at, "weights \"\(column)\" sum to 0", expected: "at least one positive weight",
        fix: "name another weight column, or none")
    case .tooLarge:
      return Message(
        at, "weights \"\(column)\" are too large to be summed exactly",
        expected: "a sum of at most 900,000,000,000", fix: "divide all weights by a constant")
    }
  }

  private static func list(_ rows: [Int]) -> String {
    rows.map(String.init).joined(separator: " and ")
  }
}

/// A share as people write it: `1 %`.
func percentText(_ share: Double) -> String {
  let hundredths = (share * 10_000).rounded() / 100
  return "\(wholeText(hundredths)) %"
}

/// A number of rows as people write it: `1 row`, `2 rows`.
func rowsText(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }
