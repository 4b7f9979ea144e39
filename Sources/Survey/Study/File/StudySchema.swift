/// The JSON Schema of the study file, made from the table of its keys.
///
/// Editors bind it by the first line of a study file,
/// `# yaml-language-server: $schema=study.schema.json`, and then complete keys and show what they
/// are for. It is draft-07, the newest that the YAML language server knows.
public enum StudySchema {
  /// The name that study files bind the schema by, beside them.
  public static let fileName = "study.schema.json"

  /// The schema's text, ending in a newline.
  public static let json: String = {
    var root: [(String, SchemaValue)] = [
      ("$schema", .text("http://json-schema.org/draft-07/schema#")),
      ("title", .text(title)),
      ("description", .text("The job, its outcomes, and how the answers about them are read.")),
    ]
    root += object(at: "")
    return SchemaValue.object(root).json + "\n"
  }()

  /// Whether a file is the schema of this or of another version.
  ///
  /// - Parameter bytes: the file's bytes.
  /// - Returns: whether it begins as every schema of a study file does.
  public static func isSchema(_ bytes: [UInt8]) -> Bool {
    let start = String(decoding: bytes.prefix(200), as: UTF8.self)
    return start.contains("draft-07") && start.contains("\"title\": \"\(title)\"")
  }

  // MARK: - Steps

  private static let title = "Study file of unmet"

  /// The keywords for a mapping with the keys that stand below a path.
  private static func object(at path: String) -> [(String, SchemaValue)] {
    let keys = StudyKey.children(of: path)
    let required = keys.filter(\.isRequired).map { SchemaValue.text($0.name) }
    var keywords: [(String, SchemaValue)] = [
      ("type", .text("object")),
      ("properties", .object(keys.map { ($0.name, schema(of: $0)) })),
      ("additionalProperties", .bool(false)),
    ]
    if !required.isEmpty { keywords.append(("required", .list(required))) }
    return keywords
  }

  private static func schema(of key: StudyKey) -> SchemaValue {
    let description = "\(key.summary) Example: \(key.example)"
    let head: [(String, SchemaValue)] = [
      ("title", .text(key.path)), ("description", .text(description)),
    ]
    let forms = key.forms.map { schema(of: $0, at: key.path) }
    if forms.count == 1 { return .object(head + forms[0]) }
    return .object(head + [("anyOf", .list(forms.map { .object($0) }))])
  }

  private static func schema(
    of form: StudyForm, at path: String
  ) -> [(String, SchemaValue)] {
    switch form {
    case .text(let text): return schema(of: text)
    case .list:
      return [
        ("type", .text("array")), ("minItems", .number("1")),
        ("items", schema(of: StudyKey.at(path + "[]"))),
      ]
    case .mapping: return object(at: path)
    case .named:
      return [
        ("type", .text("object")), ("minProperties", .number("1")),
        ("additionalProperties", schema(of: StudyKey.at(path + ".*"))),
      ]
    case .pair:
      // A lone `id` is the full form with its text forgotten.
      return [
        ("type", .text("object")), ("minProperties", .number("1")),
        ("maxProperties", .number("1")),
        ("propertyNames", .object([("not", .object([("const", .text("id"))]))])),
        ("additionalProperties", .object(schema(of: StudyText.text))),
      ]
    }
  }

  /// The keywords for a scalar. An editor takes `01` for a number and `true` for a truth value
  /// where the reader takes the text as it stands, so texts may be of any scalar type.
  private static func schema(of text: StudyText) -> [(String, SchemaValue)] {
    let anyScalar = SchemaValue.list(["string", "number", "boolean"].map { .text($0) })
    switch text {
    case .text: return [("type", anyScalar), ("pattern", .text("\\S"))]
    case .answer: return [("type", anyScalar)]
    case .column: return [("type", anyScalar), ("pattern", .text("^(?!#0+$)[\\s\\S]*\\S"))]
    case .pattern: return [("type", .text("string")), ("pattern", .text("\\{id\\}"))]
    case .numbered:
      return [("type", .text("string")), ("pattern", .text("\\{[0-9]{1,6}-[0-9]{1,6}\\}"))]
    case .choice(let words): return [("enum", .list(words.map { .text($0) }))]
    case .truth: return [("type", .text("boolean"))]
    case .period:
      let pattern = "^(forever|[1-9][0-9]{0,3} +(day|week|month|year)s?)$"
      return [("type", .text("string")), ("pattern", .text(pattern))]
    case .scale:
      return [("type", .text("string")), ("pattern", .text("^[0-9]{1,3}-[0-9]{1,3}$"))]
    case .automaticOr(let range):
      let whole = SchemaValue.object(schema(of: .whole(range)))
      return [("anyOf", .list([.object([("const", .text("auto"))]), whole]))]
    case .whole, .seed, .number, .share, .figure: return schema(ofNumber: text)
    }
  }

  private static func schema(ofNumber text: StudyText) -> [(String, SchemaValue)] {
    switch text {
    case .whole(let range):
      return [
        ("type", .text("integer")), ("minimum", .number("\(range.lowerBound)")),
        ("maximum", .number("\(range.upperBound)")),
      ]
    case .number(let minimum):
      return [("type", .text("number")), ("minimum", .number("\(minimum)"))]
    case .share:
      return [
        ("type", .list([.text("number"), .text("string")])), ("minimum", .number("0")),
        ("exclusiveMaximum", .number("1")),
        ("pattern", .text("^([0-9]+(\\.[0-9]+)?|\\.[0-9]+) ?%$")),
      ]
    case .figure:
      return [
        ("type", .list([.text("number"), .text("string")])), ("minimum", .number("0")),
        ("pattern", .text("^([0-9]+(\\.[0-9]+)?|\\.[0-9]+) ?%$")),
      ]
    default: return [("type", .text("integer")), ("minimum", .number("0"))]
    }
  }
}

/// As much of JSON as a schema needs, its keys in order.
private indirect enum SchemaValue {
  case text(String)
  case number(String)
  case bool(Bool)
  case list([SchemaValue])
  case object([(String, SchemaValue)])

  var json: String { json(indentation: "") }

  private func json(indentation: String) -> String {
    let inner = indentation + "  "
    switch self {
    case .text(let text): return SchemaValue.quoted(text)
    case .number(let digits): return digits
    case .bool(let value): return value ? "true" : "false"
    case .list(let items):
      return "[" + items.map { $0.json(indentation: inner) }.joined(separator: ", ") + "]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { name, value in
        "\(inner)\(SchemaValue.quoted(name)): \(value.json(indentation: inner))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indentation)}"
    }
  }

  /// A JSON string; the table of keys holds no control characters.
  private static func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}
