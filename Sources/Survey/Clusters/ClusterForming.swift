import Groundwork
import Statistics

extension ClusterAnalysis {
  /// How often people are drawn again for the Jaccard similarities of medoids, whose cost grows
  /// with the square of the people: less often where there are many.
  private static let (resamples, fewResamples, largeCount) = (100, 20, 1_000)

  /// The clusters that are published, of the training sample.
  struct FormedClusters {
    var solution: KMeansSolution
    var jaccards: [Double]
    /// With those of k-means; `nil` where they are these.
    var agreementWithMeans: Double?
  }

  /// Forms the clusters of the chosen number: those of the search, or around medoids.
  ///
  /// Medoids are found on the same rows, and their Jaccard similarities on resamples clustered
  /// around medoids too.
  ///
  /// - Parameters:
  ///   - chosen: the clusters of k-means.
  ///   - rows: the training sample.
  ///   - weights: by row, in whole millionths; `nil` for weight 1 each.
  /// - Returns: the clusters, the largest first.
  /// - Throws: as `Medoids.init`.
  func formed(
    _ chosen: ClusterCandidate, _ rows: GridMatrix, weights: [Int64]?
  ) throws(StatisticsFailure) -> FormedClusters {
    guard study.clustering.method == .medoids, chosen.clusterCount > 1 else {
      return FormedClusters(solution: chosen.solution, jaccards: chosen.jaccards)
    }
    options.progress("forming clusters around medoids")
    let medoids = try Medoids(rows, weights: weights, clusterCount: chosen.clusterCount)
    let solution = try KMeans.place(
      rows, weights: weights, at: rows.selecting(rows: medoids.medoids),
      workers: options.workers)
    let stability = try medoids.stability(
      of: rows, weights: weights,
      resampleCount: rows.rowCount > Self.largeCount ? Self.fewResamples : Self.resamples,
      draws: (study.seed, options.workers))
    return FormedClusters(
      solution: solution, jaccards: stability.jaccards,
      agreementWithMeans: medoids.partition.adjustedRandIndex(
        with: Partition(chosen.solution)))
  }

  /// Why the study's method cannot be used on a sample; `nil` where it can.
  func refusal(of sample: FeatureMatrix) -> String? {
    let count = sample.respondents.count
    guard study.clustering.method == .medoids, count > Medoids.rowLimit else { return nil }
    return "clusters around medoids are formed of at most \(Medoids.rowLimit) respondents, and "
      + "there are \(count); `method: k-means` has no such limit"
  }
}
