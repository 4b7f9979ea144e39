import Groundwork
import NumericCore
import Statistics

/// Looks for factors among the outcomes and for clusters among the respondents.
struct ClusterAnalysis {
  let study: Study
  let responses: Responses
  let options: AnalysisOptions

  /// The respondents that the search for k, the factors and the imputation model are computed
  /// from at most. Larger files are represented by the respondents with the smallest hashes of
  /// seed and id, the same ones however the file is ordered; all of them are then assigned.
  static let trainingLimit = 10_000

  // MARK: - Factors

  /// Which outcomes go together, and the marker of each group.
  func factors() -> SectionOutcome<FactorSection> {
    let feature = study.clustering.factorFeature
    let sample = trainingSample(feature, outcomes: Array(study.outcomes.indices))
    guard sample.respondents.count > sample.outcomes.count else {
      return .refused(
        reason: "\(sample.respondents.count) respondents are too few for "
          + "\(sample.outcomes.count) outcomes")
    }
    do throws(StatisticsFailure) {
      let model = try NormalModel.fit(sample.matrix, weights: weights(of: sample.respondents))
      let solution = try FactorSolution.fit(
        model, variances: nil, seed: study.seed, workers: options.workers)
      let outcomes = model.includedColumns.map { sample.outcomes[$0] }
      return .done(FactorSection(feature: feature, outcomes: outcomes, solution: solution))
    } catch {
      return .refused(reason: error.reason)
    }
  }

  // MARK: - Clusters

  /// The clusters of all respondents, or the table that says there are none.
  func clusters(markers: FactorSection?) throws(SurveyError) -> ClusterResult {
    let feature = study.clustering.feature
    let outcomes = clusteredOutcomes(markers)
    guard outcomes.count >= 2 else {
      return ClusterResult(refused: "clusters need at least two outcomes that people answered")
    }
    let sample = trainingSample(feature, outcomes: outcomes)
    guard sample.respondents.count >= 2 else {
      return ClusterResult(refused: "fewer than two respondents answered")
    }
    do throws(StatisticsFailure) {
      return try search(feature, sample)
    } catch {
      guard let count = study.clustering.clusterCount, case .fewerDistinctRows = error else {
        return ClusterResult(refused: error.reason)
      }
      throw .tooManyClusters(requested: count, respondents: error.distinctRowCount)
    }
  }
}
