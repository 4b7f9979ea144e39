internal import NumericCore

/// Small disturbances of a good solution.
///
/// Where clusters are not sharp, the inertia has many local optima that differ by a few rows; a
/// new start nearly never meets the best of them. From the means of a random half of each
/// cluster's rows, passes and single moves end in a neighbouring optimum, often a better one.
///
/// Source: Lourenço, Martin and Stützle (2003), Iterated local search.
extension SearchTask {
  /// How many solutions, the best of all starts, are shaken side by side.
  static let chainCount = 8

  /// Shakes one of the best solutions, in turn with the other chains.
  ///
  /// - Parameters:
  ///   - found: the solution.
  ///   - chain: which one of the best it is, and how many are shaken.
  ///   - options: how often all chains are shaken together.
  ///   - seed: the seed of the draws.
  /// - Returns: the best that the chain met.
  func shaken(
    _ found: FoundClusters, chain: (place: Int, count: Int), _ options: KMeans.Options,
    seed: UInt64
  ) -> FoundClusters {
    var current = found
    var search = search(options.clusterCount)
    for shake in stride(from: chain.place, to: options.shakeCount, by: chain.count) {
      var stream = RandomStream(seed: seed, purpose: "k-means shake", index: UInt64(shake))
      search.start(labels: current.labels)
      search.start(centers: search.centers(ofRows: { stream.next() >> 63 == 1 }))
      search.iterate(limit: options.maximumIterations, patience: rows.rowCount / 20)
      search.refine(limit: options.maximumIterations)
      if search.inertia < current.inertia * (1 - 1e-12) { current = FoundClusters(search) }
    }
    return current
  }
}
