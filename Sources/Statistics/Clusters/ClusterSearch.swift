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
    public var silhouetteRowLimit = 20_000
    /// The Dunn index is computed up to this number of rows: it hangs on single pairs, which a
    /// sample need not hold.
    public var dunnRowLimit = 3_000
    /// How to compute the gap statistic; `nil` leaves it out.
    public var gap: GapStatistic.Options? = GapStatistic.Options()
    /// How to compute prediction strengths; `nil` leaves them out.
    public var predictionStrength: PredictionStrength.Options? = PredictionStrength.Options()
    /// How to test the chosen number of clusters; `nil` leaves the test out.
    public var existence: ExistenceTest.Options? = ExistenceTest.Options()
    /// The existence test's p at or below which clusters are `natural`.
    public var largestExistenceP = 0.05
    /// A number of clusters that is taken whatever the rule says.
    public var forcedCount: Int?

    /// Parameters with the defaults.
    public init() {}
  }

  /// All numbers of clusters that were computed, ascending from 1.
  public internal(set) var candidates: [ClusterCandidate]
  /// The number of clusters taken: forced, or the largest that passes, or `nil` when none does.
  public let chosenCount: Int?

  /// The gap statistic of all candidates; `nil` where it was not computed.
  public internal(set) var gap: GapStatistic?
  /// The prediction strengths of the offered numbers; `nil` where they were not computed.
  public internal(set) var predictionStrength: PredictionStrength?
  /// The existence test at the chosen number; `nil` without one or where it was not computed.
  public internal(set) var existence: ExistenceTest?
  /// What the clusters are, with the rule that says so.
  public internal(set) var verdict = SegmentVerdict.none

  /// The chosen number of clusters formed anew on other features than those of the candidates;
  /// `nil` where it was not.
  public internal(set) var anew: ClusterCandidate?

  /// The candidate taken, `nil` when no number of clusters is stable.
  public var chosen: ClusterCandidate? {
    candidates.first { $0.clusterCount == chosenCount }
  }

  /// The clusters to show: the candidate taken, or what was formed anew of it.
  public var published: ClusterCandidate? { anew ?? chosen }

  /// Whether the candidate taken passes the rule, and what was formed anew of it, too; `false`
  /// where none was taken.
  public var passes: Bool { chosen?.passes == true && anew?.passes != false }

  /// Finds clusters for k = 1, 2, ... and chooses k.
  ///
  /// Use it when the number of groups is not known. The rule: the largest offered k whose
  /// clusters all have a mean bootstrap Jaccard similarity of .75 or more, .85 on average, and
  /// each hold at least 5 % of the weight and 50 rows. Inertia, silhouette and the other indices
  /// are shown but decide nothing: they cannot say that there are no groups. The gap statistic
  /// and the existence test tell what the chosen clusters are, see `SegmentVerdict`.
  ///
  /// - Parameters:
  ///   - features: rows `[n x p]`, in the order of a hash of their keys.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - parameters: how to search and when to believe.
  ///   - seed: the seed of all draws.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the candidates for k up to the number of different rows, the choice, the verdict.
  /// - Throws: `StatisticsFailure.fewerDistinctRows` (forced k), `.tooManyClusters`,
  ///   `.unusableWeights`, `.noVariance`.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability; Dolnicar and Leisch
  /// (2010), Evaluation of structure and reproducibility of cluster solutions using the bootstrap.
  public static func run(
    _ features: ClusterFeatures, weights: [Int64]?, parameters: Parameters, seed: UInt64,
    workers: Workers
  ) throws(StatisticsFailure) -> ClusterSearch {
    let search = try untested(
      features, weights: weights, parameters: parameters,
      clusterCounts: try countsToTry(features.rows, parameters), draws: (seed, workers))
    return try search.tested(
      on: features, weights: weights, parameters: parameters, draws: (seed, workers))
  }

  /// The same for rows that are clustered as they are.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, in the order of a hash of their keys.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - parameters: how to search and when to believe.
  ///   - seed: the seed of all draws.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the candidates for k up to the number of different rows, the choice, the verdict.
  /// - Throws: `StatisticsFailure.fewerDistinctRows` (forced k), `.tooManyClusters`,
  ///   `.unusableWeights`, `.noVariance`.
  ///
  /// Source: Hennig (2007); Dolnicar and Leisch (2010).
  public static func run(
    _ rows: GridMatrix, weights: [Int64]?, parameters: Parameters, seed: UInt64,
    workers: Workers
  ) throws(StatisticsFailure) -> ClusterSearch {
    try run(
      ClusterFeatures(rows), weights: weights, parameters: parameters, seed: seed,
      workers: workers)
  }
}

// MARK: - Steps

extension ClusterSearch {
  // The search without existence test and verdict; the numbers of clusters ascend from 1, and the
  // offered ones are judged.
  static func untested(
    _ features: ClusterFeatures, weights: [Int64]?, parameters: Parameters,
    clusterCounts: [Int], draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> ClusterSearch {
    let options = KMeans.Options(
      clusterCount: 1, restartCount: parameters.restartCount,
      maximumIterations: parameters.maximumIterations)
    let solutions = try KMeans.fits(
      features.rows, weights: weights, clusterCounts: clusterCounts, options: options,
      seed: draws.seed, workers: draws.workers)
    let stages = ClusterStages(
      features: features, weights: weights, solutions: solutions, parameters: parameters,
      draws: draws)
    let stability = try stages.stability()
    let strength = try stages.predictionStrength()
    var candidates = solutions.map { solution in
      candidate(
        solution, solutions[0].inertia, stability[solution.clusterCount],
        strength?[solution.clusterCount], parameters)
    }
    try stages.addIndices(to: &candidates)
    let largest = candidates.last { $0.passes }?.clusterCount
    var search = ClusterSearch(
      candidates: candidates, chosenCount: parameters.forcedCount ?? largest)
    search.predictionStrength = strength
    search.gap = try stages.gap()
    return search
  }

  /// The same search with the existence test of its choice, and the verdict.
  func tested(
    on features: ClusterFeatures, weights: [Int64]?, parameters: Parameters,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> ClusterSearch {
    var search = self
    if let published {
      let stages = ClusterStages(
        features: features, weights: weights, solutions: [], parameters: parameters, draws: draws)
      search.existence = try stages.existence(published)
    }
    search.verdict = SegmentVerdict(search, largestP: parameters.largestExistenceP)
    return search
  }

  /// The numbers of clusters to compute, ascending from 1: up to the number of different rows.
  static func countsToTry(
    _ rows: GridMatrix, _ parameters: Parameters
  ) throws(StatisticsFailure) -> [Int] {
    if let forced = parameters.forcedCount { try KMeans.check(rows, forced) }
    let largest = max(parameters.largestCount, parameters.forcedCount ?? 1)
    return Array(1...max(1, rows.distinctRowCount(upTo: largest)))
  }

  private static func candidate(
    _ solution: KMeansSolution, _ totalInertia: Double, _ stability: ClusterStability?,
    _ strength: Double?, _ parameters: Parameters
  ) -> ClusterCandidate {
    let similarities = stability?.jaccards ?? []
    var candidate = ClusterCandidate(
      clusterCount: solution.clusterCount, solution: solution, silhouette: nil,
      calinskiHarabasz: calinskiHarabasz(
        solution.inertia, of: totalInertia, clusterCount: solution.clusterCount,
        rowCount: solution.assignments.count),
      jaccards: similarities, verdict: verdict(solution, similarities, parameters))
    candidate.stability = stability
    candidate.predictionStrength = strength
    return candidate
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
