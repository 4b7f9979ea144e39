/// Swift source with its comments and texts blanked out, so that rules see code alone.
///
/// Lines keep their numbers and columns. Code inside an interpolation stays. Regex literals are
/// taken for code: a quote inside one would mislead the reader, so write such a regex as a text.
struct CodeText {
  private let source: [UInt8]
  private var result: [UInt8]
  private var index = 0

  /// The lines of the code, comments and texts replaced by blanks.
  static func lines(of source: String) -> [String] {
    var text = CodeText(source)
    text.readCode(untilClosing: false)
    return String(decoding: text.result, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private init(_ source: String) {
    self.source = Array(source.utf8)
    result = self.source
  }

  // MARK: - Steps

  /// Reads code up to the end or, inside an interpolation, up to the parenthesis that closes it.
  private mutating func readCode(untilClosing: Bool) {
    var depth = 0
    while index < source.count {
      if sees("//") {
        blank(while: { $0 != UInt8(ascii: "\n") })
      } else if sees("/*") {
        blankComment()
      } else if let hashes = textOpening() {
        blankText(hashes: hashes)
      } else {
        if source[index] == UInt8(ascii: "(") { depth += 1 }
        if source[index] == UInt8(ascii: ")") {
          if untilClosing, depth == 0 { return }
          depth -= 1
        }
        index += 1
      }
    }
  }

  private mutating func blankComment() {
    var depth = 0
    repeat {
      if sees("/*") {
        depth += 1
        blank(count: 2)
      } else if sees("*/") {
        depth -= 1
        blank(count: 2)
      } else {
        blank(count: 1)
      }
    } while depth > 0 && index < source.count
  }

  private mutating func blankText(hashes: Int) {
    let hashMarks = String(repeating: "#", count: hashes)
    blank(count: hashes)
    let quotes = sees("\"\"\"") ? "\"\"\"" : "\""
    blank(count: quotes.utf8.count)
    while index < source.count {
      if sees("\\" + hashMarks + "(") {
        blank(count: hashes + 2)
        readCode(untilClosing: true)
      } else if sees("\\" + hashMarks) {
        blank(count: hashes + 2)
      } else if sees(quotes + hashMarks) {
        return blank(count: quotes.utf8.count + hashes)
      } else {
        blank(count: 1)
      }
    }
  }

  /// The number of `#` before the quote that opens a text here, `nil` where none opens.
  private func textOpening() -> Int? {
    var hashes = 0
    while index + hashes < source.count, source[index + hashes] == UInt8(ascii: "#") { hashes += 1 }
    let opens = index + hashes < source.count && source[index + hashes] == UInt8(ascii: "\"")
    return opens ? hashes : nil
  }

  private func sees(_ text: String) -> Bool {
    source[index...].starts(with: text.utf8)
  }

  private mutating func blank(count: Int) {
    for _ in 0..<count where index < source.count {
      if source[index] != UInt8(ascii: "\n") { result[index] = UInt8(ascii: " ") }
      index += 1
    }
  }

  private mutating func blank(while condition: (UInt8) -> Bool) {
    while index < source.count, condition(source[index]) { blank(count: 1) }
  }
}
