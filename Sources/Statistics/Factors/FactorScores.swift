public import NumericCore

/// What each item counts for a person's place on each factor.
///
/// Use it to describe people by a few factors instead of many items. The scores are those with the
/// smallest expected squared distance from the factors; of principal components they are the
/// components themselves.
///
/// ```text
/// W = R⁻¹ S,   scores = Z W
/// ```
///
/// with Z the items in standard deviations from their means and S the correlations of items and
/// factors.
///
/// Source: Thurstone (1935), The Vectors of Mind; Thomson (1939), The Factorial Analysis of Human
/// Ability (the regression method).
public enum FactorScores {
  /// The weights.
  ///
  /// - Parameters:
  ///   - structure: S `[p x m]`: the loadings of factors that do not correlate, the structure of
  ///     those that do.
  ///   - correlation: R `[p x p]`, positive definite.
  /// - Returns: W `[p x m]`.
  /// - Throws: `NumericError.notPositiveDefinite`.
  /// - Complexity: O(p³).
  ///
  /// Source: as for the type.
  public static func weights(
    structure: Matrix, correlation: Matrix
  ) throws(NumericError) -> Matrix {
    try Cholesky(of: correlation).solve(structure)
  }
}
