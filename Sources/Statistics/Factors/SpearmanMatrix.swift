public import NumericCore

extension Correlation {
  /// Spearman's rank correlation of complete rows: how monotone two columns go together.
  ///
  /// Use it beside Pearson's where single extreme numbers may carry the result, or where steps of
  /// a scale are known to be ordered and nothing else.
  ///
  /// ```text
  /// rank = weight below + half the weight of equal numbers,   r = Pearson's r of the ranks
  /// ```
  ///
  /// With equal weights these are the usual middle ranks less one half, so r is Spearman's.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, all finite; n is 1 or more.
  ///   - weights: n numbers of 0 or more with a positive sum, or `nil` for weight 1 each.
  /// - Returns: `[p x p]`; the diagonal is exactly 1, columns that do not vary have 0 elsewhere.
  /// - Throws: as `RowMoments`.
  /// - Complexity: O(p n log n + n p²).
  ///
  /// Source: Spearman (1904), The proof and measurement of association between two things.
  public static func spearman(
    of rows: Matrix, weights: [Double]? = nil
  ) throws(StatisticsFailure) -> Matrix {
    var ranks = rows
    for column in 0..<rows.columnCount {
      for (row, rank) in middleRanks(rows.column(column), weights).enumerated() {
        ranks[row, column] = rank
      }
    }
    return try RowMoments(ranks, weights: weights).correlation
  }

  /// The weight below each number plus half the weight of those equal to it.
  static func middleRanks(_ values: [Double], _ weights: [Double]?) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = values
    var (below, start) = (0.0, 0)
    while start < order.count {
      var (end, own) = (start, 0.0)
      while end < order.count, values[order[end]] == values[order[start]] {
        own += weights?[order[end]] ?? 1
        end += 1
      }
      for place in order[start..<end] { ranks[place] = below + own / 2 }
      below += own
      start = end
    }
    return ranks
  }
}
