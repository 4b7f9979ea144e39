public import Groundwork
internal import NumericCore

/// How well the clusters of one half of the rows foretell who is together in the other half.
///
/// Use it beside bootstrap stability: the largest number of clusters with .8 or more is the one
/// that its authors advise. Each split deals the rows into two halves; both are clustered, each
/// half's rows go to the nearest center of the other half's, and
///
/// ```text
/// ps(k) = min over clusters of the share of a cluster's pairs that are together there too
/// ```
///
/// is averaged over both directions and all splits. Pairs are counted unweighted; k-means and
/// centers are weighted.
///
/// Source: Tibshirani and Walther (2005), Cluster validation by prediction strength, section 2.
public struct PredictionStrength: Sendable, Equatable {
  /// How to split and to cluster.
  public struct Options: Sendable, Equatable {
    /// The number of splits.
    public var splitCount = 10
    /// The number of k-means starts in each half; the best after a few passes is finished.
    public var restartCount = 3
    /// The largest number of passes of a start.
    public var maximumIterations = 300

    /// Options with the defaults.
    public init() {}
  }

  /// The numbers of clusters.
  public let clusterCounts: [Int]
  /// For each of them the strength of every split, 0...1.
  public let splits: [[Double]]

  /// The mean strength of each number of clusters.
  public var means: [Double] {
    splits.map { $0.reduce(0, +) / Double(max(1, $0.count)) }
  }

  /// The mean strength of one number of clusters; `nil` where it was not computed.
  public subscript(clusterCount: Int) -> Double? {
    clusterCounts.firstIndex(of: clusterCount).map { means[$0] }
  }

  /// The largest number of clusters whose mean strength is at least a limit, or 1.
  public func clusterCount(atLeast limit: Double = 0.8) -> Int {
    zip(clusterCounts, means).filter { $0.1 >= limit }.map(\.0).max() ?? 1
  }

  /// Measures.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - clusterCounts: the numbers of clusters, ascending, each 2 or more.
  ///   - options: how to split and to cluster.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the strengths of all splits.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  ///
  /// Source: Tibshirani and Walther (2005), section 2.
  public static func run(
    _ rows: GridMatrix, weights: [Int64]?, clusterCounts: [Int], options: Options,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> PredictionStrength {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let weighty = (0..<rows.rowCount).filter { whole[$0] > 0 }
    let found = draws.workers.map(options.splitCount) { number in
      let halves = halves(weighty, draws.seed, number).map { rowsOfHalf in
        SearchTask(
          rows.selecting(rows: rowsOfHalf),
          WholeWeights(multiplicities: rowsOfHalf.map { whole[$0] }, unit: whole.unit))
      }
      return strengths(halves, clusterCounts, options, (draws.seed, number))
    }
    return PredictionStrength(
      clusterCounts: clusterCounts,
      splits: clusterCounts.indices.map { place in found.map { $0[place] } })
  }

  // MARK: - Steps

  /// A random half of the rows and the others, both in their order.
  private static func halves(_ rows: [Int], _ seed: UInt64, _ number: Int) -> [[Int]] {
    var stream = RandomStream(seed: seed, purpose: "prediction split", index: UInt64(number))
    var dealt = rows
    for place in stride(from: rows.count - 1, to: 0, by: -1) {
      dealt.swapAt(place, stream.below(place + 1))
    }
    let half = rows.count / 2
    return [dealt[..<half].sorted(), dealt[half...].sorted()]
  }

  private static func strengths(
    _ halves: [SearchTask], _ counts: [Int], _ options: Options,
    _ draw: (seed: UInt64, number: Int)
  ) -> [Double] {
    let largest = counts.max() ?? 1
    let seeds = halves.enumerated().map { side, task in
      (0..<options.restartCount).map { start in
        task.seeds(
          largest, start: start, seed: draw.seed,
          purpose: "prediction split \(draw.number) side \(side)")
      }
    }
    return counts.map { count in
      let search = KMeans.Options(
        clusterCount: count, maximumIterations: options.maximumIterations)
      let own = zip(halves, seeds).map { task, seeds in
        Partition(labels: task.best(seeds: seeds, search).labels, clusterCount: count)
      }
      return
        (strength(of: own[0], in: halves[0], by: halves[1].centers(of: own[1]))
        + strength(of: own[1], in: halves[1], by: halves[0].centers(of: own[0]))) / 2
    }
  }

  /// The smallest share of a cluster's pairs that the other half's centers keep together; a
  /// cluster of one row has no pairs that could be parted and counts as 1.
  private static func strength(
    of clusters: Partition, in task: SearchTask, by centers: [Double]
  ) -> Double {
    let placed = Partition(
      labels: task.nearest(centers, clusters.clusterCount), clusterCount: clusters.clusterCount)
    let counts = clusters.table(with: placed)
    return (0..<clusters.clusterCount).map { cluster in
      let row = counts[cluster * placed.clusterCount..<(cluster + 1) * placed.clusterCount]
      let size = row.reduce(0, +)
      guard size > 1 else { return 1 }
      return Double(row.reduce(0) { $0 + $1 * ($1 - 1) }) / Double(size * (size - 1))
    }.min() ?? 0
  }
}
