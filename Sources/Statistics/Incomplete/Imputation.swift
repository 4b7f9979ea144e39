public import Groundwork
internal import NumericCore

extension NormalModel {
  /// Puts rows on the grid, missing answers replaced by their conditional means.
  ///
  /// Use it before clustering. Answers given are exact on the grid; a missing one becomes its
  /// mean given the row's other answers, kept within the answers seen in its column and rounded
  /// once to the grid. Do not publish standard errors from such rows as if they were complete.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, the columns of the model.
  ///   - gridBits: the grid, or `nil` for the finest one that holds these rows; rows that are
  ///     to be compared need the same grid.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: `[n x p]`, complete.
  /// - Complexity: O(n |M| p) with |M| missing cells a row.
  ///
  /// Source: Little and Rubin (2002), Statistical Analysis with Missing Data, section 4.2.2.
  public func gridMatrix(
    imputing rows: IntegerMatrix, gridBits: Int? = nil, workers: Workers
  ) -> GridMatrix {
    precondition(rows.columnCount == mean.count, "\(rows.columnCount) columns for this model")
    let imputed = ranges.reduce(0) { max($0, abs($1.lowerBound), abs($1.upperBound)) }
    let magnitude = max(rows.largestMagnitude, imputed)
    let bits = gridBits ?? GridMatrix.gridBits(forMagnitude: magnitude)
    precondition(magnitude << bits < GridMatrix.limit, "\(magnitude) on \(bits) grid bits")
    let conditional = activeDistribution()
    let pieces = workers.mapRanges(of: rows.rowCount, size: 4_096) { range in
      gridCells(rows, range, bits, conditional)
    }
    return GridMatrix(
      rowCount: rows.rowCount, columnCount: rows.columnCount, elements: pieces.flatMap { $0 },
      gridBits: bits)
  }

  // MARK: - Steps

  private var activeColumns: [Int] {
    let excluded = Set(excludedColumns)
    return mean.indices.filter { !excluded.contains($0) }
  }

  /// The distribution of the columns that vary, made invertible as during the estimation.
  private func activeDistribution() -> ConditionalNormal {
    let active = activeColumns
    var matrix = covariance.selecting(rows: active, columns: active)
    var added = ridge
    while true {
      for place in active.indices {
        let column = active[place]
        matrix[place, place] = covariance[column, column] * (1 + added)
      }
      if let factor = try? Cholesky(of: matrix) {
        return ConditionalNormal(mean: active.map { mean[$0] }, precision: factor.precision())
      }
      added = max(1e-8, added * 10)
    }
  }

  /// The cells of a range of rows.
  private func gridCells(
    _ rows: IntegerMatrix, _ range: Range<Int>, _ bits: Int, _ distribution: ConditionalNormal
  ) -> [Int16] {
    var conditional = distribution
    var cells = [Int16](repeating: 0, count: range.count * rows.columnCount)
    let patterns = MissingPatterns(rows, rows: range, keepsEmptyRows: true)
    let active = activeColumns
    let places = Dictionary(uniqueKeysWithValues: active.enumerated().map { ($1, $0) })
    var buffer = [Double](repeating: 0, count: active.count)
    for row in patterns.completeRows {
      setAnswers(rows, row, bits, &cells, range.lowerBound)
    }
    for group in patterns.groups {
      conditional.setPattern(group.missing.compactMap { places[$0] })
      for row in group.rows {
        setAnswers(rows, row, bits, &cells, range.lowerBound)
        for (place, column) in active.enumerated() { buffer[place] = Double(rows[row, column]) }
        conditional.fill(&buffer, row: 0)
        for column in group.missing {
          let value = places[column].map { buffer[$0] } ?? mean[column]
          cells[(row - range.lowerBound) * rows.columnCount + column] =
            onGrid(value, column, bits)
        }
      }
    }
    return cells
  }

  private func setAnswers(
    _ rows: IntegerMatrix, _ row: Int, _ bits: Int, _ cells: inout [Int16], _ first: Int
  ) {
    let start = (row - first) * rows.columnCount
    for (column, cell) in rows.row(row).enumerated() where cell != IntegerMatrix.missing {
      cells[start + column] = Int16(cell) << Int16(bits)
    }
  }

  private func onGrid(_ value: Double, _ column: Int, _ bits: Int) -> Int16 {
    let lowest = Double(ranges[column].lowerBound)
    let highest = Double(ranges[column].upperBound)
    return Int16((min(highest, max(lowest, value)) * Double(1 << bits)).rounded())
  }
}
