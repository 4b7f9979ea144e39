/// The bytes that mean something in a table.
enum Byte {
  static let nul: UInt8 = 0x00
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let quote: UInt8 = 0x22
  static let comma: UInt8 = 0x2C

  static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == lineFeed || byte == carriageReturn
  }

  /// A delimiter in words, for messages and evidence.
  static func name(ofDelimiter byte: UInt8) -> String {
    switch byte {
    case comma: "comma"
    case UInt8(ascii: ";"): "semicolon"
    case tab: "tab"
    case UInt8(ascii: "|"): "pipe"
    default: "\"\(Character(Unicode.Scalar(byte)))\""
    }
  }
}
