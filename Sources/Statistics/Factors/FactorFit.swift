public import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How well factors reproduce a correlation.
///
/// Use the residuals to see whether a factor is missing (root mean square above .08, or above .05
/// with many items), the test and the indices to compare numbers of factors. The test rejects any
/// model once there are enough rows; the error of approximation says by how much a degree of
/// freedom the model is off (.05 close, above .10 poor).
///
/// ```text
/// F = log det Σ - log det R + tr(R Σ⁻¹) - p,   Σ = L Φ L' + Ψ
/// χ² = (n - 1 - (2p + 5)/6 - 2m/3) F,   df = ((p - m)² - p - m) / 2
/// RMSEA = √ max(0, (χ² - df) / (df (n - 1))),   BIC = χ² - df log n
/// TLI = (F₀/df₀ - F/df) / (F₀/df₀ - 1/(n - 1 - (2p + 5)/6 - 2m/3)),  F₀ = -log det R
/// ```
///
/// Source: Bartlett (1950), Tests of significance in factor analysis (the factor); Tucker and Lewis
/// (1973), A reliability coefficient for maximum likelihood factor analysis, equation 33; Steiger
/// (1990), Structural model evaluation and modification (error of approximation).
public struct FactorFit: Sendable, Equatable {
  /// What hangs on degrees of freedom.
  public struct Test: Sendable, Equatable {
    /// χ² with Bartlett's factor, 0 or more.
    public let chiSquare: Double
    /// The probability of so large a χ² if the factors are right.
    public let p: Double
    /// The root mean square error of approximation.
    public let errorOfApproximation: Double
    /// Its 90 % interval.
    public let errorInterval: ClosedRange<Double>
    /// The index of Tucker and Lewis, 1 for a perfect fit; it may leave 0...1.
    public let tuckerLewisIndex: Double
    /// Bayes' information criterion against the saturated model: lower is better.
    public let informationCriterion: Double
    /// The root of the sum of squared residuals over twice the degrees of freedom.
    public let correctedResidual: Double
  }

  /// The discrepancy F of the normal likelihood, 0 or more.
  public let discrepancy: Double
  /// ((p - m)² - p - m) / 2; below 0 the factors are not determined.
  public let degreesOfFreedom: Int
  /// The χ² of no factors, with Bartlett's factor.
  public let baselineChiSquare: Double
  /// The degrees of freedom of no factors.
  public let baselineDegreesOfFreedom: Int
  /// The root mean square residual off the diagonal.
  public let residual: Double
  /// The same with each pair weighted by its number of rows; `nil` without these.
  public let weightedResidual: Double?
  /// The largest absolute residual off the diagonal.
  public let largestResidual: Double
  /// `nil` without degrees of freedom.
  public let test: Test?

  /// Judges unrotated or orthogonally rotated factors.
  ///
  /// - Parameters:
  ///   - extraction: the factors.
  ///   - correlation: `[p x p]`, positive definite, what they were taken from.
  ///   - rowCount: n, the effective number of rows when they are weighted.
  ///   - pairCounts: by pair its number of rows, for `weightedResidual`.
  /// - Throws: `NumericError.notPositiveDefinite`, also of Σ where a uniqueness is below 0.
  /// - Complexity: O(p³).
  public init(
    of extraction: FactorExtraction, in correlation: Matrix, rowCount: Double,
    pairCounts: Matrix? = nil
  ) throws(NumericError) {
    var model = Matrix.product(extraction.loadings, extraction.loadings, transposeRight: true)
    for item in 0..<model.rowCount { model[item, item] += extraction.uniquenesses[item] }
    try self.init(
      model: model, factorCount: extraction.factorCount, in: correlation, rowCount: rowCount,
      pairCounts: pairCounts)
  }

