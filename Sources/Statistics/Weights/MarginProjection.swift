internal import NumericCore

/// Least squares of anything on the indicators of all margin categories, weighted with the
/// weights before calibration.
///
/// The part of an influence column that the margins explain does not vary from sample to sample
/// once the weights are fitted to those margins: the variance of a calibrated estimate is that of
/// the residuals.
///
/// Source: Deville and Särndal (1992), Calibration estimators in survey sampling.
public struct MarginProjection: Sendable {
  /// The rows' categories.
  public let cells: MarginCells
  private let weights: [Double]
  private let columns: [(margin: Int, category: Int)]
  private let factor: Cholesky

  /// - Parameters:
  ///   - cells: the rows' categories.
  ///   - weights: by cell, the sum of the weights before calibration.
  /// - Throws: `StatisticsFailure.dependentMargins` when two margins say the same.
  public init(_ cells: MarginCells, weights: [Double]) throws(StatisticsFailure) {
    self.cells = cells
    self.weights = weights
    var columns: [(margin: Int, category: Int)] = []
    for margin in cells.categoryCounts.indices {
      let sums = cells.sums(ofCells: weights, by: margin)
      // Beyond the first margin one category follows from the others.
      let filled = sums.indices.filter { sums[$0] > 0 }
      columns += filled.dropFirst(margin == 0 ? 0 : 1).map { (margin, $0) }
    }
    self.columns = columns
    do throws(NumericError) {
      factor = try Cholesky(of: MarginProjection.crossProduct(cells, weights, columns))
    } catch {
      throw .dependentMargins
    }
  }

  /// What the margins explain.
  ///
  /// - Parameter sums: by cell, Σ d u, the sum of weight times value.
  /// - Returns: by cell, the fitted value.
  public func fitted(_ sums: [Double]) -> [Double] {
    let slopes = factor.solve(moments(sums))
    return (0..<cells.cellCount).map { cell in
      columns.indices.reduce(0) { $0 + (holds(cell, $1) ? slopes[$1] : 0) }
    }
  }

  /// The influence of each row once the weights are calibrated.
  ///
  /// - Parameters:
  ///   - influence: by row, the calibrated weight times the influence of the estimate.
  ///   - weights: by row, the weight before calibration.
  ///   - calibrated: by row, the weight after it.
  /// - Returns: by row, the calibrated weight times the residual.
  public func residuals(
    _ influence: [Double], weights: [Double], calibrated: [Double]
  ) -> [Double] {
    let before = influence.indices.map {
      calibrated[$0] > 0 ? influence[$0] / calibrated[$0] * weights[$0] : 0
    }
    let fitted = fitted(cells.sums(before))
    return influence.indices.map {
      influence[$0] - calibrated[$0] * fitted[Int(cells.cellOfRow[$0])]
    }
  }

  /// The factors of linear calibration, 1 + x'λ: the nearest weights that meet the margins.
  ///
  /// - Parameter targets: by margin, then category, the wished sums of weights.
  /// - Returns: by cell; a factor may be negative, which raking's never is.
  ///
  /// Source: Deville and Särndal (1992), the generalised regression estimator.
  public func linearFactors(targets: [[Double]]) -> [Double] {
    let reached = moments(weights)
    let gaps = columns.indices.map {
      targets[columns[$0].margin][columns[$0].category] - reached[$0]
    }
    let slopes = factor.solve(gaps)
    return (0..<cells.cellCount).map { cell in
      columns.indices.reduce(1) { $0 + (holds(cell, $1) ? slopes[$1] : 0) }
    }
  }

  // MARK: - Steps

  private func holds(_ cell: Int, _ column: Int) -> Bool {
    cells.categories[cell][columns[column].margin] == columns[column].category
  }

  /// Σ over the cells of each column.
  private func moments(_ sums: [Double]) -> [Double] {
    columns.indices.map { column in
      sums.indices.reduce(0) { $0 + (holds($1, column) ? sums[$1] : 0) }
    }
  }

  private static func crossProduct(
    _ cells: MarginCells, _ weights: [Double], _ columns: [(margin: Int, category: Int)]
  ) -> Matrix {
    var product = Matrix(rowCount: columns.count, columnCount: columns.count)
    for (cell, categories) in cells.categories.enumerated() {
      let held = columns.indices.filter { categories[columns[$0].margin] == columns[$0].category }
      for left in held {
        for right in held { product[left, right] += weights[cell] }
      }
    }
    return product
  }
}
