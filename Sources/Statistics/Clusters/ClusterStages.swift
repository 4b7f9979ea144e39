internal import Groundwork
internal import NumericCore

/// What a search computes of its solutions, stage by stage.
struct ClusterStages {
  let features: ClusterFeatures
  let weights: [Int64]?
  let solutions: [KMeansSolution]
  let parameters: ClusterSearch.Parameters
  let draws: (seed: UInt64, workers: Workers)

  /// By number of clusters, for those that are offered or forced.
  func stability() throws(StatisticsFailure) -> [Int: ClusterStability] {
    let judged = solutions.filter {
      parameters.offeredCounts.contains($0.clusterCount)
        || $0.clusterCount == parameters.forcedCount
    }
    let values = try ClusterStability.measure(
      features.rows, weights: weights, partitions: judged.map { Partition($0) },
      options: parameters.stability, draws: draws)
    return Dictionary(uniqueKeysWithValues: zip(judged.map(\.clusterCount), values))
  }

  func predictionStrength() throws(StatisticsFailure) -> PredictionStrength? {
    let counts = solutions.map(\.clusterCount).filter {
      parameters.offeredCounts.contains($0) && 2 * $0 <= features.rows.rowCount
    }
    guard let options = parameters.predictionStrength, !counts.isEmpty else { return nil }
    return try PredictionStrength.run(
      features.rows, weights: weights, clusterCounts: counts, options: options, draws: draws)
  }

  func gap() throws(StatisticsFailure) -> GapStatistic? {
    // Rows that fit their centers exactly have no logarithm.
    let count = solutions.prefix { $0.inertia > 0 }.count
    guard let options = parameters.gap, count > 1 else { return nil }
    return try GapStatistic.run(
      features.rows, weights: weights, largestCount: count, options: options, draws: draws)
  }

  func existence(_ candidate: ClusterCandidate) throws(StatisticsFailure) -> ExistenceTest? {
    guard let options = parameters.existence, candidate.clusterCount > 1,
      candidate.inertia > 0
    else { return nil }
    return try ExistenceTest.run(
      features, weights: weights, clusters: Partition(candidate.solution),
      agreement: candidate.stability?.pairAgreements.first, options: options, draws: draws)
  }

  /// Silhouettes, the Davies-Bouldin and the Dunn index.
  func addIndices(to candidates: inout [ClusterCandidate]) throws(StatisticsFailure) {
    let rows = features.rows
    let count = min(rows.rowCount, parameters.silhouetteRowLimit)
    let several = candidates.indices.filter { candidates[$0].clusterCount > 1 }
    let partitions = several.map { Partition(candidates[$0].solution) }
    let silhouettes = try Silhouette.of(
      count == rows.rowCount ? rows : rows.selecting(rows: 0..<count),
      weights: weights.map { Array($0[..<count]) },
      partitions: partitions.map {
        Partition(labels: Array($0.labels[..<count]), clusterCount: $0.clusterCount)
      }, workers: draws.workers)
    let distances = centerDistances(partitions)
    let dunn = rows.rowCount <= parameters.dunnRowLimit ? dunnIndices(partitions) : nil
    for (place, candidate) in several.enumerated() {
      candidates[candidate].silhouette = silhouettes[place].mean
      candidates[candidate].silhouetteError =
        count < rows.rowCount ? silhouettes[place].deviation / Double(count).squareRoot() : 0
      candidates[candidate].simplifiedSilhouette = distances[place].simplifiedSilhouette
      candidates[candidate].daviesBouldin = distances[place].daviesBouldin
      candidates[candidate].dunn = dunn?[place]
    }
  }

  private func centerDistances(_ partitions: [Partition]) -> [CenterDistances] {
    let rows = features.rows
    let step = Double(1 << rows.gridBits)
    let plain = Matrix(
      rowCount: rows.rowCount, columnCount: rows.columnCount,
      elements: rows.elements.map { Double($0) / step })
    let plainWeights = weights.map { $0.map(Double.init) }
    return draws.workers.map(partitions.count) {
      CenterDistances(plain, partitions[$0], weights: plainWeights)
    }
  }

  /// The smallest distance between clusters over the largest within, for each partition.
  private func dunnIndices(_ partitions: [Partition]) -> [Double] {
    let rows = features.rows
    let pieces = draws.workers.mapRanges(of: rows.rowCount, size: 128) { range in
      RowDistances.extremes(
        range, of: rows.elements, columnCount: rows.columnCount, labels: partitions.map(\.labels))
    }
    return partitions.indices.map { place in
      let between = pieces.map { $0[place].between }.min() ?? 0
      let within = pieces.map { $0[place].within }.max() ?? 0
      return (Double(between) / Double(within)).squareRoot()
    }
  }
}

extension Partition {
  /// The clusters of a solution.
  public init(_ solution: KMeansSolution) {
    self.init(labels: solution.assignments, clusterCount: solution.clusterCount)
  }
}
