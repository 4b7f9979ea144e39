internal import Groundwork

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
    let base = StableHash.combine(key, StableHash.combine(seed, 0x9D8A_F1C3_5E27_B604))
    let table = PoissonDraws.byFirstBits
    var counts = [UInt8](repeating: 0, count: count)
    for pair in 0..<(count + 1) / 2 {
      // SplitMix64 from a point of its own: two draws of 32 bits a step.
      let bits = StableHash.finalize(base &+ UInt64(pair) &* 0x9E37_79B9_7F4A_7C15)
      counts[2 * pair] = PoissonDraws.count(UInt32(truncatingIfNeeded: bits), table)
      guard 2 * pair + 1 < count else { break }
      counts[2 * pair + 1] = PoissonDraws.count(UInt32(bits >> 32), table)
    }
    return counts
  }

  // MARK: - Inversion

  /// The cumulative probabilities as 32-bit numbers: a draw is how many of them it reaches.
  static let thresholds: [UInt32] = {
    var (term, sum) = (0.367_879_441_171_442_32, 0.0)
    var thresholds: [UInt32] = []
    for count in 1...12 {
      sum += term
      let scaled = (sum * 4_294_967_296).rounded()
      guard scaled < 4_294_967_296 else { break }
      thresholds.append(UInt32(scaled))
      term /= Double(count)
    }
    return thresholds
  }()

  /// The draw by its first 12 bits where these decide, else 255.
  private static let byFirstBits: [UInt8] = (0..<4096).map { bits in
    let (low, high) = (UInt32(bits) << 20, UInt32(bits) << 20 | 0xF_FFFF)
    let (first, last) = (slowCount(low), slowCount(high))
    return first == last ? first : 255
  }

  static func count(_ bits: UInt32) -> UInt8 {
    count(bits, byFirstBits)
  }

  @inline(__always)
  private static func count(_ bits: UInt32, _ table: [UInt8]) -> UInt8 {
    let count = table[Int(bits >> 20)]
    return count == 255 ? slowCount(bits) : count
  }

  private static func slowCount(_ bits: UInt32) -> UInt8 {
    UInt8(thresholds.count { bits >= $0 })
  }
}
