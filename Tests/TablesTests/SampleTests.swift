import Testing

@testable import Tables

// The samples lie outside the project; where they are absent these tests are skipped.
@Suite("Exports of survey platforms", .enabled(if: SharedFolder.isPresent("qualtrics")))
struct SampleTests {
  private func read(
    _ file: String, _ format: TableFormat = TableFormat()
  ) throws -> (head: TableHead, table: DecodedTable) {
    let reader = try TableReader(.file(path: SharedFolder.sample(file)), format: format)
    return (reader.head, try reader.decodeTexts())
  }

  @Test("Qualtrics: three header rows, the question texts in the second")
  func qualtrics() throws {
    let (head, table) = try read("qualtrics/qualtRics-sample.csv")
    #expect(head.layout == .qualtrics)
    #expect(head.headerRowCount == 3)
    #expect(table.summary == "1 x 20")
    #expect(
      head.columns[17]
        == TableColumn(position: 17, name: "Q1", text: "This is a multiple choice question."))
    #expect(table.textRows[0][8] == "R_2YPOQ602ER1jkf1")
  }

  @Test("Qualtrics' legacy form: two header rows and a phantom column")
  func qualtricsLegacy() throws {
    let (head, table) = try read("qualtrics/qualtRics-sample_legacy.csv")
    #expect(head.layout == .qualtricsLegacy)
    #expect(head.hasPhantomColumn)
    #expect(head.columns.count == 15)
    #expect(head.columns[0] == TableColumn(position: 0, name: "V1", text: "ResponseID"))
    #expect(table.summary == "1 x 15")
    #expect(table.phantomColumnTextCount == 0)
  }

  @Test("SurveyMonkey: the question is filled to the right over its labels")
  func surveyMonkey() throws {
    let (head, table) = try read("surveymonkey/538-SOUTH.csv")
    #expect(head.layout == .surveyMonkey)
    #expect(head.headerRowCount == 2)
    #expect(table.summary == "148 x 58")
    let question = "How much, if at all, do you personally identify as a Southerner?"
    #expect(head.columns[0].name == "RespondentID")
    #expect(
      head.columns[1].name
        == "In your own words, what would you call the part of the country you live in now?")
    #expect(head.columns[2].name == "\(question) - A lot")
    #expect(head.columns[5].text == "\(question) - Not at all")
    #expect(head.columns[57].name == "Location (Census Region) - Pacific")
  }

  @Test("SurveyMonkey: only Response below the questions, and one header row alone")
  func surveyMonkeyPlain() throws {
    let steak = try read("surveymonkey/538-steak-risk-survey.csv")
    #expect(steak.head.layout == .surveyMonkey)
    #expect(steak.head.columns[8].name == "Do you eat steak?")
    #expect(steak.table.summary == "198 x 15")
    let flying = try read("surveymonkey/538-flying-etiquette.csv")
    #expect(flying.head.layout == .plain)
    #expect(flying.table.summary == "149 x 27")
  }

  @Test("a Macintosh file is refused with its place and read when declared")
  func macRoman() throws {
    let file = "surveymonkey/538-StarWars.csv"
    #expect(throws: TableError.self) { try read(file) }
    let (head, table) = try read(file, TableFormat(encoding: .macRoman))
    #expect(head.layout == .surveyMonkey)
    #expect(table.summary == "148 x 38")
    #expect(
      head.columns[31].name == "Do you consider yourself to be a fan of the Expanded Universe?åÊ")
    #expect(head.columns[3].name.hasSuffix(" - Star Wars: Episode I  The Phantom Menace"))
  }

  @Test("Google Forms: one header row, tabs or commas, LF inside cells")
  func googleForms() throws {
    let tabs = try read("googleforms/rstudio-2018-form-responses.tsv")
    #expect(tabs.head.delimiter == Byte.tab)
    #expect(tabs.head.layout == .plain)
    #expect(tabs.head.columns[0].name == "Timestamp")
    #expect(tabs.table.summary == "40 x \(tabs.head.columns.count)")
    let commas = try read("googleforms/rstudio-2019-english-responses.csv")
    #expect(commas.head.delimiter == Byte.comma)
    #expect(commas.table.summary == "60 x \(commas.head.columns.count)")
    #expect(commas.table.lineEndKinds == .carriageReturnLineFeed)
  }

  @Test("every sample has text columns that summaries can describe")
  func summaries() throws {
    let path = SharedFolder.sample("surveymonkey/538-SOUTH.csv")
    let reader = try TableReader(.file(path: path))
    let plans = reader.head.columns.map {
      ColumnPlan(position: $0.position, kind: .summary(levelLimit: 5))
    }
    let table = try reader.decode(plans)
    guard case .summary(let identity) = table.columns[0], case .summary(let lot) = table.columns[2]
    else {
      Issue.record("no summaries")
      return
    }
    #expect(identity.numericCount == 148)
    #expect(identity.wholeCount == 148)
    #expect(identity.hasMoreLevels)
    #expect(identity.levels.count == 5)
    #expect(lot.levels.map(\.text) == ["A lot"])
    #expect(lot.blankCount + (lot.levels.first?.count ?? 0) == 148)
  }
}
