public import Groundwork
internal import NumericCore

/// Weighted k-means on the integer grid.
///
/// Use it to find groups of rows with similar values. The result is the same for any number of
/// threads and any block size, to the last bit: distances, sums and comparisons are exact whole
/// numbers, ties go to the lowest index and every random draw belongs to its start.
///
/// ```text
/// minimise Σ_i w_i ||x_i - c(i)||²
/// ```
///
/// Each start draws k centers by k-means++ with probability proportional to `w D²`, runs Lloyd's
/// passes until few rows move, then moves single rows as long as that lowers the inertia
/// (Hartigan and Wong's criterion), which leaves many local optima where Lloyd's passes stay. New
/// centers are weighted means, rounded once to the grid. A cluster that loses all its rows
/// restarts at the row farthest from its center. The best eight starts are then shaken, and the
/// best of all wins, the first one at a tie. Beyond four million cells there are only Lloyd's
/// passes, block by block: train on a sample and `polish` instead.
///
/// Source: Lloyd (1982), Least squares quantization in PCM; Arthur and Vassilvitskii (2007),
/// k-means++: the advantages of careful seeding; Hartigan and Wong (1979), Algorithm AS 136: a
/// k-means clustering algorithm.
public enum KMeans {
  /// How to search.
  public struct Options: Sendable, Equatable {
    /// The number of clusters k, 1 ... 254.
    public var clusterCount: Int
    /// The number of starts, 1 or more.
    public var restartCount: Int
    /// How many of the starts, the best after their first rough passes, are carried to the end;
    /// `nil` means all. One of five finds clusters that exist nearly as well as all five and
    /// costs a fourth, so resamples use it.
    public var finishedStartCount: Int?
    /// How many times the best start is shaken: new centers from a random half of each
    /// cluster's rows, carried to the end, kept where that is better.
    public var shakeCount: Int
    /// The largest number of Lloyd passes of a start; rounding could make them cycle.
    public var maximumIterations: Int

    /// Options with the defaults for a final solution.
    public init(
      clusterCount: Int, restartCount: Int = 25, finishedStartCount: Int? = nil,
      shakeCount: Int = 24, maximumIterations: Int = 300
    ) {
      self.clusterCount = clusterCount
      self.restartCount = restartCount
      self.finishedStartCount = finishedStartCount
      self.shakeCount = shakeCount
      self.maximumIterations = maximumIterations
    }
  }

  /// Finds clusters.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - options: the number of clusters, and how hard to search.
  ///   - seed: the seed of the starts.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the best solution of all starts.
  /// - Throws: `StatisticsFailure.fewerDistinctRows`, `.tooManyClusters`, `.unusableWeights`.
  /// - Complexity: O(n p k) a pass, by BLAS.
  ///
  /// Source: Lloyd (1982); Arthur and Vassilvitskii (2007); Hartigan and Wong (1979).
  public static func fit(
    _ rows: GridMatrix, weights: [Int64]?, options: Options, seed: UInt64, workers: Workers
  ) throws(StatisticsFailure) -> KMeansSolution {
    try fits(
      rows, weights: weights, clusterCounts: [options.clusterCount], options: options, seed: seed,
      workers: workers)[0]
  }

  /// Assigns rows to given centers.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, on the grid of the centers.
  ///   - centers: `[k x p]`.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the nearest center of each row, the lowest at a tie, and the margin to the second
  ///   nearest as in `KMeansSolution.margins`.
  /// - Complexity: O(n p k).
  ///
  /// Source: Lloyd (1982), Least squares quantization in PCM, condition for the partition.
  public static func assign(
    _ rows: GridMatrix, to centers: GridMatrix, workers: Workers
  ) -> (assignments: [UInt8], margins: [Double]) {
    precondition(
      rows.columnCount == centers.columnCount && rows.gridBits == centers.gridBits,
      "centers of \(centers.columnCount) columns on \(centers.gridBits) bits")
    let rowSet = RowSet(rows, WholeWeights(ones: rows.rowCount))
    return rowSet.nearest(centers.elements, centers.rowCount, workers)
  }

