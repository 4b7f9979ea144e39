public import Groundwork
internal import NumericCore

/// Whether clusters come back when the rows are drawn again.
///
/// Use it to tell clusters that would be found in another sample from those that cut a cloud at
/// will: a mean Jaccard similarity of .85 or more is very stable, .75 stable, .6 to .75 a
/// pattern, below .6 nothing to rely on.
///
/// Each resample draws as many rows as have a weight, with replacement and each carrying its
/// weight, and clusters them anew. Two measures come from these clusters. Each original cluster is
/// compared, on the different rows drawn, with the most similar new one (Jaccard). And every row,
/// drawn or not, goes to the nearest new center: how far two resamples agree on all rows is
/// measured by the adjusted Rand index, over pairs that share no resample.
public struct ClusterStability: Sendable, Equatable {
  /// How to resample.
  public struct Options: Sendable, Equatable {
    /// The number of resamples, 1 or more; 100 for reports.
    public var resampleCount: Int
    /// The number of k-means starts in each resample; the best after a few passes is finished.
    public var restartCount: Int
    /// Whether one of the starts begins at the centers found on all rows instead of by k-means++.
    /// It makes clusters look more stable than they are: on rows without groups the two halves
    /// of the cloud come back at .73 instead of .50, and it lends three of seven clusters .97.
    /// Leave it out where stability decides.
    public var startsFromSolution: Bool
    /// The largest number of passes of a start.
    public var maximumIterations: Int

    /// Options with their defaults.
    public init(
      resampleCount: Int = 100, restartCount: Int = 3, startsFromSolution: Bool = false,
      maximumIterations: Int = 300
    ) {
      self.resampleCount = resampleCount
      self.restartCount = restartCount
      self.startsFromSolution = startsFromSolution
      self.maximumIterations = maximumIterations
    }
  }

  /// The mean Jaccard similarity of each cluster, 0...1.
  public let jaccards: [Double]
  /// The adjusted Rand indices of pairs of resamples on all rows, in the order of the pairs.
  public let pairAgreements: [Double]

  /// The mean adjusted Rand index of two resamples; `nil` when there was only one.
  public var agreement: Double? {
    pairAgreements.isEmpty
      ? nil : pairAgreements.reduce(0, +) / Double(pairAgreements.count)
  }

  /// The Monte Carlo standard error of `agreement`; `nil` with fewer than two pairs.
  public var agreementError: Double? {
    guard let mean = agreement, pairAgreements.count > 1 else { return nil }
    let count = Double(pairAgreements.count)
    let squares = pairAgreements.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / (count - 1) / count).squareRoot()
  }

  /// The stability of several partitions of the same rows, from the same resamples.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in an order that does not depend on the input's order.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - partitions: k-means partitions of these rows.
  ///   - options: how to resample.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: one a partition.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability, section 3 (bootstrap);
  /// Dolnicar and Leisch (2010), Evaluation of structure and reproducibility of cluster solutions
  /// using the bootstrap, section 3.
  public static func measure(
    _ rows: GridMatrix, weights: [Int64]?, partitions: [Partition], options: Options,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> [ClusterStability] {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let task = SearchTask(rows, whole)
    let resampling = Resampling(task, partitions, options, draws.seed)
    let found = draws.workers.map(options.resampleCount) { resampling.found($0) }
    return draws.workers.map(partitions.count) { place in
      summary(partitions[place], found.map { ($0.isDrawn, $0.partitions[place]) })
    }
  }

  /// The mean Jaccard similarities alone, see `measure`.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability, section 3 (bootstrap).
  public static func jaccards(
    _ rows: GridMatrix, weights: [Int64]?, partitions: [Partition], options: Options,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> [[Double]] {
    try measure(rows, weights: weights, partitions: partitions, options: options, draws: draws)
      .map(\.jaccards)
  }

  // MARK: - Steps

  static func summary(
    _ partition: Partition, _ found: [(isDrawn: [Bool], partition: Partition)]
  ) -> ClusterStability {
    var sums = [Double](repeating: 0, count: partition.clusterCount)
    for resample in found {
      let before = partition.selecting(resample.isDrawn)
      let after = resample.partition.selecting(resample.isDrawn)
      for (cluster, value) in before.bestJaccards(with: after).enumerated() {
        sums[cluster] += value
      }
    }
    let pairs = stride(from: 0, to: found.count - 1, by: 2).map {
      found[$0].partition.adjustedRandIndex(with: found[$0 + 1].partition)
    }
    return ClusterStability(
      jaccards: sums.map { $0 / Double(max(1, found.count)) }, pairAgreements: pairs)
  }
}

/// Draws resamples of some rows and clusters them.
struct Resampling: Sendable {
  private let task: SearchTask
  private let partitions: [Partition]
  private let options: ClusterStability.Options
  private let seed: UInt64
  /// Rows without weight are nobody: drawn alone they would be no sample.
  private let weighty: [Int]
  /// By partition, its centers.
  private let centers: [[Double]]

  init(
    _ task: SearchTask, _ partitions: [Partition], _ options: ClusterStability.Options,
    _ seed: UInt64
  ) {
    (self.task, self.partitions, self.options, self.seed) = (task, partitions, options, seed)
    weighty = (0..<task.rows.rowCount).filter { task.weights[$0] > 0 }
    centers = partitions.map { task.centers(of: $0) }
  }

  /// One resample: which rows were drawn, and by partition the clusters found in it, of all rows.
  func found(_ number: Int) -> (isDrawn: [Bool], partitions: [Partition]) {
    let counts = multiplicities(number)
    let sample = SearchTask(
      task.rows, WholeWeights(multiplicities: counts, unit: task.weights.unit))
    let largest = partitions.map(\.clusterCount).max() ?? 1
    let coldCount = max(
      options.startsFromSolution ? 0 : 1,
      options.restartCount - (options.startsFromSolution ? 1 : 0))
    let seeds = (0..<coldCount).map { start in
      sample.seeds(
        largest, start: start, seed: seed, purpose: "resample \(number) k-means start")
    }
    let results = partitions.indices.map { place in
      let search = KMeans.Options(
        clusterCount: partitions[place].clusterCount,
        maximumIterations: options.maximumIterations)
      let found = sample.best(
        seeds: seeds, centers: options.startsFromSolution ? centers[place] : nil, search)
      return Partition(labels: found.labels, clusterCount: search.clusterCount)
    }
    return (counts.map { $0 > 0 }, results)
  }

  /// By row, its weight times how often it was drawn.
  func multiplicities(_ number: Int) -> [Int64] {
    var stream = RandomStream(seed: seed, purpose: "cluster resample", index: UInt64(number))
    var counts = [Int64](repeating: 0, count: task.rows.rowCount)
    for _ in weighty { counts[weighty[stream.below(weighty.count)]] += 1 }
    for row in counts.indices { counts[row] *= task.weights[row] }
    return counts
  }
}
