public import NumericCore

/// Cronbach's alpha of a scale: how far the sum of its items would repeat with other items alike.
///
/// Use it for sums of items meant to measure one thing. It falls with few items whatever they are:
/// with two or three tell the mean correlation instead. All numbers come from the covariance, so
/// it may be weighted, or estimated from incomplete answers.
///
/// ```text
/// α = k/(k - 1) (1 - Σ c_ii / Σ c_ij),   standardised: k r̄ / (1 + (k - 1) r̄)
/// λ6 = 1 - Σ (1 - SMC_i) / Σ r_ij
/// interval: 1 - (1 - α) F,  F quantiles with n - 1 and (n - 1)(k - 1) degrees of freedom
/// ```
///
/// Source: Cronbach (1951), Coefficient alpha and the internal structure of tests; Guttman (1945),
/// A basis for analyzing test-retest reliability; Feldt (1965), The approximate sampling
/// distribution of Kuder-Richardson reliability coefficient twenty (the interval).
public struct ScaleReliability: Sendable, Equatable {
  /// α, at most 1; below 0 where items contradict each other. `nil` where the sum does not vary.
  public let alpha: Double?
  /// α of items scaled to variance 1.
  public let standardizedAlpha: Double?
  /// The mean correlation of the pairs.
  public let meanCorrelation: Double
  /// Guttman's λ6; `nil` where an item is determined by others.
  public let guttmanLambda: Double?
  /// By item, the correlation with the sum of the others; `nil` where one of them does not vary.
  public let itemRestCorrelations: [Double?]
  /// By item, α without it; `nil` of fewer than two items.
  public let alphasWithout: [Double?]
  /// Feldt's interval for α.
  public let interval: ClosedRange<Double>?
  /// Items that correlate negatively with the sum of the others: perhaps keyed the wrong way.
  public let suspectItems: [Int]

  /// Examines a scale.
  ///
  /// - Parameters:
  ///   - covariance: `[k x k]`, k is 2 or more; any divisor.
  ///   - keys: by item, 1, or -1 for one that is asked the other way round; `nil` for 1 each.
  ///   - rowCount: n, the effective number of rows when they are weighted; above 1.
  ///   - confidence: of the interval, between 0 and 1.
  /// - Complexity: O(k³).
  public init(
    covariance: Matrix, keys: [Int]? = nil, rowCount: Double, confidence: Double = 0.95
  ) {
    let count = covariance.rowCount
    precondition(count > 1 && rowCount > 1, "\(count) items, \(rowCount) rows")
    precondition(
      keys.map { $0.count == count && $0.allSatisfy { abs($0) == 1 } } ?? true, "keys other than ±1"
    )
    var keyed = covariance
    if let keys {
      for row in 0..<count {
        for column in 0..<count { keyed[row, column] *= Double(keys[row] * keys[column]) }
      }
    }
    let correlation = Correlation.matrix(of: keyed)
    let sum = correlation.elements.reduce(0, +)
    alpha = ScaleReliability.alpha(keyed)
    standardizedAlpha = ScaleReliability.alpha(correlation)
    meanCorrelation = (sum - Double(count)) / Double(count * (count - 1))
    guttmanLambda = (try? Cholesky(of: correlation)).map {
      1 - $0.precision().diagonal.reduce(0) { $0 + 1 / $1 } / sum
    }
    let rest = (0..<count).map { ScaleReliability.restCorrelation($0, keyed) }
    itemRestCorrelations = rest
    suspectItems = rest.indices.filter { rest[$0].map { $0 < 0 } ?? false }
    alphasWithout = (0..<count).map { item in
      let others = (0..<count).filter { $0 != item }
      return ScaleReliability.alpha(keyed.selecting(rows: others, columns: others))
    }
    let tail = (1 - confidence) / 2
    interval = alpha.map { alpha in
      let (numerator, denominator) = (rowCount - 1, (rowCount - 1) * Double(count - 1))
      let high = FDistribution.upperQuantile(tail, numerator: numerator, denominator: denominator)
      let low = FDistribution.quantile(tail, numerator: numerator, denominator: denominator)
      return (1 - (1 - alpha) * high)...(1 - (1 - alpha) * low)
    }
  }

  // MARK: - Steps

  private static func alpha(_ covariance: Matrix) -> Double? {
    let count = Double(covariance.rowCount)
    let sum = covariance.elements.reduce(0, +)
    guard count > 1, sum > 0 else { return nil }
    return count / (count - 1) * (1 - covariance.diagonal.reduce(0, +) / sum)
  }

  private static func restCorrelation(_ item: Int, _ covariance: Matrix) -> Double? {
    let others = (0..<covariance.rowCount).filter { $0 != item }
    let shared = others.reduce(0) { $0 + covariance[item, $1] }
    let rest = covariance.selecting(rows: others, columns: others).elements.reduce(0, +)
    let variance = covariance[item, item]
    return variance > 0 && rest > 0 ? shared / (variance * rest).squareRoot() : nil
  }
}

/// McDonald's omega: the share of the variance of a sum of items that is due to their factors.
///
/// Use it in place of alpha where items load differently: alpha is then too low.
///
/// ```text
/// ω = 1 - Σ ψ_i / Σ r_ij,   of the model: 1'LΦL'1 / (1'LΦL'1 + Σ ψ_i)
/// ```
///
/// Source: McDonald (1999), Test Theory: A Unified Treatment, chapter 6.
public struct OmegaReliability: Sendable, Equatable {
  /// ω with the variance of the sum as it was found.
  public let total: Double
  /// ω with the variance of the sum that the factors imply; equal where they fit.
  public let modelTotal: Double

  /// Computes omega of keyed items.
  ///
  /// - Parameters:
  ///   - correlation: `[p x p]`, of items keyed alike.
  ///   - loadings: `[p x m]`, of the same items; a pattern where factors correlate.
  ///   - uniquenesses: by item.
  ///   - factorCorrelation: Φ `[m x m]`; the identity without it.
  public init(
    correlation: Matrix, loadings: Matrix, uniquenesses: [Double],
    factorCorrelation: Matrix? = nil
  ) {
    let sums = (0..<loadings.columnCount).map { loadings.column($0).reduce(0, +) }
    let turned = factorCorrelation?.times(sums) ?? sums
    let common = zip(sums, turned).reduce(0) { $0 + $1.0 * $1.1 }
    let unique = uniquenesses.reduce(0, +)
    total = 1 - unique / correlation.elements.reduce(0, +)
    modelTotal = common / (common + unique)
  }

  /// Computes omega of one factor, by minimum residuals; the factor's signs are the items' keys.
  ///
  /// - Parameter correlation: `[p x p]`; p is 3 or more.
  /// - Throws: as `FactorExtraction`.
  public init(oneFactorOf correlation: Matrix) throws(NumericError) {
    let factor = try FactorExtraction(correlation, factorCount: 1, method: .minimumResidual)
    let signs = factor.loadings.elements.map { $0 < 0 ? -1.0 : 1 }
    var (keyed, loadings) = (correlation, factor.loadings)
    for row in signs.indices {
      loadings[row, 0] *= signs[row]
      for column in signs.indices { keyed[row, column] *= signs[row] * signs[column] }
    }
    self.init(correlation: keyed, loadings: loadings, uniquenesses: factor.uniquenesses)
  }
}
