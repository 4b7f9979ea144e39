internal import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The distribution of one item: its values and what a normal number turned into them
/// correlates with.
struct Margin: Sendable {
  /// The different values, ascending.
  private let values: [Int16]
  /// The share of people at or below each of them.
  private let shares: [Double]
  /// c(1), c(2), ...: the coefficients of the Hermite series, whose squares add up to 1.
  let coefficients: [Double]

  /// How many terms: at a normal correlation of .97 the rest is below a thousandth.
  private static let termCount = 64

  init(of rows: GridMatrix, column: Int, _ weights: WholeWeights) {
    var sums: [Int16: Int64] = [:]
    for row in 0..<rows.rowCount where weights[row] > 0 {
      sums[rows.elements[row * rows.columnCount + column], default: 0] += weights[row]
    }
    values = sums.keys.sorted()
    var reached: Int64 = 0
    shares = values.map { value in
      reached += sums[value] ?? 0
      return Double(reached) / Double(weights.total)
    }
    coefficients = Margin.coefficients(values, shares)
  }

  /// The value of each rank among n people: rank r stands for the share (r + 1/2) / n.
  func valuesByRank(_ count: Int) -> [Int16] {
    var place = 0
    return (0..<count).map { rank in
      let share = (Double(rank) + 0.5) / Double(count)
      while place + 1 < values.count, shares[place] < share { place += 1 }
      return values[place]
    }
  }

  /// See `CopulaNull`; all 0 for an item with one value.
  private static func coefficients(_ values: [Int16], _ shares: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: termCount)
    guard values.count > 1 else { return result }
    for place in 0..<values.count - 1 {
      let step = Double(values[place + 1]) - Double(values[place])
      let cut = Normal.quantile(shares[place])
      // He_{h-1}(t) / √h! by its recurrence, scaled at each step to stay in range.
      var (former, current) = (0.0, step * Normal.density(cut))
      for term in 1...termCount {
        result[term - 1] += current
        let next =
          (cut * current - (Double(term - 1) / Double(term).squareRoot()) * former)
          / Double(term + 1).squareRoot()
        (former, current) = (current, next)
      }
    }
    let deviation = deviation(values, shares)
    return result.map { $0 / deviation }
  }

  private static func deviation(_ values: [Int16], _ shares: [Double]) -> Double {
    var (mean, square, below) = (0.0, 0.0, 0.0)
    for (value, share) in zip(values, shares) {
      mean += (share - below) * Double(value)
      square += (share - below) * Double(value) * Double(value)
      below = share
    }
    return (square - mean * mean).squareRoot()
  }
}

/// Standard normal numbers, four from one random word: the middle values of 65,536 equal shares,
/// in whole steps of 2^-12.
enum NormalTable {
  private static let values: [Double] = (0..<65_536).map { place in
    (Normal.quantile((Double(place) + 0.5) / 65_536) * 4_096).rounded()
  }

  static func draws(_ count: Int, _ stream: inout RandomStream) -> [Double] {
    let table = values
    var word: UInt64 = 0
    return (0..<count).map { place in
      word = place % 4 == 0 ? stream.next() : word >> 16
      return table[Int(word & 0xFFFF)]
    }
  }
}

/// Gives rows the values of their ranks, in a time that grows as their count: shares of the range
/// first, then only those rows are ordered whose share holds ranks of different values.
struct Ranking {
  private var shares: [Int32]
  private var ends: [Int32]
  private var values: [Int16]
  private var isMixed: [Bool]

  init(rowCount: Int) {
    shares = [Int32](repeating: 0, count: rowCount)
    ends = [Int32](repeating: 0, count: 2 * rowCount + 2)
    values = [Int16](repeating: 0, count: 2 * rowCount + 2)
    isMixed = [Bool](repeating: false, count: 2 * rowCount + 2)
  }

  /// - Parameters:
  ///   - numbers: one a row.
  ///   - ranked: the value of each rank, ascending.
  ///   - give: called once a row with its value.
  mutating func rank(
    _ numbers: ArraySlice<Double>, ranked: [Int16], give: (_ row: Int, _ value: Int16) -> Void
  ) {
    guard let low = numbers.min(), let high = numbers.max() else { return }
    count(numbers, low, high > low ? Double(ends.count - 2) / (high - low) : 0, ranked)
    var mixed: [(share: Int32, number: Double, row: Int)] = []
    for (row, number) in numbers.enumerated() {
      let share = shares[row]
      if isMixed[Int(share)] {
        mixed.append((share, number, row))
      } else {
        give(row, values[Int(share)])
      }
    }
    mixed.sort { ($0.share, $0.number, $0.row) < ($1.share, $1.number, $1.row) }
    var (share, rank) = (Int32(-1), 0)
    for entry in mixed {
      if entry.share != share { (share, rank) = (entry.share, start(of: Int(entry.share))) }
      give(entry.row, ranked[rank])
      rank += 1
    }
  }

  private func start(of share: Int) -> Int { share > 0 ? Int(ends[share - 1]) : 0 }

  /// Counts the rows of each share and finds its values.
  private mutating func count(
    _ numbers: ArraySlice<Double>, _ low: Double, _ scale: Double, _ ranked: [Int16]
  ) {
    for place in ends.indices { ends[place] = 0 }
    for (row, number) in numbers.enumerated() {
      let share = Int32((number - low) * scale)
      shares[row] = share
      ends[Int(share)] += 1
    }
    var reached: Int32 = 0
    for share in ends.indices {
      let first = Int(reached)
      reached += ends[share]
      ends[share] = reached
      guard Int(reached) > first else { continue }
      values[share] = ranked[first]
      isMixed[share] = ranked[first] != ranked[Int(reached) - 1]
    }
  }
}
