public import Groundwork
internal import NumericCore

extension KMeans {
  /// Clusters about given centers, none of which moves and which keep their order.
  ///
  /// Use it for centers that are no means, such as medoids.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, on the grid of the centers.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - centers: `[k x p]`.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: each row at its nearest center, the lowest at a tie; inertias are about the centers
  ///   given.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  /// - Complexity: O(n p k).
  public static func place(
    _ rows: GridMatrix, weights: [Int64]?, at centers: GridMatrix, workers: Workers
  ) throws(StatisticsFailure) -> KMeansSolution {
    let whole = try usable(weights, rows.rowCount)
    let nearest = assign(rows, to: centers, workers: workers)
    var sums = [Int128](repeating: 0, count: centers.rowCount)
    var (squares, inertia) = (sums, Int128(0))
    var sizes = [Int](repeating: 0, count: centers.rowCount)
    for (row, label) in nearest.assignments.enumerated() {
      let (cluster, weight) = (Int(label), Int128(whole[row]))
      sums[cluster] += weight
      squares[cluster] += weight * weight
      sizes[cluster] += 1
      let distance = zip(rows.row(row), centers.row(cluster)).reduce(0) { sum, pair in
        let difference = Int(pair.0) - Int(pair.1)
        return sum + difference * difference
      }
      inertia += weight * Int128(distance)
    }
    let step = Double(1 << rows.gridBits)
    return KMeansSolution(
      centers: centers, assignments: nearest.assignments, margins: nearest.margins,
      gridInertia: inertia, inertia: Double(inertia) / whole.unit / (step * step),
      clusterWeights: sums.map { Double($0) / whole.unit }, clusterSizes: sizes,
      clusterEffectiveSizes: zip(sums, squares).map { sum, square in
        square > 0 ? Double(sum) * Double(sum) / Double(square) : 0
      }, restartHits: 1, iterationCount: 0, hasConverged: true)
  }
}

extension Medoids {
  /// Whether clusters around medoids come back when the rows are drawn again.
  ///
  /// Rows are drawn as for k-means and clustered around medoids of their own; Jaccard similarities
  /// are taken on the different rows drawn, agreements on all rows, each at its nearest medoid.
  ///
  /// - Parameters:
  ///   - rows: as those that were clustered.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - resampleCount: 1 or more; 100 for reports.
  ///   - draws: the seed, and the threads, which change no result.
  /// - Returns: the stability of `partition`. A resample with fewer different rows than clusters
  ///   counts for nothing.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  /// - Complexity: as the clusters themselves, once a resample.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability, section 3 (bootstrap).
  public func stability(
    of rows: GridMatrix, weights: [Int64]?, resampleCount: Int = 100,
    draws: (seed: UInt64, workers: Workers)
  ) throws(StatisticsFailure) -> ClusterStability {
    try ClusterStability.redrawn(
      rows, weights: weights, partition, resampleCount: resampleCount, draws: draws
    ) { _, drawn, weights in
      let sample = rows.selecting(rows: drawn)
      let clusters = try? Medoids(sample, weights: weights, clusterCount: medoids.count)
      guard let clusters else { return nil }
      return KMeans.assign(
        rows, to: sample.selecting(rows: clusters.medoids), workers: Workers(threadCount: 1)
      ).assignments
    }
  }
}

extension ClusterStability {
  /// The stability of clusters that are formed in another way than by k-means: `labels` makes the
  /// clusters of all rows from the number of a resample, the different rows drawn and what they
  /// weigh; `nil` where there are none.
  static func redrawn(
    _ rows: GridMatrix, weights: [Int64]?, _ partition: Partition, resampleCount: Int,
    draws: (seed: UInt64, workers: Workers),
    labels: @Sendable (_ number: Int, _ drawn: [Int], _ weights: [Int64]) -> [UInt8]?
  ) throws(StatisticsFailure) -> ClusterStability {
    let task = SearchTask(rows, try KMeans.usable(weights, rows.rowCount))
    let resampling = Resampling(
      task, [partition], Options(resampleCount: resampleCount), draws.seed)
    let found = draws.workers.map(resampleCount) { number -> ([Bool], Partition)? in
      let counts = resampling.multiplicities(number)
      let drawn = counts.indices.filter { counts[$0] > 0 }
      return labels(number, drawn, drawn.map { counts[$0] }).map {
        (counts.map { $0 > 0 }, Partition(labels: $0, clusterCount: partition.clusterCount))
      }
    }
    return summary(
      partition, found.compactMap { $0 }.map { (isDrawn: $0.0, partition: $0.1) })
  }
}
