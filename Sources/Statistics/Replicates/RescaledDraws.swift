internal import Groundwork

/// The rescaled bootstrap of strata with few sampling units: in each replicate n - 1 of a
/// stratum's n units are drawn with replacement, and what was drawn counts n/(n - 1) times.
///
/// With a known share f of the population's units drawn, the factor is shrunk towards 1 by
/// √(1 - f). Draws hang on (seed, stratum, replicate, number of the draw); units are numbered in
/// the order of their names.
///
/// Source: Rao and Wu (1988), Resampling inference with complex survey data; Rao, Wu and Yue
/// (1992) for the form with weights.
struct RescaledDraws: Sendable {
  let seed: UInt64

  /// How often each unit is drawn.
  ///
  /// - Parameters:
  ///   - unitCount: n, 2 or more.
  ///   - key: a hash of the stratum's name.
  ///   - replicate: from 0.
  /// - Returns: n numbers that sum to n - 1.
  func counts(unitCount: Int, key: UInt64, replicate: Int) -> [UInt8] {
    var counts = [UInt8](repeating: 0, count: unitCount)
    let base = StableHash.combine(
      StableHash.combine(key, seed), StableHash.finalize(UInt64(replicate) ^ 0x5851_F42D_4C95_7F2D))
    for draw in 0..<unitCount - 1 {
      let bits = StableHash.finalize(base &+ UInt64(draw) &* 0x9E37_79B9_7F4A_7C15)
      // The high half of the product is uniform to 2^-64 n.
      counts[Int(bits.multipliedFullWidth(by: UInt64(unitCount)).high)] += 1
    }
    return counts
  }
}
