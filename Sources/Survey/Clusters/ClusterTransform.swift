import NumericCore
import Statistics

extension ClusterAnalysis {
  /// Why the study's feature cannot be formed; `nil` where it can.
  func refusal(_ factors: FactorSection?) -> String? {
    guard study.clustering.feature == .factorScores else { return nil }
    guard let factors else { return "factor scores need the factors, which were not computed" }
    let count = factors.solution.factorCount
    guard count < 2 else { return nil }
    return "factor scores need at least two factors, and there is \(count == 1 ? "one" : "none")"
  }

  /// What is made of the filled answers before rows are centred; `nil` where nothing is.
  ///
  /// - Parameters:
  ///   - filled: the training sample with missing answers filled.
  ///   - model: mean and covariance of the sample.
  ///   - grid: of the answers.
  ///   - factors: the factor step.
  ///   - weights: of the sample, in whole millionths; `nil` for weight 1 each.
  /// - Returns: the step, or `nil` also where correlations cannot be inverted for scores.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  func transform(
    _ filled: GridMatrix, _ model: NormalModel, _ grid: FeatureGrid, _ factors: FactorSection?,
    weights: [Int64]?
  ) throws(StatisticsFailure) -> FeatureTransform? {
    if study.clustering.isStandardised {
      return try FeatureTransform(standardising: filled, weights: weights, range: grid.range)
    }
    guard study.clustering.feature == .factorScores, let factors else { return nil }
    return scores(of: factors.solution, model, grid)
  }

  /// The regression scores, on the correlations of the filled answers. Where these cannot be
  /// inverted they are repaired as those of the factor step are.
  private func scores(
    of solution: FactorSolution, _ model: NormalModel, _ grid: FeatureGrid
  ) -> FeatureTransform? {
    guard let repair = try? CorrelationRepair(model.correlation),
      let weights = try? FactorScores.weights(
        structure: solution.structure, correlation: repair.correlation)
    else { return nil }
    let excluded = Set(model.excludedColumns)
    let deviations = model.covariance.diagonal.enumerated().map { item, variance in
      excluded.contains(item) ? 0 : variance.squareRoot()
    }
    return FeatureTransform(
      scores: weights, means: model.mean, deviations: deviations, range: grid.range)
  }
}
