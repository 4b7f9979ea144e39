public import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// How often each of some kinds comes up in independent draws.
///
/// Kind after kind, its number is binomial among the draws that are left. A binomial number counts
/// the uniform numbers below a share: as long as many are expected there, one of the middle ranks
/// is drawn from its beta distribution, and only one side of it remains open. The few that are
/// left are counted by inversion. All of it is exact but for rounding.
///
/// Source: Devroye (1986), Non-Uniform Random Variate Generation, X.4.3 (binomial numbers by the
/// beta distribution of a rank), XI.1.4 (conditional binomials).
public struct MultinomialDraws: Sendable {
  /// By kind, its probability in draws that gave none of the kinds before it.
  private let shares: [Double]

  /// Up to so many expected numbers are counted by inversion.
  private static let fewest = 16.0

  /// - Parameter weights: by kind, 0 or more in any unit, with a positive sum.
  public init(_ weights: [Double]) {
    precondition(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "weights \(weights)")
    var rest = 0.0
    let shares = weights.reversed().map { weight in
      rest += weight
      return weight > 0 ? weight / rest : 0
    }
    precondition(rest > 0, "kinds without a positive weight")
    self.shares = shares.reversed()
  }

  /// Draws.
  ///
  /// - Parameters:
  ///   - drawCount: how many draws, 0 or more.
  ///   - stream: where the random numbers come from.
  /// - Returns: by kind, how often it came up; they sum to `drawCount`.
  /// - Complexity: O(kinds · log draws).
  public func counts(of drawCount: Int, _ stream: inout RandomStream) -> [Int] {
    var left = drawCount
    return shares.map { share in
      let count = MultinomialDraws.binomial(left, share, &stream)
      left -= count
      return count
    }
  }

  /// A binomial number.
  ///
  /// - Parameters:
  ///   - count: of how many draws, 0 or more.
  ///   - share: the probability of each, 0...1.
  ///   - stream: where the random numbers come from.
  /// - Returns: 0...`count`.
  static func binomial(_ count: Int, _ share: Double, _ stream: inout RandomStream) -> Int {
    var (left, share, found) = (count, share, 0)
    while Double(left) * min(share, 1 - share) > fewest {
      let rank = left / 2 + 1
      let below = stream.gamma(shape: Double(rank))
      let place = below / (below + stream.gamma(shape: Double(left + 1 - rank)))
      if place <= share {
        (found, left) = (found + rank, left - rank)
        share = min((share - place) / (1 - place), 1)
      } else {
        (share, left) = (min(share / place, 1), rank - 1)
      }
    }
    return found
      + (share > 0.5 ? left - few(left, 1 - share, &stream) : few(left, share, &stream))
  }

  // MARK: - Steps

  /// By inversion, from 0 upwards, for shares up to 0.5.
  private static func few(_ count: Int, _ share: Double, _ stream: inout RandomStream) -> Int {
    guard count > 0, share > 0 else { return 0 }
    let odds = share / (1 - share)
    var (rest, mass) = (stream.uniform(), exp(Double(count) * log1p(-share)))
    var number = 0
    while rest >= mass, number < count {
      rest -= mass
      mass *= odds * Double(count - number) / Double(number + 1)
      number += 1
    }
    return number
  }
}
