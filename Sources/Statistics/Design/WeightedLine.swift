internal import NumericCore

/// Weighted least squares with an intercept, by orthogonal columns: the predictors less their
/// means, each less what the columns before it explain.
///
/// Two passes of Gram and Schmidt leave the columns orthogonal to the last digit; nothing is
/// squared as in the normal equations.
///
/// Source: Björck (1996), Numerical Methods for Least Squares Problems, section 2.4.
struct WeightedLine {
  /// The intercept, then the slopes.
  let coefficients: [Double]

  /// By column, its numbers times the root of the weight; of length 1.
  private let columns: [[Double]]
  /// R of the slopes: predictor less mean = columns R.
  private let triangle: Matrix
  private let means: [Double]
  private let total: Double

  /// A predictor whose own part is a smaller share of its spread follows from the others.
  private static let tolerance = 1e-9
  /// Numbers that differ by less of their size do not differ.
  private static let resolution = 1e-13

  /// `nil` without weight, or where a predictor follows from the others.
  init?(_ data: RegressionRows, weights: [Double]) {
    let total = weights.compensatedSum { $0 }
    guard total > 0 else { return nil }
    let roots = weights.map { $0.squareRoot() }
    let centred = data.predictors.map { WeightedLine.centred($0, weights, total) }
    var (columns, count) = ([[Double]](), centred.count)
    var triangle = Matrix(rowCount: count, columnCount: count)
    for (index, (values, mean)) in centred.enumerated() {
      var column = zip(values, roots).map { $0 * $1 }
      let spread = WeightedLine.product(column, column).squareRoot()
      for _ in 0..<2 {
        for (other, base) in columns.enumerated() {
          let part = WeightedLine.product(base, column)
          triangle[other, index] += part
          for row in column.indices { column[row] -= part * base[row] }
        }
      }
      let own = WeightedLine.product(column, column).squareRoot()
      let size = abs(mean) * total.squareRoot()
      guard own > WeightedLine.tolerance * spread, spread > WeightedLine.resolution * size
      else { return nil }
      triangle[index, index] = own
      columns.append(column.map { $0 / own })
    }
    (self.columns, self.triangle, self.total) = (columns, triangle, total)
    means = centred.map(\.mean)
    let outcome = WeightedLine.centred(data.outcome, weights, total)
    let target = zip(outcome.values, roots).map { $0 * $1 }
    let slopes = WeightedLine.solve(
      triangle, columns.map { WeightedLine.product($0, target) })
    coefficients =
      [outcome.mean - zip(slopes, means).compensatedSum { $0 * $1 }] + slopes
  }

  /// By coefficient, then row: the weight times the influence.
  func influences(_ data: RegressionRows, _ weights: [Double]) -> [[Double]] {
    let centred = data.predictors.map { WeightedLine.centred($0, weights, total).values }
    let outcome = WeightedLine.centred(data.outcome, weights, total).values
    var result = [[Double]](
      repeating: [Double](repeating: 0, count: weights.count), count: coefficients.count)
    for row in weights.indices where weights[row] > 0 {
      var rest = outcome[row]
      for (index, values) in centred.enumerated() {
        rest -= coefficients[index + 1] * values[row]
      }
      let root = weights[row].squareRoot()
      let slopes = WeightedLine.solve(triangle, columns.map { $0[row] })
      let intercept = root / total - zip(slopes, means).reduce(0) { $0 + $1.0 * $1.1 }
      for (index, slope) in ([intercept] + slopes).enumerated() {
        result[index][row] = slope * root * rest
      }
    }
    return result
  }

  // MARK: - Steps

  /// Numbers less their weighted mean. The mean is taken twice, so that none is left of a far one.
  private static func centred(
    _ values: [Double], _ weights: [Double], _ total: Double
  ) -> (values: [Double], mean: Double) {
    var (values, mean) = (values, 0.0)
    for _ in 0..<2 {
      let part = zip(values, weights).compensatedSum { $0 * $1 } / total
      mean += part
      for row in values.indices { values[row] -= part }
    }
    return (values, mean)
  }

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).compensatedSum { $0 * $1 }
  }

  /// Solves R b = z from the last to the first.
  private static func solve(_ triangle: Matrix, _ right: [Double]) -> [Double] {
    var result = right
    for row in right.indices.reversed() {
      for column in (row + 1)..<max(row + 1, right.count) {
        result[row] -= triangle[row, column] * result[column]
      }
      result[row] /= triangle[row, row]
    }
    return result
  }
}
