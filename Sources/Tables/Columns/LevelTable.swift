internal import Groundwork

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

  /// The number of a text, which becomes a level if it is none yet.
  mutating func index(of content: UnsafeRawBufferPointer) -> Int {
    let hash = StableHash.hash(content)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] >= 0 {
      let level = Int(slots[slot])
      if hashes[level] == hash, isEqual(level, content) { return level }
      slot = (slot + 1) & (slots.count - 1)
    }
    precondition(count < Int(Int32.max), "more than 2^31 distinct texts in a column")
    slots[slot] = Int32(count)
    bytes.append(contentsOf: content)
    ends.append(bytes.count)
    hashes.append(hash)
    if 2 * count > slots.count { growSlots() }
    return count - 1
  }

  private func isEqual(_ level: Int, _ content: UnsafeRawBufferPointer) -> Bool {
    withBytes(of: level) { $0.elementsEqual(content) }
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
