import Testing

@testable import Tables

@Suite("Finding the head of a table")
struct HeadTests {
  private func head(
    _ text: String, _ format: TableFormat = TableFormat()
  ) throws(TableError) -> TableHead {
    try TableReader(.bytes(Array(text.utf8), name: "t.csv"), format: format).head
  }

  private func failure(_ text: String, _ format: TableFormat = TableFormat()) -> TableError? {
    do throws(TableError) {
      _ = try head(text, format)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "the delimiter by consistency of field counts",
    arguments: [
      ("a,b\n1,2\n", ","), ("a;b\n1,5;2,5\n", ";"), ("a\tb\n1,5\t2\n", "\t"), ("a|b\n1|2\n", "|"),
      ("a;b,c;d\n1;2;3\n4;5;6\n", ";"), ("\"a;b\",c\n1,2\n", ","), ("a\n1\n2\n", ","),
      ("x,y;z\n1,2\n3,4\n", ","), ("a,b|c\n1|2\n", "|"), ("a,b;c,d\n1;2\n", ";"),
    ])
  func delimiter(text: String, expected: String) throws {
    #expect(try head(text).delimiter == expected.utf8.first)
  }

  @Test("a declared delimiter is used, and the evidence says so")
  func declaredDelimiter() throws {
    let found = try head("a,b;c\n1,2;3\n", TableFormat(delimiter: UInt8(ascii: ";")))
    #expect(found.columns.map(\.name) == ["a,b", "c"])
    #expect(found.evidence[0] == "The delimiter, the semicolon, was declared.")
    let odd = try head("a~b\n1~2\n", TableFormat(delimiter: UInt8(ascii: "~")))
    #expect(odd.columns.count == 2)
    #expect(odd.evidence[0] == "The delimiter, the \"~\", was declared.")
  }

  @Test("the evidence tells what was found")
  func evidence() throws {
    let found = try head("a|b\n1|2\n3|4|5\n")
    #expect(
      found.evidence == [
        "The delimiter is the pipe: it cuts the first row into 2 fields, and so 1 of the next 2 "
          + "records.",
        "One header row: no sign of further ones.",
      ])
    #expect(try head("a\n1\n").evidence[0] == "The first row holds no delimiter: one column.")
  }

  @Test("quotes are text in a tab-separated file where nothing else fits")
  func plainQuotes() throws {
    let text = "a\tb\nhe said \"no\"\t2\n\"\t3\n"
    let found = try head(text)
    #expect(found.quoting == .none)
    let rows = try TableReader(.bytes(Array(text.utf8), name: "t")).decodeTexts().textRows
    #expect(rows == [["he said \"no\"", "2"], ["\"", "3"]])
    // Proper quotes keep their meaning, and so they do where rows differ.
    #expect(try head("a\tb\n\"x\ty\"\t2\n").quoting == .doubled)
    #expect(try head("a\tb\nx\"\t2\n3\n4\t5\n").quoting == .doubled)
    #expect(try head("a\tb\nx\"\t2\n", TableFormat(quoting: .doubled)).quoting == .doubled)
    #expect(try head("a,\"b\n1,2\n", TableFormat(quoting: Quoting.none)).columns[1].name == "\"b")
  }

  @Test("no header row when so declared: columns are called by position")
  func noHeader() throws {
    let found = try head("1,2\n3,4\n", TableFormat(headerRowCount: 0))
    #expect(found.columns.map(\.name) == ["#1", "#2"])
    #expect(found.layout == .plain)
  }

  @Test("duplicate and blank names are kept")
  func oddNames() throws {
    #expect(try head("a,,a, b \n1,2,3,4\n").columns.map(\.name) == ["a", "", "a", " b "])
  }

  @Test("a phantom column is one that is blank in every row of the sample")
  func phantom() throws {
    #expect(try head("a,b,\n1,2,\n").hasPhantomColumn)
    #expect(try head("a,b,\n1,2,\n").columns.count == 2)
    #expect(try !head("a,b,\n1,2,3\n").hasPhantomColumn)
    #expect(try !head("a,b,\n").hasPhantomColumn)
    #expect(try !head("a,b,c\n1,2,\n").hasPhantomColumn)
    // Beyond the sample's records the phantom column may hold text, which is counted.
    let text = "a,\n" + String(repeating: "1,\n", count: 200) + "2,x\n"
    let table = try TableReader(.bytes(Array(text.utf8), name: "t")).decodeTexts()
    #expect(table.rowCount == 201)
    #expect(table.phantomColumnTextCount == 1)
  }

