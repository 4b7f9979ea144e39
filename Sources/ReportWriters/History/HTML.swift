import Groundwork

/// A piece of a page. The only writer of text and attributes, so that nothing from a study or the
/// data can become markup: text is escaped here and nowhere else.
indirect enum HTML: Sendable, Equatable {
  /// Characters, escaped.
  case text(String)
  /// An element, its attributes in their order, and what is in it.
  case element(String, [Attribute], [HTML])
  /// A style sheet, which stands in the program's own text.
  case style(StaticText)

  /// A name and its value, which is escaped.
  struct Attribute: Sendable, Equatable {
    var name: String
    var value: String

    /// An attribute.
    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A text that was written by whoever wrote the program: no data can be in it.
  struct StaticText: Sendable, Equatable {
    let text: String

    /// A literal.
    init(_ text: StaticString) { self.text = "\(text)" }
  }

  /// An element with what is in it.
  static func tag(
    _ name: String, class style: String? = nil, _ attributes: [Attribute], _ content: [HTML]
  ) -> HTML {
    .element(name, (style.map { [Attribute("class", $0)] } ?? []) + attributes, content)
  }

  /// An element with attributes and a text.
  static func leaf(
    _ name: String, class style: String? = nil, _ attributes: [Attribute], _ text: String
  ) -> HTML {
    tag(name, class: style, attributes, [.text(text)])
  }

  /// An element with a text.
  static func leaf(_ name: String, class style: String? = nil, _ text: String) -> HTML {
    tag(name, class: style, [], [.text(text)])
  }

  /// The bytes of a whole page.
  static func page(_ root: HTML) -> String { "<!DOCTYPE html>\n" + root.written + "\n" }

  /// A path as the address of a link: each part percent-encoded.
  static func address(_ parts: [String]) -> String {
    parts.map { part in
      part.utf8.map { byte in
        isPlain(byte)
          ? String(UnicodeScalar(byte))
          : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }.joined()
    }.joined(separator: "/")
  }

  // MARK: - Steps

  /// Elements without an end.
  private static let void: Set<String> = ["meta", "link", "br"]
  /// Elements of which each begins a line, so that the page can be read as text.
  private static let blocks: Set<String> = [
    "html", "head", "body", "header", "main", "section", "table", "thead", "tbody", "tr", "h1",
    "h2", "h3", "p", "ul", "li", "dl", "meta", "title", "style", "details", "nav", "figure",
    "footer",
  ]

  private var written: String {
    switch self {
    case .text(let text): return HTML.escaped(text)
    case .style(let text): return "<style>\n\(text.text)\n</style>"
    case .element(let name, let attributes, let content):
      let values = attributes.map { " \($0.name)=\"\(HTML.escaped($0.value))\"" }.joined()
      let open = "<\(name)\(values)>"
      if HTML.void.contains(name) { return open }
      let inner = content.map { piece in
        guard case .element(let name, _, _) = piece, HTML.blocks.contains(name) else {
          return piece.written
        }
        return "\n" + piece.written
      }.joined()
      return open + inner + "</\(name)>"
    }
  }

  /// Characters that markup is made of as entities; control characters and direction marks as
  /// `\u{...}`, so that nothing can hide or turn around what stands beside it.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in Message.escaped(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
