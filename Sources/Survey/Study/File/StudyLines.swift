/// Turns the lines and characters of the YAML parser into the lines and bytes of the file.
///
/// The parser counts Unicode scalars and takes U+0085, U+2028 and U+2029 for line ends; editors
/// count LF, CR and CRLF, and messages count bytes.
struct StudyLines {
  let file: String
  let bytes: [UInt8]
  private let parserStarts: [Int]
  private let physicalStarts: [Int]

  init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
    self.parserStarts = StudyLines.starts(of: bytes, takesUnicodeEnds: true)
    self.physicalStarts = StudyLines.starts(of: bytes, takesUnicodeEnds: false)
  }

  /// The byte that the parser's line and column, both from 1, point at; at most the end.
  func offset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= parserStarts.count else { return bytes.count }
    var offset = parserStarts[line - 1]
    for _ in 1..<max(column, 1) where offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  /// The place of a byte.
  func place(at offset: Int) -> Place {
    var (low, high) = (0, physicalStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if physicalStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return Place(file: file, line: low + 1, byteColumn: offset - physicalStarts[low] + 1)
  }

  /// Whether a comment stands at or after a byte in its line, with only blanks before it.
  func hasComment(after offset: Int) -> Bool {
    var offset = offset
    while offset < bytes.count, bytes[offset] == UInt8(ascii: " ") { offset += 1 }
    return offset < bytes.count && bytes[offset] == UInt8(ascii: "#")
  }

  /// Where the key that begins at a byte stands for the second time in the same block mapping;
  /// `nil` when it cannot be told by indentation.
  func repetition(ofKeyAt offset: Int) -> Int? {
    let place = self.place(at: offset)
    var end = offset
    while end < bytes.count, !isLineEnd(bytes[end]), bytes[end] != UInt8(ascii: ":") { end += 1 }
    let key = bytes[offset..<end]
    for start in physicalStarts.dropFirst(place.line) {
      let text = bytes[start...].prefix { !isLineEnd($0) }
      let indentation = text.prefix { $0 == UInt8(ascii: " ") }.count
      guard indentation < text.count else { continue }
      if indentation < place.byteColumn - 1 { return nil }
      let rest = text.dropFirst(indentation)
      guard indentation == place.byteColumn - 1, rest.starts(with: key) else { continue }
      let next = rest.dropFirst(key.count).first { $0 != UInt8(ascii: " ") }
      if next == UInt8(ascii: ":") { return start + indentation }
    }
    return nil
  }

  // MARK: - Steps

  private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func starts(of bytes: [UInt8], takesUnicodeEnds: Bool) -> [Int] {
    var starts = [0]
    var offset = 0
    while offset < bytes.count {
      let length = endLength(in: bytes, at: offset, takesUnicodeEnds: takesUnicodeEnds)
      offset += max(length, 1)
      if length > 0 { starts.append(offset) }
    }
    return starts
  }

  /// The length of the line end at a byte, 0 when there is none.
  private static func endLength(
    in bytes: [UInt8], at offset: Int, takesUnicodeEnds: Bool
  ) -> Int {
    func byte(_ distance: Int) -> UInt8 {
      offset + distance < bytes.count ? bytes[offset + distance] : 0
    }
    switch byte(0) {
    case 0x0A: return 1
    case 0x0D: return byte(1) == 0x0A ? 2 : 1
    case 0xC2 where takesUnicodeEnds: return byte(1) == 0x85 ? 2 : 0
    case 0xE2 where takesUnicodeEnds:
      return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
    default: return 0
    }
  }
}
