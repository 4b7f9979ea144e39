import Groundwork
import NumericCore
import Statistics

/// Takes factors from the answers of a sample, as the study asks for them.
struct FactorStep {
  let study: Study
  let workers: Workers

  /// Polychoric correlations are for few ordered answers: a difference of points on a scale of
  /// seven has as many.
  static let largestCategoryCount = 13

  /// The factors of a sample.
  ///
  /// - Parameters:
  ///   - sample: what each respondent is described by.
  ///   - weights: by respondent of the sample; `nil` for weight 1 each.
  ///   - effectiveCount: Kish's effective number of the sample, above the number of outcomes.
  /// - Returns: factors, their quality, and how they were found.
  /// - Throws: `FactorFailure`, for the reason that the section tells.
  func section(
    _ sample: FeatureMatrix, weights: [Int64]?, effectiveCount: Double
  ) throws(FactorFailure) -> FactorSection {
    let plan = study.factoring
    if plan.correlation == .polychoric { try checkCategories(sample) }
    let found = try FactorCorrelations.estimate(
      sample.matrix, weights, effectiveCount: effectiveCount, plan, workers: workers)
    let input = found.input
    guard input.rowCount > Double(max(2, found.columns.count)) else {
      throw .reason(
        "the pairs of outcomes were answered by \(Int(input.rowCount)) effective respondents in "
          + "the mean, too few for \(found.columns.count) outcomes")
    }
    let parallel = try FactorFailure.numbers { () throws(NumericError) in
      try ParallelAnalysis.run(
        input.correlation, rowCount: input.rowCount, seed: study.seed, workers: workers)
    }
    try checkCount(plan.factorCount ?? parallel.componentCount, of: found.columns.count)
    let solution = try FactorFailure.numbers { () throws(NumericError) in
      try FactorSolution.find(input, parallel, plan: plan.steps, seed: study.seed)
    }
    return section(solution, found, outcomes: found.columns.map { sample.outcomes[$0] })
  }

  // MARK: - Steps

  private func section(
    _ solution: FactorSolution, _ found: FactorCorrelations, outcomes: [Int]
  ) -> FactorSection {
    var scales = found.input
    if study.factoring.correlation == .polychoric {
      // The codes' variances are not those of the normal numbers behind them.
      scales.variances = scales.variances.map { _ in 1 }
    }
    var section = FactorSection(
      feature: study.clustering.factorFeature, outcomes: outcomes, solution: solution,
      quality: FactorQuality(scales, solution, repair: found.repair))
    section.method = study.factoring
    section.effectiveCount = found.input.rowCount
    section.limitedPairCount = found.limitedPairCount
    section.constantPairCount = found.constantPairCount
    section.fit = solution.extraction.flatMap {
      try? FactorFit(of: $0, in: found.input.correlation, rowCount: found.input.rowCount)
    }
    return section
  }

  /// Refuses items with more different answers than polychoric correlations are for.
  private func checkCategories(_ sample: FeatureMatrix) throws(FactorFailure) {
    for (column, outcome) in sample.outcomes.enumerated() {
      var isFound = [Bool](repeating: false, count: 256)
      for row in 0..<sample.matrix.rowCount {
        let code = sample.matrix[row, column]
        if code != IntegerMatrix.missing { isFound[Int(code) + 128] = true }
      }
      let count = isFound.count { $0 }
      guard count > Self.largestCategoryCount else { continue }
      throw .reason(
        "\(study.clustering.factorFeature.rawValue) of outcome \(study.outcomes[outcome].id) has "
          + "\(count) different values, and polychoric correlations are for "
          + "\(Self.largestCategoryCount) or fewer: take `correlation: em`, or factors on a "
          + "feature of fewer values")
    }
  }

  /// Refuses more factors than the correlations can tell.
  private func checkCount(_ count: Int, of itemCount: Int) throws(FactorFailure) {
    let isModel = study.factoring.extraction != .principalComponents
    let limit =
      isModel
      ? FactorExtraction.largestFactorCount(itemCount: itemCount) : max(0, itemCount - 1)
    guard count > limit else { return }
    throw .reason(
      "\(count) factors are more than \(study.factoring.extraction.rawValue) can take from "
        + "\(itemCount) outcomes: at most \(limit)")
  }
}

extension FactorPlan {
  /// What the statistics are asked for.
  var steps: FactorSolution.Plan {
    FactorSolution.Plan(
      extraction: extraction.method, rotation: rotation.method, factorCount: factorCount)
  }
}

extension FactorPlan.Extraction {
  fileprivate var method: FactorExtraction.Method {
    switch self {
    case .principalComponents: .principalComponents
    case .principalAxis: .principalAxis
    case .minres: .minimumResidual
    case .maximumLikelihood: .maximumLikelihood
    }
  }
}

extension FactorPlan.Rotation {
  fileprivate var method: FactorSolution.Rotation {
    switch self {
    case .varimax: .varimax
    case .none: .none
    case .promax: .promax
    case .oblimin: .oblimin
    }
  }
}
