internal import NumericCore

/// Exact sums over the rows of each class and cell: of the weights, and where rows are sampling
/// units themselves of the squared weights. A row lies in one cell at most.
struct CellSums: Sendable {
  let cellCount: Int
  /// Σ w by class, then cell.
  private(set) var weights: [Int64]
  /// Σ w² by class, then cell; empty where they are not kept.
  private(set) var squares: [Int128]

  init(
    cells: [Int32], cellCount: Int, classes: [Int32], classCount: Int, weights: [Int64]?,
    keepsSquares: Bool
  ) {
    self.cellCount = cellCount
    self.weights = [Int64](repeating: 0, count: classCount * cellCount)
    squares = [Int128](repeating: 0, count: keepsSquares ? classCount * cellCount : 0)
    for (row, cell) in cells.enumerated() where cell >= 0 {
      let weight = weights?[row] ?? 1
      let index = Int(classes[row]) * cellCount + Int(cell)
      self.weights[index] += weight
      if keepsSquares { squares[index] += Int128(weight) * Int128(weight) }
    }
  }

  func weights(in index: Int) -> [Double] {
    weights[index * cellCount..<(index + 1) * cellCount].map { Double($0) }
  }

  func squares(in index: Int) -> [Double] {
    squares[index * cellCount..<(index + 1) * cellCount].map { Double($0) }
  }
}

/// What one stage adds to the design covariance of the cells' weights.
struct CellCovariance {
  let classes: StageClasses
  let sums: CellSums
  /// By margin cell, then cell: what the margins explain of the cell's indicator.
  let fits: [[Double]]?

  /// The matrix `[K x K]`.
  func matrix() -> Matrix {
    classes.hasRowUnits ? ofRows() : classes.stage.covariance(ofUnitTotals: totals())
  }

  // MARK: - Sampling units of many rows

  private func totals() -> Matrix {
    var totals = Matrix(rowCount: classes.stage.unitCount, columnCount: sums.cellCount)
    for index in 0..<classes.classCount {
      for (cell, value) in residual(in: index).enumerated() {
        totals[classes.owners[index], cell] += value
      }
    }
    return totals
  }

  /// Σ w (indicator - fit) over the rows of a class.
  private func residual(in index: Int) -> [Double] {
    let own = sums.weights(in: index)
    guard let fit = fits?[classes.cells[index]] else { return own }
    return zip(own, fit).map { $0 - classes.weights[index] * $1 }
  }

  // MARK: - Rows as sampling units

  /// Σ over the strata of factor (Σ e e' - n ē ē').
  private func ofRows() -> Matrix {
    var result = Matrix(rowCount: sums.cellCount, columnCount: sums.cellCount)
    let overall = mean(of: 0..<classes.classCount, count: classes.stage.unitCount)
    var start = 0
    for (group, factor) in classes.stage.factors.enumerated() {
      let end = classes.owners[start...].firstIndex { $0 != group } ?? classes.classCount
      let count = classes.stage.unitCounts[group]
      for index in start..<end { addSquares(of: index, factor, to: &result) }
      let own = mean(of: start..<end, count: count)
      center(own, count > 1 ? own : overall, factor * Double(count), &result)
      start = end
    }
    return result
  }

  private func mean(of range: Range<Int>, count: Int) -> [Double] {
    var sum = [Double](repeating: 0, count: sums.cellCount)
    for index in range {
      for (cell, value) in residual(in: index).enumerated() { sum[cell] += value }
    }
    return sum.map { $0 / Double(count) }
  }

  /// Turns Σ e e' into Σ (e - c)(e - c)'; both sides get the same bits.
  private func center(
    _ own: [Double], _ center: [Double], _ factor: Double, _ result: inout Matrix
  ) {
    for row in own.indices {
      for column in 0...row {
        let part =
          center[row] * center[column] - own[row] * center[column] - center[row] * own[column]
        result[row, column] += factor * part
        if column < row { result[column, row] += factor * part }
      }
    }
  }

  /// Σ w² (1 - f)(1 - f)' over the rows of a class: each row has one indicator of 1 or none.
  private func addSquares(of index: Int, _ factor: Double, to result: inout Matrix) {
    let squares = sums.squares(in: index)
    for cell in squares.indices { result[cell, cell] += factor * squares[cell] }
    guard let fit = fits?[classes.cells[index]] else { return }
    for row in fit.indices {
      for column in 0...row {
        let part =
          fit[row] * fit[column] * classes.squares[index] - squares[row] * fit[column]
          - fit[row] * squares[column]
        result[row, column] += factor * part
        if column < row { result[column, row] += factor * part }
      }
    }
  }
}
