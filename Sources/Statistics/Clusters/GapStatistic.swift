public import Groundwork
internal import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much tighter clusters are than those of rows without any: for every number of clusters.
///
/// Use it to see at which number of clusters tightness stops to grow faster than by chance.
/// Reference rows are uniform in a box along the principal components of the given rows, over
/// their ranges; they carry the weights of the given rows.
///
/// ```text
/// gap(k) = mean_b log W_kb - log W_k,   s(k) = sd_b(log W_kb) √(1 + 1/B)
/// k_gap  = the smallest k with gap(k) >= gap(k + 1) - s(k + 1)
/// ```
///
/// Source: Tibshirani, Walther and Hastie (2001), Estimating the number of clusters in a data set
/// via the gap statistic, sections 3 and 4; W_k is half the within-cluster sum of squares.
public struct GapStatistic: Sendable, Equatable {
  /// How to make and to cluster reference rows.
  public struct Options: Sendable, Equatable {
    /// The number of reference sets B.
    public var setCount = 20
    /// The number of k-means starts of each set; the best after a few passes is finished.
    public var restartCount = 2
    /// The largest number of passes of a start.
    public var maximumIterations = 300

    /// Options with the defaults.
    public init() {}
  }

  /// log W_k of the given rows for k = 1, 2, ...
  public let logInertias: [Double]
  /// The mean log W_k of the reference sets.
  public let expected: [Double]
  /// s(k): the standard deviation of the sets' log W_k times √(1 + 1/B).
  public let errors: [Double]
  /// The number of reference sets B.
  public let setCount: Int

  /// gap(k), for k = 1, 2, ...
  public var gaps: [Double] { zip(expected, logInertias).map { $0 - $1 } }

  /// k_gap: the smallest k whose gap is within one error of the next one's; the largest k when
  /// there is none.
  public var clusterCount: Int {
    let gaps = gaps
    for place in gaps.indices.dropLast() where gaps[place] >= gaps[place + 1] - errors[place + 1] {
      return place + 1
    }
    return gaps.count
  }

  /// The number with the largest gap, the smallest of equals.
  public var largestGapCount: Int {
    let gaps = gaps
    return 1 + gaps.indices.reduce(0) { gaps[$1] > gaps[$0] ? $1 : $0 }
  }

  /// The smallest number within one error of the first local maximum of the gap.
  ///
  /// Source: Maechler, Rousseeuw, Struyf, Hubert and Hornik, cluster: Cluster Analysis Basics and
  /// Extensions, manual of `maxSE`, method `firstSEmax`.
  public var firstMaximumCount: Int {
    let gaps = gaps
    let peak = gaps.indices.dropLast().first { gaps[$0 + 1] <= gaps[$0] } ?? gaps.count - 1
    return 1 + (gaps.indices.first { gaps[$0] >= gaps[peak] - errors[peak] } ?? peak)
  }

