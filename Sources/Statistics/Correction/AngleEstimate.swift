/// An outcome's two angles as measured, with the two parts of their errors.
struct AngleEstimate: Sendable, Equatable {
  /// The angles of importance and satisfaction.
  var mean: SIMD2<Double>
  /// The covariance of the error that is the outcome's own.
  var own: TwoByTwo
  /// The covariance of the error that it has in common with the other outcomes of the group: the
  /// same people rate them all. It moves all alike, so no comparison of outcomes shows it.
  var common: TwoByTwo

  /// - Parameters:
  ///   - mean: the angles.
  ///   - error: the covariance of the whole error, positive definite.
  ///   - common: the part in common as far as the group tells; what is negative in it, or more
  ///     than 0.95 of the error, on the axes of the error, is cut off.
  init(mean: SIMD2<Double>, error: TwoByTwo, common: TwoByTwo) {
    let factor = error.choleskyFactor
    let (values, vectors) = factor.solve(factor.solve(common).transposed).symmetric.eigen
    let shares = values.clamped(
      lowerBound: .zero, upperBound: SIMD2(repeating: AngleScale.largestCorrelation))
    self.mean = mean
    self.common = TwoByTwo(variances: shares).within(factor * vectors)
    own = TwoByTwo(variances: 1 - shares).within(factor * vectors)
  }
}
