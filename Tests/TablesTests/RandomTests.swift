import Groundwork
import Testing

@testable import Tables

/// A small generator of random numbers: a counter through SplitMix64's finaliser.
struct RandomNumbers {
  private var counter: UInt64

  init(seed: UInt64) { counter = seed &* 0x9E37_79B9_7F4A_7C15 }

  /// A whole number from 0 to `bound` - 1.
  mutating func below(_ bound: Int) -> Int {
    counter &+= 0x9E37_79B9_7F4A_7C15
    return Int(StableHash.finalize(counter) >> 33) % bound
  }

  mutating func element<Element>(_ elements: [Element]) -> Element {
    elements[below(elements.count)]
  }
}

/// Random tables: proper ones, proper ones with damage, and plain noise.
struct RandomTable {
  private var random: RandomNumbers
  private(set) var bytes: [UInt8] = []

  private static let noise = Array("\",\r\na1\",\n".utf8)
  private static let pieces = [
    "", "a", "1", "11", "a\"", "\"", ",", "\n", "\r", "\r\n", "é", "b b",
  ]
  private static let damage = Array("\"\",\r\nab1".utf8) + [0, 0xC3, 0xFF]

  init(seed: UInt64) {
    random = RandomNumbers(seed: seed)
    if random.below(4) == 0 { makeNoise() } else { makeTable() }
    for _ in 0..<[0, 0, 0, 1, 2][random.below(5)] where !bytes.isEmpty { doDamage() }
  }

  /// Settings under which the table is read.
  mutating func format() -> TableFormat {
    TableFormat(
      delimiter: Byte.comma, headerRowCount: [1, 1, 1, 0, 2][random.below(5)],
      blockByteCount: 1 + random.below(64),
      recordByteLimit: random.element([1 << 20, 1 << 20, 12]),
      quoting: random.below(6) == 0 ? Quoting.none : nil)
  }

  private mutating func makeNoise() {
    for _ in 0..<random.below(40) { bytes.append(random.element(RandomTable.noise)) }
  }

  private mutating func makeTable() {
    let columnCount = 1 + random.below(6)
    let lineEnds = random.element([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r", "\n\n"]])
    let rowCount = random.below(12)
    for row in 0...rowCount {
      let isOdd = random.below(20) == 0
      for column in 0..<(isOdd ? 1 + random.below(7) : columnCount) {
        if column > 0 { bytes.append(Byte.comma) }
        appendField()
      }
      let isOpenEnd = row == rowCount && random.below(3) == 0
      if !isOpenEnd { bytes += Array(random.element(lineEnds).utf8) }
    }
  }

  private mutating func appendField() {
    let text = (0..<random.below(3)).map { _ in random.element(RandomTable.pieces) }.joined()
    let isPlain = text.utf8.allSatisfy { $0 != 34 && $0 != 44 && $0 != 10 && $0 != 13 }
    guard !isPlain || random.below(4) == 0 else {
      bytes += Array(text.utf8)
      return
    }
    bytes.append(Byte.quote)
    for byte in text.utf8 { bytes += byte == Byte.quote ? [byte, byte] : [byte] }
    bytes.append(Byte.quote)
  }

  private mutating func doDamage() {
    let index = random.below(bytes.count)
    switch random.below(3) {
    case 0: bytes[index] = random.element(RandomTable.damage)
    case 1: bytes.insert(random.element(RandomTable.damage), at: index)
    default: bytes.remove(at: index)
    }
  }
}

@Suite("Random tables")
struct RandomTests {
  // 100,000 tables in all: 50 batches, so that they share the processors.
  @Test("the reader and the reference scanner agree", arguments: 0..<50)
  func agreement(batch: Int) {
    for number in 0..<2000 {
      let seed = UInt64(batch * 2000 + number)
      var table = RandomTable(seed: seed)
      let comparison = Comparison(
        bytes: table.bytes, format: table.format(), threadCount: 1 + number % 2)
      guard let difference = comparison.difference() else { continue }
      Issue.record("seed \(seed), \(comparison.format), \(table.bytes): \(difference)")
      return
    }
  }
}
