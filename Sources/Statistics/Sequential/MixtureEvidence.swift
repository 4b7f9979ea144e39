#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Evidence about a mean or a difference that may be looked at every night, in closed form.
///
/// t is Student's statistic on nu degrees of freedom, h = n g: n the information of the difference
/// (n0 n1 / (n0 + n1) of two groups, n of one), g the variance of the effect delta / sigma that is
/// reckoned with, before any data:
///
/// ```text
/// e = (1 + h)^(-1/2) [ (1 + t^2 / nu) / (1 + t^2 / (nu (1 + h))) ]^((nu + 1) / 2)
/// ```
///
/// It is the ratio of the marginal likelihoods under delta / sigma ~ N(0, g) and under delta = 0,
/// location and scale with the right Haar prior, hence a likelihood ratio of what no change of
/// location and scale alters. Under delta = 0 and normal answers its mean is 1 on any night, and at
/// any night that is chosen by looking (at the data so far, location and scale aside).
///
/// One-sided, the effect is half-normal, and the ratio is 2 e P(delta > 0 | data). The posterior of
/// delta is Student's with nu + 1 degrees of freedom, of which the tail from x on is at most
/// (1 + x^2 / (nu + 1))^(-(nu + 1) / 2) / 2 (it is a mixture of normal ones, of which the tail is
/// at most exp(-x^2 / 2) / 2); the bracket above is 1 + x^2 / (nu + 1). So
///
/// ```text
/// e+ = 2 e - (1 + h)^(-1/2)  where the estimate is above 0, else 0
/// ```
///
/// is never above the ratio and needs no distribution function. The likelihood ratio of a delta
/// above 0 only falls where the truth lies below 0, so e+ holds for "not above 0" as a whole.
///
/// Source: Pérez-Ortiz, Lardy, de Heide and Grünwald (2024), E-statistics, group invariance and
/// anytime-valid testing; Lindon, Ham, Tingley and Bojinov (2022), Anytime-valid linear models and
/// regression adjusted causal inference in randomized experiments; Gönen, Johnson, Lu and Westfall
/// (2005), The Bayesian two-sample t test.
public enum MixtureEvidence {
  /// Larger evidence is as good as this.
  private static let largestLogarithm = 600.0

  /// The natural logarithm of the evidence against delta = 0, either way.
  ///
  /// - Parameters:
  ///   - squaredT: Student's statistic, squared.
  ///   - degreesOfFreedom: nu, above 0; infinity where the variance is known.
  ///   - information: h, 0 or more.
  /// - Returns: ln e.
  public static func logarithm(
    squaredT: Double, degreesOfFreedom: Double, information: Double
  ) -> Double {
    let shrunk = squaredT / (1 + information)
    guard degreesOfFreedom.isFinite else {
      return (squaredT - shrunk) / 2 - log1p(information) / 2
    }
    let nu = degreesOfFreedom
    return (nu + 1) / 2 * (log1p(squaredT / nu) - log1p(shrunk / nu)) - log1p(information) / 2
  }

  /// The evidence that delta is above 0, see the head: e+.
  ///
  /// - Parameters:
  ///   - t: Student's statistic, with its sign.
  ///   - degreesOfFreedom: nu, above 0; infinity where the variance is known.
  ///   - information: h, 0 or more.
  /// - Returns: 0 or more.
  public static func above(t: Double, degreesOfFreedom: Double, information: Double) -> Double {
    guard t > 0 else { return 0 }
    let both = logarithm(
      squaredT: t * t, degreesOfFreedom: degreesOfFreedom, information: information)
    let evidence = exp(min(both, largestLogarithm))
    return max(0, 2 * evidence - 1 / (1 + information).squareRoot())
  }

  /// The |t| from which on the evidence, either way, reaches 1 / level: the confidence sequence
  /// estimate +- t se holds the truth on all nights together with probability 1 - level.
  ///
  /// - Parameters:
  ///   - level: above 0 and below 1.
  ///   - degreesOfFreedom: nu, above 0; infinity where the variance is known.
  ///   - information: h, 0 or more.
  /// - Returns: infinity while no t is large enough.
  public static func criticalT(
    level: Double, degreesOfFreedom: Double, information: Double
  ) -> Double {
    let logarithm = 2 * (log1p(information) / 2 - log(level))
    guard information > 0 else { return .infinity }
    guard degreesOfFreedom.isFinite else {
      return (logarithm * (1 + information) / information).squareRoot()
    }
    let ratio = exp(logarithm / (degreesOfFreedom + 1))
    guard ratio < 1 + information else { return .infinity }
    return (degreesOfFreedom * (ratio - 1) / (1 - ratio / (1 + information))).squareRoot()
  }
}
