/// Turns bytes of another encoding into UTF-8, piece by piece.
///
/// What cannot be decoded becomes the byte 0xFF, which is never well-formed UTF-8. So the checks
/// of the decoded columns find it, and name the place, as they do in a UTF-8 file.
struct Transcoder {
  static let undecodable: UInt8 = 0xFF

  private let table: [[UInt8]]
  private let isBigEndian: Bool
  private var pendingByte: UInt8?
  private var pendingHigh: UInt16?

  /// - Parameters:
  ///   - encoding: any but UTF-8.
  ///   - isBigEndian: the byte order of UTF-16.
  init(_ encoding: TextEncoding, isBigEndian: Bool) {
    precondition(encoding != .utf8, "UTF-8 needs no transcoder")
    table = encoding == .utf16 ? [] : CharacterTables.utf8Bytes(of: encoding)
    self.isBigEndian = isBigEndian
  }

  /// Transcodes the next bytes.
  mutating func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    guard table.isEmpty else {
      for byte in bytes {
        if byte < 128 { output.append(byte) } else { output += table[Int(byte)] }
      }
      return
    }
    for byte in bytes {
      guard let first = pendingByte else {
        pendingByte = byte
        continue
      }
      pendingByte = nil
      let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
      append(unit, to: &output)
    }
  }

  /// Closes the text: half a character at its end is undecodable.
  mutating func finish(_ output: inout [UInt8]) {
    if pendingHigh != nil { output.append(Transcoder.undecodable) }
    if pendingByte != nil { output.append(Transcoder.undecodable) }
    (pendingHigh, pendingByte) = (nil, nil)
  }

  // MARK: - Steps

  private mutating func append(_ unit: UInt16, to output: inout [UInt8]) {
    if let high = pendingHigh {
      pendingHigh = nil
      if UTF16.isTrailSurrogate(unit) {
        let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
        output += CharacterTables.utf8Bytes(of: value)
        return
      }
      output.append(Transcoder.undecodable)
    }
    if UTF16.isLeadSurrogate(unit) {
      pendingHigh = unit
    } else {
      output += CharacterTables.utf8Bytes(of: UInt32(unit))
    }
  }
}

/// The upper halves of the one-byte encodings.
enum CharacterTables {
  /// The UTF-8 bytes of each of the 256 bytes.
  static func utf8Bytes(of encoding: TextEncoding) -> [[UInt8]] {
    let upper =
      switch encoding {
      case .windows1252: Array(windows1252.unicodeScalars.map(\.value)) + Array(0xA0...0xFF)
      case .macRoman: Array(macRoman.unicodeScalars.map(\.value))
      default: Array(UInt32(0x80)...0xFF)
      }
    return (Array(UInt32(0)..<0x80) + upper).map(utf8Bytes(of:))
  }

  /// The UTF-8 bytes of a scalar value; the mark of what is undecodable where there is none.
  static func utf8Bytes(of value: UInt32) -> [UInt8] {
    guard let scalar = Unicode.Scalar(value), scalar != undefined || value == 0xFFFD else {
      return [Transcoder.undecodable]
    }
    return Array(UTF8.encode(scalar).map(Array.init) ?? [Transcoder.undecodable])
  }

  // Windows-1252 leaves five bytes undefined. They stand here as the noncharacter U+FFFF.
  private static let undefined: Unicode.Scalar = "\u{FFFF}"
  private static let windows1252 =
    "€\u{FFFF}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFF}Ž\u{FFFF}\u{FFFF}‘’“”•–—˜™š›œ\u{FFFF}žŸ"
  // 0xF0 is Apple's logo, which Unicode keeps in its private use area.
  private static let macRoman =
    "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
    + "¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"
}
