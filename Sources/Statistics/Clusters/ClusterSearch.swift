public import Groundwork

/// Clusters for every number of clusters, and the number that the stability rule chooses.
public struct ClusterSearch: Sendable, Equatable {
  /// How to search and when to believe.
  public struct Parameters: Sendable, Equatable {
    /// The largest number of clusters that is computed, 1 or more.
    public var largestCount = 10
    /// The numbers of clusters from which the rule chooses.
    public var offeredCounts = 2...8
    /// The number of k-means starts.
    public var restartCount = 25
    /// The largest number of passes of a start.
    public var maximumIterations = 300
    /// How to resample for the Jaccard similarities.
    public var stability = ClusterStability.Options()
    /// Every cluster needs at least this mean Jaccard similarity.
    public var smallestJaccard = 0.75
    /// The clusters' similarities need at least this mean.
    public var smallestMeanJaccard = 0.85
    /// Every cluster needs at least this weighted share.
    public var smallestShare = 0.05
    /// Every cluster needs at least this number of rows.
    public var smallestSize = 50
    /// Silhouettes use all rows up to this number, and beyond it the first so many: rows come
    /// in the order of a hash, so the first of them are a random sample.
    public var silhouetteRowLimit = 5_000
    /// A number of clusters that is taken whatever the rule says.
    public var forcedCount: Int?

    /// Parameters with the defaults.
    public init() {}
  }

  /// All numbers of clusters that were computed, ascending from 1.
  public let candidates: [ClusterCandidate]
  /// The number of clusters taken: forced, or the largest that passes, or `nil` when none does.
  public let chosenCount: Int?

  /// The candidate taken, `nil` when no number of clusters is stable.
  public var chosen: ClusterCandidate? {
    candidates.first { $0.clusterCount == chosenCount }
  }

  /// Finds clusters for k = 1, 2, ... and chooses k.
  ///
  /// Use it when the number of groups is not known. The rule: the largest offered k whose
  /// clusters all have a mean bootstrap Jaccard similarity of .75 or more, .85 on average, and
  /// each hold at least 5 % of the weight and 50 rows. Inertia, silhouette and the
  /// Calinski-Harabasz index are shown but decide nothing: they cannot say that there are no
  /// groups.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in the order of a hash of their keys.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - parameters: how to search and when to believe.
  ///   - seed: the seed of all draws.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the candidates for k up to the number of different rows, and the choice.
  /// - Throws: `StatisticsFailure.fewerDistinctRows` (forced k), `.tooManyClusters`,
  ///   `.unusableWeights`.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability.
  public static func run(
    _ rows: GridMatrix, weights: [Int64]?, parameters: Parameters, seed: UInt64,
    workers: Workers
  ) throws(StatisticsFailure) -> ClusterSearch {
    if let forced = parameters.forcedCount { try KMeans.check(rows, forced) }
    let counts = countsToTry(rows, parameters)
    var solutions: [KMeansSolution] = []
    for count in counts {
      let options = KMeans.Options(
        clusterCount: count, restartCount: parameters.restartCount,
        maximumIterations: parameters.maximumIterations)
      solutions.append(
        try KMeans.fit(rows, weights: weights, options: options, seed: seed, workers: workers))
    }
    let silhouettes = try silhouettes(rows, weights, solutions, parameters, workers)
    let jaccards = try jaccards(rows, weights, solutions, parameters, (seed, workers))
    let candidates = solutions.map { solution in
      candidate(solution, solutions[0].inertia, silhouettes, jaccards, parameters)
    }
    let largest = candidates.last { $0.passes }?.clusterCount
    return ClusterSearch(
      candidates: candidates, chosenCount: parameters.forcedCount ?? largest)
  }
}

// MARK: - Steps

extension ClusterSearch {
  private static func countsToTry(_ rows: GridMatrix, _ parameters: Parameters) -> [Int] {
    let largest = max(parameters.largestCount, parameters.forcedCount ?? 1)
    return Array(1...max(1, rows.distinctRowCount(upTo: largest)))
  }

