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
/// n is the effective number, m the one for which the sequence is narrowest. Its evidence is that
/// of `MixtureEvidence` with known variance and h = n r^2.
///
/// Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Time-uniform central limit
/// theory and asymptotic confidence sequences, theorem 2.2 and appendix on r.
public struct NormalSequence: Sendable, Equatable {
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
    standardError
      * MixtureEvidence.criticalT(
        level: level, degreesOfFreedom: .infinity, information: effectiveCount * scale * scale)
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
    guard standardError > 0, effectiveCount > 0 else { return 0 }
    return MixtureEvidence.above(
      t: difference / standardError, degreesOfFreedom: .infinity,
      information: effectiveCount * scale * scale)
  }
}
