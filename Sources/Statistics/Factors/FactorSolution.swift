public import Groundwork
public import NumericCore

/// The factors behind many items, and for each factor one item that stands for it.
///
/// Use it to see which outcomes move together and to shorten a survey: one marker a factor keeps
/// most of what the items tell apart.
public struct FactorSolution: Sendable, Equatable {
  /// Why an item was taken as the marker of a factor, or why none was.
  public enum MarkerReason: Sendable, Equatable {
    /// The item loads .50 or more on the factor and under .40 on every other.
    case clear
    /// The item loads .35 to .50: accepted, with a note.
    case moderate
    /// Fewer than three items belong to the factor: no marker.
    case tooFewItems
    /// No item loads enough without loading on another factor too: no marker.
    case noCleanItem
  }

  /// The item that stands for a factor.
  public struct Marker: Sendable, Equatable {
    /// The factor, 0 ..< m.
    public let factor: Int
    /// The item's column, `nil` where no item qualifies.
    public let column: Int?
    /// Why.
    public let reason: MarkerReason
    /// What speaks for the item, or, where none qualifies, for the one that loads highest: its
    /// loading and cross-loading then tell what it lacks. `nil` where no item belongs to the
    /// factor.
    public var item: MarkerItem?
    /// The item that would be taken without the marker.
    public var runnerUp: MarkerItem?
    /// How many items belong to the factor: they load highest on it, and moderately at least.
    public var itemCount = 0
  }

  /// An item as a candidate for a marker.
  public struct MarkerItem: Sendable, Equatable {
    /// Its column.
    public let column: Int
    /// Its loading on the factor.
    public let loading: Double
    /// The loading of largest size on another factor; `nil` where there is no other.
    public let crossLoading: Double?
    /// The share of its variance that all factors explain, 0...1.
    public let communality: Double
  }

  /// Which loadings make a marker.
  public struct Thresholds: Sendable, Equatable {
    /// A loading of this size is clear.
    public var clearLoading = 0.5
    /// A loading of this size is accepted with a note.
    public var moderateLoading = 0.35
    /// A marker loads less than this on every other factor.
    public var crossLoading = 0.4
    /// A factor holds at least so many items: those that load highest on it, and moderately at
    /// least.
    public var smallestItemCount = 3

    /// The defaults.
    public init() {}
  }

  /// The eigenvalues of the correlation, largest first.
  public let eigenvalues: [Double]
  /// The random eigenvalues that had to be exceeded.
  public let thresholds: [Double]
  /// The number of factors m.
  public let factorCount: Int
  /// The rotated loadings `[p x m]`; of correlated factors the pattern.
  public let loadings: Matrix
  /// The share of each item's variance that the factors explain, 0...1.
  public let communalities: [Double]
  /// The factor on which each item loads highest, `nil` without factors.
  public let strongestFactors: [Int?]
  /// One entry a factor.
  public let markers: [Marker]
  /// Whether the rotation converged.
  public let hasConverged: Bool
  /// The correlations of the factors Φ `[m x m]`; `nil` where the rotation leaves them at 0.
  public internal(set) var factorCorrelation: Matrix?
  /// What was rotated, with its uniquenesses; `nil` for principal components and without factors.
  public internal(set) var extraction: FactorExtraction?

  /// The correlations of items and factors `[p x m]`: the loadings times Φ.
  public var structure: Matrix {
    factorCorrelation.map { Matrix.product(loadings, $0) } ?? loadings
  }

  /// The number of leading eigenvalues above chance, whatever number of factors was taken.
  public var suggestedCount: Int { zip(eigenvalues, thresholds).prefix { $0 > $1 }.count }

  /// What the factors are taken from.
  public struct Input: Sendable {
    /// The correlation `[p x p]`.
    public var correlation: Matrix
    /// The variance of each item, by which a marker is chosen among equals.
    public var variances: [Double]
    /// The number of rows, the effective one when they are weighted.
    public var rowCount: Double

    /// Takes the parts.
    public init(correlation: Matrix, variances: [Double], rowCount: Double) {
      self.correlation = correlation
      self.variances = variances
      self.rowCount = rowCount
    }

    /// Takes a model and the number of its rows.
    public init(model: NormalModel, rowCount: Double) {
      self.init(
        correlation: model.correlation, variances: model.covariance.diagonal,
        rowCount: rowCount)
    }
  }

