public import Groundwork
internal import NumericCore

/// Many replicates of pairs of means, drawn from the normal distribution that their design
/// covariance gives.
///
/// For samples that cannot be drawn again: half samples and jackknife samples that came with the
/// data are too few and lie too near the estimate to rank scores in each of them; a second stage
/// without replacement and strata with a single unit have no bootstrap here. The covariance over
/// all pairs together is that of the replicate weights, or the linearised one of the design.
public struct NormalReplicates: Sendable {
  private let sample: Sample
  private let count: Int
  private let seed: UInt64

  /// - Parameters:
  ///   - sample: the rows, with replicate weights or any design.
  ///   - count: the number of draws, 1 or more.
  ///   - seed: every draw hangs on it.
  public init(_ sample: Sample, count: Int, seed: UInt64) {
    precondition(count > 0, "\(count) draws")
    (self.sample, self.count, self.seed) = (sample, count, seed)
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
  /// - Returns: by pair, then draw; empty when a pair has no base.
  public func scores(
    rows: [Int32], first: [[UInt8]], second: [[UInt8]], rule: PairRule, isFloored: Bool,
    workers: Workers
  ) -> [[Double]] {
    let spread =
      sample.replicates.map {
        replicateSpread($0, rows: rows, first: first, second: second, rule, workers)
      } ?? designSpread(rows: rows, first: first, second: second, rule, workers)
    guard let spread else { return [] }
    let moves = Matrix.product(draws(of: spread.factor.rowCount), spread.factor)
    return first.indices.map { pair in
      (0..<count).map { draw in
        let importance = spread.estimates[2 * pair] + moves[draw, 2 * pair]
        let gap = importance - spread.estimates[2 * pair + 1] - moves[draw, 2 * pair + 1]
        return importance + (isFloored && gap < 0 ? 0 : gap)
      }
    }
  }

  // MARK: - Steps

  /// Both means of each pair, and a matrix whose product with itself is their covariance.
  private typealias Spread = (estimates: [Double], factor: Matrix)

  /// Standard normal numbers `[draws x width]`; those of a draw and place are always the same.
  private func draws(of width: Int) -> Matrix {
    let stream = StableHash.combine(seed, 0x5B1D_94E2_70A6_3C8F)
    return Matrix(
      rowCount: count, columnCount: width,
      elements: (0..<count).flatMap { draw in
        let own = StableHash.combine(stream, UInt64(draw))
        return (0..<width).map { place in
          // The middle of one of 2^53 equal steps: neither 0 nor 1.
          let bits = StableHash.combine(own, UInt64(place)) >> 11
          return Normal.quantile((Double(bits) + 0.5) * 0x1p-53)
        }
      })
  }

  /// Each replicate moves the estimates by its deviation.
  private func replicateSpread(
    _ replicates: SampleReplicates, rows: [Int32], first: [[UInt8]], second: [[UInt8]],
    _ rule: PairRule, _ workers: Workers
  ) -> Spread? {
    let values = means(replicates.columns, rows, first, second, rule, workers)
    guard !values[0].contains(where: \.isNaN) else { return nil }
    let all = Matrix(
      rowCount: replicates.columns.count, columnCount: values[0].count,
      elements: values.dropFirst().flatMap { $0 })
    return (values[0], replicates.variance.deviations(all, estimates: values[0]))
  }

  /// Both means of each pair under the full weights, then under each of the given columns; NaN
  /// without a base.
  private func means(
    _ columns: [[Int64]], _ rows: [Int32], _ first: [[UInt8]], _ second: [[UInt8]],
    _ rule: PairRule, _ workers: Workers
  ) -> [[Double]] {
    let full = sample.weights ?? [Int64](repeating: 1, count: sample.design.rowCount)
    let means = ReplicateMeans(
      rows: rows, first: first, second: second, rule: rule,
      weights: ReplicateWeights(given: NormalReplicates.reduced([full] + columns)),
      workers: workers)
    return (0...columns.count).map { replicate in
      (0..<means.pairCount).flatMap { pair -> [Double] in
        let own = means.means(pair: pair, replicate: replicate)
        return [own?.first ?? .nan, own?.second ?? .nan]
      }
    }
  }

  /// The root of the linearised covariance.
  private func designSpread(
    rows: [Int32], first: [[UInt8]], second: [[UInt8]], _ rule: PairRule, _ workers: Workers
  ) -> Spread? {
    let means = means([], rows, first, second, rule, workers)[0]
    let estimates = linearEstimates(rows, first, second, rule)
    guard !means.contains(where: \.isNaN), estimates.count == means.count,
      let eigen = try? SymmetricEigen(of: rounded(sample.covariance(of: estimates)))
    else { return nil }
    var factor = Matrix(rowCount: means.count, columnCount: means.count)
    for (place, value) in eigen.values.enumerated() {
      for column in means.indices {
        factor[place, column] = max(0, value).squareRoot() * eigen.vectors[column, place]
      }
    }
    return (means, factor)
  }

  /// Sums over rows are rounded in the order of the rows: without their last digits the draws do
  /// not show it.
  private func rounded(_ covariance: Matrix) -> Matrix {
    let largest = covariance.elements.map { abs($0) }.max() ?? 0
    guard largest > 0 else { return covariance }
    let grid = Double(sign: .plus, exponent: largest.exponent - 30, significand: 1)
    return Matrix(
      rowCount: covariance.rowCount, columnCount: covariance.columnCount,
      elements: covariance.elements.map { ($0 / grid).rounded() * grid })
  }

  /// Both means of each pair with their influences.
  private func linearEstimates(
    _ rows: [Int32], _ first: [[UInt8]], _ second: [[UInt8]], _ rule: PairRule
  ) -> [LinearEstimate] {
    var isInside = [Bool](repeating: false, count: sample.design.rowCount)
    for row in rows { isInside[Int(row)] = true }
    let weights = isInside.indices.map { Double(sample.weights?[$0] ?? 1) }
    return zip(first, second).flatMap { left, right in
      [false, true].compactMap { isSecond in
        let values = left.indices.map { row -> Double? in
          let (a, b) = (rule.first[Int(left[row] & 15)], rule.second[Int(right[row] & 15)])
          guard let own = isSecond ? b : a, !rule.isPaired || (a != nil && b != nil) else {
            return nil
          }
          return rule.factor * Double(own)
        }
        return LinearEstimate.mean(values, weights: weights, in: isInside)
      }
    }
  }

  /// All weights halved as often as exact sums need.
  private static func reduced(_ columns: [[Int64]]) -> [[Int64]] {
    let largest = columns.map { $0.reduce(0, +) }.max() ?? 0
    var shift = 0
    while largest >> Int64(shift) > ReplicateWeights.sumLimit { shift += 1 }
    guard shift > 0 else { return columns }
    let half = Int64(1) << Int64(shift - 1)
    return columns.map { column in column.map { ($0 + half) >> Int64(shift) } }
  }
}