  @Test("SurveyMonkey's second row is recognised by labels alone")
  func surveyMonkeyLabels() throws {
    let found = try head("id,How?,,Why?\n,Well,Badly,Text\n1,x,,y\n")
    #expect(found.layout == .surveyMonkey)
    #expect(found.columns.map(\.name) == ["id", "How? - Well", "How? - Badly", "Why? - Text"])
    // A blank first cell and numbers are an ordinary record.
    #expect(try head("id,a,,b\n,1,2,3\n").layout == .plain)
    #expect(try head("id,a,,b\n7,x,y,z\n").layout == .plain)
    #expect(try head("id,a\n,x\n").layout == .plain)
  }

  @Test("Qualtrics' rows are recognised by ImportId, with or without the question texts")
  func qualtrics() throws {
    let names = "Q1,Q2\n"
    let identifiers = "\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2\"\"}\"\n"
    let three = try head(names + "Why?,\n" + identifiers + "1,2\n")
    #expect(three.headerRowCount == 3)
    #expect(three.columns.map(\.text) == ["Why?", "Q2"])
    let two = try head(names + identifiers + "1,2\n")
    #expect(two.headerRowCount == 2)
    #expect(two.layout == .qualtrics)
    #expect(two.columns.map(\.text) == ["Q1", "Q2"])
  }

  @Test("a declared number of header rows wins over the evidence, which is told")
  func declaredRows() throws {
    let text = "id,How?,\n,Well,Badly\n1,x,y\n"
    let one = try head(text, TableFormat(headerRowCount: 1))
    #expect(one.layout == .plain)
    #expect(one.columns.map(\.name) == ["id", "How?", ""])
    #expect(one.evidence[1].contains("SurveyMonkey"))
    #expect(try head(text, TableFormat(headerRowCount: 2)).layout == .surveyMonkey)
    let two = try head("a,b\nLong a,\n1,2\n", TableFormat(headerRowCount: 2))
    #expect(two.columns.map(\.text) == ["Long a", "b"])
    let three = try head("a,b\nLong a,Long b\nx,y\n1,2\n", TableFormat(headerRowCount: 3))
    #expect(three.columns.map(\.text) == ["Long a", "Long b"])
  }

  @Test("header rows that do not fit are refused")
  func headerErrors() {
    let place = TablePlace(input: "t.csv", line: 2, byteColumn: 1)
    #expect(
      failure("a,b\nc\n1,2\n", TableFormat(headerRowCount: 2))
        == .headerRowLength(place, found: 1, expected: 2))
    #expect(
      failure("a,b\n1,2\n", TableFormat(headerRowCount: 3))
        == .noRespondents(input: "t.csv", headerRowCount: 2))
    #expect(failure("") == .empty(input: "t.csv"))
    #expect(failure("\n\r\n\r") == .empty(input: "t.csv"))
    #expect(
      failure("a,\"b\nc") == .unclosedQuote(TablePlace(input: "t.csv", line: 1, byteColumn: 3)))
    #expect(failure("a,b\0\n1,2") == .nulByte(TablePlace(input: "t.csv", line: 1, byteColumn: 4)))
    #expect(
      failure("Title\na,b\n1,2\n3,4\n")
        == .firstRowDiffers(
          TablePlace(input: "t.csv", line: 1, byteColumn: 1), found: 1, mostRecordsHave: 2))
  }

  @Test("a header that does not end within the sample is refused")
  func endlessHeader() {
    let blank = [UInt8](repeating: Byte.lineFeed, count: 200_000)
    let format = TableFormat(recordByteLimit: 100)
    #expect(throws: TableError.noHeader(input: "t", byteCount: 65_944)) {
      try TableReader(.bytes(blank, name: "t"), format: format)
    }
    let long = [UInt8](repeating: UInt8(ascii: "a"), count: 200_000)
    let place = TablePlace(input: "t", line: 1, byteColumn: 1)
    #expect(throws: TableError.recordTooLong(place, limit: 100)) {
      try TableReader(.bytes(long, name: "t"), format: format)
    }
  }

  @Test("blank lines before and between header rows are counted, lines stay right")
  func blankLines() throws {
    let text = "\n\na,b\n\nx,y\n1,2\n\n9\n3,4\n"
    let table = try TableReader(
      .bytes(Array(text.utf8), name: "t"), format: TableFormat(headerRowCount: 2)
    ).decodeTexts()
    #expect(table.blankLineCount == 4)
    #expect(table.rejectedRecords.first.map(\.line) == [8])
    #expect(table.textRows == [["1", "2"], ["3", "4"]])
  }
}
