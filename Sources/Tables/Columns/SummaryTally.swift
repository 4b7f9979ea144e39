/// A column's summary while it grows: cells are added, tallies are merged, in any order.
///
/// Of more levels than wanted the first by their bytes are kept. A text that is not among the
/// first of some cells is not among the first of more cells either; so what is dropped on the
/// way never comes back, and the counts of the kept levels are exact for any cutting into pieces.
///
/// A text is looked at closely (is it well-formed, is it a number) only when it becomes a level
/// and when it leaves the levels, not at each of its cells.
struct SummaryTally: Sendable {
  private let levelLimit: Int
  private var summary = ColumnSummary()
  private var levels = LevelTable()
  private var counts: [Int] = []
  /// Counts of the texts of one digit, which ratings are: they become levels in the end.
  private var digitCounts = [Int](repeating: 0, count: 10)
  /// The last level kept when levels were dropped: nothing behind it matters any more.
  private var bound: [UInt8]?

  init(levelLimit: Int) {
    precondition(levelLimit >= 0, "level limit \(levelLimit)")
    self.levelLimit = levelLimit
  }

  /// Adds a cell.
  mutating func add(_ content: UnsafeRawBufferPointer) {
    summary.rowCount += 1
    if content.count == 1, case let digit = content[0] &- SummaryTally.zero, digit < 10 {
      digitCounts[Int(digit)] += 1
    } else if content.isEmpty {
      summary.blankCount += 1
    } else {
      count(content, times: 1)
    }
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
    for digit in 0..<10 { digitCounts[digit] += other.digitCounts[digit] }
    for level in 0..<other.levels.count {
      other.levels.withBytes(of: level) { count($0, times: other.counts[level]) }
    }
  }

  /// The summary of all cells so far.
  var result: ColumnSummary {
    var copy = self
    for digit in UInt8(0)..<10 where digitCounts[Int(digit)] > 0 {
      withUnsafeBytes(of: SummaryTally.zero + digit) {
        copy.count($0, times: digitCounts[Int(digit)])
      }
    }
    copy.dropLevels()
    let (levels, counts) = (copy.levels, copy.counts)
    for level in 0..<levels.count {
      levels.withBytes(of: level) { copy.settle($0, times: counts[level]) }
    }
    copy.summary.levels = copy.sortedLevels().map { level in
      ColumnSummary.Level(text: levels.text(of: level), count: counts[level])
    }
    return copy.summary
  }

  // MARK: - Steps

  private static let zero = UInt8(ascii: "0")

  private mutating func count(_ content: UnsafeRawBufferPointer, times: Int) {
    if let bound, bound.lexicographicallyPrecedes(content) {
      settleUnseen(content, times: times)
      return
    }
    let place = levels.place(of: content)
    if let level = place.level {
      counts[level] += times
    } else if TextValidity.firstIllFormed(content) == nil {
      _ = levels.insert(content, at: place)
      counts.append(times)
      if counts.count > 2 * levelLimit + 64 { dropLevels() }
    } else {
      summary.invalidTextCount += times
    }
  }

  /// Adds what a text is to the summary: it is no level, or no longer.
  private mutating func settle(_ content: UnsafeRawBufferPointer, times: Int) {
    summary.maximumByteLength = max(summary.maximumByteLength, content.count)
    guard let number = DecimalText.parse(content) else { return }
    summary.numericCount += times
    if number.millionths % DecimalColumn.scale == 0, !number.isRounded {
      summary.wholeCount += times
    }
    widen(to: number.millionths)
  }

  private mutating func settleUnseen(_ content: UnsafeRawBufferPointer, times: Int) {
    if TextValidity.firstIllFormed(content) == nil {
      settle(content, times: times)
    } else {
      summary.invalidTextCount += times
    }
  }

  private mutating func widen(to value: Int64) {
    summary.minimumMillionths = min(summary.minimumMillionths ?? value, value)
    summary.maximumMillionths = max(summary.maximumMillionths ?? value, value)
  }

  /// Keeps the first levels by their bytes.
  private mutating func dropLevels() {
    guard levels.count > levelLimit else { return }
    summary.hasMoreLevels = true
    let (all, allCounts) = (levels, counts)
    levels = LevelTable()
    counts = []
    bound = []
    for (rank, level) in SummaryTally.sorted(all).enumerated() {
      all.withBytes(of: level) { bytes in
        if rank < levelLimit {
          _ = levels.index(of: bytes)
          counts.append(allCounts[level])
          bound = Array(bytes)
        } else {
          settle(bytes, times: allCounts[level])
        }
      }
    }
  }

  private func sortedLevels() -> [Int] { SummaryTally.sorted(levels) }

  private static func sorted(_ levels: LevelTable) -> [Int] {
    let texts = (0..<levels.count).map { level in levels.withBytes(of: level) { Array($0) } }
    return texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
  }
}
