/// How factors are taken from what people said about outcomes.
///
/// Of what, says `ClusteringPlan.factorFeature`.
public struct FactorPlan: Sendable, Equatable {
  /// How the correlations of the outcomes are estimated; all of them are weighted.
  public enum Correlation: String, Sendable, CaseIterable {
    /// Maximum likelihood of normal answers of which some are missing, by the EM algorithm. Without
    /// missing answers, Pearson's.
    case em
    /// Pearson's, each from the people who answered both outcomes; repaired.
    case pairwise
    /// Of the normal numbers behind few ordered answers, pair by pair; repaired.
    case polychoric
  }

  /// How factors are taken from the correlations.
  public enum Extraction: String, Sendable, CaseIterable {
    /// Components: weighted sums of the outcomes, no model of what they have in common.
    case principalComponents = "principal-components"
    /// Least squares off the diagonal; uniquenesses may fall below 0.
    case principalAxis = "principal-axis"
    /// Least squares off the diagonal; uniquenesses of 0.005 or more.
    case minres
    /// Normal likelihood; uniquenesses of 0.005 or more.
    case maximumLikelihood = "maximum-likelihood"
  }

  /// How the factors are turned.
  public enum Rotation: String, Sendable, CaseIterable {
    /// Orthogonal.
    case varimax
    /// Not at all.
    case none
    /// Oblique: towards the fourth powers of varimax.
    case promax
    /// Oblique: direct oblimin with γ = 0.
    case oblimin
  }

  /// How the correlations are estimated.
  public var correlation: Correlation
  /// How factors are taken from them.
  public var extraction: Extraction
  /// How they are turned.
  public var rotation: Rotation
  /// A fixed number of factors; `nil` takes that of parallel analysis.
  public var factorCount: Int?

  /// A plan; without arguments, the defaults of the study file.
  public init(
    correlation: Correlation = .em, extraction: Extraction = .principalComponents,
    rotation: Rotation = .varimax, factorCount: Int? = nil
  ) {
    self.correlation = correlation
    self.extraction = extraction
    self.rotation = rotation
    self.factorCount = factorCount
  }
}
