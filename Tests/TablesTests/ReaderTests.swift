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
