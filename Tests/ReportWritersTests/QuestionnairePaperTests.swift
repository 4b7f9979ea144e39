import Foundation
import Survey
import Testing

@testable import ReportWriters

@Suite("A questionnaire in each format")
struct QuestionnairePaperTests {
  private let questionnaire: Questionnaire
  private let columns: [String]

  init() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("SurveyTests/Questionnaire/study.yaml")
    let study = try StudyReader.parse(Array(try Data(contentsOf: file)), file: "study.yaml")
    questionnaire = Questionnaire(study)
    columns = questionnaire.questions.flatMap(\.items).map(\.column.text)
  }

  private func lines(_ text: String) -> [String] { text.components(separatedBy: "\n") }

  // MARK: - Text

  @Test("On paper every column stands in brackets once, and no line is too wide")
  func text() {
    let text = QuestionnaireText.text(questionnaire)
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    for column in columns {
      #expect(words.components(separatedBy: "[\(column)]").count == 2, "\(column)")
    }
    #expect(lines(text).allSatisfy { $0.count <= 88 && !$0.hasSuffix(" ") })
    #expect(words.contains("37 ratings and 17 other answers, about 8 minutes."))
    #expect(words.contains("wa_weekend has no words but the column's name"))
    #expect(words.contains("respondent (respondent), weight (weight)."))
    #expect(words.contains("1 - Not at all important 5 - Extremely important f = Does not apply"))
    #expect(lines(text).contains("PAGE 3: Apply the patch (1 of 2)"))
  }

  @Test("Over twenty minutes it is called long, over twenty-five too long")
  func remarks() {
    func remark(copies: Int) -> String {
      var long = questionnaire
      long.pages = (0..<copies).flatMap { _ in questionnaire.pages }
      return QuestionnaireText.remarks(long)[0]
    }
    #expect(remark(copies: 1).hasPrefix("wa_weekend"))
    #expect(remark(copies: 3).hasPrefix("This is long: over 20 minutes"))
    #expect(remark(copies: 4).hasPrefix("This is too long: "))
  }

  // MARK: - LimeSurvey

  @Test("LimeSurvey: rows of thirteen cells by class, codes that are legal and different")
  func limeSurvey() throws {
    let bytes = QuestionnaireLimeSurvey.bytes(questionnaire)
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]) && bytes.last == UInt8(ascii: "\n"))
    let text = String(decoding: bytes.dropFirst(3), as: UTF8.self)
    let rows = lines(text).dropLast().map { $0.components(separatedBy: "\t") }
    #expect(rows.allSatisfy { $0.count == 13 })
    #expect(rows[0].prefix(4) == ["class", "type/scale", "name", "relevance"])
    let classes = Dictionary(grouping: rows.dropFirst(), by: { $0[0] })
    #expect(classes["G"]?.count == 9 && classes["SL"]?.count == 2)
    let questions = try #require(classes["Q"])
    let subquestions = try #require(classes["SQ"])
    let grids = questions.filter { $0[1] == "F" }
    #expect(Set(questions.map { $0[1] }) == ["F", "L", "S"])
    #expect(questions.count - grids.count + subquestions.count == columns.count)
    #expect(grids.allSatisfy { $0[12] == "1" })
    let names = questions.map { $0[2] } + subquestions.map { $0[2] }
    #expect(Set(names.map { $0.lowercased() }).count == names.count)
    #expect(names.allSatisfy { $0.count <= 20 && $0.allSatisfy { $0.isLetter || $0.isNumber } })
    let answers = try #require(classes["A"])
    #expect(answers.allSatisfy { 1...5 ~= $0[2].count && $0[6] == "en" })
    let number = try #require(questions.first { $0[2] == "again1" })
    #expect(number[1] == "S" && number[7] == "/^[0-9]{1,4}$/")
    #expect(
      rows.contains { $0[2] == "surveyls_title" && $0[4] == "\"Patching: \"\"all\"\" of it\"" })
    #expect(text.contains("Minimize the cost of { tools} & <spare> servers"))
  }

  // MARK: - Qualtrics

  @Test("Qualtrics: tags of the Advanced Format alone, a matrix for each grid, points as recodes")
  func qualtrics() throws {
    let text = QuestionnaireQualtrics.text(questionnaire)
    let lines = lines(text)
    #expect(lines[0] == "[[AdvancedFormat]]")
    let tags = lines.filter { $0.hasPrefix("[[") }
    let known = [
      "AdvancedFormat", "Block:", "Question:DB", "Question:Matrix", "Question:TE:SingleLine",
      "Question:MC:SingleAnswer:Vertical", "ID:", "Choices", "AdvancedAnswers", "Answer",
    ]
    #expect(tags.allSatisfy { tag in known.contains { tag.hasPrefix("[[\($0)") } })
    let ids = tags.filter { $0.hasPrefix("[[ID:") }.map { $0.dropFirst(5).dropLast(2) }
    #expect(Set(ids).count == ids.count && ids.allSatisfy { 1...15 ~= $0.count })
    #expect(ids.contains("impBlock4") && ids.contains("again_1") && ids.contains("role"))
    let start = try #require(lines.firstIndex(of: "[[ID:impBlock1]]"))
    #expect(lines[start - 1] == "[[Question:Matrix]]" && lines[start + 2] == "[[Choices]]")
    #expect(
      Array(lines[(start + 5)..<(start + 8)])
        == ["[[AdvancedAnswers]]", "[[Answer:1]]", "1 - Not at all important"])
    let grids = questionnaire.questions.filter { $0.gridCode != nil }
    #expect(lines.filter { $0 == "[[Question:Matrix]]" }.count == grids.count)
    var hostile = questionnaire
    hostile.pages[0].questions[0].text = "[[PageBreak]]\n${e://Field/x}"
    let tamed = QuestionnaireQualtrics.text(hostile)
    #expect(tamed.contains("[ [PageBreak]] $ {e://Field/x}") && !tamed.contains("${"))
  }

  // MARK: - XLSForm

  @Test("XLSForm: a stored archive whose directory, sizes and checksums agree with its files")
  func archive() throws {
    // The check value of CRC-32 in the catalogue of such sums.
    #expect(StoredArchive.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(StoredArchive.checksum([]) == 0)
    let bytes = QuestionnaireXLSForm.bytes(questionnaire)
    #expect(bytes == QuestionnaireXLSForm.bytes(questionnaire))
    let files = try StoredFiles(bytes)
    #expect(
      files.names == [
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml",
      ])
    for name in files.names {
      let content = try #require(files.contents[name])
      #expect(XMLCheck().accepts(Data(content)), "\(name)")
    }
  }

  @Test("XLSForm: sheets survey, choices and settings, groups closed, lists that exist")
  func xlsForm() throws {
    let files = try StoredFiles(QuestionnaireXLSForm.bytes(questionnaire))
    func rows(_ number: Int) throws -> [[String: String]] {
      let data = try #require(files.contents["xl/worksheets/sheet\(number).xml"])
      let parser = XMLCheck()
      #expect(parser.accepts(Data(data)))
      let head = parser.rows[0]
      return parser.rows.dropFirst().map { row in
        Dictionary(uniqueKeysWithValues: row.map { (head[$0] ?? $0, $1) })
      }
    }
    let (survey, choices, settings) = (try rows(1), try rows(2), try rows(3))
    let title = ["form_title": "Patching: \"all\" of it", "form_id": "survey_patching_all_of_it"]
    #expect(settings == [title])
    let types = survey.compactMap { $0["type"] }
    let grids = questionnaire.questions.filter { $0.gridCode != nil }
    #expect(types.filter { $0 == "begin_group" }.count == grids.count)
    #expect(types.filter { $0 == "end_group" }.count == grids.count)
    let asked = survey.filter { $0["type"]?.hasSuffix("_group") == false }
    #expect(asked.count == columns.count)
    let names = survey.compactMap { $0["name"] }
    #expect(Set(names).count == names.count && names.contains("What_it_costs_importance_"))
    let lists = Set(choices.compactMap { $0["list_name"] })
    let used = types.filter { $0.hasPrefix("select_one ") }.map { String($0.dropFirst(11)) }
    #expect(Set(used) == lists)
    #expect(choices.allSatisfy { $0["name"]?.contains(" ") == false && $0["label"] != nil })
    let first = ["list_name": "answers1", "name": "Administrator", "label": "Administrator"]
    #expect(choices[0] == first)
    let number = try #require(survey.first { $0["name"] == "again_2" })
    #expect(number["type"] == "integer" && number["constraint"] == ". >= 0 and . <= 1000")
    #expect(asked.contains { $0["label"] == "Minimize the cost of {tools} & <spare> servers" })
  }

  @Test("Columns of a sheet are lettered A to Z, AA and on; texts are escaped")
  func workbook() {
    #expect(
      [0, 25, 26, 51, 52, 701, 702].map(Workbook.letters) == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
      ])
    #expect(Workbook.escaped("a<b>&\"c\"\u{0}\u{1F}") == "a&lt;b&gt;&amp;&quot;c&quot;")
  }
}

