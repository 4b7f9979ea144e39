import Foundation
import Groundwork
import NumericCore
import Testing

@testable import Statistics

/// Correlations, factors and scales against the reference cases; skipped where they are absent.
@Suite(
  "Factors of the reference cases",
  .enabled(if: SharedFolder.hasCases, "the shared folder is absent"))
struct FactorReferenceTests {
  private let workers = Workers(threadCount: 2)

  @Test("Pearson's and Spearman's correlation", arguments: ComparisonCheck.all("cor"))
  func correlation(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let rows = try own.complete()
    let method: String = try own.item.argument(own.id, "method")
    let found =
      try method == "spearman" ? Correlation.spearman(of: rows) : RowMoments(rows).correlation
    let expected: [[Double]] = try own.item.value(own.id, "data")
    try own.expect(found.elements, expected.flatMap { $0 }, method)
  }

  @Test("weighted means, covariances and correlations", arguments: ComparisonCheck.all("wcor"))
  func weighted(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let moments = try own.moments()
    try own.expect(moments.mean, key: "mean")
    try own.expect(moments.covariance.elements, key: "cov_ml")
    try own.expect(moments.correlation.elements, key: "cor")
    let unbiased = try #require(moments.unbiasedCovariance)
    try own.expect(unbiased.elements, key: "cov_unbiased_reliability")
  }

  @Test("pairwise correlations with their counts", arguments: ComparisonCheck.all("cor_pairwise"))
  func pairwise(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let found = try PairwiseCorrelation(own.rows())
    try own.expect(found.correlation.elements, key: "cor")
    try own.expect([found.smallestEigenvalue], key: "min_eigenvalue")
    if check.name == "gss2016-job-odi" {
      try own.expect(found.counts.flatMap { $0.map { Double($0) } }, key: "n")
    }
  }

  @Test("polychoric correlations and thresholds", arguments: ComparisonCheck.all("polychoric"))
  func polychoric(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let isPairwise = check.id.hasSuffix("pairwise")
    let rows = try isPairwise ? own.rows() : own.complete()
    let whole = IntegerMatrix(
      rowCount: rows.rowCount, columnCount: rows.columnCount,
      elements: rows.elements.map { $0.isNaN ? IntegerMatrix.missing : Int8($0) })
    let found = try PolychoricMatrix(whole, workers: workers)
    try own.expect(found.correlation.elements, key: "rho")
    for (place, name) in own.names.enumerated() {
      let expected: [Double] = try own.item.value(own.id, "thresholds_marginal", name)
      try own.expect(found.thresholds[place], expected, "thresholds of \(name)")
    }
    #expect(found.limitedPairs.isEmpty && found.undefinedPairs.isEmpty)
  }

