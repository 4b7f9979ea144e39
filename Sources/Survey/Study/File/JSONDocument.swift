import Groundwork

/// A JSON text that this program wrote and reads back: manifests of runs, ledgers, models.
///
/// JSON is YAML, so the reader of study files reads it, with its guards against files that stand
/// for gigabytes. Numbers stay texts until they are asked for.
public struct JSONDocument: Sendable, Equatable {
  /// What a value holds.
  indirect enum Content: Sendable, Equatable {
    case text(String)
    case list([JSONDocument])
    case object([String: JSONDocument])
  }

  let content: Content

  /// Reads a text; `nil` where the bytes are no JSON, or too many.
  ///
  /// - Parameters:
  ///   - bytes: the bytes of the text, UTF-8.
  ///   - byteLimit: the largest text that is read.
  public init?(_ bytes: [UInt8], byteLimit: Int = 16 << 20) {
    do throws(StudyError) {
      let node = try StudyDocument.parse(bytes, file: "", byteLimit: byteLimit)
      self = JSONDocument(node)
    } catch {
      return nil
    }
  }

  private init(_ node: StudyNode) {
    switch node.content {
    case .text(let text): content = .text(text)
    case .nothing: content = .text("null")
    case .list(let items): content = .list(items.map { JSONDocument($0) })
    case .mapping(let entries):
      let members = entries.map { ($0.key, JSONDocument($0.value)) }
      content = .object(Dictionary(members) { first, _ in first })
    }
  }

  /// The member of an object; `nil` where there is none, and of other values.
  public subscript(key: String) -> JSONDocument? {
    guard case .object(let members) = content else { return nil }
    return members[key]
  }

  /// The items of a list; `nil` of other values.
  public var items: [JSONDocument]? {
    guard case .list(let items) = content else { return nil }
    return items
  }

  /// The members of an object by their keys; `nil` of other values.
  public var members: [String: JSONDocument]? {
    guard case .object(let members) = content else { return nil }
    return members
  }

  /// A text, or the digits of a number; `nil` of lists, objects and `null`, which is told from the
  /// text "null" nowhere.
  public var text: String? {
    guard case .text(let text) = content, text != "null" else { return nil }
    return text
  }

  /// A finite number; `nil` of anything else.
  public var number: Double? {
    guard let text, text.utf8.allSatisfy({ JSONDocument.digits.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }

  /// A whole number; `nil` of anything else.
  public var integer: Int? { text.flatMap { Int($0) } }

  /// Whether a value is the word `true`.
  public var isTrue: Bool { text == "true" }

  private static let digits = Array("0123456789+-.eE".utf8)
}
