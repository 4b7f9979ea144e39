/// A JSON value, written with sorted keys so that the same facts give the same bytes.
public enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A number; what is not finite is written as `null`.
  case number(Double)
  case text(String)
  case array([JSONValue])
  /// An array written in one line, such as a row of a matrix.
  case row([JSONValue])
  case object([String: JSONValue])

  /// A text, or `null`.
  public static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }

  /// A number, or `null`.
  public static func optional(_ number: Double?) -> JSONValue {
    number.map(JSONValue.number) ?? .null
  }

  /// The JSON text, indented by two blanks a level and closed by a line feed.
  public var document: String { written(indent: "") + "\n" }

  /// The JSON text in one line, without a line feed: for logs and for other programs.
  public var line: String {
    switch self {
    case .array(let values), .row(let values):
      return "[" + values.map(\.line).joined(separator: ", ") + "]"
    case .object(let members):
      let keys = members.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let pairs = keys.map { JSONValue.quoted($0) + ": " + (members[$0] ?? .null).line }
      return "{" + pairs.joined(separator: ", ") + "}"
    default: return written(indent: "")
    }
  }

  // MARK: - Steps

  private func written(indent: String) -> String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .number(let value): return JSONValue.digits(value)
    case .text(let text): return JSONValue.quoted(text)
    case .array(let values):
      return JSONValue.block(values.map { $0.written(indent: indent + "  ") }, "[", "]", indent)
    case .row(let values):
      return "[" + values.map { $0.written(indent: indent) }.joined(separator: ", ") + "]"
    case .object(let members):
      let keys = members.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let lines = keys.map { key in
        JSONValue.quoted(key) + ": " + (members[key] ?? .null).written(indent: indent + "  ")
      }
      return JSONValue.block(lines, "{", "}", indent)
    }
  }

  private static func block(
    _ lines: [String], _ open: String, _ close: String, _ indent: String
  ) -> String {
    guard !lines.isEmpty else { return open + close }
    let body = lines.map { "\(indent)  \($0)" }.joined(separator: ",\n")
    return "\(open)\n\(body)\n\(indent)\(close)"
  }

  /// The shortest digits that read back exactly; whole numbers without a fraction.
  private static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if mustEscape(scalar) {
          result += escaped(scalar)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Control characters by the grammar of JSON; direction marks so that nothing can hide in a
  /// manifest that somebody reads at a terminal.
  private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
