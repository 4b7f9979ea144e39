public import NumericCore

/// A straight-line regression of a number on others in the population that a sample of any design
/// stands for: weighted least squares with an intercept, and its design covariance.
///
/// ```text
/// b = (X'W X)^-1 X'W y,   influence of a row on b:  (X'W X)^-1 x w (y - x'b)
/// ```
///
/// The covariance is that of the influence columns (linearisation), of their residuals on the
/// margins after calibration; where the sample has replicate weights, the line is fitted again
/// with each of them. Rows without one of the numbers lie outside the domain and stay in the
/// design.
///
/// Source: Fuller (1975), Regression analysis for sample survey; Binder (1983), On the variances
/// of asymptotically normal estimators from complex surveys.
public struct DesignRegression: Sendable, Equatable {
  /// The intercept, in the outcome's unit, and then by predictor the slope; p in all.
  public let coefficients: [Double]
  /// Their design covariance `[p x p]`.
  public let covariance: Matrix
  /// Those of the design in the rows that take part, less p - 1; nothing is tested at 0 or below.
  public let degreesOfFreedom: Int

  /// Fits the line.
  ///
  /// - Parameters:
  ///   - outcome: y by row, finite; `nil` is missing.
  ///   - predictors: by predictor, then row, finite; `nil` is missing. None gives the mean.
  ///   - sample: design, weights and calibration of the rows. The fit is `nil` where no row of
  ///     weight has all numbers, or a predictor follows from the others to nine digits.
  /// - Complexity: O(n p²), times the replicates where there are such.
  public init?(_ outcome: [Double?], on predictors: [[Double?]], sample: Sample) {
    let rowCount = sample.design.rowCount
    precondition(
      outcome.count == rowCount && predictors.allSatisfy { $0.count == rowCount },
      "\(outcome.count) outcomes of \(rowCount) rows")
    let rows = (0..<rowCount).filter { row in
      outcome[row] != nil && predictors.allSatisfy { $0[row] != nil }
    }
    let data = RegressionRows(
      outcome: rows.map { outcome[$0] ?? 0 },
      predictors: predictors.map { values in rows.map { values[$0] ?? 0 } })
    let weights = rows.map { Double(sample.weights?[$0] ?? 1) }
    guard let fit = WeightedLine(data, weights: weights) else { return nil }
    coefficients = fit.coefficients
    covariance =
      sample.replicates.map { replicates in
        DesignRegression.covariance(data, rows, replicates, fit.coefficients)
      }
      ?? sample.covariance(
        of: fit.influences(data, weights).enumerated().map { index, influence in
          var column = [Double](repeating: 0, count: rowCount)
          for (row, value) in zip(rows, influence) { column[row] = value }
          return LinearEstimate(value: fit.coefficients[index], influence: column)
        })
    var groups = [Int32](repeating: -1, count: rowCount)
    for row in rows { groups[row] = 0 }
    degreesOfFreedom =
      DomainDegrees(groups: groups, groupCount: 1, sample: sample).degreesOfFreedom(of: [0])
      - predictors.count
  }

  /// Student's t test of a coefficient against 0.
  ///
  /// - Parameter index: 0 for the intercept, 1 for the first predictor.
  /// - Returns: the coefficient as a difference, with its error, test and interval.
  public func test(_ index: Int) -> DifferenceTest {
    DifferenceTest(
      difference: coefficients[index], variance: covariance[index, index],
      degreesOfFreedom: Double(degreesOfFreedom))
  }

  // MARK: - Steps

  private static func covariance(
    _ data: RegressionRows, _ rows: [Int], _ replicates: SampleReplicates,
    _ coefficients: [Double]
  ) -> Matrix {
    let fits = Matrix(
      rowCount: replicates.columns.count, columnCount: coefficients.count,
      elements: replicates.columns.flatMap { column in
        WeightedLine(data, weights: rows.map { Double(column[$0]) })?.coefficients
          ?? coefficients.map { _ in .nan }
      })
    return replicates.variance.deviations(fits, estimates: coefficients).crossProduct()
  }
}

/// The rows of a regression, without a missing number.
struct RegressionRows {
  let outcome: [Double]
  /// By predictor, then row.
  let predictors: [[Double]]
}