  @Test("Kaiser's measure", arguments: ComparisonCheck.all("kmo"))
  func kaiser(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let found = try FactorAdequacy(own.moments().correlation, rowCount: 100)
    try own.expect([try #require(found.overall)], key: "overall")
    try own.expect(found.items.map { $0 ?? .nan }, key: "items")
  }

  @Test("Bartlett's test of sphericity", arguments: ComparisonCheck.all("bartlett"))
  func sphericity(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let count: Int = try own.item.argument(own.id, "n")
    let found = try FactorAdequacy(own.moments().correlation, rowCount: Double(count))
    try own.expect([found.chiSquare], key: "chisq")
    try own.expect([Double(found.degreesOfFreedom)], key: "df")
    try own.expect([found.p], key: "p")
    try own.expect([found.logDeterminant], key: "log_det")
  }

  @Test("squared multiple correlations", arguments: ComparisonCheck.all("smc"))
  func multiple(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let found = try FactorAdequacy(own.moments().correlation, rowCount: 100)
    let expected = try own.names.map { name -> Double in try own.item.value(own.id, name) }
    try own.expect(found.squaredMultipleCorrelations, expected, "smc")
  }

  @Test("principal components", arguments: ComparisonCheck.all("pca"))
  func components(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let correlation = try own.moments().correlation
    let values = try SymmetricEigen.values(of: correlation)
    guard let count: Int = own.item.optionalArgument(own.id, "k") else {
      try own.expect(values, key: "eigenvalues")
      try own.expect(values.map { $0 / Double(values.count) }, key: "pct")
      return try own.expect([Double(values.count { $0 > 1 })], key: "kaiser_rule")
    }
    let found = try FactorExtraction(
      correlation, factorCount: count, method: .principalComponents)
    try own.expect(loadings: found.loadings, "loadings")
    // The stored communalities are of all components; they are 1 but for rounding or of the k kept.
    let stored: [String: Double] = try own.item.value(own.id, "communalities")
    try own.expect(found.communalities, own.names.map { stored[$0] ?? .nan }, "communalities")
  }

  @Test(
    "principal axis, minimum residual and maximum likelihood", arguments: ComparisonCheck.all("fa"))
  func extraction(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let correlation = try own.moments().correlation
    let (count, rowCount): (Int, Int) = (
      try own.item.argument(own.id, "k"), try own.item.argument(own.id, "n")
    )
    let isLikelihood = try own.item.argument(own.id, "method") == "ml"
    let methods: [FactorExtraction.Method] =
      isLikelihood ? [.maximumLikelihood] : [.principalAxis, .minimumResidual]
    for method in methods {
      let found = try FactorExtraction(correlation, factorCount: count, method: method)
      #expect(found.hasConverged && found.heywoodItems.isEmpty && found.largestGradient < 1e-12)
      let fit = try FactorFit(of: found, in: correlation, rowCount: Double(rowCount))
      try own.expect(loadings: found.loadings, "loadings")
      guard isLikelihood else {
        try own.expect(found.communalities, key: "communalities")
        try own.expect(sizes(found.loadings), key: "ss")
        try own.expect(found.eigenvalues, key: "reduced_eigenvalues")
        try own.expect([fit.residual], key: "rmsr")
        continue
      }
      try own.expect(found.uniquenesses, key: "uniquenesses")
      try own.expect([found.objective], key: "objective")
      #expect(abs(fit.discrepancy - found.objective) < 1e-12)
      let test = try #require(fit.test)
      try own.expect([test.chiSquare], key: "chisq_bartlett")
      try own.expect([Double(fit.degreesOfFreedom)], key: "df")
      try own.expect([test.p], key: "p")
    }
  }

  @Test("varimax", arguments: ComparisonCheck.all("varimax"))
  func varimax(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let found = Varimax.rotate(try unrotated(own), seed: 1)
    let criterion: Double = try own.item.value(own.id, "criterion")
    #expect(found.hasConverged && found.criterion >= criterion - 1e-12)
    try own.expect(loadings: found.loadings, "loadings")
    try own.expect(sizes(found.loadings), key: "ss")
    try own.expect([found.criterion], key: "criterion")
  }

  @Test("oblimin", arguments: ComparisonCheck.all("oblimin"))
  func oblimin(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let isNormalized: Bool = try own.item.argument(own.id, "kaiser_normalize")
    let found = ObliqueRotation.oblimin(
      try unrotated(own), options: ObliqueRotation.Options(isNormalized: isNormalized), seed: 1)
    let criterion: Double = try own.item.value(own.id, "criterion")
    #expect(found.hasConverged && found.criterion <= criterion + 1e-10)
    try own.expect([found.criterion], key: "criterion")
    try own.expect(loadings: found.pattern, "pattern")
    try own.expect(loadings: found.structure, "structure")
    let factors: [[Double]] = try own.item.value(own.id, "phi", "data")
    #expect(largestDifference(found.factorCorrelation.elements, factors.flatMap { $0 }) <= 1e-6)
  }

  @Test("parallel analysis", arguments: ComparisonCheck.all("parallel_analysis"))
  func parallel(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let found = try ParallelAnalysis.run(
      own.moments().correlation, rowCount: Double(own.count()),
      options: ParallelAnalysis.Options(setCount: 1_000), seed: 1, workers: workers)
    try own.expect(found.randomMeans, key: "mean_random")
    try own.expect(found.thresholds, key: "q95_random")
    let counts = try ["n_components_mean", "n_components_q95"].map { key -> Int in
      try own.item.value(own.id, key)
    }
    #expect([found.meanComponentCount, found.componentCount] == counts)
  }

  @Test("Cronbach's alpha", arguments: ComparisonCheck.all("alpha"))
  func alpha(_ check: ComparisonCheck) throws {
    let own = try FactorCase(check)
    let keys: [Int] = try own.item.argument(own.id, "keys")
    let found = ScaleReliability(
      covariance: try own.moments().covariance, keys: keys, rowCount: Double(try own.count()))
    try own.expect([found.alpha ?? .nan], key: "alpha_raw")
    try own.expect([found.standardizedAlpha ?? .nan], key: "alpha_std")
    try own.expect([found.meanCorrelation], key: "mean_r")
    try own.expect([found.guttmanLambda ?? .nan], key: "guttman_l6")
    try own.expect(found.itemRestCorrelations.map { $0 ?? .nan }, key: "item_rest")
    try own.expect(found.alphasWithout.map { $0 ?? .nan }, key: "alpha_if_deleted")
    let interval = try #require(found.interval)
    try own.expect([interval.lowerBound, interval.upperBound], key: "feldt_ci95")
  }

  // MARK: - Steps

  private func unrotated(_ own: FactorCase) throws -> Matrix {
    let count: Int = try own.item.argument(own.id, "k")
    let method: String = try own.item.argument(own.id, "extraction")
    return try FactorExtraction(
      own.moments().correlation, factorCount: count,
      method: method == "pca" ? .principalComponents : .minimumResidual
    ).loadings
  }

  private func sizes(_ loadings: Matrix) -> [Double] {
    (0..<loadings.columnCount).map { loadings.column($0).reduce(0) { $0 + $1 * $1 } }
  }
}
