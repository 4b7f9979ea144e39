import Tables

/// Reads the codes that platforms store for the answers of a questionnaire.
///
/// A column is read by codes only when every answer in it is one and some answer is no text that
/// the study knows: then it cannot be anything else.
struct CodedAnswers {
  private let choices: [Questionnaire.Choice]
  /// The choice of each code, by platform; LimeSurvey's are the shortest and come last.
  private let books: [[String: Int]]

  init(_ choices: [Questionnaire.Choice]) {
    self.choices = choices
    books = [SurveyPlatform.xlsForm, .limeSurvey].map { platform in
      var book: [String: Int] = [:]
      for (index, code) in platform.codes(of: choices).enumerated() {
        book[code] = book[code] == nil ? index : -1
      }
      return book.filter { $0.value >= 0 }
    }
  }

  /// A column with the texts in place of their codes.
  struct Reading {
    var column: TextColumn
    /// The codes that were no texts of the study, with what they were read as.
    var codes: [(code: String, text: String)]
    /// How many people have such a code.
    var count: Int
  }

  /// The column by its texts.
  ///
  /// - Parameters:
  ///   - column: the texts as they stand in the data.
  ///   - isMissing: whether a text means that nothing was answered.
  /// - Returns: `nil` where the column holds none but texts, or anything that is no code.
  func reading(_ column: TextColumn, isMissing: (String) -> Bool) -> Reading? {
    let given = column.levels.filter { !isMissing($0) }
    let isKnown = { (text: String) in choices.contains { $0.text == text || $0.code == text } }
    guard !given.isEmpty, !given.allSatisfy(isKnown),
      let book = books.first(where: { book in given.allSatisfy { book[$0] != nil } })
    else { return nil }
    var codes: [(code: String, text: String)] = []
    var texts: [String] = []
    let places = column.levels.map { level -> UInt32 in
      var text = level
      if !isMissing(level), let index = book[level] {
        text = choices[index].text
        if text != level { codes.append((level, text)) }
      }
      if let place = texts.firstIndex(of: text) { return UInt32(place) }
      texts.append(text)
      return UInt32(texts.count - 1)
    }
    let changed = Set(codes.map(\.code))
    let isChanged = column.levels.map { changed.contains($0) }
    return Reading(
      column: TextColumn(codes: column.codes.map { places[Int($0)] }, levels: texts),
      codes: codes, count: column.codes.count { isChanged[Int($0)] })
  }
}

extension ResponseLoader {
  /// Puts the texts of the study in the place of a platform's codes, and tells what it did.
  func readCodes(_ table: inout DecodedTable, _ plan: ColumnAssignment, _ finder: ColumnFinder)
    -> [Finding]
  {
    var books: [Int: (name: String, answers: CodedAnswers)] = [:]
    for question in Questionnaire(study).questions {
      guard !question.choices.isEmpty, !question.choices.contains(where: { $0.point != nil })
      else { continue }
      for item in question.items {
        guard let position = try? finder.position(of: item.column) else { continue }
        books[position] = (item.column.text, CodedAnswers(question.choices))
      }
    }
    var findings: [String: Finding] = [:]
    for (index, planned) in plan.plans.enumerated() {
      guard case .text(let column) = table.columns[index], let book = books[planned.position],
        let reading = book.answers.reading(column, isMissing: study.isMissing)
      else { continue }
      table.columns[index] = .text(reading.column)
      findings[book.name] = CodedAnswers.finding(reading, book.name)
    }
    return findings.values.sorted { $0.subject < $1.subject }
  }
}

extension CodedAnswers {
  fileprivate static func finding(_ reading: Reading, _ name: String) -> Finding {
    // By code, not in the order in which the rows have them.
    let shown = reading.codes.sorted { $0.code < $1.code }.prefix(3).map {
      "\"\($0.code)\" as \"\($0.text)\""
    }
    return Finding(
      .note, kind: "coded-answers", subject: name, count: reading.count,
      text: "codes that a questionnaire has for answers are read as these: "
        + shown.joined(separator: ", "))
  }
}
