/// A text that equals another one only when both have the same bytes.
///
/// Use it as the key for texts of the data. To `String` an "é" of one scalar and one of two are
/// equal; in a file they are two answers, which every other program tells apart.
public struct ByteText: Hashable, Sendable {
  /// The bytes of the text in UTF-8.
  public let bytes: [UInt8]

  /// A text, to be compared by its bytes.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// The text itself.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}