  /// Computes the statistic.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - inertias: the within-cluster sums of squares of the rows for k = 1, 2, ..., each above 0.
  ///   - options: how to make and to cluster reference rows.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the statistic for these k.
  /// - Throws: `StatisticsFailure.unusableWeights`, `.noVariance`.
  /// - Complexity: O(B (n p + passes n p Σk)).
  ///
  /// Source: Tibshirani, Walther and Hastie (2001), sections 3 and 4.
  public static func run(
    _ rows: GridMatrix, weights: [Int64]?, inertias: [Double], options: Options,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> GapStatistic {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let box = try ReferenceBox(rows, whole)
    let found = draws.workers.map(options.setCount) { number in
      logInertias(box, whole, largest: inertias.count, options, (draws.seed, number))
    }
    let count = Double(options.setCount)
    let means = inertias.indices.map { place in
      found.reduce(0) { $0 + $1[place] } / count
    }
    let errors = inertias.indices.map { place in
      let squares = found.reduce(0) { sum, set in
        sum + (set[place] - means[place]) * (set[place] - means[place])
      }
      return (squares / max(1, count - 1) * (1 + 1 / count)).squareRoot()
    }
    return GapStatistic(
      logInertias: inertias.map { log($0 / 2) }, expected: means, errors: errors,
      setCount: options.setCount)
  }

  /// The same for rows that are clustered here, with exactly the effort that each reference set
  /// gets: more for the one than for the other would tilt the comparison.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - largestCount: the largest k, at most the number of different rows less one.
  ///   - options: how to make reference rows and to cluster.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the statistic for k = 1 ... `largestCount`.
  /// - Throws: `StatisticsFailure.unusableWeights`, `.noVariance`.
  public static func run(
    _ rows: GridMatrix, weights: [Int64]?, largestCount: Int, options: Options,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> GapStatistic {
    let task = SearchTask(rows, try KMeans.usable(weights, rows.rowCount))
    let step = Double(1 << rows.gridBits)
    let inertias = inertias(
      task, largest: largestCount, options, name: "gap", seed: draws.seed
    ).map { $0 / (step * step * task.weights.unit) }
    return try run(rows, weights: weights, inertias: inertias, options: options, draws: draws)
  }

  // MARK: - Steps

  /// log W_k of one reference set.
  private static func logInertias(
    _ box: ReferenceBox, _ weights: WholeWeights, largest: Int, _ options: Options,
    _ draw: (seed: UInt64, number: Int)
  ) -> [Double] {
    let task = SearchTask(
      SearchRows(box.draw(draw.number, seed: draw.seed), columnCount: box.columnCount), weights)
    let unit = 2 * box.scale * box.scale * weights.unit
    return inertias(
      task, largest: largest, options, name: "gap set \(draw.number)", seed: draw.seed
    ).map { log($0 / unit) }
  }

  /// By k, the sum of squares of the best of some rough starts, in squared steps.
  private static func inertias(
    _ task: SearchTask, largest: Int, _ options: Options, name: String, seed: UInt64
  ) -> [Double] {
    let seeds = (0..<options.restartCount).map { start in
      task.seeds(largest, start: start, seed: seed, purpose: name + " k-means start")
    }
    return (1...largest).map { count in
      task.best(
        seeds: seeds,
        KMeans.Options(clusterCount: count, maximumIterations: options.maximumIterations)
      ).inertia
    }
  }
}

/// A box along principal components; its rows stay in those coordinates, since turning them back
/// would change no distance.
private struct ReferenceBox: Sendable {
  let columnCount: Int
  let rowCount: Int
  /// How many steps of a drawn cell make one feature unit.
  let scale: Double
  /// The edges in steps, by component.
  private let widths: [Double]

  init(_ grid: GridMatrix, _ weights: WholeWeights) throws(StatisticsFailure) {
    let (rows, isSeen) = ReferenceBox.centred(grid, weights)
    let components: Matrix
    do throws(NumericError) {
      components = try SymmetricEigen(of: rows.weighted.crossProduct()).vectors
    } catch {
      throw .noVariance(columnCount: grid.columnCount)
    }
    let scores = Matrix.product(rows.plain, components)
    var (low, high) = (
      [Double](repeating: .infinity, count: grid.columnCount),
      [Double](repeating: -.infinity, count: grid.columnCount)
    )
    for row in 0..<grid.rowCount where isSeen[row] {
      for column in 0..<grid.columnCount {
        low[column] = min(low[column], scores[row, column])
        high[column] = max(high[column], scores[row, column])
      }
    }
    let ranges = zip(low, high).map { max(0, $1 - $0) }
    let largest = max(ranges.max() ?? 0, .leastNormalMagnitude)
    (rowCount, columnCount) = (grid.rowCount, grid.columnCount)
    scale = 60_000 / largest
    widths = ranges.map { $0 * 60_000 / largest }
  }

  /// Row-major cells, about the middle of the box.
  func draw(_ number: Int, seed: UInt64) -> [Int16] {
    var stream = RandomStream(seed: seed, purpose: "gap set", index: UInt64(number))
    var cells = [Int16](repeating: 0, count: rowCount * columnCount)
    var word: UInt64 = 0
    var place = 0
    for _ in 0..<rowCount {
      for width in widths {
        word = place % 2 == 0 ? stream.next() : word >> 32
        let share = (Double(word & 0xFFFF_FFFF) + 0.5) * 0x1p-32
        let value = (share - 0.5) * width
        cells[place] = Int16(value + (value < 0 ? -0.5 : 0.5))
        place += 1
      }
    }
    return cells
  }

  /// The rows in feature units less their mean, the same times the root of their weights, and
  /// which of them have a weight.
  private static func centred(
    _ grid: GridMatrix, _ weights: WholeWeights
  ) -> (rows: (plain: Matrix, weighted: Matrix), isSeen: [Bool]) {
    let columns = grid.columnCount
    let step = Double(1 << grid.gridBits)
    var means = [Double](repeating: 0, count: columns)
    for row in 0..<grid.rowCount {
      let share = Double(weights[row]) / Double(weights.total)
      for (column, cell) in grid.row(row).enumerated() { means[column] += share * Double(cell) }
    }
    var plain = Matrix(rowCount: grid.rowCount, columnCount: columns)
    var weighted = plain
    for row in 0..<grid.rowCount {
      let root = Double(weights[row]).squareRoot()
      for column in 0..<columns {
        let place = row * columns + column
        plain.elements[place] = (Double(grid.elements[place]) - means[column]) / step
        weighted.elements[place] = root * plain.elements[place]
      }
    }
    return ((plain, weighted), (0..<grid.rowCount).map { weights[$0] > 0 })
  }
}
