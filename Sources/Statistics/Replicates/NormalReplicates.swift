public import Groundwork
internal import NumericCore

/// Many replicates of pairs of means, drawn from the normal distribution whose covariance the
/// replicate weights of a sample give.
///
/// Half samples and jackknife samples are too few, and lie too near the estimate, to rank scores
/// in each of them. A draw adds to the estimates the deviations of all replicates, each times a
/// standard normal number: their covariance is that of the replicates, over all pairs together.
/// The numbers hang on seed, draw and replicate alone, so that segments share them.
public struct NormalReplicates: Sendable {
  private let sample: SampleReplicates
  private let weights: ReplicateWeights
  /// Standard normal numbers `[draws x R]`.
  private let draws: Matrix

  /// - Parameters:
  ///   - sample: a sample's replicate weights.
  ///   - weights: its full weights.
  ///   - count: the number of draws, 1 or more.
  ///   - seed: every draw hangs on it.
  public init(_ sample: SampleReplicates, weights: [Int64], count: Int, seed: UInt64) {
    self.sample = sample
    self.weights = ReplicateWeights(given: NormalReplicates.reduced([weights] + sample.columns))
    let width = sample.columns.count
    let stream = StableHash.combine(seed, 0x5B1D_94E2_70A6_3C8F)
    draws = Matrix(
      rowCount: count, columnCount: width,
      elements: (0..<count * width).map { place in
        // The middle of one of 2^53 equal steps: neither 0 nor 1.
        let bits = StableHash.combine(stream, UInt64(place)) >> 11
        return Normal.quantile((Double(bits) + 0.5) * 0x1p-53)
      })
  }

  /// The scores `first + max(first - second, 0)`, or without the floor `2 first - second`.
  ///
  /// - Parameters:
  ///   - rows: the domain's rows.
  ///   - first: by pair, codes 0...15 by row.
  ///   - second: by pair, codes 0...15 by row.
  ///   - rule: what the codes are worth.
  ///   - isFloored: whether a gap below 0 counts as 0.
  ///   - workers: the threads.
  /// - Returns: by pair, then draw; empty when a pair has no base under the full weights.
  public func scores(
    rows: [Int32], first: [[UInt8]], second: [[UInt8]], rule: PairRule, isFloored: Bool,
    workers: Workers
  ) -> [[Double]] {
    let means = ReplicateMeans(
      rows: rows, first: first, second: second, rule: rule, weights: weights, workers: workers)
    let estimates = values(means, replicate: 0)
    guard !estimates.contains(where: \.isNaN) else { return [] }
    let replicates = Matrix(
      rowCount: sample.columns.count, columnCount: estimates.count,
      elements: (1...sample.columns.count).flatMap { values(means, replicate: $0) })
    let deviations = sample.variance.deviations(replicates, estimates: estimates)
    let moves = Matrix.product(draws, deviations)
    return first.indices.map { pair in
      (0..<draws.rowCount).map { draw in
        let importance = estimates[2 * pair] + moves[draw, 2 * pair]
        let gap = importance - estimates[2 * pair + 1] - moves[draw, 2 * pair + 1]
        return importance + (isFloored && gap < 0 ? 0 : gap)
      }
    }
  }

  // MARK: - Steps

  /// All weights halved as often as exact sums need.
  private static func reduced(_ columns: [[Int64]]) -> [[Int64]] {
    let largest = columns.map { $0.reduce(0, +) }.max() ?? 0
    var shift = 0
    while largest >> Int64(shift) > ReplicateWeights.sumLimit { shift += 1 }
    guard shift > 0 else { return columns }
    let half = Int64(1) << Int64(shift - 1)
    return columns.map { column in column.map { ($0 + half) >> Int64(shift) } }
  }

  /// Both means of each pair in one replicate; NaN without a base.
  private func values(_ means: ReplicateMeans, replicate: Int) -> [Double] {
    (0..<means.pairCount).flatMap { pair -> [Double] in
      let own = means.means(pair: pair, replicate: replicate)
      return [own?.first ?? .nan, own?.second ?? .nan]
    }
  }
}
