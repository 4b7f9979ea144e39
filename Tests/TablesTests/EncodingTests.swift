import Testing

@testable import Tables

@Suite("Encodings")
struct EncodingTests {
  private func texts(
    _ bytes: [UInt8], _ encoding: TextEncoding? = nil, blockByteCount: Int = 4 << 20
  ) throws(TableError) -> [[String]] {
    let format = TableFormat(encoding: encoding, blockByteCount: blockByteCount)
    return try TableReader(.bytes(bytes, name: "t"), format: format).decodeTexts().textRows
  }

  private func utf16(_ text: String, isBigEndian: Bool, mark: Bool = true) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 255)]
      return isBigEndian ? bytes : bytes.reversed()
    }
  }

  @Test("UTF-8 with and without a byte order mark")
  func utf8() throws {
    let text = Array("ü,b\n日本,😀\n".utf8)
    #expect(try texts(text) == [["日本", "😀"]])
    #expect(try texts([0xEF, 0xBB, 0xBF] + text) == [["日本", "😀"]])
    let head = try TableReader(.bytes([0xEF, 0xBB, 0xBF] + text, name: "t")).head
    #expect(head.columns[0].name == "ü")
  }

  @Test("UTF-16 in both byte orders, in blocks of any size", arguments: [true, false])
  func utf16Orders(isBigEndian: Bool) throws {
    // Long enough to reach beyond the first read of 4096 bytes.
    let rows = (0..<3000).map { "ü\($0),😀" }
    let bytes = utf16("a,b\n" + rows.joined(separator: "\r\n"), isBigEndian: isBigEndian)
    for blockByteCount in [1 << 20, 1001, 64] {
      let read = try texts(bytes, blockByteCount: blockByteCount)
      #expect(read.map { $0.joined(separator: ",") } == rows)
    }
    let unmarked = utf16("a,b\n1,ü\n", isBigEndian: isBigEndian, mark: false)
    #expect(try texts(unmarked, .utf16) == [["1", "ü"]])
  }

  @Test("UTF-16 that is cut or has lone surrogates is refused where it is used")
  func brokenUTF16() throws {
    let good = utf16("a,b\n1,", isBigEndian: false)
    let place = TablePlace(input: "t", line: 2, byteColumn: 3, record: 1, columnName: "b")
    for broken in [[0x3D, 0xD8], [0x3D], [0x3D, 0xD8, 0x41, 0x00], [0x00, 0xDC]] as [[UInt8]] {
      #expect(throws: TableError.invalidText(place, encoding: .utf16)) {
        try texts(good + broken)
      }
    }
  }

  @Test("one-byte encodings when declared")
  func oneByte() throws {
    let header = Array("a,b\n".utf8)
    #expect(try texts(header + [0x80, 0x2C, 0xE9], .windows1252) == [["€", "é"]])
    #expect(try texts(header + [0x80, 0x2C, 0xE9], .latin1) == [["\u{80}", "é"]])
    #expect(try texts(header + [0x8E, 0x2C, 0xCA], .macRoman) == [["é", "\u{A0}"]])
    #expect(throws: TableError.self) { try texts(header + [0x81, 0x2C, 0x41], .windows1252) }
  }

  @Test("a declared encoding against the byte order mark is refused")
  func conflict() {
    #expect(
      throws: TableError.encodingConflict(input: "t", declared: .latin1, byteOrderMark: .utf8)
    ) {
      try texts([0xEF, 0xBB, 0xBF, 0x61, 0x0A, 0x31], .latin1)
    }
  }

  @Test("ill-formed text: a fault in used columns, a count in skipped ones, a count in summaries")
  func illFormed() throws {
    let bytes = Array("a,b,c\n1,2,".utf8) + [0xC3, 0x28] + Array("\n3,".utf8) + [0xFF, 0x2C, 0x34]
    let place = TablePlace(input: "t", line: 2, byteColumn: 5, record: 1, columnName: "c")
    #expect(throws: TableError.invalidText(place, encoding: .utf8)) { try texts(bytes) }
    let skipping = try TableReader(.bytes(bytes, name: "t"))
    let table = try skipping.decode([ColumnPlan(position: 0, kind: .identity)])
    #expect(table.invalidTextInSkippedColumns == 2)
    let summing = try TableReader(.bytes(bytes, name: "t"))
    let plans = (0..<3).map { ColumnPlan(position: $0, kind: .summary(levelLimit: 9)) }
    guard case .summary(let column) = try summing.decode(plans).columns[2] else { return }
    #expect(column.invalidTextCount == 1)
    #expect(column.levels == [.init(text: "4", count: 1)])
  }

  @Test("a fault in a header cell is refused, whatever is used later")
  func illFormedHeader() {
    let place = TablePlace(input: "t", line: 1, byteColumn: 3)
    #expect(throws: TableError.invalidText(place, encoding: .utf8)) {
      try texts([0x61, 0x2C, 0xFF, 0x0A, 0x31, 0x2C, 0x32])
    }
  }

  @Test("every ill-formed sequence is found at its first byte")
  func validity() {
    // The borders of table 3-7 of the Unicode standard, and random bytes.
    let borders: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
      0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    var random = RandomNumbers(seed: 5)
    for _ in 0..<20_000 {
      let prefix = [UInt8](repeating: 0x61, count: random.below(10))
      let bytes = prefix + (0..<(1 + random.below(5))).map { _ in random.element(borders) }
      let found = bytes.withUnsafeBytes { TextValidity.firstIllFormed($0) }
      #expect(found == ReferenceScanner.illFormedOffset(bytes), "\(bytes)")
    }
  }
}
