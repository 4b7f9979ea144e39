public import NumericCore

/// Whether a correlation matrix holds enough in common to take factors from it.
///
/// Use it before a factor analysis: Kaiser's measure (below .5 unacceptable, from .8 good) tells
/// whether correlations are due to more than pairs of items, Bartlett's test whether there are any.
///
/// ```text
/// KMO = Σ r_ij² / (Σ r_ij² + Σ q_ij²),  q_ij = -p_ij / √(p_ii p_jj),  P the precision of R
/// χ² = -(n - 1 - (2p + 5) / 6) log det R,  df = p (p - 1) / 2
/// SMC_i = 1 - 1 / p_ii
/// ```
///
/// Source: Kaiser and Rice (1974), Little Jiffy, Mark IV; Bartlett (1951), The effect of
/// standardization on a chi-square approximation in factor analysis.
public struct FactorAdequacy: Sendable, Equatable {
  /// Kaiser's measure over all pairs, 0...1; `nil` where nothing correlates.
  public let overall: Double?
  /// Kaiser's measure of each item; `nil` where it correlates with nothing.
  public let items: [Double?]
  /// By item, the squared multiple correlation with all others, 0...1.
  public let squaredMultipleCorrelations: [Double]
  /// Bartlett's statistic.
  public let chiSquare: Double
  /// p (p - 1) / 2.
  public let degreesOfFreedom: Int
  /// The probability of so large a statistic without any correlation.
  public let p: Double
  /// log det R: what remains tellable where `p` is 0.
  public let logDeterminant: Double

  /// Examines a correlation.
  ///
  /// - Parameters:
  ///   - correlation: `[p x p]`, positive definite.
  ///   - rowCount: n, the effective number of rows when they are weighted.
  /// - Throws: `NumericError.notPositiveDefinite`: see `CorrelationRepair`.
  /// - Complexity: O(p³).
  public init(_ correlation: Matrix, rowCount: Double) throws(NumericError) {
    let count = correlation.rowCount
    let factor = try Cholesky(of: correlation)
    // The precision itself is wanted: partial correlations stand in it.
    let precision = factor.precision()
    var (plain, partial) = ([Double](repeating: 0, count: count), [Double]())
    partial = plain
    for row in 0..<count {
      for column in 0..<count where row != column {
        let (r, q) = (correlation[row, column], precision[row, column])
        plain[row] += r * r
        partial[row] += q * q / (precision[row, row] * precision[column, column])
      }
    }
    func measure(_ own: Double, _ rest: Double) -> Double? {
      own > 0 ? own / (own + rest) : nil
    }
    overall = measure(plain.reduce(0, +), partial.reduce(0, +))
    items = zip(plain, partial).map { measure($0, $1) }
    squaredMultipleCorrelations = precision.diagonal.map { 1 - 1 / $0 }
    logDeterminant = factor.logDeterminant
    degreesOfFreedom = count * (count - 1) / 2
    chiSquare = -(rowCount - 1 - Double(2 * count + 5) / 6) * logDeterminant
    p =
      degreesOfFreedom > 0
      ? ChiSquare.upperTail(chiSquare, degreesOfFreedom: Double(degreesOfFreedom)) : 1
  }
}