  /// Improves given centers on all rows by Lloyd's passes.
  ///
  /// Use it after `fit` on a sample: the centers of the sample are nearly right, so a few passes
  /// over all rows finish.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, on the grid of the centers.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - centers: `[k x p]`.
  ///   - maximumIterations: the largest number of passes, 1 or more.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the solution, in canonical order, with `restartHits` 1.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  /// - Complexity: O(n p k) a pass, in blocks of 16,384 rows.
  ///
  /// Source: Lloyd (1982), Least squares quantization in PCM.
  public static func polish(
    _ rows: GridMatrix, weights: [Int64]?, centers: GridMatrix, maximumIterations: Int,
    workers: Workers
  ) throws(StatisticsFailure) -> KMeansSolution {
    precondition(
      rows.columnCount == centers.columnCount && rows.gridBits == centers.gridBits,
      "centers of \(centers.columnCount) columns on \(centers.gridBits) bits")
    let rowSet = RowSet(rows, try usable(weights, rows.rowCount), mayCache: false)
    let options = Options(
      clusterCount: centers.rowCount, restartCount: 1, maximumIterations: maximumIterations)
    var run = LloydRun(rowSet, centers: centers.elements, clusterCount: centers.rowCount)
    run.iterate(options.maximumIterations, workers)
    return solution(run, hits: 1, rowSet, options, workers)
  }
}

// MARK: - Steps

extension KMeans {
  /// What the random numbers of starts are for.
  static let startPurpose = "k-means start"

  static func check(_ rows: GridMatrix, _ clusterCount: Int) throws(StatisticsFailure) {
    let limit = NearestCenters.largestClusterCount
    guard clusterCount <= limit else {
      throw .tooManyClusters(clusterCount: clusterCount, limit: limit)
    }
    precondition(clusterCount > 0, "\(clusterCount) clusters")
    let found = rows.distinctRowCount(upTo: clusterCount)
    guard found == clusterCount else {
      throw .fewerDistinctRows(found: found, clusterCount: clusterCount)
    }
  }

  static func usable(
    _ weights: [Int64]?, _ rowCount: Int
  ) throws(StatisticsFailure) -> WholeWeights {
    guard let whole = WholeWeights(millionths: weights, rowCount: rowCount) else {
      throw .unusableWeights
    }
    return whole
  }

  /// A run in canonical order.
  static func solution(
    _ found: LloydRun, hits: Int, _ rows: RowSet, _ options: Options, _ workers: Workers
  ) -> KMeansSolution {
    var run = found
    run.takeCanonicalOrder(options.maximumIterations, workers)
    let nearest = rows.nearest(run.centers, run.clusterCount, workers)
    return KMeansSolution(
      centers: GridMatrix(
        rowCount: run.clusterCount, columnCount: rows.columnCount, elements: run.centers,
        gridBits: rows.gridBits),
      assignments: nearest.assignments, margins: nearest.margins, gridInertia: run.gridInertia,
      inertia: run.inertia,
      clusterWeights: run.clusters.sums.weights.map { Double($0) / rows.weights.unit },
      clusterSizes: run.clusters.sums.counts,
      clusterEffectiveSizes: effectiveSizes(run, rows.weights),
      restartHits: hits,
      iterationCount: run.iterationCount, hasConverged: run.hasConverged)
  }

  private static func effectiveSizes(_ run: LloydRun, _ weights: WholeWeights) -> [Double] {
    guard let values = weights.values else { return run.clusters.sums.counts.map(Double.init) }
    var squares = [Int128](repeating: 0, count: run.clusterCount)
    for (row, label) in run.clusters.labels.enumerated() {
      squares[Int(label)] += Int128(values[row]) * Int128(values[row])
    }
    return zip(run.clusters.sums.weights, squares).map { sum, squares in
      squares == 0 ? 0 : Double(sum) * Double(sum) / Double(squares)
    }
  }
}
