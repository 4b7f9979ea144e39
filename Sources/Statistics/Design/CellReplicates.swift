internal import NumericCore

/// The weights of the cells of a table in each replicate of a sample.
struct CellReplicates: Sendable {
  /// By replicate, then cell.
  private let weights: [[Double]]
  private let variance: ReplicateVariance

  init(cells: [Int32], cellCount: Int, replicates: SampleReplicates) {
    let classes = [Int32](repeating: 0, count: cells.count)
    weights = replicates.columns.map { column in
      CellSums(
        cells: cells, cellCount: cellCount, classes: classes, classCount: 1, weights: column,
        keepsSquares: false
      ).weights(in: 0)
    }
    variance = replicates.variance
  }

  /// The covariance of estimates that the cells' weights give.
  ///
  /// - Parameters:
  ///   - estimates: q of them, under the full weights.
  ///   - estimate: the same q from a replicate's weights of the cells; NaN without a base.
  /// - Returns: `[q x q]`.
  func covariance(estimates: [Double], _ estimate: ([Double]) -> [Double]) -> Matrix {
    let values = Matrix(
      rowCount: weights.count, columnCount: estimates.count, elements: weights.flatMap(estimate))
    return variance.deviations(values, estimates: estimates).crossProduct()
  }
}
