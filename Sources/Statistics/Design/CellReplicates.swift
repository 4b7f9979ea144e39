internal import NumericCore

/// The weights of the cells of a table in each replicate of a sample: exact sums, so that whatever
/// follows from them does not depend on the order of the rows.
struct CellReplicates: Sendable {
  /// By row, its cell; below 0 for a row outside the table.
  let cells: [Int32]
  let cellCount: Int
  let replicates: SampleReplicates

  /// The covariance of estimates that the cells' weights give.
  ///
  /// - Parameters:
  ///   - estimates: q of them, under the full weights.
  ///   - estimate: the same q from a replicate's weights of the cells; NaN without a base.
  /// - Returns: `[q x q]`.
  func covariance(estimates: [Double], _ estimate: ([Double]) -> [Double]) -> Matrix {
    let values = Matrix(
      rowCount: replicates.columns.count, columnCount: estimates.count,
      elements: replicates.columns.flatMap { estimate(sums($0)) })
    return replicates.variance.deviations(values, estimates: estimates).crossProduct()
  }

  /// Σ w by cell.
  func sums(_ weights: [Int64]?) -> [Double] {
    var sums = [Int64](repeating: 0, count: cellCount)
    for (row, cell) in cells.enumerated() where cell >= 0 {
      sums[Int(cell)] &+= weights?[row] ?? 1
    }
    return sums.map { Double($0) }
  }
}
