import Testing

@testable import Tables

@Suite("Decimal numbers")
struct DecimalTests {
  private func parse(_ text: String) -> DecimalText? {
    Array(text.utf8).withUnsafeBytes { DecimalText.parse($0) }
  }

  @Test(
    "what the grammar accepts, in whole millionths",
    arguments: [
      ("0", 0), ("-0", 0), ("7", 7_000_000), ("007", 7_000_000), ("-1.5", -1_500_000),
      ("0.000001", 1), ("1.234567", 1_234_567), ("1e3", 1_000_000_000), ("1.5E-3", 1_500),
      ("1e+2", 100_000_000), ("25e-1", 2_500_000), ("9223372036854.775807", Int64.max),
      ("-9223372036854.775807", -Int64.max), ("0e999999999999999999", 0),
      ("1000000000000000000000e-20", 10_000_000), ("0.0000010", 1),
    ])
  func accepted(text: String, millionths: Int64) {
    #expect(parse(text) == DecimalText(millionths: millionths, isRounded: false))
  }

  @Test(
    "further digits are rounded, halves to even, and told",
    arguments: [
      ("0.0000005", 0), ("0.0000015", 2), ("0.0000025", 2), ("0.00000251", 3),
      ("0.00000250000000001", 3), ("0.0000024999", 2), ("-0.0000015", -2), ("1e-7", 0),
      ("6e-7", 1), ("1e-400", 0), ("0.1000000000000000055511151231257827", 100_000),
      ("9e-9", 0),
    ])
  func rounded(text: String, millionths: Int64) {
    #expect(parse(text) == DecimalText(millionths: millionths, isRounded: true))
  }

  @Test(
    "what the grammar refuses",
    arguments: [
      "", "-", "+1", ".5", "1.", "1,5", " 1", "1 ", "0x10", "inf", "nan", "1e", "1e+", "e5", "--1",
      "1.5.2", "1_000", "１", "9223372036854.775808", "-9223372036854.775808", "1e13", "1e400",
      "99999999999999999999", "1e99999999999999999999",
    ])
  func refused(text: String) {
    #expect(parse(text) == nil)
  }

  @Test("a decimal column counts blanks, invalid and rounded cells")
  func column() throws {
    let text = "id,w\na,1.5\nb,\nc,x\nd,0.12345678\ne,\"2\"\n"
    let reader = try TableReader(.bytes(Array(text.utf8), name: "t"))
    let table = try reader.decode([ColumnPlan(position: 1, kind: .decimal)])
    guard case .decimal(let column) = table.columns[0] else { return }
    #expect(
      column.values == [
        1_500_000, DecimalColumn.blank, DecimalColumn.invalid, 123_457, 2_000_000,
      ])
    #expect([column.blankCount, column.invalidCount, column.roundedCount] == [1, 1, 1])
    #expect(
      column.firstBlank == [
        FieldPlace(line: 3, byteColumn: 3, record: 2, columnName: "w", text: "")
      ])
    #expect(
      column.firstInvalid == [
        FieldPlace(line: 4, byteColumn: 3, record: 3, columnName: "w", text: "x")
      ])
  }

  @Test("random numbers agree with 128-bit integer arithmetic")
  func agreement() {
    var random = RandomNumbers(seed: 11)
    for _ in 0..<5_000 {
      let digits = (0..<(1 + random.below(18))).map { _ in "\(random.below(10))" }.joined()
      let decimals = random.below(13)
      let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
      let point = padded.index(padded.endIndex, offsetBy: -decimals)
      let text = decimals == 0 ? padded : "\(padded[..<point]).\(padded[point...])"
      guard let whole = Int128(digits) else { continue }
      let power = (0..<12).reduce(Int128(1)) { product, _ in product * 10 }
      let scale = (0..<decimals).reduce(Int128(1)) { product, _ in product * 10 }
      // In units of 10^-12 of a millionth: exact.
      let exact = whole * 1_000_000 * power / scale
      let (floor, rest) = exact.quotientAndRemainder(dividingBy: power)
      let half = power / 2
      let up = rest > half || rest == half && floor % 2 == 1
      #expect(parse(text)?.millionths == Int64(exactly: floor + (up ? 1 : 0)), "\(text)")
    }
  }
}
