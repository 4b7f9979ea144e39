/// Turns the lines and characters of the YAML parser into the lines and bytes of the file.
///
/// The parser counts Unicode scalars and takes U+0085, U+2028 and U+2029 for line ends; editors
/// count LF, CR and CRLF, and messages count bytes.
struct StudyLines {
  let file: String
  let bytes: [UInt8]
  private let physicalStarts: [Int]
  /// The number of scalars before each line of the parser.
  private let scalarsBeforeLine: [Int]
  /// The byte at which every `stride`th scalar begins: lookups stay short on endless lines.
  private let checkpoints: [Int]
  private static let stride = 64

  init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
    self.physicalStarts = StudyLines.starts(of: bytes, takesUnicodeEnds: false)
    var (checkpoints, scalarsBeforeLine, scalarCount) = ([Int](), [Int](), 0)
    var starts = StudyLines.starts(of: bytes, takesUnicodeEnds: true)[...]
    for (offset, byte) in bytes.enumerated() where !StudyLines.continues(byte) {
      if starts.first == offset {
        scalarsBeforeLine.append(scalarCount)
        starts.removeFirst()
      }
      if scalarCount % StudyLines.stride == 0 { checkpoints.append(offset) }
      scalarCount += 1
    }
    self.checkpoints = checkpoints
    self.scalarsBeforeLine = scalarsBeforeLine
  }

  /// The byte that the parser's line and column, both from 1, point at; at most the end.
  func offset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= scalarsBeforeLine.count else { return bytes.count }
    let scalar = scalarsBeforeLine[line - 1] + max(column, 1) - 1
    guard scalar / StudyLines.stride < checkpoints.count else { return bytes.count }
    var offset = checkpoints[scalar / StudyLines.stride]
    for _ in 0..<scalar % StudyLines.stride where offset < bytes.count {
      offset += 1
      while offset < bytes.count, StudyLines.continues(bytes[offset]) { offset += 1 }
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

  /// A name with braces behind its first letters and without quotes, such as `rep_{1-16}`, in the
  /// line of a byte: inside `{ }` and `[ ]` such braces begin a mapping.
  func nameWithBraces(inLineAt offset: Int) -> String? {
    let line = bytes[physicalStarts[place(at: offset).line - 1]...].prefix { !isLineEnd($0) }
    for open in line.indices.dropFirst() where line[open] == UInt8(ascii: "{") {
      // A longer name is no column's, and looking further would make a long line slow.
      let before = line[..<open].suffix(80)
      let start = before.lastIndex { !isNamePart($0) }.map { $0 + 1 } ?? before.startIndex
      let inside = line[open...].prefix(80)
      guard start < open, let close = inside.firstIndex(of: UInt8(ascii: "}")),
        start == line.startIndex || !isQuote(line[start - 1])
      else { continue }
      let tail = line[(close + 1)...].prefix(80).prefix { isNamePart($0) }
      return String(decoding: line[start..<tail.endIndex], as: UTF8.self)
    }
    return nil
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

  /// Whether a byte continues a scalar that began before.
  private static func continues(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF:
      true
    default: "_-.#".utf8.contains(byte)
    }
  }

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
