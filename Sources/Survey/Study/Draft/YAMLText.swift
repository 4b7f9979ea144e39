/// Writes texts as YAML scalars that read back as the very same text.
enum YAMLText {
  /// A text as a scalar: plain where that is safe anywhere in a file, else in double quotes.
  static func scalar(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  /// A column name with `{id}` in it: plain where the braces come later and the rest is plain.
  static func pattern(_ text: String) -> String {
    let isSafe = !text.hasPrefix("{") && isPlain(text.replacing("{id}", with: "id"))
    return isSafe ? text : quoted(text)
  }

  /// A text within double quotes.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars { result += escaped(scalar) }
    return result + "\""
  }

  /// A text for a comment: one line, nothing that steers a terminal, cut after `limit` characters.
  static func comment(_ text: String, limit: Int = 60) -> String {
    let scalars = text.unicodeScalars.map { isPrintable($0) ? $0 : " " }
    let words = String(String.UnicodeScalarView(scalars)).split(separator: " ")
    let line = words.joined(separator: " ").unicodeScalars
    guard line.count > limit else { return String(line) }
    return String(String.UnicodeScalarView(line.prefix(limit - 3))) + "..."
  }

  // MARK: - Steps

  /// Words that other readers of YAML take for something else than a text.
  private static let reserved: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n",
  ]

  private static func isPlain(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, last != " ",
      !reserved.contains(text.lowercased())
    else { return false }
    let isNegative = first == "-" && scalars.count > 1 && isDigit(scalars[1])
    guard isNegative || isWord(first) || first == "(" else { return false }
    return scalars.allSatisfy { isWord($0) || " -_.()/+%'?!;=<>$^~|".unicodeScalars.contains($0) }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || scalar.properties.isAlphabetic
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse,
      .surrogate:
      false
    default: true
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      if isPrintable(scalar) { return String(scalar) }
      let digits = String(scalar.value, radix: 16)
      let width = scalar.value > 0xFFFF ? 8 : 4
      let zeros = String(repeating: "0", count: width - digits.count)
      return (width == 8 ? "\\U" : "\\u") + zeros + digits
    }
  }
}
