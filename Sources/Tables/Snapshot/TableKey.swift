internal import Groundwork

/// What decoded cells hang on besides the bytes of the records, as digests: two tables with equal
/// keys decode equal records into equal cells.
struct TableKey: Sendable, Equatable {
  /// The digest of the head, and of where the data begin.
  var head: String
  /// The digest of the plans.
  var plans: String
}

extension TableKey {
  init(_ head: TableHead, _ start: DataStart, _ layout: DecodeLayout) {
    var headBytes = KeyBytes()
    headBytes.add([head.delimiter])
    for text in [head.quoting.rawValue, head.encoding.rawValue, head.layout.rawValue] {
      headBytes.add(text)
    }
    for number in [head.headerRowCount, start.offset, start.lineCount, start.blankLineCount] {
      headBytes.add(number)
    }
    headBytes.add(head.hasPhantomColumn ? 1 : 0)
    for column in head.columns {
      headBytes.add(column.name)
      headBytes.add(column.text)
    }
    var planBytes = KeyBytes()
    planBytes.add(layout.recordByteLimit)
    planBytes.add(layout.wantsRecordDigests ? 1 : 0)
    for plan in layout.plans { planBytes.add(plan) }
    (self.head, plans) = (headBytes.digest, planBytes.digest)
  }
}

/// The bytes of which a key is the digest: each part behind its length, so that no two lists of
/// parts give the same bytes.
private struct KeyBytes {
  private var hasher = SHA256()

  var digest: String { hasher.hexDigest }

  mutating func add(_ number: Int) {
    withUnsafeBytes(of: UInt64(truncatingIfNeeded: number).littleEndian) { hasher.update($0) }
  }

  mutating func add(_ bytes: [UInt8]) {
    add(bytes.count)
    hasher.update(bytes)
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  mutating func add(_ plan: ColumnPlan) {
    add(plan.position)
    switch plan.kind {
    case .codes(let book):
      add(1)
      add(Int(book.invalidCode))
      add(book.storage.entryBytes)
    case .text: add(2)
    case .decimal: add(3)
    case .identity: add(4)
    case .summary(let levelLimit):
      add(5)
      add(levelLimit)
    }
  }
}
