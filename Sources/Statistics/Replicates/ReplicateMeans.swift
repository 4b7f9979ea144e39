public import Groundwork
internal import NumericCore

/// The means of many pairs of coded columns over a set of rows, in every replicate at once.
///
/// One product of the replicate weights with base and point of all columns gives every sum of
/// every replicate; the sums are whole numbers below 2^53, so that the product is exact in any
/// order and precision and the same on any number of threads.
public struct ReplicateMeans: Sendable {
  /// B, the number of replicates.
  public let replicateCount: Int
  /// The number of pairs of columns.
  public let pairCount: Int
  /// Sums by pair and term, then replicate; the second base only where it differs.
  private let sums: [Double]
  private let termCount: Int
  private let factor: Double

  /// The rows that one product takes at a time: their weights fit a processor's cache.
  private static let blockRowCount = 512
  /// The rows that one thread sums up before results are merged.
  private static let pieceRowCount = 8_192

  /// Sums up.
  ///
  /// - Parameters:
  ///   - rows: the domain's rows.
  ///   - first: by pair, codes 0...15 by row.
  ///   - second: by pair, codes 0...15 by row.
  ///   - rule: what the codes are worth.
  ///   - weights: the replicates.
  ///   - workers: the threads.
  /// - Complexity: O(rows · B · pairs), by BLAS.
  public init(
    rows: [Int32], first: [[UInt8]], second: [[UInt8]], rule: PairRule,
    weights: ReplicateWeights, workers: Workers
  ) {
    let points = PairPointTable(rule, first, second)
    let pieces = workers.mapRanges(of: rows.count, size: ReplicateMeans.pieceRowCount) { range in
      var sums = ReplicateSums(
        columnCount: points.termCount * first.count, replicateCount: weights.count)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockRowCount) {
        let block = rows[start..<min(start + Self.blockRowCount, range.upperBound)]
        weights.add(block, points: points.points(of: block), to: &sums)
      }
      return sums
    }
    sums = pieces.dropFirst().reduce(into: pieces.first) { $0?.merge($1) }?.sums ?? []
    (termCount, pairCount, replicateCount) = (points.termCount, first.count, weights.count)
    factor = rule.factor
  }

  /// The two means of a pair in one replicate.
  ///
  /// - Parameters:
  ///   - pair: from 0.
  ///   - replicate: from 0.
  /// - Returns: the means; `nil` where a base drew nobody.
  public func means(pair: Int, replicate: Int) -> (first: Double, second: Double)? {
    guard !sums.isEmpty else { return nil }
    let start = pair * termCount * replicateCount + replicate
    let first = sums[start + 2 * replicateCount]
    let second = sums[start + (termCount - 1) * replicateCount]
    guard first > 0, second > 0 else { return nil }
    return (factor * sums[start] / first, factor * sums[start + replicateCount] / second)
  }

  /// The scores `first + max(first - second, 0)`, or without the floor `2 first - second`.
  ///
  /// - Parameter isFloored: whether a gap below 0 counts as 0.
  /// - Returns: by pair, then replicate; replicates in which a pair lost all its rows are left out
  ///   of all pairs.
  public func scores(isFloored: Bool) -> [[Double]] {
    let all = (0..<pairCount).map { scores(of: $0, isFloored: isFloored) }
    let lost = Set(all.flatMap { own in own.indices.filter { own[$0].isNaN } })
    guard !lost.isEmpty else { return all }
    return all.map { own in own.indices.filter { !lost.contains($0) }.map { own[$0] } }
  }

  /// The scores of one pair by replicate; NaN where a base drew nobody.
  private func scores(of pair: Int, isFloored: Bool) -> [Double] {
    guard !sums.isEmpty else { return [] }
    func term(_ number: Int) -> ArraySlice<Double> {
      let start = (pair * termCount + number) * replicateCount
      return sums[start..<start + replicateCount]
    }
    let (points, others) = (term(0), term(1))
    let (bases, otherBases) = (term(2), term(termCount - 1))
    return (0..<replicateCount).map { index in
      // 0 / 0 is NaN: nobody was drawn.
      let first = factor * points[points.startIndex + index] / bases[bases.startIndex + index]
      let second =
        factor * others[others.startIndex + index]
        / otherBases[otherBases.startIndex + index]
      let gap = first - second
      return first + (isFloored && gap < 0 ? 0 : gap)
    }
  }
}

/// Points and bases of many pairs of coded columns.
private struct PairPointTable: Sendable {
  /// The points of both columns and their bases; the second base only where it differs.
  let termCount: Int
  private let first: [[UInt8]]
  private let second: [[UInt8]]
  /// By term, then by pair of codes.
  private let terms: [[UInt8]]

  init(_ rule: PairRule, _ first: [[UInt8]], _ second: [[UInt8]]) {
    (self.first, self.second) = (first, second)
    let all = rule.terms
    terms =
      [
        all.map { UInt8($0.firstPoint) }, all.map { UInt8($0.secondPoint) },
        all.map { UInt8($0.firstBase) },
      ] + (rule.isPaired ? [] : [all.map { UInt8($0.secondBase) }])
    termCount = terms.count
  }

  /// By pair and term, then row.
  func points(of rows: ArraySlice<Int32>) -> [UInt8] {
    var points: [UInt8] = []
    points.reserveCapacity(termCount * first.count * rows.count)
    for (left, right) in zip(first, second) {
      let codes = rows.map { Int(left[Int($0)] & 15) << 4 | Int(right[Int($0)] & 15) }
      for term in terms { points.append(contentsOf: codes.lazy.map { term[$0] }) }
    }
    return points
  }
}
