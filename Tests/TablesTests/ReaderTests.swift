import Groundwork
import Testing

@testable import Tables

@Suite("Reading a table")
struct ReaderTests {
  @Test("all kinds of columns of a small table")
  func allKinds() throws {
    let text = "id,a,b,w,c\r\nx1,1,\"5\",1.5,red\r\nx2,,10,2,\"a \"\"b\"\", c\"\r\nx3,9,7,,red\r\n"
    let reader = try TableReader(.bytes(Array(text.utf8), name: "t.csv"))
    let entries = (1...10).map { (text: "\($0)", code: UInt8($0)) } + [(text: "", code: 0)]
    let book = CodeBook(entries: entries, invalidCode: 255)
    let small = CodeBook(entries: [("1", 1), ("", 0)], invalidCode: 255)
    let table = try reader.decode([
      ColumnPlan(position: 0, kind: .identity),
      ColumnPlan(position: 1, kind: .codes(small)),
      ColumnPlan(position: 2, kind: .codes(book)),
      ColumnPlan(position: 3, kind: .decimal),
      ColumnPlan(position: 4, kind: .text),
      ColumnPlan(position: 2, kind: .summary(levelLimit: 2)),
    ])
    #expect(table.rowCount == 3)
    guard case .identity(let ids) = table.columns[0], case .codes(let first) = table.columns[1],
      case .codes(let second) = table.columns[2], case .decimal(let weights) = table.columns[3],
      case .text(let colors) = table.columns[4], case .summary(let summary) = table.columns[5]
    else {
      Issue.record("the columns come in another order than the plans")
      return
    }
    #expect((0..<3).map(ids.string(of:)) == ["x1", "x2", "x3"])
    #expect(first.codes == [1, 0, 255])
    #expect(first.invalidCount == 1)
    #expect(
      first.firstInvalid == [
        FieldPlace(line: 4, byteColumn: 4, record: 3, columnName: "a", text: "9")
      ])
    #expect(second.codes == [5, 10, 7])
    #expect(weights.values == [1_500_000, 2_000_000, DecimalColumn.blank])
    #expect(colors == TextColumn(codes: [0, 1, 0], levels: ["red", "a \"b\", c"]))
    #expect(summary.levels == [.init(text: "10", count: 1), .init(text: "5", count: 1)])
    #expect(summary.hasMoreLevels)
    #expect(table.lineEndKinds == .carriageReturnLineFeed)
    #expect(table.byteCount == text.utf8.count)
    #expect(table.sha256.count == 64)
  }
}

@Suite("Summaries of columns")
struct SummaryTests {
  @Test("a summary is what counting by hand gives, for any limit and block size")
  func agreement() throws {
    var random = RandomNumbers(seed: 3)
    let pieces = ["", "1", "2", "10", "-3.5", "a", "b", "é", "zz", "0.25", "1e2"]
    let cells = (0..<900).map { _ in
      (0..<random.below(4)).map { _ in random.element(pieces) }.joined()
    }
    let text = "id,x\n" + cells.map { "i,\($0)\n" }.joined()
    let filled = cells.filter { !$0.isEmpty }
    let numbers = filled.compactMap { cell in
      Array(cell.utf8).withUnsafeBytes { DecimalText.parse($0)?.millionths }
    }
    let counts = Dictionary(filled.map { ($0, 1) }, uniquingKeysWith: +)
    let sorted = counts.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (limit, blockByteCount) in [(0, 64), (1, 64), (7, 100), (7, 1 << 20), (9999, 333)] {
      let reader = try TableReader(
        .bytes(Array(text.utf8), name: "t"), format: TableFormat(blockByteCount: blockByteCount))
      let plan = ColumnPlan(position: 1, kind: .summary(levelLimit: limit))
      guard case .summary(let summary) = try reader.decode([plan]).columns[0] else { continue }
      #expect(summary.rowCount == 900)
      #expect(summary.blankCount == 900 - filled.count)
      #expect(summary.levels.map(\.text) == Array(sorted.prefix(limit)))
      #expect(summary.levels.map(\.count) == sorted.prefix(limit).map { counts[$0] ?? 0 })
      #expect(summary.hasMoreLevels == (sorted.count > limit))
      #expect(summary.numericCount == numbers.count)
      #expect(summary.wholeCount == numbers.count { $0 % DecimalColumn.scale == 0 })
      #expect(summary.minimumMillionths == numbers.min())
      #expect(summary.maximumMillionths == numbers.max())
      #expect(summary.maximumByteLength == filled.map(\.utf8.count).max())
    }
  }
}

@Suite("Code books")
struct CodeBookTests {
  @Test("a code book compares exact bytes; the first of two equal texts counts")
  func lookup() throws {
    let book = CodeBook(
      entries: [("", 0), ("1", 1), ("1", 2), ("5 - Very", 5), ("\"", 6), ("\"x", 7), ("n/a", 9)],
      invalidCode: 9)
    #expect(book.code(of: "1") == 1)
    #expect(book.code(of: " 1") == 9)
    #expect(book.code(of: "5 - Very") == 5)
    let text =
      "id,x\na,1\nb,\"1\"\nc,\"\"\nd,\nf,5 - Very\ng,\"5 - Very\"\nh,\"\"\"\"\n"
      + "i,\"\"\"x\"\ni,n/a\nj,1 \nk,É\n"
    let reader = try TableReader(.bytes(Array(text.utf8), name: "t"))
    let plan = ColumnPlan(position: 1, kind: .codes(book))
    guard case .codes(let column) = try reader.decode([plan]).columns[0] else { return }
    #expect(column.codes == [1, 1, 0, 0, 5, 5, 6, 7, 9, 9, 9])
    // "n/a" has the invalid code by declaration: that is no finding.
    #expect(column.invalidCount == 2)
    #expect(column.firstInvalid.map(\.text) == ["1 ", "É"])
  }

  @Test("at most 20 places and 40 bytes of a cell are kept")
  func limits() throws {
    let long = String(repeating: "é", count: 30)
    let text = "id,x\n" + (0..<50).map { "\($0),a\(long)\n" }.joined()
    let reader = try TableReader(
      .bytes(Array(text.utf8), name: "t"), format: TableFormat(blockByteCount: 200))
    let book = CodeBook(entries: [], invalidCode: 1)
    let table = try reader.decode([ColumnPlan(position: 1, kind: .codes(book))])
    guard case .codes(let column) = table.columns[0] else { return }
    #expect(column.invalidCount == 50)
    #expect(column.firstInvalid.map(\.record) == Array(1...20))
    #expect(column.firstInvalid.map(\.line) == Array(2...21))
    // Cut between two characters.
    #expect(column.firstInvalid[0].text == "a" + String(repeating: "é", count: 19))
  }
}
