import Groundwork
import Statistics

extension ClusterAnalysis {
  /// How often people are drawn again for the Jaccard similarities of medoids, whose cost grows
  /// with the square of the people, and of k-POD, which runs k-means over and over: less often
  /// where there are many.
  private static let (resamples, fewResamples, largeCount) = (100, 20, 1_000)

  /// The clusters that are published, of the training sample.
  struct FormedClusters {
    var solution: KMeansSolution
    var jaccards: [Double]
    /// With those of k-means; `nil` where they are these.
    var agreementWithMeans: Double?
  }

  /// Forms the clusters of the chosen number: those of the search, around medoids, or of the
  /// answers given alone (k-POD).
  ///
  /// Medoids are found on the same rows, and their Jaccard similarities on resamples clustered
  /// around medoids too; so are those of k-POD, each resample from three cold starts. Where nothing
  /// is missing k-POD is k-means: the clusters are those of the search.
  ///
  /// - Parameters:
  ///   - chosen: the clusters of k-means.
  ///   - rows: the training sample.
  ///   - answers: the same before missing answers were filled and anything was made of them.
  ///   - weights: by row, in whole millionths; `nil` for weight 1 each.
  /// - Returns: the clusters, the largest first.
  /// - Throws: as `Medoids.init` and `ObservedMeans.fit`.
  func formed(
    _ chosen: ClusterCandidate, _ rows: GridMatrix, answers: IntegerMatrix, weights: [Int64]?
  ) throws(StatisticsFailure) -> FormedClusters {
    let found = FormedClusters(solution: chosen.solution, jaccards: chosen.jaccards)
    guard chosen.clusterCount > 1 else { return found }
    switch (study.clustering.method, study.clustering.missing) {
    case (.medoids, _): return try aroundMedoids(chosen, rows, weights)
    case (.kMeans, .kPOD): return try ofAnswers(answers, chosen, rows, weights)
    case (.kMeans, .em): return found
    }
  }

  private func aroundMedoids(
    _ chosen: ClusterCandidate, _ rows: GridMatrix, _ weights: [Int64]?
  ) throws(StatisticsFailure) -> FormedClusters {
    options.progress("forming clusters around medoids")
    let medoids = try Medoids(rows, weights: weights, clusterCount: chosen.clusterCount)
    let solution = try KMeans.place(
      rows, weights: weights, at: rows.selecting(rows: medoids.medoids),
      workers: options.workers)
    let stability = try medoids.stability(
      of: rows, weights: weights, resampleCount: resampleCount(rows),
      draws: (study.seed, options.workers))
    return FormedClusters(
      solution: solution, jaccards: stability.jaccards,
      agreementWithMeans: medoids.partition.adjustedRandIndex(
        with: Partition(chosen.solution)))
  }

  private func ofAnswers(
    _ answers: IntegerMatrix, _ chosen: ClusterCandidate, _ rows: GridMatrix, _ weights: [Int64]?
  ) throws(StatisticsFailure) -> FormedClusters {
    guard answers.missingCount > 0 else {
      return FormedClusters(
        solution: chosen.solution, jaccards: chosen.jaccards, agreementWithMeans: 1)
    }
    options.progress("forming clusters of the answers given")
    let found = try ObservedMeans.fit(
      answers, weights: weights, options: KMeans.Options(clusterCount: chosen.clusterCount),
      gridBits: rows.gridBits, alsoFrom: chosen.solution.centers,
      draws: (study.seed, options.workers))
    let solution = try ObservedMeans.place(
      answers, weights: weights, at: found.solution.centers, workers: options.workers)
    let stability = try found.stability(
      of: answers, weights: weights, resampleCount: resampleCount(rows),
      draws: (study.seed, options.workers))
    return FormedClusters(
      solution: solution, jaccards: stability.jaccards,
      agreementWithMeans: Partition(solution).adjustedRandIndex(
        with: Partition(chosen.solution)))
  }

  private func resampleCount(_ rows: GridMatrix) -> Int {
    rows.rowCount > Self.largeCount ? Self.fewResamples : Self.resamples
  }

  /// Why the study's method cannot be used on a sample; `nil` where it can.
  func refusal(of sample: FeatureMatrix) -> String? {
    let count = sample.respondents.count
    guard study.clustering.method == .medoids, count > Medoids.rowLimit else { return nil }
    return "clusters around medoids are formed of at most \(Medoids.rowLimit) respondents, and "
      + "there are \(count); `method: k-means` has no such limit"
  }
}