  /// Finds the factors: eigenvalues, parallel analysis, extraction, rotation, markers.
  ///
  /// ```text
  /// principal components:  L = V √λ, rotated
  /// ```
  ///
  /// Parallel analysis compares the eigenvalues of the correlation itself, also where factors are
  /// then extracted by a model.
  ///
  /// - Parameters:
  ///   - input: the correlation, the variances and the number of rows.
  ///   - plan: extraction, rotation and number.
  ///   - analysis: how to choose the number of factors.
  ///   - limits: which loadings make a marker.
  ///   - seed: the seed of all draws.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: the solution; 0 factors where nothing stands out.
  /// - Throws: `NumericError.noConvergence`; `.notPositiveDefinite` of maximum likelihood, and of
  ///   promax where fewer dimensions than factors are there.
  ///
  /// Source: Horn (1965), A rationale and test for the number of factors in factor analysis;
  /// Kaiser (1958), The varimax criterion for analytic rotation in factor analysis.
  public static func find(
    _ input: Input, plan: Plan = Plan(),
    analysis: ParallelAnalysis.Options = ParallelAnalysis.Options(),
    limits: Thresholds = Thresholds(), seed: UInt64, workers: Workers
  ) throws(NumericError) -> FactorSolution {
    let parallel = try ParallelAnalysis.run(
      input.correlation, rowCount: input.rowCount, options: analysis, seed: seed,
      workers: workers)
    return try find(input, parallel, plan: plan, limits: limits, seed: seed)
  }

  /// Finds the factors of a correlation whose eigenvalues have been compared with chance.
  ///
  /// - Parameters:
  ///   - input: the correlation, the variances and the number of rows.
  ///   - parallel: the comparison.
  ///   - plan: extraction, rotation and number.
  ///   - limits: which loadings make a marker.
  ///   - seed: the seed of the rotations' random starts.
  /// - Returns: the solution.
  /// - Throws: as the other `find`.
  public static func find(
    _ input: Input, _ parallel: ParallelAnalysis, plan: Plan,
    limits: Thresholds = Thresholds(), seed: UInt64
  ) throws(NumericError) -> FactorSolution {
    let count = plan.factorCount ?? parallel.componentCount
    var extraction: FactorExtraction?
    if plan.extraction != .principalComponents, count > 0 {
      extraction = try FactorExtraction(
        input.correlation, factorCount: count, method: plan.extraction)
    }
    var unrotated = try principalLoadings(input.correlation, count: count)
    if let extraction { unrotated = extraction.loadings }
    let rotated = try RotatedFactors(unrotated, plan.rotation, seed: seed)
    let strongest = strongestFactors(rotated.loadings)
    // Rotation leaves communalities alone; the squares of a pattern do not add up to them.
    let source = rotated.factorCorrelation == nil ? rotated.loadings : unrotated
    let communalities = (0..<source.rowCount).map { row in
      source.row(row).reduce(0) { $0 + $1 * $1 }
    }
    let choice = MarkerChoice(
      rotated.loadings, strongest, communalities, input.variances, limits)
    return FactorSolution(
      eigenvalues: parallel.eigenvalues, thresholds: parallel.thresholds, factorCount: count,
      loadings: rotated.loadings, communalities: communalities, strongestFactors: strongest,
      markers: choice.markers, hasConverged: rotated.hasConverged,
      factorCorrelation: rotated.factorCorrelation, extraction: extraction)
  }

  /// The loadings of the leading principal components.
  ///
  /// - Parameters:
  ///   - correlation: `[p x p]`.
  ///   - count: how many components m.
  /// - Returns: `[p x m]`: eigenvectors times the roots of their eigenvalues.
  /// - Throws: `NumericError.noConvergence`.
  ///
  /// Source: Hotelling (1933), Analysis of a complex of statistical variables into principal
  /// components.
  public static func principalLoadings(
    _ correlation: Matrix, count: Int
  ) throws(NumericError) -> Matrix {
    let eigen = try SymmetricEigen(of: correlation)
    var result = eigen.vectors.selecting(
      rows: Array(0..<correlation.rowCount), columns: Array(0..<count))
    for row in 0..<result.rowCount {
      for column in 0..<count { result[row, column] *= max(0, eigen.values[column]).squareRoot() }
    }
    return result
  }

  // MARK: - Steps

  private static func strongestFactors(_ loadings: Matrix) -> [Int?] {
    (0..<loadings.rowCount).map { row in
      var best: Int?
      for factor in 0..<loadings.columnCount
      where best.map({ abs(loadings[row, factor]) > abs(loadings[row, $0]) }) ?? true {
        best = factor
      }
      return best
    }
  }
}