/// The files of an archive, read byte by byte.
private struct StoredFiles {
  var names: [String] = []
  var contents: [String: [UInt8]] = [:]

  init(_ bytes: [UInt8]) throws {
    func number(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    let end = bytes.count - 22
    try #require(Array(bytes[end..<(end + 4)]) == Array("PK\u{5}\u{6}".utf8))
    let (count, size, start) = (number(end + 10, 2), number(end + 12, 4), number(end + 16, 4))
    #expect(number(end + 8, 2) == count && start + size == end && number(end + 20, 2) == 0)
    var entry = start
    for _ in 0..<count {
      try #require(Array(bytes[entry..<(entry + 4)]) == Array("PK\u{1}\u{2}".utf8))
      let (length, local) = (number(entry + 28, 2), number(entry + 42, 4))
      let name = String(decoding: bytes[(entry + 46)..<(entry + 46 + length)], as: UTF8.self)
      try #require(Array(bytes[local..<(local + 4)]) == Array("PK\u{3}\u{4}".utf8))
      // The directory repeats the local header from version to the length of further fields.
      #expect(
        Array(bytes[(entry + 6)..<(entry + 32)]) == Array(bytes[(local + 4)..<(local + 30)]))
      #expect(number(local + 8, 2) == 0 && number(local + 18, 4) == number(local + 22, 4))
      let body = local + 30 + length
      let content = Array(bytes[body..<(body + number(local + 18, 4))])
      #expect(Int(StoredArchive.checksum(content)) == number(local + 14, 4))
      names.append(name)
      contents[name] = content
      entry += 46 + length
    }
    #expect(entry == end)
  }
}

