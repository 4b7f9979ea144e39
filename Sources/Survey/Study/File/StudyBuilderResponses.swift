import Groundwork
import Tables

// The part `responses` of a study file.

extension StudyBuilder {
  mutating func responses(_ cursor: StudyCursor) -> ResponseFile {
    let place = cursor["scale"]?.place ?? cursor.place
    let labels = self.labels(cursor["labels"])
    let scale = self.scale(cursor, labels: labels.map(\.label))
    var responses = ResponseFile(
      file: cursor["file"]?.text ?? "", scale: scale, scalePlace: place)
    if cursor["scale"] != nil { checkLabels(labels, scale) }
    responses.respondent = cursor["respondent"]?.column
    responses.missing = missing(cursor, labels, cursor["scale"] == nil ? nil : scale)
    if let duplicates = cursor["duplicates"]?.word(ResponseFile.Duplicates.self) {
      responses.duplicates = duplicates
    }
    if let limit = cursor["reject-limit"].flatMap({ StudyText.share($0.text) }) {
      responses.rejectLimit = limit
    }
    responses.format = format(cursor)
    return responses
  }

  // MARK: - Steps

  private typealias PlacedLabel = (label: ScaleLabel, place: Place)

  private func labels(_ cursor: StudyCursor?) -> [PlacedLabel] {
    guard let cursor else { return [] }
    return cursor.named.compactMap { entry in
      guard let point = StudyText.whole(entry.value.text) else { return nil }
      return (ScaleLabel(text: entry.name, point: point), entry.place)
    }
  }

  private mutating func scale(_ cursor: StudyCursor, labels: [ScaleLabel]) -> Scale {
    guard let ends = cursor["scale"].flatMap({ StudyText.scale($0.text) }) else {
      return Scale(low: 1, high: 5, top: 4)
    }
    var top = Scale.usualTop(low: ends.low, high: ends.high)
    if let cursor = cursor["top"], let declared = StudyText.whole(cursor.text) {
      if ends.low < declared, declared <= ends.high {
        top = declared
      } else {
        report(
          .topOutsideScale(top: declared, low: ends.low, high: ends.high), at: cursor.place)
      }
    }
    return Scale(low: ends.low, high: ends.high, top: top, labels: labels)
  }

  private mutating func checkLabels(_ labels: [PlacedLabel], _ scale: Scale) {
    for (label, place) in labels where !(scale.low...scale.high).contains(label.point) {
      report(
        .labelOutsideScale(
          label: label.text, point: label.point, low: scale.low, high: scale.high), at: place)
    }
  }

  /// The texts without a rating behind them, each with its reason; a blank is always among them.
  private mutating func missing(
    _ cursor: StudyCursor, _ labels: [PlacedLabel], _ scale: Scale?
  ) -> [MissingText] {
    let reasons: [(key: String, reason: MissingReason)] = [
      ("missing", .notAnswered), ("not-asked", .notAsked), ("does-not-apply", .doesNotApply),
      ("refused", .refused),
    ]
    var missing: [MissingText] = []
    var seen: [ByteText: (key: String, line: Int)] = [:]
    for (label, place) in labels { seen[ByteText(label.text)] = ("labels", place.line) }
    for (key, reason) in reasons {
      for item in cursor[key]?.items ?? [] {
        let text = ByteText(item.text)
        checkAnswer(item, key, seen[text], scale)
        seen[text] = seen[text] ?? (key, item.place.line)
        missing.append(MissingText(text: item.text, reason: reason))
      }
    }
    if seen[ByteText("")] == nil {
      missing.insert(MissingText(text: "", reason: .notAnswered), at: 0)
    }
    return missing
  }

  private mutating func checkAnswer(
    _ item: StudyCursor, _ key: String, _ other: (key: String, line: Int)?, _ scale: Scale?
  ) {
    let path = "responses.\(key)"
    if let other, other.key == key {
      report(.repeatedEntry(key: path, text: item.text, otherLine: other.line), at: item.place)
    } else if let other {
      report(
        .conflictingAnswer(
          text: item.text, key: path, otherKey: "responses.\(other.key)", otherLine: other.line),
        at: item.place)
    } else if let scale, let point = StudyText.whole(item.text), "\(point)" == item.text,
      (scale.low...scale.high).contains(point)
    {
      report(
        .answerIsPoint(text: item.text, key: path, low: scale.low, high: scale.high),
        at: item.place)
    }
  }

  private func format(_ cursor: StudyCursor) -> TableFormat {
    var format = TableFormat()
    switch cursor["delimiter"]?.text {
    case "comma": format.delimiter = UInt8(ascii: ",")
    case "semicolon": format.delimiter = UInt8(ascii: ";")
    case "tab": format.delimiter = UInt8(ascii: "\t")
    case "pipe": format.delimiter = UInt8(ascii: "|")
    default: break
    }
    format.headerRowCount = cursor["header-rows"].flatMap { StudyText.whole($0.text) }
    format.encoding = cursor["encoding"]?.word(TextEncoding.self)
    return format
  }
}
