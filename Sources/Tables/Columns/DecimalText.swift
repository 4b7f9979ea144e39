/// The strict grammar of decimal numbers: `-`? digits (`.` digits)? ((`e`|`E`) sign? digits)?
///
/// Read straight from the bytes, exact, without any locale.
struct DecimalText: Equatable {
  /// The value in whole millionths.
  var millionths: Int64
  /// Whether digits behind the sixth decimal were rounded away, halves to even.
  var isRounded: Bool

  /// Parses a whole cell, `nil` when it is no number or does not fit into 63 bits of millionths.
  static func parse(_ text: UnsafeRawBufferPointer) -> DecimalText? {
    var reader = DigitReader(text)
    let isNegative = reader.skip(UInt8(ascii: "-"))
    let whole = reader.digits()
    guard !whole.isEmpty else { return nil }
    var end = whole.upperBound
    if reader.skip(UInt8(ascii: ".")) {
      let fraction = reader.digits()
      guard !fraction.isEmpty else { return nil }
      end = fraction.upperBound
    }
    guard let exponent = reader.exponent(), reader.isAtEnd else { return nil }
    // The number of leading digits that make up the whole millionths.
    let kept = whole.count + 6 + exponent
    return assemble(text, whole.lowerBound..<end, kept: kept, isNegative: isNegative)
  }

  // MARK: - Steps

  /// Computes the value; `mantissa` holds the digits, with at most one point among them.
  private static func assemble(
    _ text: UnsafeRawBufferPointer, _ mantissa: Range<Int>, kept: Int, isNegative: Bool
  ) -> DecimalText? {
    var magnitude: UInt64 = 0
    var position = 0
    // Behind the last kept digit: 0 nothing, 1 less than half, 2 half, 3 more than half.
    var remainder = 0
    for index in mantissa where text[index] != UInt8(ascii: ".") {
      let digit = UInt64(text[index] - UInt8(ascii: "0"))
      if position < kept {
        guard let longer = appended(digit, to: magnitude) else { return nil }
        magnitude = longer
      } else if position == kept {
        remainder = digit == 0 ? 0 : digit < 5 ? 1 : digit == 5 ? 2 : 3
      } else if digit > 0, remainder == 0 || remainder == 2 {
        remainder += 1
      }
      position += 1
    }
    while position < kept, magnitude > 0 {
      guard let longer = appended(0, to: magnitude) else { return nil }
      magnitude = longer
      position += 1
    }
    if remainder == 3 || remainder == 2 && magnitude & 1 == 1 { magnitude += 1 }
    guard magnitude <= UInt64(Int64.max) else { return nil }
    let value = Int64(magnitude)
    return DecimalText(millionths: isNegative ? -value : value, isRounded: remainder > 0)
  }

  private static func appended(_ digit: UInt64, to magnitude: UInt64) -> UInt64? {
    let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.addingReportingOverflow(digit)
    return overflow || carry || sum > UInt64(Int64.max) ? nil : sum
  }
}

/// Walks over the bytes of a number.
private struct DigitReader {
  private let text: UnsafeRawBufferPointer
  private var index = 0

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  var isAtEnd: Bool { index == text.count }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard index < text.count, text[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func digits() -> Range<Int> {
    let start = index
    while index < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) {
      index += 1
    }
    return start..<index
  }

  /// The exponent, 0 without one, `nil` when it is malformed. It stops growing at 10^12:
  /// no mantissa is long enough to make up for that.
  mutating func exponent() -> Int? {
    guard skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) else { return 0 }
    let isNegative = skip(UInt8(ascii: "-"))
    if !isNegative { _ = skip(UInt8(ascii: "+")) }
    let range = digits()
    guard !range.isEmpty else { return nil }
    var value = 0
    for index in range where value < 1_000_000_000_000 {
      value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
    }
    return isNegative ? -value : value
  }
}