/// Whether a text is well-formed XML, and the cells of a sheet by row and column's letters.
///
/// The tests read the little XML that is written: tags, attributes in double quotes, texts.
private final class XMLCheck {
  var rows: [[String: String]] = []

  func accepts(_ data: Data) -> Bool {
    let text = String(decoding: data, as: UTF8.self)
    guard text.hasPrefix("<?xml ") else { return false }
    var open: [String] = []
    var cell = ""
    for piece in text.components(separatedBy: "<").dropFirst(2) {
      guard let close = piece.firstIndex(of: ">") else { return false }
      let (tag, content) = (String(piece[..<close]), String(piece[piece.index(after: close)...]))
      guard !content.contains(">") else { return false }
      let name = String(tag.prefix { $0 != " " && $0 != "/" })
      if tag.hasPrefix("/") {
        guard open.popLast() == String(tag.dropFirst()) else { return false }
        continue
      }
      if !tag.hasSuffix("/") { open.append(name) }
      if name == "row" { rows.append([:]) }
      if name == "c" { cell = String(tag.dropFirst(5).prefix { $0.isLetter }) }
      if name == "t" { rows[rows.count - 1][cell] = plain(content) }
    }
    return open.isEmpty
  }

  private func plain(_ text: String) -> String {
    text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&amp;", with: "&")
  }
}
