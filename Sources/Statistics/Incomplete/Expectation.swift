internal import NumericCore

/// The iterations of expectation and maximisation on the columns that vary.
///
/// Cells are held as differences from a whole pivot near their mean, so that the second moments
/// lose no digits. Complete rows enter once, as constant sums; incomplete rows are kept filled,
/// pattern after pattern, and only their missing cells change.
struct Expectation {
  private let options: NormalModel.Options
  private let groups: [MissingPatterns.Group]
  private let groupWeights: [Double]
  private let pivots: [Double]
  private let totalWeight: Double
  private let constantSums: [Double]
  private let constantProducts: Matrix
  private let roots: [Double]
  private var cells: [Double]
  private var estimate: Estimate

  /// Runs to convergence or to the limit of iterations.
  static func run(
    _ rows: IntegerMatrix, _ weights: WholeWeights, _ patterns: MissingPatterns,
    _ summary: ColumnSummary, _ options: NormalModel.Options
  ) -> Estimate {
    var state = Expectation(rows, weights, patterns, summary, options)
    state.estimate.hasConverged = false
    for iteration in 1...max(1, options.maximumIterations) {
      state.step()
      state.estimate.iterationCount = iteration
      if state.estimate.largestChange < options.tolerance {
        state.estimate.hasConverged = true
        break
      }
    }
    return state.result
  }

  private init(
    _ rows: IntegerMatrix, _ weights: WholeWeights, _ patterns: MissingPatterns,
    _ summary: ColumnSummary, _ options: NormalModel.Options
  ) {
    let columns = summary.activeColumns
    self.options = options
    groups = patterns.groups
    pivots = columns.map { summary.means[$0].rounded() }
    var start = Matrix(rowCount: columns.count, columnCount: columns.count)
    for (place, column) in columns.enumerated() { start[place, place] = summary.variances[column] }
    estimate = Estimate(
      mean: zip(columns, pivots).map { summary.means[$0] - $1 }, covariance: start)
    groupWeights = groups.map { group in
      group.rows.reduce(0) { $0 + Double(weights[$1]) }
    }
    let complete = Expectation.moments(rows, patterns.completeRows, weights, pivots)
    constantSums = complete.sums
    constantProducts = complete.products
    totalWeight = complete.weight + groupWeights.reduce(0, +)
    let order = groups.flatMap { $0.rows }
    roots = order.map { Double(weights[$0]).squareRoot() }
    cells = Expectation.centered(rows, order, pivots)
  }

  private var result: Estimate {
    var shifted = estimate
    shifted.mean = zip(estimate.mean, pivots).map { $0 + $1 }
    return shifted
  }

  // MARK: - Steps

  /// One expectation and one maximisation.
  private mutating func step() {
    let count = pivots.count
    var conditional = ConditionalNormal(
      mean: estimate.mean, precision: invertibleCovariance().precision())
    var products = constantProducts
    var row = 0
    for (group, weight) in zip(groups, groupWeights) {
      conditional.setPattern(group.missing)
      conditional.addCovariance(weight: weight, to: &products)
      for _ in group.rows {
        conditional.fill(&cells, row: row)
        row += 1
      }
    }
    let filled = weightedMoments()
    var mean = [Double](repeating: 0, count: count)
    var covariance = products
    for column in 0..<count {
      mean[column] = (constantSums[column] + filled.sums[column]) / totalWeight
    }
    for column in 0..<count {
      for other in 0...column {
        let product = products[column, other] + filled.products[column, other]
        covariance[column, other] = product / totalWeight - mean[column] * mean[other]
        covariance[other, column] = covariance[column, other]
      }
    }
    estimate.largestChange = change(mean, covariance)
    estimate.mean = mean
    estimate.covariance = covariance
  }

  /// The factor of the covariance, with as small a ridge as makes it invertible.
  private mutating func invertibleCovariance() -> Cholesky {
    var ridge = 0.0
    while true {
      var matrix = estimate.covariance
      for column in 0..<matrix.rowCount {
        matrix[column, column] += ridge * max(matrix[column, column], .leastNormalMagnitude)
      }
      if let factor = try? Cholesky(of: matrix), isSafe(factor, matrix) {
        estimate.ridge = max(estimate.ridge, ridge)
        return factor
      }
      ridge = ridge == 0 ? 1e-8 : ridge * 10
      precondition(ridge < 1e6, "no ridge makes the covariance invertible")
    }
  }

  /// Whether no column is all but determined by the ones before it: `1 - R² >= 1e-10`.
  private func isSafe(_ factor: Cholesky, _ matrix: Matrix) -> Bool {
    (0..<matrix.rowCount).allSatisfy { column in
      let pivot = factor.factor[column, column]
      return pivot * pivot >= 1e-10 * matrix[column, column]
    }
  }

  private func weightedMoments() -> (sums: [Double], products: Matrix) {
    let count = pivots.count
    var scaled = Matrix(rowCount: roots.count, columnCount: count, elements: cells)
    var sums = [Double](repeating: 0, count: count)
    for (row, root) in roots.enumerated() {
      for column in 0..<count {
        let value = scaled.elements[row * count + column] * root
        scaled.elements[row * count + column] = value
        sums[column] += value * root
      }
    }
    return (sums, scaled.crossProduct())
  }

  /// The largest change in standard deviations.
  private func change(_ mean: [Double], _ covariance: Matrix) -> Double {
    let deviations = covariance.diagonal.map { max($0, .leastNormalMagnitude).squareRoot() }
    var largest = 0.0
    for column in mean.indices {
      let difference = abs(mean[column] - estimate.mean[column])
      largest = max(largest, difference / deviations[column])
      for other in 0...column {
        let difference = abs(covariance[column, other] - estimate.covariance[column, other])
        largest = max(largest, difference / (deviations[column] * deviations[other]))
      }
    }
    return largest
  }

  /// The sums and products of complete rows about the pivots, from exact integer sums.
  private static func moments(
    _ rows: IntegerMatrix, _ chosen: [Int], _ weights: WholeWeights, _ pivots: [Double]
  ) -> (weight: Double, sums: [Double], products: Matrix) {
    let exact = CrossProducts(
      of: rows.elements, columnCount: rows.columnCount, rows: chosen, weights: weights)
    let count = pivots.count
    let weight = Int128(exact.weight)
    let sums = exact.sums.map { Int128($0) }
    let whole = pivots.map { Int128(Int64($0)) }
    var products = Matrix(rowCount: count, columnCount: count)
    for row in 0..<count {
      for column in 0..<count {
        let product = Int128(exact.products[row * count + column])
        let crossed = whole[row] * sums[column] + whole[column] * sums[row]
        products[row, column] = (product - crossed + weight * whole[row] * whole[column]).real
      }
    }
    return (weight.real, zip(sums, whole).map { ($0 - weight * $1).real }, products)
  }

  private static func centered(
    _ rows: IntegerMatrix, _ order: [Int], _ pivots: [Double]
  ) -> [Double] {
    var cells: [Double] = []
    cells.reserveCapacity(order.count * pivots.count)
    for row in order {
      for (cell, pivot) in zip(rows.row(row), pivots) { cells.append(Double(cell) - pivot) }
    }
    return cells
  }
}
