#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A confidence sequence of a figure that is known by estimate, standard error and effective
/// number alone: valid on all nights together as the numbers grow, without a model of the answers.
///
/// ```text
/// figure +- sd sqrt( 2 (n r^2 + 1) / (n^2 r^2) ln( sqrt(n r^2 + 1) / level ) ),  sd = se sqrt(n)
/// r = sqrt( (-2 ln level + ln(-2 ln level) + 1) / m )
/// ```
///
/// n is the effective number, m the one for which the sequence is narrowest. Its evidence is the
/// mean of likelihood ratios over normal effects, e = (1 + h)^(-1/2) exp(t^2 / 2 h / (1 + h)) with
/// h = n r^2; one-sided, over half-normal ones, at least 2 e - (1 + h)^(-1/2) where the estimate is
/// on the right side.
///
/// Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Time-uniform central limit
/// theory and asymptotic confidence sequences, theorem 2.2 and appendix on r.
public struct NormalSequence: Sendable, Equatable {
  /// The effective number under which estimates are not normal enough for it.
  public static let leastCount = 200.0
  private static let largestLogarithm = 600.0

  /// r of the formula, above 0.
  public let scale: Double

  /// - Parameters:
  ///   - level: how often the sequence may miss, above 0 and below 1/e.
  ///   - count: the effective number for which it is narrowest, above 0.
  public init(level: Double, narrowestAt count: Double) {
    let double = -2 * log(level)
    scale = ((double + log(double) + 1) / count).squareRoot()
  }

  /// Half the width.
  ///
  /// - Parameters:
  ///   - standardError: of the figure.
  ///   - effectiveCount: the effective number, above 0.
  ///   - level: how often the sequence may miss.
  /// - Returns: above 0.
  public func halfWidth(
    standardError: Double, effectiveCount: Double, level: Double
  ) -> Double {
    let h = effectiveCount * scale * scale
    return standardError * ((log1p(h) - 2 * log(level)) * (1 + h) / h).squareRoot()
  }

  /// The evidence that the figure is above a bound.
  ///
  /// - Parameters:
  ///   - difference: the figure less the bound.
  ///   - standardError: of the figure; without any there is no evidence.
  ///   - effectiveCount: the effective number.
  /// - Returns: 0 or more.
  public func above(
    difference: Double, standardError: Double, effectiveCount: Double
  ) -> Double {
    guard difference > 0, standardError > 0, effectiveCount > 0 else { return 0 }
    let (t, h) = (difference / standardError, effectiveCount * scale * scale)
    let logarithm = (t * t * h / (1 + h) - log1p(h)) / 2
    let either = exp(min(logarithm, NormalSequence.largestLogarithm))
    return max(0, 2 * either - 1 / (1 + h).squareRoot())
  }
}
