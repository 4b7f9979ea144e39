/// A column's summary while it grows: cells are added, tallies are merged, in any order.
///
/// Of more levels than wanted the first by their bytes are kept. A text that is not among the
/// first of some cells is not among the first of more cells either; so what is dropped on the
/// way never comes back, and the counts of the kept levels are exact for any cutting into pieces.
struct SummaryTally: Sendable {
  private let levelLimit: Int
  private var summary = ColumnSummary()
  private var levels = LevelTable()
  private var counts: [Int] = []
  /// The last level kept when levels were dropped: nothing behind it matters any more.
  private var bound: [UInt8]?

  init(levelLimit: Int) {
    precondition(levelLimit >= 0, "level limit \(levelLimit)")
    self.levelLimit = levelLimit
  }

  /// Adds a cell.
  mutating func add(_ content: UnsafeRawBufferPointer) {
    summary.rowCount += 1
    guard TextValidity.firstIllFormed(content) == nil else {
      summary.invalidTextCount += 1
      return
    }
    guard !content.isEmpty else {
      summary.blankCount += 1
      return
    }
    summary.maximumByteLength = max(summary.maximumByteLength, content.count)
    if let number = DecimalText.parse(content) { add(number) }
    count(content, times: 1)
  }

  /// Adds the cells of another tally.
  mutating func merge(_ other: SummaryTally) {
    let added = other.summary
    summary.rowCount += added.rowCount
    summary.blankCount += added.blankCount
    summary.hasMoreLevels = summary.hasMoreLevels || added.hasMoreLevels
    summary.numericCount += added.numericCount
    summary.wholeCount += added.wholeCount
    summary.invalidTextCount += added.invalidTextCount
    summary.maximumByteLength = max(summary.maximumByteLength, added.maximumByteLength)
    if let value = added.minimumMillionths { widen(to: value) }
    if let value = added.maximumMillionths { widen(to: value) }
    for level in 0..<other.levels.count {
      other.levels.withBytes(of: level) { count($0, times: other.counts[level]) }
    }
  }

  /// The summary of all cells so far.
  var result: ColumnSummary {
    var copy = self
    copy.dropLevels()
    copy.summary.levels = copy.sortedLevels().map { level in
      ColumnSummary.Level(text: copy.levels.text(of: level), count: copy.counts[level])
    }
    return copy.summary
  }

  // MARK: - Steps

  private mutating func add(_ number: DecimalText) {
    summary.numericCount += 1
    if number.millionths % DecimalColumn.scale == 0, !number.isRounded { summary.wholeCount += 1 }
    widen(to: number.millionths)
  }

  private mutating func widen(to value: Int64) {
    summary.minimumMillionths = min(summary.minimumMillionths ?? value, value)
    summary.maximumMillionths = max(summary.maximumMillionths ?? value, value)
  }

  private mutating func count(_ content: UnsafeRawBufferPointer, times: Int) {
    if let bound, bound.lexicographicallyPrecedes(content) { return }
    let level = levels.index(of: content)
    if level == counts.count { counts.append(0) }
    counts[level] += times
    if counts.count > 2 * levelLimit + 64 { dropLevels() }
  }

  /// Keeps the first levels by their bytes.
  private mutating func dropLevels() {
    guard levels.count > levelLimit else { return }
    summary.hasMoreLevels = true
    var kept = LevelTable()
    var keptCounts: [Int] = []
    for level in sortedLevels().prefix(levelLimit) {
      levels.withBytes(of: level) { bytes in
        _ = kept.index(of: bytes)
        bound = Array(bytes)
      }
      keptCounts.append(counts[level])
    }
    if levelLimit == 0 { bound = [] }
    (levels, counts) = (kept, keptCounts)
  }

  private func sortedLevels() -> [Int] {
    let texts = (0..<levels.count).map { level in levels.withBytes(of: level) { Array($0) } }
    return texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
  }
}
