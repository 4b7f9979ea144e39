/// What a design or its weights cost: how many times larger a variance is than that of as many
/// rows drawn one by one with equal weights.
public struct DesignEffect: Sendable, Equatable {
  /// Against simple draws from a population without end.
  public let withReplacement: Double
  /// Against simple draws from a population of Σ w; `nil` where that is not above n.
  public let withoutReplacement: Double?

  /// The effect of the weights alone, n Σ w² / (Σ w)² = 1 + the squared coefficient of variation.
  ///
  /// - Parameter weights: 0 or more, with a positive sum; n counts those above 0.
  /// - Returns: 1 or more; `nil` when all weights are 0.
  ///
  /// Source: Kish (1965), Survey Sampling, section 11.7.
  public static func kish(_ weights: [Double]) -> Double? {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return nil }
    let count = weights.count { $0 > 0 }
    return Double(count) * weights.reduce(0) { $0 + $1 * $1 } / (sum * sum)
  }

  /// The measured effect on the variance of a mean.
  ///
  /// - Parameters:
  ///   - variance: the design variance of the mean.
  ///   - values: y by row; `nil` is missing.
  ///   - weights: w by row, 0 or more.
  ///   - domain: whether each row counts; `nil` for all.
  /// - Returns: the variance over S²/n, with S² = n/(n - 1) Σ w (y - mean)² / Σ w over the n rows
  ///   with a value and a weight; `nil` when S² is 0.
  ///
  /// Source: Kish (1965), Survey Sampling, section 8.2.
  public static func measured(
    variance: Double, values: [Double?], weights: [Double], in domain: [Bool]? = nil
  ) -> DesignEffect? {
    guard let mean = LinearEstimate.mean(values, weights: weights, in: domain)?.value else {
      return nil
    }
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    for (row, value) in values.enumerated() {
      guard let value, domain.map({ $0[row] }) ?? true, weights[row] > 0 else { continue }
      count += 1
      sum += weights[row]
      squares += weights[row] * (value - mean) * (value - mean)
    }
    let simple = squares / sum / (count - 1)
    guard count > 1, simple > 0 else { return nil }
    return DesignEffect(
      withReplacement: variance / simple,
      withoutReplacement: sum > count ? variance / (simple * (1 - count / sum)) : nil)
  }
}
