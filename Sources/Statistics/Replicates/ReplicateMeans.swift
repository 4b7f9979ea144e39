public import Groundwork
internal import NumericCore

/// The means of many pairs of coded columns over a set of rows, in every replicate at once.
///
/// One product of the replicate weights with base and point of all columns gives every sum of
/// every replicate; the sums are whole numbers below 2^53, so that the product is exact in any
/// order and the same on any number of threads.
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
  private static let blockRowCount = 256
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
  /// - Complexity: O(rows · B · pairs), by BLAS `dgemm`.
  public init(
    rows: [Int32], first: [[UInt8]], second: [[UInt8]], rule: PairRule,
    weights: ReplicateWeights, workers: Workers
  ) {
    let terms = rule.isPaired ? 3 : 4
    let table = rule.terms.map { term in
      [term.firstPoint, term.secondPoint, term.firstBase, term.secondBase].map { Double($0) }
    }.flatMap { $0 }
    let width = terms * first.count
    let pieces = workers.mapRanges(of: rows.count, size: ReplicateMeans.pieceRowCount) { range in
      var sums = [Double](repeating: 0, count: weights.count * width)
      for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockRowCount) {
        let block = rows[start..<min(start + Self.blockRowCount, range.upperBound)]
        let values = Matrix(
          rowCount: block.count, columnCount: width,
          elements: ReplicateMeans.values(block, first, second, table, terms))
        let own = Matrix(
          rowCount: block.count, columnCount: weights.count, elements: weights.weights(of: block))
        let product = Matrix.product(values, own, transposeLeft: true).elements
        for index in sums.indices { sums[index] += product[index] }
      }
      return sums
    }
    sums = pieces.dropFirst().reduce(into: pieces.first ?? []) { total, piece in
      for index in total.indices { total[index] += piece[index] }
    }
    (termCount, pairCount, replicateCount) = (terms, first.count, weights.count)
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

  // MARK: - Steps

  /// Points and bases of all pairs, row after row.
  private static func values(
    _ rows: ArraySlice<Int32>, _ first: [[UInt8]], _ second: [[UInt8]], _ table: [Double],
    _ terms: Int
  ) -> [Double] {
    let width = terms * first.count
    var values = [Double](repeating: 0, count: rows.count * width)
    for pair in first.indices {
      let (left, right) = (first[pair], second[pair])
      var place = terms * pair
      for row in rows {
        let entry = 4 * (Int(left[Int(row)] & 15) << 4 | Int(right[Int(row)] & 15))
        for term in 0..<terms { values[place + term] = table[entry + term] }
        place += width
      }
    }
    return values
  }
}
