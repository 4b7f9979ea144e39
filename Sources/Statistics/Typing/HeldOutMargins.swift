public import Groundwork

/// How clearly rows lie nearest one center, measured on centers that they had no part in.
///
/// Centers lie towards the rows that shaped them, so those rows have larger margins than new rows
/// of the same population: with 240 rows, 40 columns and four clusters by up to a fifth of a
/// standard deviation. Hold new rows against these margins instead.
public enum HeldOutMargins {
  /// The number of folds.
  public static let foldCount = 10

  /// Forms centers without each fold and measures the fold's rows.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, the rows that were clustered.
  ///   - answers: of the rows, where margins are those of `ObservedMeans.assign`; else `nil`.
  ///   - labels: the cluster of each row: each fold has its share of each.
  ///   - keys: one a row, such as the hash of an id; a row's fold hangs on it, never on its place.
  ///   - seed: other seeds make other folds.
  ///   - workers: the threads to use; they change no result.
  ///   - centers: forms centers from some rows (ascending positions), on the grid of the rows;
  ///     `nil` where it cannot.
  /// - Returns: by row, how much nearer the nearest center is than the second nearest, as in
  ///   `KMeansSolution.margins`; `nil` where centers cannot be formed without some fold.
  /// - Complexity: ten times that of `centers`.
  ///
  /// Source: Stone (1974), Cross-validatory choice and assessment of statistical predictions.
  public static func margins(
    _ rows: GridMatrix, answers: IntegerMatrix? = nil, labels: [Int], keys: [UInt64], seed: UInt64,
    workers: Workers,
    centers: @Sendable (_ outside: [Int]) -> GridMatrix?
  ) -> [Double]? {
    let folds = Folds.spread(keys: keys, labels: labels, count: foldCount, seed: seed)
    let found = workers.map(foldCount) { fold -> (own: [Int], margins: [Double])? in
      let own = folds.indices.filter { folds[$0] == fold }
      guard !own.isEmpty else { return ([], []) }
      guard let formed = centers(folds.indices.filter { folds[$0] != fold }) else { return nil }
      let alone = Workers(threadCount: 1)
      guard let answers else {
        return (own, KMeans.assign(rows.selecting(rows: own), to: formed, workers: alone).margins)
      }
      let sample = answers.selecting(rows: own)
      return (own, ObservedMeans.assign(sample, to: formed, workers: alone).margins)
    }
    var margins = [Double](repeating: 0, count: rows.rowCount)
    for fold in found {
      guard let fold else { return nil }
      for (row, margin) in zip(fold.own, fold.margins) { margins[row] = margin }
    }
    return margins
  }
}
