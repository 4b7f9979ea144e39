import Tables

/// A column as the draft sees it: its headers and what its cells have in common.
struct DraftColumn {
  let column: TableColumn
  let summary: ColumnSummary
  /// Whether the name cannot be written in a study file or stands above another column too.
  let needsPosition: Bool

  var name: String { column.name }
  var text: String { column.text }
  var position: Int { column.position }

  /// How the study file names the column.
  var reference: String { needsPosition ? "#\(position + 1)" : name }

  /// The columns of a table, in order.
  static func all(_ head: TableHead, _ summaries: [ColumnSummary]) -> [DraftColumn] {
    let counts = Dictionary(head.columns.map { ($0.name, 1) }, uniquingKeysWith: +)
    return zip(head.columns, summaries).map { column, summary in
      let name = column.name
      let isUnusable =
        StudyText.isBlank(name) || StudyText.isBadPosition(name)
        || name.unicodeScalars.first == "\u{FEFF}"  // lost on the way through the YAML parser
      return DraftColumn(
        column: column, summary: summary,
        needsPosition: isUnusable || counts[name, default: 0] > 1)
    }
  }

  /// How many cells are answered: neither blank nor a text that stands for "no answer".
  var answerCount: Int { answers.reduce(0) { $0 + $1.count } }

  /// The distinct answers without those that stand for "no answer".
  var answers: [ColumnSummary.Level] {
    summary.levels.filter { KnownAnswers.missingReason(of: $0.text) == nil }
  }

  /// The distinct texts that stand for "no answer", blanks left out.
  var missingTexts: [ColumnSummary.Level] {
    summary.levels.filter { KnownAnswers.missingReason(of: $0.text) != nil }
  }

  /// Whether the cells look like ratings: few distinct texts, nearly all of them whole numbers
  /// or labels of a ladder. A column without answers may be one.
  var looksLikeRating: Bool {
    guard !summary.hasMoreLevels, answers.count <= 30 else { return false }
    let points = answers.filter { RatingText.point(of: $0.text) != nil }
    let pointCount = points.reduce(0) { $0 + $1.count }
    if Double(pointCount) >= 0.95 * Double(answerCount) { return true }
    return KnownAnswers.ladder(of: answers.map(\.text)) != nil
  }

  /// Whether the cells may be ratings once their texts are given points: few and short texts.
  var mayBeRating: Bool {
    looksLikeRating
      || (!summary.hasMoreLevels && answers.count <= 12
        && answers.allSatisfy { $0.text.utf8.count <= 40 })
  }
}

/// A text that holds the point of a scale.
enum RatingText {
  /// The point of `4`, `4.0`, `5 - Extremely important`, `1 (not at all)` or `5: very`.
  static func point(of text: String) -> Int? {
    let isNegative = text.hasPrefix("-")
    let bare = isNegative ? text.dropFirst() : text[...]
    let digits = bare.prefix { $0.isASCII && $0.isWholeNumber }
    guard !digits.isEmpty, digits.utf8.count <= 4, let point = Int(digits) else { return nil }
    var rest = bare.dropFirst(digits.count)
    if rest.hasPrefix(".") {
      let zeros = rest.dropFirst().prefix { $0 == "0" }
      if !zeros.isEmpty { rest = rest.dropFirst(1 + zeros.count) }
    }
    if rest.isEmpty { return isNegative ? -point : point }
    guard !isNegative, let mark = rest.first, " -:=().\u{2013}\u{2014}".contains(mark) else {
      return nil
    }
    let label = rest.drop { !$0.isLetter && !$0.isNumber }
    // `18-24` and `1 to 5 years` are ranges, not labelled points.
    guard let first = label.first, first.isLetter, !label.contains(where: \.isNumber) else {
      return nil
    }
    return point
  }

  /// Whether the text is the point's own digits, so that it needs no label.
  static func isBare(_ text: String) -> Bool { StudyText.whole(text).map { "\($0)" } == text }
}
