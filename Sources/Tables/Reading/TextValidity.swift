/// Whether bytes are well-formed UTF-8.
enum TextValidity {
  /// The offset of the first byte that is not part of a well-formed sequence, `nil` when all are.
  ///
  /// Source: Unicode 16, section 3.9, table 3-7 (well-formed UTF-8 byte sequences).
  static func firstIllFormed(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var index = 0
    while index < bytes.count {
      if index + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index += 8
        continue
      }
      let length = sequenceLength(bytes, at: index)
      if length == 0 { return index }
      index += length
    }
    return nil
  }

  /// The length of the sequence that starts at an offset, 0 when it is ill-formed.
  private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    var second: ClosedRange<UInt8> = 0x80...0xBF
    let length: Int
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// The beginning of a text, at most `limit` bytes, cut between characters; what is ill-formed
  /// becomes U+FFFD.
  static func lossyText(_ bytes: UnsafeRawBufferPointer, limit: Int) -> String {
    guard bytes.count > limit else { return String(decoding: bytes, as: UTF8.self) }
    let cut = (max(0, limit - 3)...limit).last { bytes[$0] & 0xC0 != 0x80 } ?? limit
    return String(decoding: bytes[..<cut], as: UTF8.self)
  }
}

/// The text of a raw field: its quotes taken off, doubled quotes made single.
enum FieldText {
  /// Hands the text of a well-formed raw field to `body`; copies only doubled quotes.
  static func withContent<Result>(
    _ raw: UnsafeRawBufferPointer, _ quoting: Quoting,
    _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    guard raw.count >= 2, raw[0] == Byte.quote else { return body(raw) }
    if quoting == .none, raw.count > 2 || raw[1] != Byte.quote { return body(raw) }
    let inner = UnsafeRawBufferPointer(rebasing: raw[1..<(raw.count - 1)])
    guard inner.contains(Byte.quote) else { return body(inner) }
    return unescaped(inner).withUnsafeBytes(body)
  }

  private static func unescaped(_ inner: UnsafeRawBufferPointer) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(inner.count)
    var index = 0
    while index < inner.count {
      text.append(inner[index])
      index += inner[index] == Byte.quote ? 2 : 1
    }
    return text
  }
}
