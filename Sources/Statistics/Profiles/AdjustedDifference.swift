internal import NumericCore

/// By how much a number differs between rows with a mark and rows without it, covariates taken out
/// of both, in a sample of any design: the coefficient of the mark in a regression on the mark and
/// the covariates.
///
/// Use it for many numbers beside one mark: what the covariates leave of the mark is computed once
/// for all numbers that the same rows have.
///
/// ```text
/// b = Σ w x y / Σ w x²      influence of a row: w x (y - b x) / Σ w x²
/// ```
///
/// with x and y the residuals of mark and number on the covariates and a constant. The covariates
/// cost the share q / (n - 1) of the degrees of freedom, as in `PartialAssociation`.
///
/// Source: Frisch and Waugh (1933), Partial time regressions as compared with individual trends;
/// Fuller (1975), Regression analysis for sample survey.
public struct AdjustedDifference: Sendable, Equatable {
  /// b with its standard error, and the degrees of freedom.
  public let test: DifferenceTest
  /// The rows of positive weight with mark and number.
  public let count: Int

  /// Compares several numbers between the rows with a mark and those without.
  ///
  /// - Parameters:
  ///   - numbers: by number, then row, finite; `nil` for none.
  ///   - mark: by row; `nil` for not known.
  ///   - covariates: by covariate, then row: finite numbers; a constant is always taken out.
  ///   - sample: design and weights of the rows. Sums run in their order: give them in one that
  ///     does not hang on the file, see `Sample.reordered`.
  /// - Returns: by number; `nil` where the covariates explain all of mark or number, or the design
  ///   leaves no degree of freedom.
  /// - Complexity: O(n (q² + numbers q)) where the same rows have all numbers.
  public static func all(
    of numbers: [[Double?]], by mark: [Bool?], covariates: [[Double]], sample: Sample
  ) -> [AdjustedDifference?] {
    precondition(
      (numbers + [[]]).allSatisfy { $0.isEmpty || $0.count == mark.count }
        && mark.count == sample.design.rowCount,
      "\(mark.count) marks, \(sample.design.rowCount) rows in the sample")
    var last: MarkedRows?
    return numbers.map { number in
      let rows = mark.indices.filter { row in
        mark[row] != nil && number[row] != nil && sample.weights?[row] != 0
      }
      if last?.rows != rows { last = MarkedRows(rows, mark, covariates, sample) }
      return last?.difference(of: rows.map { number[$0] ?? 0 }, sample)
    }
  }

  fileprivate init(test: DifferenceTest, count: Int) { (self.test, self.count) = (test, count) }
}

/// The rows of a comparison, and what covariates leave of their marks.
private struct MarkedRows {
  let rows: [Int]
  /// By row, as they come.
  private let weights: [Double]
  private let total: Double
  private let basis: WeightedBasis
  /// The mark's residual, of weighted mean square 1.
  private let residual: [Double]
  /// The root of its mean square before that.
  private let scale: Double
  private let degreesOfFreedom: Double

  init?(_ rows: [Int], _ mark: [Bool?], _ covariates: [[Double]], _ sample: Sample) {
    let weights = rows.map { Double(sample.weights?[$0] ?? 1) }
    let total = weights.reduce(0, +)
    guard rows.count > 1, total > 0 else { return nil }
    let shares = weights.map { $0 / total }
    var basis = WeightedBasis(weights: shares)
    basis.add(covariates.map { column in rows.map { column[$0] } })
    let marks = rows.map { mark[$0] == true ? 1.0 : 0 }
    guard let residual = basis.residuals([marks]).first else { return nil }
    var groups = [Int32](repeating: -1, count: mark.count)
    for row in rows { groups[row] = 0 }
    let domain = DomainDegrees(groups: groups, groupCount: 1, sample: sample)
    let covariateCount = basis.columns.count - 1
    (self.rows, self.weights, self.total, self.basis) = (rows, weights, total, basis)
    self.residual = residual
    scale = MarkedRows.product(residual, marks, shares)
    degreesOfFreedom =
      Double(domain.degreesOfFreedom(of: [0]))
      * (1 - Double(covariateCount) / Double(rows.count - 1))
  }

  func difference(of values: [Double], _ sample: Sample) -> AdjustedDifference? {
    guard degreesOfFreedom > 0, scale > 0, let own = basis.residuals([values]).first else {
      return nil
    }
    let shares = weights.map { $0 / total }
    let size = MarkedRows.product(own, values, shares)
    let together = size * MarkedRows.product(residual, own, shares)
    var influence = [Double](repeating: 0, count: sample.design.rowCount)
    for (place, row) in rows.enumerated() {
      let rest = size * own[place] - together * residual[place]
      influence[row] = weights[place] * residual[place] * rest / (total * scale)
    }
    let estimate = LinearEstimate(value: together / scale, influence: influence)
    let test = DifferenceTest(
      difference: estimate.value, variance: sample.covariance(of: [estimate])[0, 0],
      degreesOfFreedom: degreesOfFreedom)
    return AdjustedDifference(test: test, count: rows.count)
  }

  private static func product(_ left: [Double], _ right: [Double], _ shares: [Double]) -> Double {
    var sum = 0.0
    for row in left.indices { sum += shares[row] * left[row] * right[row] }
    return sum
  }
}
