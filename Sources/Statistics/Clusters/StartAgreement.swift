public import Groundwork
internal import NumericCore

/// How far single starts of k-means agree with each other.
///
/// Use it to show how much of a solution hangs on luck: clusters that are in the data are found
/// by nearly every start. On rows without groups two starts agree hardly better than at random.
public struct StartAgreement: Sendable, Equatable {
  /// The mean adjusted Rand index of all pairs of starts, about 0...1.
  public let mean: Double
  /// The smallest of all pairs.
  public let smallest: Double
  /// The largest of all pairs.
  public let largest: Double
  /// The number of starts.
  public let startCount: Int

  /// Runs single starts, each to its local optimum, and compares them.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - clusterCount: k, 2 or more.
  ///   - startCount: 2 or more.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Throws: `StatisticsFailure.fewerDistinctRows`, `.tooManyClusters`, `.unusableWeights`.
  ///
  /// Source: Hubert and Arabie (1985), Comparing partitions; Strehl and Ghosh (2002), Cluster
  /// ensembles, for the mean agreement of all members.
  public init(
    _ rows: GridMatrix, weights: [Int64]?, clusterCount: Int, startCount: Int = 20,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) {
    precondition(clusterCount > 1 && startCount > 1, "\(startCount) starts, k = \(clusterCount)")
    let one = Workers(threadCount: 1)
    let options = KMeans.Options(clusterCount: clusterCount, restartCount: 1, shakeCount: 0)
    let starts = draws.workers.map(startCount) { start in
      var stream = RandomStream(
        seed: draws.seed, purpose: "single start", index: UInt64(start))
      return Result { () throws(StatisticsFailure) in
        try KMeans.fit(
          rows, weights: weights, options: options, seed: stream.next(), workers: one)
      }
    }
    let partitions = try starts.map { start throws(StatisticsFailure) in
      Partition(labels: try start.get().assignments, clusterCount: clusterCount)
    }
    self.init(of: partitions)
  }

  /// Compares partitions of the same rows, such as those of several methods.
  ///
  /// - Parameter partitions: two or more.
  public init(of partitions: [Partition]) {
    precondition(partitions.count > 1, "\(partitions.count) partitions")
    var indices: [Double] = []
    for (place, first) in partitions.enumerated() {
      for second in partitions[(place + 1)...] {
        indices.append(first.adjustedRandIndex(with: second))
      }
    }
    mean = indices.reduce(0, +) / Double(indices.count)
    smallest = indices.min() ?? 0
    largest = indices.max() ?? 0
    startCount = partitions.count
  }
}
