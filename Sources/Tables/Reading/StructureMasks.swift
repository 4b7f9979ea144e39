/// The bytes that matter in 64 bytes of text, one bit a byte.
///
/// Advice for the next worker: eight bytes are compared at once inside a `UInt64`, because the
/// standard library offers no way from a vector comparison to a bit mask. Most chunks of a survey
/// hold digits and delimiters only, so that line ends, quotes and NUL bytes are looked for only
/// in chunks with a byte below 0x23. Loads are little-endian by declaration, so that bit 0 is the
/// first byte on every machine.
struct StructureMasks {
  var delimiters: UInt64
  var lineFeeds: UInt64 = 0
  var carriageReturns: UInt64 = 0
  var quotes: UInt64 = 0
  var nuls: UInt64 = 0
  /// Whether a byte is not ASCII.
  let hasUpperBytes: Bool

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// Reads 64 bytes; `pattern` holds the delimiter in each of its eight bytes.
  @inline(__always)
  init(_ bytes: UnsafeRawPointer, delimiters pattern: UInt64) {
    var upper: UInt64 = 0
    // Has a high bit exactly when some byte is below 0x23.
    var low: UInt64 = 0
    for step in 0..<8 {
      let word = StructureMasks.word(bytes, step)
      upper |= word
      low |= (word &- 0x23 &* StructureMasks.ones) & ~word
    }
    hasUpperBytes = upper & StructureMasks.highBits != 0
    delimiters = StructureMasks.matches(bytes, pattern)
    guard low & StructureMasks.highBits != 0 else { return }
    lineFeeds = StructureMasks.matches(bytes, 0x0A &* StructureMasks.ones)
    carriageReturns = StructureMasks.matches(bytes, 0x0D &* StructureMasks.ones)
    quotes = StructureMasks.matches(bytes, 0x22 &* StructureMasks.ones)
    nuls = StructureMasks.matches(bytes, 0)
  }

  /// The same mask for eight times one byte.
  static func pattern(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

  /// Forgets everything from bit `count` on.
  mutating func keep(_ count: Int) {
    let kept: UInt64 = count >= 64 ? ~0 : (1 << UInt64(count)) &- 1
    delimiters &= kept
    lineFeeds &= kept
    carriageReturns &= kept
    quotes &= kept
    nuls &= kept
  }

  /// The parity, odd or even, of the number of bytes that equal one byte.
  ///
  /// The compiler turns this loop into vector instructions.
  static func hasOddCount(of byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    let pattern = pattern(byte)
    var parities: UInt64 = 0
    let wordCount = bytes.count / 8
    for index in 0..<wordCount { parities ^= equalBytes(word(start, index) ^ pattern) }
    var count = parities.nonzeroBitCount
    for index in (8 * wordCount)..<bytes.count where bytes[index] == byte { count += 1 }
    return count & 1 == 1
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawPointer, _ step: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 &* step, as: UInt64.self))
  }

  /// Which of 64 bytes equal the pattern's.
  @inline(__always)
  private static func matches(_ bytes: UnsafeRawPointer, _ pattern: UInt64) -> UInt64 {
    // Written out, because a loop with a variable shift is twice as slow.
    matches(word(bytes, 0), pattern) | matches(word(bytes, 1), pattern) &<< 8
      | matches(word(bytes, 2), pattern) &<< 16 | matches(word(bytes, 3), pattern) &<< 24
      | matches(word(bytes, 4), pattern) &<< 32 | matches(word(bytes, 5), pattern) &<< 40
      | matches(word(bytes, 6), pattern) &<< 48 | matches(word(bytes, 7), pattern) &<< 56
  }

  /// Eight bits: which bytes of the word equal the pattern's.
  @inline(__always)
  private static func matches(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    // Gathers the high bits: byte i's bit 8i + 7 moves to bit 56 + i, and nothing carries.
    ((equalBytes(word ^ pattern) &>> 7) &* 0x0102_0408_1020_4080) &>> 56
  }

  /// The high bit of every byte that is zero.
  @inline(__always)
  private static func equalBytes(_ difference: UInt64) -> UInt64 {
    let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((difference & lowBits) &+ lowBits) | difference | lowBits)
  }
}

/// Which bytes stand inside quotes, carried from one 64-byte chunk to the next.
struct QuoteState {
  /// Whether the last byte of the chunk before stands inside quotes.
  var isInside = false
  /// Whether that byte was a closing quote, as bit 0.
  private var closedBefore: UInt64 = 0
  /// Whether that byte ended a field or a record, as bit 0. A piece starts so.
  private var endedBefore: UInt64 = 1
  /// Whether that byte was a CR inside quotes, as bit 0.
  private var quotedReturnBefore: UInt64 = 0

  /// What one chunk says.
  struct Chunk {
    /// Delimiters and line ends that end a field.
    var fieldEnds: UInt64
    /// Those of them that end a record.
    var recordEnds: UInt64
    /// Line ends inside quotes; CR LF counts at its CR.
    var quotedLineEnds: UInt64
    /// Bytes at which the text stops being well-formed, right up to the first of them.
    var faults: UInt64
  }

  /// Reads one chunk.
  ///
  /// The number of quotes up to a byte, odd or even, tells whether it stands inside. A quote that
  /// opens must follow a field's end or a closing quote (then the two are a doubled quote); a
  /// quote that closes must be followed by a field's end or by an opening quote.
  @inline(__always)
  mutating func read(_ masks: StructureMasks) -> Chunk {
    let ends = masks.delimiters | masks.lineFeeds | masks.carriageReturns
    if masks.quotes == 0, !isInside, closedBefore == 0 {
      endedBefore = ends &>> 63
      quotedReturnBefore = 0
      return Chunk(
        fieldEnds: ends, recordEnds: masks.lineFeeds | masks.carriageReturns, quotedLineEnds: 0,
        faults: masks.nuls)
    }
    return readQuoted(masks, ends)
  }

  private mutating func readQuoted(_ masks: StructureMasks, _ ends: UInt64) -> Chunk {
    let inside = QuoteState.parities(masks.quotes) ^ (isInside ? ~0 : 0)
    let opening = masks.quotes & inside
    let closing = masks.quotes & ~inside
    let fieldEnds = ends & ~inside
    let behindClosing = closing << 1 | closedBefore
    let behindEnd = fieldEnds << 1 | endedBefore
    let quotedReturns = masks.carriageReturns & inside
    let quotedFeeds = masks.lineFeeds & inside & ~(quotedReturns << 1 | quotedReturnBefore)
    isInside = inside >> 63 == 1
    closedBefore = closing >> 63
    endedBefore = fieldEnds >> 63
    quotedReturnBefore = quotedReturns >> 63
    return Chunk(
      fieldEnds: fieldEnds,
      recordEnds: fieldEnds & ~masks.delimiters,
      quotedLineEnds: quotedReturns | quotedFeeds,
      faults: masks.nuls | opening & ~(behindEnd | behindClosing)
        | behindClosing & ~(fieldEnds | opening))
  }

  /// Bit i: whether the number of set bits up to and including bit i is odd.
  private static func parities(_ bits: UInt64) -> UInt64 {
    var result = bits
    for shift in [1, 2, 4, 8, 16, 32] as [UInt64] { result ^= result << shift }
    return result
  }
}
