public import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Factors taken from a correlation matrix, before they are rotated.
///
/// Use minimum residuals where nothing is known, maximum likelihood where the items are nearly
/// normal and a test of the number of factors is wished, principal components to summarise items
/// without a model of what they have in common.
///
/// ```text
/// R ≈ L L' + Ψ,   Ψ diagonal
/// ```
///
/// Principal axis and minimum residuals minimise the same sum of squared residuals off the
/// diagonal: iterating principal axes to the end leads to the same loadings. They differ in what
/// happens to an item whose uniqueness wants to fall to 0 or below (a Heywood case): principal
/// axis lets it, minimum residuals and maximum likelihood stop at 0.005. Either way the item is
/// named in `heywoodItems`.
///
/// Source: Harman and Jones (1966), Factor analysis by minimizing residuals (minres); Jöreskog
/// (1967), Some contributions to maximum likelihood factor analysis; Hotelling (1933), Analysis of
/// a complex of statistical variables into principal components.
public struct FactorExtraction: Sendable, Equatable {
  /// How the factors are found.
  public enum Method: Sendable, Equatable {
    /// Eigenvectors of the correlation itself.
    case principalComponents
    /// Least squares off the diagonal, uniquenesses unbounded.
    case principalAxis
    /// Least squares off the diagonal, uniquenesses of 0.005 or more.
    case minimumResidual
    /// Normal likelihood, uniquenesses of 0.005 or more.
    case maximumLikelihood
  }

  /// How the factors were found.
  public let method: Method
  /// The loadings `[p x m]`: columns by sum of squares, largest first; each column's sum is 0 or
  /// more.
  public let loadings: Matrix
  /// By item, the variance that it shares with no other, ψ; 1 - h² for principal components.
  public let uniquenesses: [Double]
  /// By item, the variance that the factors explain: h² = Σ l², above 1 in Heywood cases.
  public let communalities: [Double]
  /// All eigenvalues, largest first: of R; of R - Ψ; of Ψ^-½ R Ψ^-½ (maximum likelihood).
  public let eigenvalues: [Double]
  /// The minimised function, ½ Σ λ² or Σ (λ - log λ - 1) over the eigenvalues left out.
  public let objective: Double
  /// The number of iterations.
  public let iterationCount: Int
  /// Whether no derivative above 1e-9 is left.
  public let hasConverged: Bool
  /// The largest derivative left of the objective.
  public let largestGradient: Double
  /// Items whose uniqueness is 0 or less, or is held at its bound.
  public let heywoodItems: [Int]
  /// Whether a uniqueness is held at its bound: the solution is not the one that fits best.
  public let isClamped: Bool

  /// The smallest uniqueness where there is a bound.
  public static let smallestUniqueness = 0.005

  /// The number of factors m.
  public var factorCount: Int { loadings.columnCount }

  /// The largest number of factors that the correlations of so many items determine: as many as
  /// leave `((p - m)² - p - m) / 2` degrees of freedom of 0 or more, 0 of fewer than three items.
  ///
  /// Source: Ledermann (1937), On the rank of the reduced correlational matrix in multiple-factor
  /// analysis.
  public static func largestFactorCount(itemCount: Int) -> Int {
    (0..<max(1, itemCount)).last { count in
      let free = itemCount - count
      return free * free >= itemCount + count
    } ?? 0
  }

