public import Groundwork

/// How each row rates, whatever it is asked about: what of its answers is a habit.
///
/// Use it before groups are formed on ratings, and again on the groups found: people who rate
/// everything high form a "cluster" that says nothing of what they need.
///
/// ```text
/// level    = mean of the answers                    in points of the scale
/// spread   = √(Σ (x - level)² / (m - 1))            in points, of m answers, 2 or more
/// extremes = share of answers at either end         0...1
/// run      = longest run of equal answers in the order of the columns
/// ```
///
/// A missing answer is passed over; it does not end a run. All counts are whole numbers, so the
/// result of a row hangs on its own answers alone.
///
/// Source: Baumgartner and Steenkamp (2001), Response styles in marketing research, table 1
/// (level as acquiescence, extremes); Meade and Craig (2012), Identifying careless responses in
/// survey data (the longest run).
public struct RatingHabits: Sendable, Equatable {
  /// What is measured of a row.
  public enum Measure: String, Sendable, CaseIterable {
    /// The mean answer.
    case level
    /// The standard deviation of the answers.
    case spread
    /// The share of answers at the ends of the scale.
    case extremes
    /// The longest run of equal answers.
    case run
  }

  /// By row, the number of answers.
  public let counts: [Int32]
  /// By row, Σ x of the answers, in steps above the lowest point.
  public let sums: [Int32]
  /// By row, Σ x².
  public let squares: [Int32]
  /// By row, the answers at either end of the scale.
  public let extremes: [Int32]
  /// By row, the longest run of equal answers.
  public let runs: [Int32]
  /// The columns that were looked at.
  public let columnCount: Int
  /// The lowest point of the scale, added to every level.
  public let lowestPoint: Int

  /// Measures rows.
  ///
  /// - Parameters:
  ///   - columns: by item, then row: codes, `lowestCode` for the scale's lowest point and one more
  ///     for each further point; what is below is missing.
  ///   - lowestCode: the code of the lowest point.
  ///   - points: the scale's lowest and highest point.
  ///   - rowCount: n.
  ///   - workers: the threads; they change nothing.
  /// - Complexity: O(n columns).
  public init(
    columns: [[UInt8]], lowestCode: UInt8, points: ClosedRange<Int>, rowCount: Int,
    workers: Workers
  ) {
    let highest = lowestCode + UInt8(points.count - 1)
    let blocks = workers.mapRanges(of: rowCount, size: 8192) { rows in
      var block = HabitTally(rowCount: rows.count)
      for column in columns {
        for (place, row) in rows.enumerated() where column[row] >= lowestCode {
          block.add(
            Int32(column[row] - lowestCode), at: place,
            isEnd: column[row] == lowestCode || column[row] == highest)
        }
      }
      return block
    }
    counts = blocks.flatMap(\.counts)
    sums = blocks.flatMap(\.sums)
    squares = blocks.flatMap(\.squares)
    extremes = blocks.flatMap(\.extremes)
    runs = blocks.flatMap(\.longest)
    columnCount = columns.count
    lowestPoint = points.lowerBound
  }

  /// The habits of rows in another order.
  ///
  /// - Parameter order: the rows, each once.
  /// - Returns: the same measures.
  public func reordered(_ order: [Int32]) -> RatingHabits {
    func moved(_ values: [Int32]) -> [Int32] { order.map { values[Int($0)] } }
    return RatingHabits(
      counts: moved(counts), sums: moved(sums), squares: moved(squares),
      extremes: moved(extremes), runs: moved(runs), columnCount: columnCount,
      lowestPoint: lowestPoint)
  }

  private init(
    counts: [Int32], sums: [Int32], squares: [Int32], extremes: [Int32], runs: [Int32],
    columnCount: Int, lowestPoint: Int
  ) {
    (self.counts, self.sums, self.squares) = (counts, sums, squares)
    (self.extremes, self.runs) = (extremes, runs)
    (self.columnCount, self.lowestPoint) = (columnCount, lowestPoint)
  }

  /// A measure by row; `nil` of a row without an answer, or with a single one for the spread.
  ///
  /// - Parameter measure: which.
  /// - Returns: n values: points of the scale, shares of 0...1, or answers in a row.
  public func values(_ measure: Measure) -> [Double?] {
    counts.indices.map { value(measure, of: $0) }
  }

  /// A measure of one row; `nil` where it has too few answers.
  public func value(_ measure: Measure, of row: Int) -> Double? {
    let count = Double(counts[row])
    guard count > 0 else { return nil }
    switch measure {
    case .level: return Double(lowestPoint) + Double(sums[row]) / count
    case .spread:
      guard count > 1 else { return nil }
      let (sum, square) = (Int64(sums[row]), Int64(squares[row]))
      return (Double(Int64(counts[row]) * square - sum * sum) / (count * (count - 1)))
        .squareRoot()
    case .extremes: return Double(extremes[row]) / count
    case .run: return Double(runs[row])
    }
  }

  /// Whether a row gave one and the same answer to all of its items.
  ///
  /// - Parameters:
  ///   - row: which row.
  ///   - least: the fewest answers that tell.
  /// - Returns: false with fewer answers.
  public func isStraight(_ row: Int, least: Int = 6) -> Bool {
    counts[row] >= Int32(max(2, least)) && runs[row] == counts[row]
  }
}

/// The sums of a block of rows.
private struct HabitTally: Sendable {
  var counts: [Int32]
  var sums: [Int32]
  var squares: [Int32]
  var extremes: [Int32]
  var longest: [Int32]
  private var last: [Int32]
  private var current: [Int32]

  init(rowCount: Int) {
    counts = [Int32](repeating: 0, count: rowCount)
    (sums, squares, extremes, longest, current) = (counts, counts, counts, counts, counts)
    last = [Int32](repeating: -1, count: rowCount)
  }

  mutating func add(_ value: Int32, at place: Int, isEnd: Bool) {
    counts[place] += 1
    sums[place] += value
    squares[place] += value * value
    extremes[place] += isEnd ? 1 : 0
    current[place] = value == last[place] ? current[place] + 1 : 1
    last[place] = value
    longest[place] = max(longest[place], current[place])
  }
}
