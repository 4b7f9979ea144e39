internal import NumericCore

extension FactorSolution {
  /// How loadings are turned.
  public enum Rotation: Sendable, Equatable {
    /// Not at all: the factors as they are extracted.
    case none
    /// Orthogonal, see `Varimax`.
    case varimax
    /// Oblique with the power 4, see `ObliqueRotation`.
    case promax
    /// Direct oblimin with γ = 0, see `ObliqueRotation`.
    case oblimin
  }

  /// How factors are found.
  public struct Plan: Sendable, Equatable {
    /// How they are taken from the correlation.
    public var extraction: FactorExtraction.Method
    /// How they are turned.
    public var rotation: Rotation
    /// A fixed number, under the number of items; `nil` for that of parallel analysis.
    public var factorCount: Int?

    /// A plan; without arguments, principal components turned by varimax, as many as parallel
    /// analysis keeps.
    public init(
      extraction: FactorExtraction.Method = .principalComponents, rotation: Rotation = .varimax,
      factorCount: Int? = nil
    ) {
      self.extraction = extraction
      self.rotation = rotation
      self.factorCount = factorCount
    }
  }
}

/// Loadings after their rotation.
struct RotatedFactors {
  /// The loadings `[p x m]`, of correlated factors the pattern.
  let loadings: Matrix
  /// The correlations of the factors `[m x m]`; `nil` where they are 0.
  let factorCorrelation: Matrix?
  /// Whether the rotation converged.
  let hasConverged: Bool

  /// Turns loadings `[p x m]`.
  ///
  /// - Throws: `NumericError.notPositiveDefinite` of promax where their rank is below m.
  init(
    _ unrotated: Matrix, _ rotation: FactorSolution.Rotation, seed: UInt64
  ) throws(NumericError) {
    // One factor cannot be turned, and no criterion is asked for none.
    let isSingle = unrotated.columnCount < 2
    switch rotation {
    case .varimax:
      let turned = Varimax.rotate(unrotated, seed: seed)
      self.init(turned.loadings, nil, turned.hasConverged)
    case .promax where !isSingle:
      self.init(try ObliqueRotation.promax(unrotated, seed: seed))
    case .oblimin where !isSingle:
      self.init(ObliqueRotation.oblimin(unrotated, seed: seed))
    case .none, .promax, .oblimin:
      self.init(LoadingOrder(unrotated).columns(of: unrotated), nil, true)
    }
  }

  private init(_ turned: ObliqueRotation) {
    self.init(turned.pattern, turned.factorCorrelation, turned.hasConverged)
  }

  private init(_ loadings: Matrix, _ factorCorrelation: Matrix?, _ hasConverged: Bool) {
    self.loadings = loadings
    self.factorCorrelation = factorCorrelation
    self.hasConverged = hasConverged
  }
}
