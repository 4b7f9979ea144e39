public import NumericCore

extension NormalModel {
  /// A model of known parts, such as one that was written to a file.
  ///
  /// - Parameters:
  ///   - mean: p numbers.
  ///   - covariance: `[p x p]`, zero in the rows and columns of `excluded`.
  ///   - excluded: the columns that vary with nothing.
  ///   - ridge: as in `ridge`.
  ///   - ranges: the smallest and the largest answer of each column.
  ///
  /// Source: Little and Rubin (2002), Statistical Analysis with Missing Data, section 11.2.
  public init(
    mean: [Double], covariance: Matrix, excluded: [Int], ridge: Double, ranges: [ClosedRange<Int>]
  ) {
    precondition(
      covariance.rowCount == mean.count && covariance.columnCount == mean.count
        && ranges.count == mean.count, "\(mean.count) means, \(covariance.rowCount) rows")
    self.mean = mean
    self.covariance = covariance
    excludedColumns = excluded
    emptyRowCount = 0
    iterationCount = 0
    hasConverged = true
    largestChange = 0
    self.ridge = ridge
    self.ranges = ranges
  }

  /// The model of some of the columns, in their order: what is known of them without the others.
  public func selecting(columns: [Int]) -> NormalModel {
    NormalModel(
      mean: columns.map { mean[$0] },
      covariance: covariance.selecting(rows: columns, columns: columns),
      excluded: columns.indices.filter { excludedColumns.contains(columns[$0]) }, ridge: ridge,
      ranges: columns.map { ranges[$0] })
  }
}
