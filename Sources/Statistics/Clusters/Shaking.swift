internal import Groundwork
internal import NumericCore

/// Small disturbances of a good solution.
///
/// Where clusters are not sharp, the inertia has many local optima that differ by a few rows; a
/// new start nearly never meets the best of them. From the means of a random half of each
/// cluster's rows, passes and single moves end in a neighbouring optimum, often a better one.
///
/// Source: Lourenço, Martin and Stützle (2003), Iterated local search.
extension LloydRun {
  /// How many solutions, the best of all starts, are shaken side by side.
  private static let chainCount = 8

  /// The best solution after shaking the best of some runs in turn.
  static func shaken(
    _ runs: [LloydRun], _ options: KMeans.Options, seed: UInt64, workers: Workers
  ) -> LloydRun {
    guard let first = runs.first, first.rows.isCached, first.clusterCount > 1 else {
      return best(of: runs)
    }
    let inertias = runs.map { $0.gridInertia }
    let order = runs.indices.sorted { (inertias[$0], $0) < (inertias[$1], $1) }
    let chains = order.prefix(chainCount).map { runs[$0] }
    let count = chains.count
    let ends = workers.map(count) { chain in
      var current = chains[chain]
      for shake in stride(from: chain, to: options.shakeCount, by: count) {
        var stream = RandomStream(seed: seed, purpose: "k-means shake", index: UInt64(shake))
        let next = current.disturbed(options.maximumIterations, &stream)
        if next.gridInertia < current.gridInertia { current = next }
      }
      return current
    }
    return best(of: ends)
  }

  /// A local optimum near this one.
  private func disturbed(_ maximumIterations: Int, _ stream: inout RandomStream) -> LloydRun {
    var half = ClusterSums(clusterCount: clusterCount, columnCount: rows.columnCount)
    for row in 0..<rows.rowCount where stream.next() >> 63 == 1 {
      half.move(
        rows.row(row), weight: rows.weights[row], from: nil, to: Int(clusters.labels[row]))
    }
    var run = LloydRun(rows, centers: centers, clusterCount: clusterCount)
    for cluster in 0..<clusterCount where half.weights[cluster] > 0 {
      run.setCenter(cluster, half.roundedMean(of: cluster))
    }
    let workers = Workers(threadCount: 1)
    run.iterate(maximumIterations, workers, patience: rows.rowCount / 20)
    run.finish(maximumIterations, workers)
    return run
  }
}