  /// Judges any factor model; rotation changes nothing.
  ///
  /// - Parameters:
  ///   - model: Σ = L Φ L' + Ψ `[p x p]`, positive definite.
  ///   - factorCount: m.
  ///   - correlation: R `[p x p]`, positive definite.
  ///   - rowCount: n.
  ///   - pairCounts: by pair its number of rows, for `weightedResidual`.
  /// - Throws: `NumericError.notPositiveDefinite`.
  public init(
    model: Matrix, factorCount: Int, in correlation: Matrix, rowCount: Double,
    pairCounts: Matrix? = nil
  ) throws(NumericError) {
    let count = correlation.rowCount
    let whole = try Cholesky(of: correlation)
    let fitted = try Cholesky(of: model)
    let trace = fitted.solve(correlation).diagonal.reduce(0) { $0 + ($1 - 1) }
    discrepancy = max(0, fitted.logDeterminant - whole.logDeterminant + trace)
    let free = count - factorCount
    degreesOfFreedom = (free * free - count - factorCount) / 2
    baselineDegreesOfFreedom = count * (count - 1) / 2
    let baseFactor = rowCount - 1 - Double(2 * count + 5) / 6
    baselineChiSquare = -baseFactor * whole.logDeterminant
    let residuals = Residuals(model, correlation, pairCounts)
    (residual, weightedResidual) = (residuals.mean, residuals.weightedMean)
    largestResidual = residuals.largest
    test =
      degreesOfFreedom > 0
      ? Test(
        discrepancy, baseline: -whole.logDeterminant / Double(baselineDegreesOfFreedom),
        factor: baseFactor - 2 * Double(factorCount) / 3,
        sizes: (Double(degreesOfFreedom), rowCount), squares: residuals.squares) : nil
  }
}

extension FactorFit.Test {
  /// - Parameters:
  ///   - discrepancy: F.
  ///   - baseline: the discrepancy of no factors a degree of freedom.
  ///   - factor: Bartlett's factor.
  ///   - sizes: the degrees of freedom and n.
  ///   - squares: the sum of squared residuals of all pairs.
  fileprivate init(
    _ discrepancy: Double, baseline: Double, factor: Double,
    sizes: (degrees: Double, rowCount: Double), squares: Double
  ) {
    let (degrees, rowCount) = sizes
    chiSquare = max(0, factor * discrepancy)
    p = ChiSquare.upperTail(chiSquare, degreesOfFreedom: degrees)
    let scale = degrees * (rowCount - 1)
    errorOfApproximation = (max(0, chiSquare - degrees) / scale).squareRoot()
    let limits = [0.95, 0.05].map { [chiSquare] probability in
      (NoncentralChiSquare.noncentrality(
        of: chiSquare, degreesOfFreedom: degrees, cumulative: probability) / scale).squareRoot()
    }
    errorInterval = limits[0]...max(limits[0], limits[1])
    tuckerLewisIndex = (baseline - discrepancy / degrees) / (baseline - 1 / factor)
    informationCriterion = chiSquare - degrees * log(rowCount)
    correctedResidual = (squares / degrees).squareRoot()
  }
}

/// What factors leave of the correlations.
private struct Residuals {
  var squares = 0.0
  var largest = 0.0
  private var pairs = 0.0
  private var weighted = 0.0
  private var weights = 0.0
  private let hasWeights: Bool

  init(_ model: Matrix, _ correlation: Matrix, _ pairCounts: Matrix?) {
    hasWeights = pairCounts != nil
    for row in 0..<model.rowCount {
      for column in 0..<row {
        let residual = correlation[row, column] - model[row, column]
        let weight = pairCounts?[row, column] ?? 1
        squares += residual * residual
        pairs += 1
        weighted += weight * residual * residual
        weights += weight
        largest = max(largest, abs(residual))
      }
    }
  }

  var mean: Double { pairs > 0 ? (squares / pairs).squareRoot() : 0 }
  var weightedMean: Double? {
    hasWeights && weights > 0 ? (weighted / weights).squareRoot() : nil
  }
}
