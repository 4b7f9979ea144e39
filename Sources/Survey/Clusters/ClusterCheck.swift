import Groundwork
public import Statistics

/// What two other looks at the same respondents say of the clusters. Neither decides anything.
public struct ClusterCheck: Sendable {
  /// The number of latent classes and its BIC, ascending from 1.
  public var criteria: [(classCount: Int, bic: Double)]
  /// The adjusted Rand index of the classes of smallest BIC with the clusters; `nil` without
  /// clusters.
  public var classAgreement: Double?
  /// How far single starts of k-means agree at the chosen k; `nil` without clusters.
  public var starts: StartAgreement?

  /// The number of latent classes with the smallest BIC.
  public var bestClassCount: Int {
    criteria.min { $0.bic < $1.bic }?.classCount ?? 1
  }
}

extension ClusterCheck {
  /// The first rows that latent classes are formed of at most; rows come in hash order.
  static let rowLimit = 3_000
  private static let largestClassCount = 8
  private static let startCount = 10

  /// Looks.
  ///
  /// - Parameters:
  ///   - sample: the answers that the clusters were formed on, as categories.
  ///   - weights: by row of the sample; `nil` for weight 1 each.
  ///   - found: the search for clusters, and its rows.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Throws: as `LatentClasses.fit`.
  init(
    _ sample: IntegerMatrix, weights: [Int64]?, found: LevelledSearch,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) {
    let count = min(sample.rowCount, Self.rowLimit)
    let rows = sample.selecting(rows: Array(0..<count))
    let own = weights.map { Array($0[..<count]) }
    @Sendable func labels(_ candidate: ClusterCandidate) -> Partition {
      Partition(
        labels: Array(candidate.solution.assignments[..<count]),
        clusterCount: candidate.clusterCount)
    }
    let judged = Array(found.search.candidates.prefix(Self.largestClassCount))
    // The largest first: threads end together.
    let fits = draws.workers.map(judged.count) { place in
      let candidate = judged[judged.count - 1 - place]
      let options = LatentClasses.Options(
        classCount: candidate.clusterCount, startCount: 1, maximumIterations: 200,
        tolerance: 1e-6)
      return Result { () throws(StatisticsFailure) in
        try LatentClasses.fit(
          rows, weights: own, start: labels(candidate), options: options,
          draws: (draws.seed, Workers(threadCount: 1)))
      }
    }
    let models = try fits.reversed().map { fit throws(StatisticsFailure) in try fit.get() }
    criteria = models.map { ($0.classCount, $0.bic) }
    guard let chosen = found.search.published, chosen.clusterCount > 1,
      let best = models.min(by: { $0.bic < $1.bic })
    else { return }
    classAgreement = labels(chosen).adjustedRandIndex(
      with: Partition(labels: best.assignments, clusterCount: best.classCount))
    starts = try StartAgreement(
      found.features.rows, weights: weights, clusterCount: chosen.clusterCount,
      startCount: Self.startCount, draws: draws)
  }
}
