/// A 64-bit hash that is the same in every run, on every machine and for every version of the
/// standard library.
///
/// Everything random or sampled hangs on it: a respondent's draws are a function of the seed and
/// the respondent's id, never of a row number. The function is a multiply-and-fold over 8-byte
/// words (the construction of wyhash) closed by SplitMix64's finaliser. It is not cryptographic:
/// use `SHA256` where somebody may want to forge a digest.
public enum StableHash {
  /// Hashes bytes.
  ///
  /// - Parameters:
  ///   - bytes: any number of bytes.
  ///   - seed: another seed gives another, independent hash of the same bytes.
  /// - Returns: 64 bits that look random.
  /// - Complexity: O(bytes), 8 bytes a step.
  public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    // The seed is mixed before it meets a byte: joined by a bare XOR, another seed would only
    // hand the hashes of some short ids to others.
    var state = finalize(seed &+ 0x9E37_79B9_7F4A_7C15)
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      state = fold(state ^ word, 0xA076_1D64_78BD_642F)
      offset += 8
    }
    var tail: UInt64 = 0
    for index in offset..<bytes.count { tail = tail << 8 | UInt64(bytes[index]) }
    state = fold(state ^ tail, 0xE703_7ED1_A0B4_28DB)
    return finalize(state ^ UInt64(bytes.count))
  }

  /// Hashes bytes held in an array.
  public static func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    bytes.withUnsafeBytes { hash($0, seed: seed) }
  }

  /// Hashes the UTF-8 bytes of a text.
  public static func hash(_ text: String, seed: UInt64 = 0) -> UInt64 {
    hash(Array(text.utf8), seed: seed)
  }

  /// Joins two hashes, in this order, into one.
  public static func combine(_ first: UInt64, _ second: UInt64) -> UInt64 {
    finalize(fold(first ^ 0x8EBC_6AF0_9C88_C6E3, second ^ 0x5899_65CC_7537_4CC3) ^ first)
  }

  /// SplitMix64's finaliser: a bijection in which each input bit flips each output bit with
  /// probability one half.
  ///
  /// Source: Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators.
  public static func finalize(_ value: UInt64) -> UInt64 {
    var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
