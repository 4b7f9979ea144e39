/// Decides by evidence how many header rows there are and what they mean.
struct HeaderDetection {
  var rowCount: Int
  var layout: HeaderLayout
  var evidence: String

  /// - Parameters:
  ///   - rows: the texts of the first records, at most four of them.
  ///   - declared: the number of header rows, if the caller knows it.
  init(rows: [[String]], declared: Int?) {
    let found = HeaderDetection.detected(in: rows)
    guard let declared else {
      self = found
      return
    }
    rowCount = declared
    layout = found.rowCount == declared ? found.layout : .plain
    evidence = "The number of header rows, \(declared), was declared."
    if found.rowCount != declared { evidence += " Evidence: \(found.evidence)" }
  }

  private init(_ rowCount: Int, _ layout: HeaderLayout, _ evidence: String) {
    (self.rowCount, self.layout, self.evidence) = (rowCount, layout, evidence)
  }

  /// The name and the text of each column.
  func columns(of rows: [[String]], count: Int) -> [TableColumn] {
    guard let names = rows.first else {
      return (0..<count).map { position in
        TableColumn(position: position, name: "#\(position + 1)", text: "#\(position + 1)")
      }
    }
    if layout == .surveyMonkey { return HeaderDetection.joinedColumns(names, rows[1], count) }
    return (0..<count).map { position in
      let text = rowCount > 1 && layout != .qualtrics || rowCount == 3 ? rows[1][position] : ""
      return TableColumn(
        position: position, name: names[position], text: text.isEmpty ? names[position] : text)
    }
  }

  // MARK: - Steps

  private static func detected(in rows: [[String]]) -> HeaderDetection {
    if rows.count > 2, isImportIdRow(rows[2]) {
      return HeaderDetection(
        3, .qualtrics, "Three header rows: row 3 holds Qualtrics' ImportId of each column.")
    }
    if rows.count > 1, isImportIdRow(rows[1]) {
      return HeaderDetection(
        2, .qualtrics, "Two header rows: row 2 holds Qualtrics' ImportId of each column.")
    }
    if rows.count > 1, rows[0].starts(with: ["V1", "V2"]), rows[1].first == "ResponseID" {
      return HeaderDetection(
        2, .qualtricsLegacy,
        "Two header rows: V1 stands above ResponseID, as in Qualtrics' legacy export.")
    }
    if rows.count > 1, let reason = surveyMonkeyReason(rows[0], rows[1]) {
      return HeaderDetection(2, .surveyMonkey, "Two header rows as SurveyMonkey's: \(reason).")
    }
    return HeaderDetection(1, .plain, "One header row: no sign of further ones.")
  }

  private static func isImportIdRow(_ row: [String]) -> Bool {
    let filled = row.filter { !$0.isEmpty }
    return !filled.isEmpty && filled.allSatisfy { $0.hasPrefix("{\"ImportId\":") }
  }

  /// Why the first two rows look like SurveyMonkey's, `nil` when they do not.
  ///
  /// The id column has nothing in the second row. Open and single questions have `Response` or
  /// `Open-Ended Response` there; groups have a label in every column, the question only above
  /// the first of them.
  private static func surveyMonkeyReason(_ first: [String], _ second: [String]) -> String? {
    guard first.count == second.count, first.first != "", second.first == "" else { return nil }
    let marks: Set<String> = ["Response", "Open-Ended Response"]
    if let mark = second.first(where: marks.contains) {
      return "row 2 is blank below the id and holds \"\(mark)\""
    }
    let blanks = first.indices.filter { first[$0].isEmpty }
    let haveLabels = blanks.allSatisfy { !second[$0].isEmpty && !isNumber(second[$0]) }
    guard !blanks.isEmpty, haveLabels else { return nil }
    return "row 2 is blank below the id and has a label wherever row 1 is blank"
  }

  private static func isNumber(_ text: String) -> Bool {
    Array(text.utf8).withUnsafeBytes { DecimalText.parse($0) != nil }
  }

  /// Joins each question, filled to the right over its group, with the label below it.
  private static func joinedColumns(
    _ questions: [String], _ labels: [String], _ count: Int
  ) -> [TableColumn] {
    var question = ""
    return (0..<count).map { position in
      if !questions[position].isEmpty { question = questions[position] }
      let label = labels[position]
      let stands = ["", "Response", "Open-Ended Response"].contains(label)
      let name = stands ? question : "\(question) - \(label)"
      return TableColumn(position: position, name: name, text: name)
    }
  }
}
