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
  /// Sums by replicate, then pair and term; the second base only where it differs.
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
        let product = Matrix.product(own, values, transposeLeft: true).elements
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
    let start = replicate * termCount * pairCount + termCount * pair
    let (first, second) = (sums[start + 2], sums[start + termCount - 1])
    guard first > 0, second > 0 else { return nil }
    return (factor * sums[start] / first, factor * sums[start + 1] / second)
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
