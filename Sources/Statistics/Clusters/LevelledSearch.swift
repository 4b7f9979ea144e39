public import Groundwork

/// Clusters whose number is chosen on centred rows and which are then formed anew with each row's
/// own mean counting as much as it tells them apart.
///
/// Choosing on centred rows keeps a habit of rating from passing as a segment. What centring takes
/// away, differences in level between segments that also differ in pattern, is given back where
/// the variances within the clusters say so (`LevelWeight`): with four segments of different
/// pattern and level and a style of .3 it finds more than either plain or centred rows do
/// (docs/coverage.md).
public struct LevelledSearch: Sendable, Equatable {
  /// The candidates and the choice on centred rows, what was formed anew of it on `features`, and
  /// the verdict.
  public let search: ClusterSearch
  /// The rows on which the chosen clusters were formed.
  public let features: ClusterFeatures

  /// A search and the rows it was made on.
  public init(search: ClusterSearch, features: ClusterFeatures) {
    (self.search, self.features) = (search, features)
  }

  /// How often the weight of the level is estimated anew at most.
  private static let roundLimit = 8

  /// Searches.
  ///
  /// - Parameters:
  ///   - centred: the rows less their own mean, in the order of a hash of their keys.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - parameters: how to search and when to believe.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the search on centred rows where no k was chosen, or where the chosen clusters
  ///   pass the rule but would not with their level.
  /// - Throws: as `ClusterSearch.run`.
  public static func run(
    _ centred: ClusterFeatures, weights: [Int64]?, parameters: ClusterSearch.Parameters,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> LevelledSearch {
    let counts = try ClusterSearch.countsToTry(centred.rows, parameters)
    let search = try ClusterSearch.untested(
      centred, weights: weights, parameters: parameters, clusterCounts: counts, draws: draws)
    var found = LevelledSearch(search: search, features: centred)
    if let chosen = search.chosen, chosen.clusterCount > 1, centred.plain.columnCount > 1 {
      let anew = try found.formedAnew(chosen, weights: weights, parameters, draws)
      found = anew ?? found
    }
    let tested = try found.search.tested(
      on: found.features, weights: weights, parameters: parameters, draws: draws)
    return LevelledSearch(search: tested, features: found.features)
  }

  /// The chosen clusters on rows with the weight of their level; `nil` where the level counts for
  /// nothing, or where the clusters pass the rule but would not with their level.
  private func formedAnew(
    _ chosen: ClusterCandidate, weights: [Int64]?, _ parameters: ClusterSearch.Parameters,
    _ draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> LevelledSearch? {
    let levelled = try LevelledSearch.levelled(
      features, from: Partition(chosen.solution), weights: weights,
      restartCount: parameters.restartCount, draws: draws)
    guard levelled.level != .none else { return nil }
    var narrow = parameters
    narrow.offeredCounts = chosen.clusterCount...chosen.clusterCount
    narrow.forcedCount = chosen.clusterCount
    narrow.gap = nil
    let again = try ClusterSearch.untested(
      levelled, weights: weights, parameters: narrow, clusterCounts: [1, chosen.clusterCount],
      draws: draws)
    guard let anew = again.chosen, anew.passes || !chosen.passes else { return nil }
    var result = search
    result.anew = anew
    return LevelledSearch(search: result, features: levelled)
  }

  /// The rows with the weight of the level at which clusters and weight agree.
  ///
  /// - Parameters:
  ///   - centred: the rows less their own mean.
  ///   - clusters: where to begin, 2 or more.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - restartCount: the starts of each k-means.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the features; after some rounds those of the last one.
  /// - Throws: as `KMeans.fit`.
  public static func levelled(
    _ centred: ClusterFeatures, from clusters: Partition, weights: [Int64]?,
    restartCount: Int = 25, draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> ClusterFeatures {
    var (features, clusters) = (centred, clusters)
    for _ in 0..<roundLimit {
      let level = try LevelWeight(of: centred.plain, within: clusters, weights: weights)
      guard level != features.level else { break }
      features = ClusterFeatures(
        centred.plain, level: level, gridBits: centred.rows.gridBits)
      guard features.rows.distinctRowCount(upTo: clusters.clusterCount) == clusters.clusterCount
      else { return centred }
      let options = KMeans.Options(
        clusterCount: clusters.clusterCount, restartCount: restartCount, shakeCount: 0)
      clusters = Partition(
        try KMeans.fit(
          features.rows, weights: weights, options: options, seed: draws.seed,
          workers: draws.workers))
    }
    return features
  }
}
