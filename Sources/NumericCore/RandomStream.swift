internal import Groundwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A stream of random numbers that is a pure function of a seed, a purpose and an index.
///
/// Every draw is `value = mix(key, counter)`, with the key hashed from seed, purpose and index:
/// no draw depends on a thread, on the time or on any other stream. Give each independent piece
/// of work (a restart, a resample, a respondent) its own index.
///
/// ```text
/// key   = combine(combine(seed, hash(purpose)), index)
/// value = combine(key, counter),  counter = 0, 1, 2, ...
/// ```
///
/// `combine` is Groundwork's folded 128-bit product followed by SplitMix64's finaliser.
///
/// Source: Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3
/// (the idea of counter-based generators).
public struct RandomStream: Sendable, RandomNumberGenerator {
  private let key: UInt64
  private var counter: UInt64 = 0

  /// Starts a stream.
  ///
  /// - Parameters:
  ///   - seed: the study's seed.
  ///   - purpose: what the numbers are for, such as `k-means start`.
  ///   - index: which piece of that work.
  public init(seed: UInt64, purpose: String, index: UInt64 = 0) {
    key = StableHash.combine(StableHash.combine(seed, StableHash.hash(purpose)), index)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    defer { counter &+= 1 }
    return StableHash.combine(key, counter)
  }

  /// A number strictly between 0 and 1, from 52 random bits; one draw.
  public mutating func uniform() -> Double {
    // The half keeps both ends out; with 53 bits the largest value would round up to 1.
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A whole number of `0 ..< bound`, each with the same probability.
  ///
  /// - Parameter bound: 1 or more.
  /// - Returns: 0 ..< `bound`.
  ///
  /// Source: Lemire (2019), Fast random integer generation in an interval, algorithm 5.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a whole number below \(bound)")
    let limit = UInt64(bound)
    var product = next().multipliedFullWidth(by: limit)
    if product.low < limit {
      let threshold = (0 &- limit) % limit
      while product.low < threshold { product = next().multipliedFullWidth(by: limit) }
    }
    return Int(product.high)
  }

  /// A standard normal number, by inversion: one draw each, so a stream of normals can be
  /// entered at any place.
  public mutating func normal() -> Double {
    Normal.quantile(uniform())
  }

  /// A number of the gamma distribution with scale 1.
  ///
  /// Half the number of degrees of freedom as the shape, and twice the result, give chi-square.
  ///
  /// - Parameter shape: above 0.
  /// - Returns: a number above 0.
  ///
  /// Source: Marsaglia and Tsang (2000), A simple method for generating gamma variables.
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0, "a gamma distribution of shape \(shape)")
    if shape < 1 {
      return gamma(shape: shape + 1) * pow(uniform(), 1 / shape)
    }
    let offset = shape - 1.0 / 3
    let scale = 1 / (9 * offset).squareRoot()
    while true {
      let deviate = normal()
      let root = 1 + scale * deviate
      guard root > 0 else { continue }
      let cube = root * root * root
      if log(uniform()) < deviate * deviate / 2 + offset * (1 - cube + log(cube)) {
        return offset * cube
      }
    }
  }
}
