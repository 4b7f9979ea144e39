// Columns of a study file that cannot be what they are taken for.

extension StudyBuilder {
  /// Tells of columns about people that hold ids or ratings, and of lists that name one twice.
  mutating func reportMisusedColumns(_ study: Study) {
    for (use, column) in study.columnsAboutPeople { reportIDs(use, column, study) }
    for (use, column) in study.columnsAboutPeople where !use.hasPrefix("measure") {
      reportRatings(use, column, study)
    }
    for (key, columns) in [
      ("circumstances", study.circumstances), ("barriers", study.barriers),
      ("workarounds", study.workarounds), ("activities", study.activities),
    ] {
      reportTwice(key, columns)
    }
  }

  // MARK: - Steps

  private mutating func reportIDs(_ use: String, _ column: ColumnReference, _ study: Study) {
    guard let ids = study.responses.respondent, ids.text == column.text else { return }
    report(.idColumn(column: column.text, use: use, idLine: ids.place.line), at: column.place)
  }

  /// What is rated is what is to be explained, not what describes people.
  private mutating func reportRatings(_ use: String, _ column: ColumnReference, _ study: Study) {
    let ratings = study.outcomes.flatMap {
      [$0.importance.text, $0.satisfaction.text, $0.effort?.text ?? ""]
    }
    guard ratings.contains(column.text), let rating = columnUsers[column.text] else { return }
    report(
      .ratingInDesign(
        column: column.text, use: use, rating: rating.user, ratingLine: rating.line),
      at: column.place)
  }

  private mutating func reportTwice(_ key: String, _ columns: [NamedColumn]) {
    var (columnLines, nameLines) = ([[String]: Int](), [String: Int]())
    for column in columns {
      let line = column.column.place.line
      let meaning = [column.column.text] + (column.answer.map { [$0] } ?? [])
      if let first = columnLines[meaning] {
        report(
          .repeatedEntry(key: key, text: meaning.joined(separator: ", "), otherLine: first),
          at: column.column.place)
      } else if let first = nameLines[column.name] {
        report(
          .repeatedEntry(key: "\(key)[].name", text: column.name, otherLine: first),
          at: column.column.place)
      }
      columnLines[meaning] = columnLines[meaning] ?? line
      nameLines[column.name] = nameLines[column.name] ?? line
    }
  }
}

extension Study {
  /// The columns that tell something of people beside their ratings, and what.
  fileprivate var columnsAboutPeople: [(use: String, column: ColumnReference)] {
    var columns = segmentations.map { ("segments", $0.column) }
    if let roles { columns.append(("role", roles.column)) }
    if let solutions { columns.append(("solution in use", solutions.column)) }
    columns += circumstances.map { ("circumstance", $0.column) }
    columns += barriers.map { ("barrier", $0.column) }
    columns += workarounds.map { ("workaround", $0.column) }
    columns += activities.map { ("activity", $0.column) }
    columns += measures.map { ("measure", $0.column) }
    return columns
  }
}
