public import Groundwork
internal import NumericCore

/// Whether clusters come back when the rows are drawn again.
///
/// Use it to tell clusters that would be found in another sample from those that cut a cloud at
/// will: a mean Jaccard similarity of .85 or more is very stable, .75 stable, .6 to .75 a
/// pattern, below .6 nothing to rely on.
///
/// Each resample draws as many rows as have a weight, with replacement and each carrying its
/// weight, clusters them anew and compares on the different rows drawn: each original cluster with
/// the most similar new one.
public enum ClusterStability {
  /// How to resample.
  public struct Options: Sendable, Equatable {
    /// The number of resamples, 1 or more; 100 for reports.
    public var resampleCount: Int
    /// The number of k-means starts in each resample; the best after a few passes is finished.
    public var restartCount: Int
    /// The largest number of passes of a start.
    public var maximumIterations: Int

    /// Options with their defaults.
    public init(
      resampleCount: Int = 100, restartCount: Int = 5, maximumIterations: Int = 300
    ) {
      self.resampleCount = resampleCount
      self.restartCount = restartCount
      self.maximumIterations = maximumIterations
    }
  }

  /// The mean Jaccard similarities of the clusters of several partitions of the same rows.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - partitions: k-means partitions of these rows.
  ///   - options: how to resample.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: for each partition the mean similarity of each of its clusters, 0...1.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability, section 3 (bootstrap).
  public static func jaccards(
    _ rows: GridMatrix, weights: [Int64]?, partitions: [Partition], options: Options,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> [[Double]] {
    let whole = try KMeans.usable(weights, rows.rowCount)
    // Rows without weight are nobody: drawn alone they would be no sample.
    let weighty = (0..<rows.rowCount).filter { whole[$0] > 0 }
    let resamples = draws.workers.map(options.resampleCount) { number in
      similarities(rows, (whole, weighty), partitions, options, (draws.seed, number))
    }
    return partitions.indices.map { partition in
      var sums = [Double](repeating: 0, count: partitions[partition].clusterCount)
      for resample in resamples {
        for (cluster, value) in resample[partition].enumerated() { sums[cluster] += value }
      }
      return sums.map { $0 / Double(options.resampleCount) }
    }
  }

  // MARK: - Steps

  /// One resample: its similarities for each partition.
  private static func similarities(
    _ rows: GridMatrix, _ people: (weights: WholeWeights, weighty: [Int]),
    _ partitions: [Partition], _ options: Options, _ draw: (seed: UInt64, resample: Int)
  ) -> [[Double]] {
    let weights = people.weights
    let (drawn, multiplicities) = resample(people, draw)
    let sample = RowSet(
      rows.selecting(rows: drawn),
      WholeWeights(multiplicities: multiplicities, unit: weights.unit))
    return partitions.map { partition in
      let before = Partition(
        labels: drawn.map { partition.labels[$0] }, clusterCount: partition.clusterCount)
      let search = KMeans.Options(
        clusterCount: partition.clusterCount, restartCount: options.restartCount,
        finishedStartCount: 1, maximumIterations: options.maximumIterations)
      let runs = LloydRun.runs(
        sample, search, seed: draw.seed, purpose: "resample \(draw.resample) k-means start",
        workers: Workers(threadCount: 1))
      let after = Partition(
        labels: LloydRun.best(of: runs).clusters.labels, clusterCount: partition.clusterCount)
      return before.bestJaccards(with: after)
    }
  }

  /// The different rows drawn, ascending, and their weights times how often they were drawn.
  private static func resample(
    _ people: (weights: WholeWeights, weighty: [Int]), _ draw: (seed: UInt64, resample: Int)
  ) -> (rows: [Int], multiplicities: [Int64]) {
    let (weights, weighty) = people
    var stream = RandomStream(
      seed: draw.seed, purpose: "cluster resample", index: UInt64(draw.resample))
    var counts = [Int64](repeating: 0, count: weights.rowCount)
    for _ in weighty { counts[weighty[stream.below(weighty.count)]] += 1 }
    for row in counts.indices { counts[row] *= weights[row] }
    let rows = counts.indices.filter { counts[$0] > 0 }
    return (rows, rows.map { counts[$0] })
  }
}
