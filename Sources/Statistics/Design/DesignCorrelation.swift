internal import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The correlation of two numbers in the population that a sample of any design stands for, with
/// its linearised standard error and Fisher's interval.
///
/// ```text
/// r = Σ w u v / Σ w,   u, v standardised
/// influence of a row on r:  w (u v - r (u² + v²) / 2) / Σ w
/// tanh(atanh r ± t se / (1 - r²))
/// ```
///
/// Where the sample has replicate weights, r is computed again with each of them. Sums run row by
/// row: put the rows in order first (`Sample.reordered`).
///
/// Source: Deville (1999), Variance estimation for complex statistics and estimators; Fisher
/// (1921), On the probable error of a coefficient of correlation, for the scale of the interval.
public struct DesignCorrelation: Sendable, Equatable {
  /// Pearson's correlation, -1...1.
  public let value: Double
  /// Its design-based standard error.
  public let standardError: Double
  /// The rows of weight that have both numbers.
  public let rowCount: Int
  /// What they are worth under their weights (Kish).
  public let effectiveCount: Double
  /// Those of the design in these rows.
  public let degreesOfFreedom: Int

  /// Correlates.
  ///
  /// - Parameters:
  ///   - first: by row, finite; `nil` is missing or outside the domain.
  ///   - second: by row, finite; `nil` is missing.
  ///   - sample: design, weights and calibration of the rows. The result is `nil` where fewer than
  ///     two rows of weight have both numbers, or one of them is the same in all.
  /// - Complexity: O(n), times the replicates where there are such.
  public init?(_ first: [Double?], _ second: [Double?], sample: Sample) {
    let count = sample.design.rowCount
    precondition(
      first.count == count && second.count == count, "\(first.count), \(second.count) of \(count)")
    let weights = (0..<count).map { row in
      first[row] == nil || second[row] == nil ? 0 : Double(sample.weights?[row] ?? 1)
    }
    guard let fit = Fit(first, second, weights) else { return nil }
    value = fit.value
    rowCount = weights.count { $0 > 0 }
    let total = weights.compensatedSum { $0 }
    effectiveCount = total * total / weights.compensatedSum { $0 * $0 }
    let variance =
      sample.replicates.map { replicates in
        let values = replicates.columns.map { column in
          let own = column.indices.map { weights[$0] > 0 ? Double(column[$0]) : 0 }
          return Fit(first, second, own)?.value ?? .nan
        }
        return replicates.variance.deviations(
          Matrix(rowCount: values.count, columnCount: 1, elements: values), estimates: [fit.value]
        ).crossProduct()[0, 0]
      }
      ?? sample.covariance(
        of: [LinearEstimate(value: fit.value, influence: fit.influence(first, second, weights))]
      )[0, 0]
    standardError = max(0, variance).squareRoot()
    degreesOfFreedom = DomainDegrees(
      groups: weights.map { $0 > 0 ? 0 : -1 }, groupCount: 1, sample: sample
    ).degreesOfFreedom(of: [0])
  }

  /// Fisher's interval.
  ///
  /// - Parameter level: how often such intervals hold the truth, above 0 and below 1.
  /// - Returns: its bounds within -1...1; `nil` without a degree of freedom.
  public func interval(level: Double = 0.95) -> (low: Double, high: Double)? {
    guard degreesOfFreedom > 0 else { return nil }
    let rest = 1 - value * value
    guard rest > 1e-12 else { return (value, value) }
    let t = StudentT.upperQuantile((1 - level) / 2, degreesOfFreedom: Double(degreesOfFreedom))
    let (middle, half) = (atanh(value), t * standardError / rest)
    return (tanh(middle - half), tanh(middle + half))
  }

  // MARK: - Steps

  /// The correlation under some weights, and what standardises the numbers.
  private struct Fit {
    let value: Double
    let means: (Double, Double)
    let spreads: (Double, Double)
    let total: Double

    /// `nil` where a number does not vary among rows of weight.
    init?(_ first: [Double?], _ second: [Double?], _ weights: [Double]) {
      let rows = weights.indices.filter { weights[$0] > 0 }
      let total = rows.compensatedSum { weights[$0] }
      guard rows.count > 1, total > 0 else { return nil }
      func mean(_ term: (Int) -> Double) -> Double {
        rows.compensatedSum { weights[$0] * term($0) } / total
      }
      let (left, right) = (mean { first[$0] ?? 0 }, mean { second[$0] ?? 0 })
      func moment(_ a: [Double?], _ b: [Double?], _ x: Double, _ y: Double) -> Double {
        mean { ((a[$0] ?? x) - x) * ((b[$0] ?? y) - y) }
      }
      let variances = (
        moment(first, first, left, left), moment(second, second, right, right)
      )
      guard variances.0 > 1e-20 * (1 + left * left), variances.1 > 1e-20 * (1 + right * right)
      else { return nil }
      self.total = total
      means = (left, right)
      spreads = (variances.0.squareRoot(), variances.1.squareRoot())
      let product = moment(first, second, left, right) / (spreads.0 * spreads.1)
      value = min(1, max(-1, product))
    }

    func influence(
      _ first: [Double?], _ second: [Double?], _ weights: [Double]
    ) -> [Double] {
      weights.indices.map { row in
        guard weights[row] > 0, let a = first[row], let b = second[row] else { return 0 }
        let (u, v) = ((a - means.0) / spreads.0, (b - means.1) / spreads.1)
        return weights[row] * (u * v - value * (u * u + v * v) / 2) / total
      }
    }
  }
}
