public import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether groups differ in the means of several columns together.
///
/// ```text
/// Λ = det W / det T,   F = (1 - Λ^(1/s)) / Λ^(1/s) * d2 / d1
/// s = sqrt((p² h² - 4) / (p² + h² - 5)),   h = g - 1,   d1 = p h
/// d2 = s (n - 1 - (p + h + 1) / 2) - p h / 2 + 1
/// ```
///
/// Λ is 1 where the means are the same and 0 where the columns tell the groups without a fault.
/// F is exact for one column or two groups, and near otherwise.
public struct WilksTest: Sendable, Equatable {
  /// Wilks' lambda, 0...1.
  public let lambda: Double
  /// Rao's F.
  public let f: Double
  /// The degrees of freedom of its numerator.
  public let numerator: Double
  /// The degrees of freedom of its denominator.
  public let denominator: Double

  /// Tests sums.
  ///
  /// - Parameters:
  ///   - sums: of the groups.
  ///   - columns: p columns.
  /// - Throws: `NumericError.notPositiveDefinite` where columns are constant within the groups or
  ///   copies of one another.
  ///
  /// Source: Wilks (1932), Certain generalizations in the analysis of variance; Rao (1951), An
  /// asymptotic expansion of the distribution of Wilks' criterion.
  public init(_ sums: LabelledSums, columns: [Int]) throws(NumericError) {
    let within = try Cholesky(of: sums.within(columns)).logDeterminant
    let total = try Cholesky(of: sums.total(columns)).logDeterminant
    lambda = exp(within - total)
    let p = Double(columns.count)
    let h = Double(sums.weights.count { $0 > 0 } - 1)
    let below = p * p + h * h - 5
    let s = below > 0 ? ((p * p * h * h - 4) / below).squareRoot() : 1
    numerator = p * h
    denominator = s * (sums.totalWeight - 1 - (p + h + 1) / 2) - p * h / 2 + 1
    let root = exp((within - total) / s)
    f = (1 - root) / root * denominator / numerator
  }

  /// The probability of so large an F where the means are the same.
  public var p: Double {
    FDistribution.upperTail(f, numerator: numerator, denominator: denominator)
  }
}
