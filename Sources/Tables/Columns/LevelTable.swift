internal import Groundwork

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Distinct texts, numbered in order of their first appearance, compared byte by byte.
struct LevelTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private var hashes: [UInt64] = []
  /// Open addressing; a slot holds a level's number, or -1. At most half of the slots are taken.
  private var slots: [Int32] = Array(repeating: -1, count: 16)

  /// The number of levels.
  var count: Int { ends.count }

  /// Calls `body` with the bytes of a level.
  func withBytes<Result>(of level: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let start = level == 0 ? 0 : ends[level - 1]
    return bytes.withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[start..<ends[level]]))
    }
  }

  /// A level as text.
  func text(of level: Int) -> String {
    withBytes(of: level) { String(decoding: $0, as: UTF8.self) }
  }

  /// Where a text stands, or would stand.
  struct Place {
    fileprivate var hash: UInt64
    fileprivate var slot: Int
    /// The number of the level, `nil` when the text is none yet.
    var level: Int?
  }

  /// Looks for a text.
  ///
  /// - Complexity: O(its bytes), expected; texts that somebody made to have equal hashes are
  ///   compared one by one.
  func place(of content: UnsafeRawBufferPointer) -> Place {
    let hash = StableHash.hash(content)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let level = Int(slots[slot])
      if hashes[level] == hash, isEqual(level, content) {
        return Place(hash: hash, slot: slot, level: level)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return Place(hash: hash, slot: slot, level: nil)
  }

  /// Makes a text a level.
  ///
  /// - Parameters:
  ///   - content: a text that is no level yet.
  ///   - place: where `place(of:)` has just looked for it.
  /// - Returns: the number of the new level.
  mutating func insert(_ content: UnsafeRawBufferPointer, at place: Place) -> Int {
    precondition(place.level == nil && slots[place.slot] < 0, "the text is a level already")
    slots[place.slot] = Int32(count)
    bytes.append(contentsOf: content)
    ends.append(bytes.count)
    hashes.append(place.hash)
    if 2 * count > slots.count { growSlots() }
    return count - 1
  }

  /// The number of a text, which becomes a level if it is none yet.
  mutating func index(of content: UnsafeRawBufferPointer) -> Int {
    let place = place(of: content)
    return place.level ?? insert(content, at: place)
  }

  private func isEqual(_ level: Int, _ content: UnsafeRawBufferPointer) -> Bool {
    withBytes(of: level) { bytes in
      guard bytes.count == content.count, let one = bytes.baseAddress,
        let other = content.baseAddress
      else { return bytes.count == content.count }
      return memcmp(one, other, bytes.count) == 0
    }
  }

  private mutating func growSlots() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for (level, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(level)
    }
  }
}