  /// By number of clusters.
  private static func silhouettes(
    _ rows: GridMatrix, _ weights: [Int64]?, _ solutions: [KMeansSolution],
    _ parameters: Parameters, _ workers: Workers
  ) throws(StatisticsFailure) -> [Int: Double] {
    let count = min(rows.rowCount, parameters.silhouetteRowLimit)
    let several = solutions.filter { $0.clusterCount > 1 }
    let values = try Silhouette.of(
      count == rows.rowCount ? rows : rows.selecting(rows: 0..<count),
      weights: weights.map { Array($0[..<count]) },
      partitions: several.map {
        Partition(labels: Array($0.assignments[..<count]), clusterCount: $0.clusterCount)
      }, workers: workers)
    return Dictionary(
      uniqueKeysWithValues: zip(several, values).map { ($0.clusterCount, $1.mean) })
  }

  /// By number of clusters, for those that are offered or forced.
  private static func jaccards(
    _ rows: GridMatrix, _ weights: [Int64]?, _ solutions: [KMeansSolution],
    _ parameters: Parameters, _ draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> [Int: [Double]] {
    let judged = solutions.filter {
      parameters.offeredCounts.contains($0.clusterCount)
        || $0.clusterCount == parameters.forcedCount
    }
    let values = try ClusterStability.jaccards(
      rows, weights: weights,
      partitions: judged.map {
        Partition(labels: $0.assignments, clusterCount: $0.clusterCount)
      }, options: parameters.stability, draws: draws)
    return Dictionary(uniqueKeysWithValues: zip(judged, values).map { ($0.clusterCount, $1) })
  }

  private static func candidate(
    _ solution: KMeansSolution, _ totalInertia: Double, _ silhouettes: [Int: Double],
    _ jaccards: [Int: [Double]], _ parameters: Parameters
  ) -> ClusterCandidate {
    let similarities = jaccards[solution.clusterCount] ?? []
    return ClusterCandidate(
      clusterCount: solution.clusterCount, solution: solution,
      silhouette: silhouettes[solution.clusterCount],
      calinskiHarabasz: calinskiHarabasz(
        solution.inertia, of: totalInertia, clusterCount: solution.clusterCount,
        rowCount: solution.assignments.count),
      jaccards: similarities, verdict: verdict(solution, similarities, parameters))
  }

  /// The conditions of the rule in the order in which a reader would ask for them.
  private static func verdict(
    _ solution: KMeansSolution, _ jaccards: [Double], _ parameters: Parameters
  ) -> ClusterCandidate.Verdict {
    guard parameters.offeredCounts.contains(solution.clusterCount),
      let smallest = jaccards.min()
    else { return .notOffered }
    let smallestWeight = parameters.smallestShare * solution.clusterWeights.reduce(0, +)
    if solution.clusterWeights.contains(where: { $0 < smallestWeight })
      || solution.clusterSizes.contains(where: { $0 < parameters.smallestSize })
    {
      return .smallCluster
    }
    if smallest < parameters.smallestJaccard { return .unstableCluster }
    let mean = jaccards.reduce(0, +) / Double(jaccards.count)
    return mean < parameters.smallestMeanJaccard ? .unstableOnAverage : .passes
  }

  /// Between-cluster over within-cluster variance.
  ///
  /// ```text
  /// CH = (T - W) / (k - 1) / (W / (n - k))
  /// ```
  ///
  /// - Parameters:
  ///   - inertia: W, the weighted within-cluster sum of squares.
  ///   - totalInertia: T, the same for one cluster.
  ///   - clusterCount: k.
  ///   - rowCount: n, the number of rows, weighted or not.
  /// - Returns: `nil` where k is 1 or n, or W is 0.
  ///
  /// Source: Caliński and Harabasz (1974), A dendrite method for cluster analysis.
  public static func calinskiHarabasz(
    _ inertia: Double, of totalInertia: Double, clusterCount: Int, rowCount: Int
  ) -> Double? {
    guard clusterCount > 1, rowCount > clusterCount, inertia > 0 else { return nil }
    return (totalInertia - inertia) / Double(clusterCount - 1)
      / (inertia / Double(rowCount - clusterCount))
  }
}
