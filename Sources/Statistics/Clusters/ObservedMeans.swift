public import Groundwork
internal import NumericCore

/// k-means on what was answered alone.
///
/// Use it where the normal model that fills missing answers does not converge, or there are more
/// items than it can take. A missing answer counts as lying at its own center, so that it moves
/// no row and no center:
///
/// ```text
/// minimise Σ_i w_i Σ_{j answered} (x_ij - c_j(i))²
/// ```
///
/// Missing cells are filled with the cluster's center, k-means is run on, and so forth until
/// nothing changes. On simulated surveys it finds planted groups less well than `NormalModel`
/// followed by `KMeans`, the more so the more is missing.
///
/// Source: Chi, Chi and Baraniuk (2016), k-POD: a method for k-means clustering of missing data.
public enum ObservedMeans {
  /// What came of it.
  public struct Solution: Sendable, Equatable {
    /// The clusters of the filled rows; its inertia is that of the answers given.
    public let solution: KMeansSolution
    /// The rows as they were filled in the end.
    public let rows: GridMatrix
    /// How often they were filled anew.
    public let roundCount: Int
    /// Whether the last round changed nothing.
    public let hasConverged: Bool
  }

  /// The largest number of rounds.
  public static let roundLimit = 200

  /// Finds clusters.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`; each column has an answer, as each row should.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - options: the number of clusters, and how hard to search for the first solution.
  ///   - gridBits: the grid of centers and filled cells, as `GridMatrix.gridBits(forMagnitude:)`.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the best of `restartCount` starts: the first on rows filled with the columns'
  ///   means, the others with answers drawn from other rows.
  /// - Throws: `StatisticsFailure.fewerDistinctRows`, `.tooManyClusters`, `.unusableWeights`.
  /// - Complexity: O(n p k) a pass.
  ///
  /// Source: as for the type.
  public static func fit(
    _ rows: IntegerMatrix, weights: [Int64]?, options: KMeans.Options, gridBits: Int,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> Solution {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let means = columnMeans(rows, whole, gridBits)
    let plain = fill(rows, gridBits) { _, column in means[column] }
    try KMeans.check(plain, options.clusterCount)
    let runs = draws.workers.map(options.restartCount) { start in
      var stream = RandomStream(
        seed: draws.seed, purpose: "k-POD start", index: UInt64(start))
      let first = start == 0 ? plain : filledByOthers(rows, gridBits, &stream)
      return try? run(rows, first, weights, options, gridBits, seed: stream.next())
    }
    var best: Solution?
    for run in runs.compactMap({ $0 })
    where run.solution.gridInertia < best?.solution.gridInertia ?? .max {
      best = run
    }
    guard let best else {
      throw .fewerDistinctRows(found: 1, clusterCount: options.clusterCount)
    }
    return best
  }

  // MARK: - Steps

  /// One start: k-means, and fillings by its centers until nothing changes.
  private static func run(
    _ rows: IntegerMatrix, _ first: GridMatrix, _ weights: [Int64]?, _ options: KMeans.Options,
    _ gridBits: Int, seed: UInt64
  ) throws(StatisticsFailure) -> Solution {
    let one = Workers(threadCount: 1)
    let start = KMeans.Options(
      clusterCount: options.clusterCount, restartCount: 1, shakeCount: 0,
      maximumIterations: options.maximumIterations)
    var filled = first
    var solution = try KMeans.fit(
      filled, weights: weights, options: start, seed: seed, workers: one)
    for round in 1...roundLimit {
      let (labels, centers) = (solution.assignments, solution.centers)
      let next = fill(rows, gridBits) { row, column in
        centers.elements[Int(labels[row]) * centers.columnCount + column]
      }
      if next == filled {
        return Solution(
          solution: solution, rows: filled, roundCount: round, hasConverged: true)
      }
      filled = next
      solution = try KMeans.polish(
        filled, weights: weights, centers: centers,
        maximumIterations: options.maximumIterations, workers: one)
    }
    return Solution(
      solution: solution, rows: filled, roundCount: roundLimit, hasConverged: false)
  }

  /// The rows with missing cells filled by answers of other rows, so that starts differ.
  private static func filledByOthers(
    _ rows: IntegerMatrix, _ gridBits: Int, _ stream: inout RandomStream
  ) -> GridMatrix {
    let answers = (0..<rows.columnCount).map { column in
      (0..<rows.rowCount).map { rows.elements[$0 * rows.columnCount + column] }
        .filter { $0 != IntegerMatrix.missing }
    }
    return fill(rows, gridBits) { _, column in
      guard !answers[column].isEmpty else { return 0 }
      return Int16(answers[column][stream.below(answers[column].count)]) << Int16(gridBits)
    }
  }

  /// The weighted means of the answers on the grid; 0 for a column without any.
  private static func columnMeans(
    _ rows: IntegerMatrix, _ weights: WholeWeights, _ gridBits: Int
  ) -> [Int16] {
    var sums = [Int128](repeating: 0, count: rows.columnCount)
    var totals = sums
    for row in 0..<rows.rowCount {
      for (column, cell) in rows.row(row).enumerated() where cell != IntegerMatrix.missing {
        sums[column] += Int128(weights[row]) * Int128(cell)
        totals[column] += Int128(weights[row])
      }
    }
    return zip(sums, totals).map { sum, total in
      total > 0 ? Int16((Double(sum) / Double(total) * Double(1 << gridBits)).rounded()) : 0
    }
  }

  private static func fill(
    _ rows: IntegerMatrix, _ gridBits: Int, _ missing: (Int, Int) -> Int16
  ) -> GridMatrix {
    var cells: [Int16] = []
    cells.reserveCapacity(rows.elements.count)
    for row in 0..<rows.rowCount {
      for (column, cell) in rows.row(row).enumerated() {
        cells.append(
          cell == IntegerMatrix.missing ? missing(row, column) : Int16(cell) << Int16(gridBits))
      }
    }
    return GridMatrix(
      rowCount: rows.rowCount, columnCount: rows.columnCount, elements: cells,
      gridBits: gridBits)
  }
}
