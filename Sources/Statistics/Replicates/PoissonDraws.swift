internal import Groundwork
internal import NumericCore

/// Poisson(1) numbers that hang on nothing but a key and the number of the replicate: how often a
/// row counts in each bootstrap replicate.
///
/// Because a draw is a pure function of (seed, key, replicate), replicates do not depend on the
/// order of rows, on threads or on how the rows are cut, new rows change no old draw, and a
/// respondent who stands in two surveys has the same draws in both.
///
/// The draw is by inversion of 32 bits, so each probability is within 2^-32 of e^-1 / k!.
///
/// Source: Hanley and MacGibbon (2006), Creating non-parametric bootstrap samples using Poisson
/// frequencies; Chamandy and others (2012), Estimating uncertainty for massive data streams.
public struct PoissonDraws: Sendable {
  /// Every draw hangs on it.
  public let seed: UInt64

  /// - Parameter seed: another seed gives other, independent draws.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// The draws of one key.
  ///
  /// - Parameters:
  ///   - count: B, the number of replicates.
  ///   - key: a hash of what is drawn, such as a respondent's id.
  /// - Returns: the draws of replicates `0..<count`, each 0...12.
  public func counts(_ count: Int, key: UInt64) -> [UInt8] {
    let start = StableHash.combine(key, StableHash.combine(seed, 0x9D8A_F1C3_5E27_B604))
    return PoissonDraws.inversion.numbers(count, from: start)
  }

  // MARK: - Inversion

  /// By the cumulative probabilities.
  static let inversion: InvertedDraws = {
    var (term, sum) = (0.367_879_441_171_442_32, 0.0)
    var thresholds: [UInt32] = []
    for count in 1...12 {
      sum += term
      let scaled = (sum * 4_294_967_296).rounded()
      guard scaled < 4_294_967_296 else { break }
      thresholds.append(UInt32(scaled))
      term /= Double(count)
    }
    return InvertedDraws(thresholds: thresholds)
  }()
}