  /// Takes factors out of a correlation.
  ///
  /// - Parameters:
  ///   - correlation: `[p x p]`, 1 on the diagonal.
  ///   - factorCount: m, 1..<p.
  ///   - method: how.
  /// - Throws: `NumericError.notPositiveDefinite` for maximum likelihood, see
  ///   `CorrelationRepair`; `.noConvergence` of eigenvalues.
  /// - Complexity: O(p³ + p² m (p - m)) an iteration; some ten of them.
  public init(
    _ correlation: Matrix, factorCount: Int, method: Method
  ) throws(NumericError) {
    precondition(
      factorCount > 0 && factorCount < correlation.rowCount,
      "\(factorCount) factors of \(correlation.rowCount) items")
    guard method != .principalComponents else {
      try self.init(components: correlation, factorCount)
      return
    }
    let problem = FactorDiscrepancy(
      correlation: correlation, factorCount: factorCount,
      isLikelihood: method == .maximumLikelihood)
    let start = try FactorExtraction.start(problem)
    let bound = method == .principalAxis ? -.infinity : FactorExtraction.smallestUniqueness
    let search = BoundedNewton(bound: problem.isLikelihood ? log(bound) : bound)
    let found = try search.minimize(from: problem.numbers(start)) {
      numbers throws(NumericError) in try problem.point(numbers)
    }
    let uniquenesses = problem.uniquenesses(found.place)
    let factors = try problem.loadings(uniquenesses)
    let held = found.place.indices.filter { found.place[$0] <= search.bound }
    self.init(method, factors, uniquenesses, found, held: held)
  }

  // MARK: - Steps

  /// Takes what was found; `held` names the items whose uniqueness is held at its bound.
  private init(
    _ method: Method, _ factors: (matrix: Matrix, eigenvalues: [Double]),
    _ uniquenesses: [Double], _ found: BoundedNewton.Result, held: [Int]
  ) {
    let isBelow = { uniquenesses[$0] <= 0 && method != .principalComponents }
    self.method = method
    loadings = LoadingOrder(factors.matrix).columns(of: factors.matrix)
    self.uniquenesses = uniquenesses
    communalities = FactorExtraction.communalities(factors.matrix)
    eigenvalues = factors.eigenvalues
    objective = found.value
    iterationCount = found.iterationCount
    hasConverged = found.largestGradient <= 1e-9
    largestGradient = found.largestGradient
    heywoodItems = uniquenesses.indices.filter { isBelow($0) || held.contains($0) }
    isClamped = !held.isEmpty
  }

  private init(components correlation: Matrix, _ count: Int) throws(NumericError) {
    let values = try SymmetricEigen.values(of: correlation)
    let loadings = try FactorSolution.principalLoadings(correlation, count: count)
    let uniquenesses = FactorExtraction.communalities(loadings).map { 1 - $0 }
    let left = values.dropFirst(count).reduce(0) { $0 + $1 * $1 } / 2
    self.init(
      .principalComponents, (loadings, values), uniquenesses,
      BoundedNewton.Result(
        place: uniquenesses, value: left, largestGradient: 0, iterationCount: 0), held: [])
  }

  private static func communalities(_ loadings: Matrix) -> [Double] {
    (0..<loadings.rowCount).map { row in loadings.row(row).reduce(0) { $0 + $1 * $1 } }
  }

  /// Uniquenesses to begin with: 1 less the squared multiple correlations; for maximum likelihood
  /// scaled down by Jöreskog's factor. A singular matrix begins with 1 less the largest absolute
  /// correlations, improved by some steps of the principal axis method.
  private static func start(_ problem: FactorDiscrepancy) throws(NumericError) -> [Double] {
    let matrix = problem.correlation
    let scale =
      problem.isLikelihood
      ? 1 - 0.5 * Double(problem.factorCount) / Double(matrix.rowCount) : 1
    do throws(NumericError) {
      return try Cholesky(of: matrix).precision().diagonal.map { scale / $0 }
    } catch {
      guard !problem.isLikelihood else { throw error }
    }
    var uniquenesses = (0..<matrix.rowCount).map { row in
      1 - (0..<matrix.rowCount).reduce(0) { $1 == row ? $0 : max($0, abs(matrix[row, $1])) }
    }
    for _ in 0..<10 {
      uniquenesses = communalities(try problem.loadings(uniquenesses).matrix).map {
        max(0.05, 1 - $0)
      }
    }
    return uniquenesses
  }
}
