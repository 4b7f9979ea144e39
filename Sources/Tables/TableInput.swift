/// Where the bytes of a table come from.
public enum TableInput: Sendable, Equatable {
  /// A file, read with read(2) in large blocks.
  case file(path: String)
  /// The standard input, read to its end.
  case standardInput
  /// Bytes in memory; `name` stands in messages where a path would.
  case bytes([UInt8], name: String)

  /// The name for messages: the path, "standard input", or the given name.
  public var name: String {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    case .bytes(_, let name): name
    }
  }
}
