internal import Groundwork

/// Which text stands for which code: `"5"` for 5, `"Extremely important"` for 5, `""` for missing.
///
/// A cell is compared by its exact bytes, after its quotes are taken off; blanks count. A cell
/// that stands in no entry gets the invalid code and becomes a counted finding.
public struct CodeBook: Sendable {
  /// The code of cells that stand in no entry.
  public let invalidCode: UInt8
  let storage: CodeTables

  /// - Parameters:
  ///   - entries: texts and their codes; of two entries with the same text the first counts.
  ///   - invalidCode: the code of every other cell.
  public init(entries: [(text: String, code: UInt8)], invalidCode: UInt8) {
    self.invalidCode = invalidCode
    storage = CodeTables(entries: entries, invalidCode: invalidCode)
  }

  /// The code of one text.
  public func code(of text: String) -> UInt8 {
    Array(text.utf8).withUnsafeBytes { storage.code(of: $0) } ?? invalidCode
  }
}

/// The two tables of a code book.
///
/// The direct table answers for raw fields of 0 to 2 bytes: the index is the field's bytes as a
/// little-endian number, shorter fields filled with zeros. That is unambiguous because a NUL
/// byte never gets this far. `""` (two quotes) is the raw form of a quoted blank cell.
/// The hash table answers for unquoted contents of any length.
final class CodeTables: @unchecked Sendable {
  // Unchecked, yet safe: nothing is written after `init`.
  let direct: UnsafeMutablePointer<UInt8>
  let invalidCode: UInt8
  private var texts: [[UInt8]] = []
  private var codes: [UInt8] = []
  private var slots: [Int32]

  init(entries: [(text: String, code: UInt8)], invalidCode: UInt8) {
    self.invalidCode = invalidCode
    direct = .allocate(capacity: 1 << 16)
    direct.initialize(repeating: invalidCode, count: 1 << 16)
    var slotCount = 16
    while slotCount < 4 * entries.count { slotCount *= 2 }
    slots = Array(repeating: -1, count: slotCount)
    for entry in entries { add(Array(entry.text.utf8), code: entry.code) }
  }

  deinit { direct.deallocate() }

  /// Texts and codes in the order of the entries, for a digest of what the book says.
  var entryBytes: [UInt8] {
    zip(texts, codes).flatMap { text, code in
      withUnsafeBytes(of: UInt32(text.count).littleEndian) { Array($0) } + text + [code]
    }
  }

  /// The code of an unquoted content, `nil` when it stands in no entry.
  func code(of content: UnsafeRawBufferPointer) -> UInt8? {
    let slot = slots[slotIndex(of: content)]
    return slot < 0 ? nil : codes[Int(slot)]
  }

  private func add(_ text: [UInt8], code: UInt8) {
    let slot = text.withUnsafeBytes { slotIndex(of: $0) }
    guard slots[slot] < 0 else { return }
    slots[slot] = Int32(texts.count)
    texts.append(text)
    codes.append(code)
    switch text.count {
    case 0:
      direct[0] = code
      direct[Int(Byte.quote) | Int(Byte.quote) << 8] = code
    case 1: direct[Int(text[0])] = code
    // A raw field never begins with a quote that belongs to its text.
    case 2 where text[0] != Byte.quote: direct[Int(text[0]) | Int(text[1]) << 8] = code
    default: break
    }
  }

  /// The slot that holds the content, or the empty slot where it would stand.
  private func slotIndex(of content: UnsafeRawBufferPointer) -> Int {
    var slot = Int(truncatingIfNeeded: StableHash.hash(content)) & (slots.count - 1)
    while slots[slot] >= 0, !texts[Int(slots[slot])].elementsEqual(content) {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }
}
