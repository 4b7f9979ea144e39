import NumericCore
public import Statistics

/// Whether outcomes have enough in common to be factored, what other rules say of the number of
/// factors, and how reliable the outcomes of each factor are together.
public struct FactorQuality: Sendable {
  /// The outcomes of one factor, as a scale.
  public struct Scale: Sendable {
    /// The positions in `FactorSection.outcomes` of those that load highest on the factor.
    public var columns: [Int]
    /// Alpha and what belongs to it; `nil` with fewer than two outcomes.
    public var reliability: ScaleReliability?
    /// McDonald's omega; `nil` with fewer than three outcomes or where one factor does not fit.
    public var omega: OmegaReliability?
  }

  /// Kaiser, Meyer and Olkin's measure, Bartlett's test.
  public var adequacy: FactorAdequacy
  /// The number of components by Velicer's partial correlations.
  public var partialCount: Int
  /// What was lifted so that the correlation became positive definite.
  public var repair: CorrelationRepair
  /// By factor.
  public var scales: [Scale]
}

extension FactorQuality {
  /// Looks at a solution; fails with fewer than three outcomes, or where the correlation cannot be
  /// used even when repaired.
  ///
  /// - Parameters:
  ///   - input: what was factored.
  ///   - solution: the factors of it.
  ///   - given: what the correlation went through already; `nil` repairs it for what is told here.
  init?(
    _ input: FactorSolution.Input, _ solution: FactorSolution, repair given: CorrelationRepair?
  ) {
    guard input.correlation.rowCount > 2,
      let repair = given ?? (try? CorrelationRepair(input.correlation)),
      let adequacy = try? FactorAdequacy(repair.correlation, rowCount: input.rowCount),
      let averages = try? PartialAverages(repair.correlation)
    else { return nil }
    self.init(
      adequacy: adequacy, partialCount: averages.componentCount, repair: repair,
      scales: (0..<solution.factorCount).map { FactorQuality.scale(of: $0, input, solution) })
  }

  private static func scale(
    of factor: Int, _ input: FactorSolution.Input, _ solution: FactorSolution
  ) -> Scale {
    let loadings = solution.loadings
    let columns = (0..<loadings.rowCount).filter { column in
      let own = loadings[column, factor].magnitude
      return (0..<loadings.columnCount).allSatisfy {
        $0 == factor || loadings[column, $0].magnitude < own
      }
    }
    guard columns.count > 1, input.rowCount > 1 else { return Scale(columns: columns) }
    let correlation = input.correlation.selecting(rows: columns, columns: columns)
    var covariance = correlation
    for row in columns.indices {
      for column in columns.indices {
        covariance[row, column] *=
          (input.variances[columns[row]] * input.variances[columns[column]]).squareRoot()
      }
    }
    return Scale(
      columns: columns,
      reliability: ScaleReliability(
        covariance: covariance, keys: columns.map { loadings[$0, factor] < 0 ? -1 : 1 },
        rowCount: input.rowCount),
      omega: columns.count > 2 ? try? OmegaReliability(oneFactorOf: correlation) : nil)
  }
}
