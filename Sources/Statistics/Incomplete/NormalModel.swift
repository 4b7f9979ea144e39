public import NumericCore

/// The mean and covariance of items of which some answers are missing.
///
/// Use it for correlations, factors and clustering of incomplete answers. The estimates are the
/// maximum likelihood ones of a multivariate normal distribution, under missing at random:
/// whether an answer is missing may depend on the answers given, not on the missing ones.
/// Complete rows alone would lose most people and shift the means.
///
/// ```text
/// E: x_M <- E(x_M | x_O),  C_MM = Cov(x_M | x_O)
/// M: mean = Σ w x / Σ w,  covariance = Σ w (x x' + C) / Σ w - mean mean'
/// ```
///
/// repeated until no mean moves by 1e-8 standard deviations and no covariance by 1e-8 of the
/// product of the two. Rows with equal patterns of missing answers share one factorisation.
/// Without missing answers the result is exact and needs no iteration.
public struct NormalModel: Sendable, Equatable {
  /// When to stop.
  public struct Options: Sendable, Equatable {
    /// The largest change, in standard deviations, that counts as none.
    public var tolerance: Double
    /// The largest number of iterations.
    public var maximumIterations: Int

    /// Options with their defaults.
    public init(tolerance: Double = 1e-8, maximumIterations: Int = 1_000) {
      self.tolerance = tolerance
      self.maximumIterations = maximumIterations
    }
  }

  /// The means `[p]`; of a column without answers 0.
  public let mean: [Double]
  /// The covariance `[p x p]` with divisor Σw; zero in the rows and columns excluded.
  public let covariance: Matrix
  /// The columns without answers or with equal answers throughout: they vary with nothing.
  public let excludedColumns: [Int]
  /// The number of rows without any answer; they say nothing and were left out.
  public let emptyRowCount: Int
  /// The number of iterations, 0 for complete answers.
  public let iterationCount: Int
  /// Whether the last iteration changed less than the tolerance.
  public let hasConverged: Bool
  /// The largest change of the last iteration, in standard deviations.
  public let largestChange: Double
  /// The share of its variance that had to be added to each item to invert a nearly singular
  /// covariance, 0 where it was not.
  public let ridge: Double
  /// The smallest and the largest answer of each column; imputed values stay between them.
  public let ranges: [ClosedRange<Int>]

  /// Whether two columns at least vary, so that there is something to correlate.
  public var hasVariance: Bool { excludedColumns.count < mean.count }

  /// Estimates the model.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - options: when to stop.
  /// - Returns: the model; not converging is a field of it.
  /// - Throws: `StatisticsFailure.noAnswers`, `.noVariance`, `.unusableWeights`, and
  ///   `.neverTogether` where nothing in the data tells a covariance.
  /// - Complexity: O(n p²) an iteration.
  ///
  /// Source: Dempster, Laird and Rubin (1977), Maximum likelihood from incomplete data via the
  /// EM algorithm; Little and Rubin (2002), Statistical Analysis with Missing Data, section 11.2.
  public static func fit(
    _ rows: IntegerMatrix, weights: [Int64]?, options: Options = Options()
  ) throws(StatisticsFailure) -> NormalModel {
    let whole = try KMeans.usable(weights, rows.rowCount)
    let summary = ColumnSummary(rows, whole)
    guard summary.hasAnswers else { throw .noAnswers(rowCount: rows.rowCount) }
    guard !summary.activeColumns.isEmpty else { throw .noVariance(columnCount: rows.columnCount) }
    let active = summary.activeColumns
    let isWhole = active.count == rows.columnCount
    let kept = isWhole ? rows : rows.selecting(columns: active)
    let patterns = MissingPatterns(kept, rows: 0..<kept.rowCount, keepsEmptyRows: false)
    if let pair = patterns.pairNeverTogether(columnCount: active.count) {
      throw .neverTogether(first: active[pair.first], second: active[pair.second])
    }
    let estimate =
      patterns.groups.isEmpty
      ? Estimate(complete: kept, patterns.completeRows, whole)
      : Expectation.run(kept, whole, patterns, summary, options)
    return NormalModel(estimate, summary, emptyRowCount: patterns.emptyRowCount)
  }

  /// Puts an estimate for the columns that vary back among all columns.
  private init(_ estimate: Estimate, _ summary: ColumnSummary, emptyRowCount: Int) {
    let columnCount = summary.means.count
    var mean = summary.means
    var covariance = Matrix(rowCount: columnCount, columnCount: columnCount)
    for (place, column) in summary.activeColumns.enumerated() {
      mean[column] = estimate.mean[place]
      for (otherPlace, other) in summary.activeColumns.enumerated() {
        covariance[column, other] = estimate.covariance[place, otherPlace]
      }
    }
    self.mean = mean
    self.covariance = covariance
    let active = Set(summary.activeColumns)
    excludedColumns = (0..<columnCount).filter { !active.contains($0) }
    self.emptyRowCount = emptyRowCount
    iterationCount = estimate.iterationCount
    hasConverged = estimate.hasConverged
    largestChange = estimate.largestChange
    ridge = estimate.ridge
    ranges = summary.ranges
  }

  /// The Pearson correlation `[p x p]`: 1 on the diagonal exactly, 0 for excluded columns.
  public var correlation: Matrix {
    Correlation.matrix(of: covariance)
  }
}

/// The parameters of the columns that vary.
struct Estimate: Sendable {
  var mean: [Double]
  var covariance: Matrix
  var iterationCount = 0
  var hasConverged = true
  var largestChange = 0.0
  var ridge = 0.0

  init(mean: [Double], covariance: Matrix) {
    self.mean = mean
    self.covariance = covariance
  }

  /// The exact moments of complete rows.
  init(complete rows: IntegerMatrix, _ chosen: [Int], _ weights: WholeWeights) {
    let products = CrossProducts(
      of: rows.elements, columnCount: rows.columnCount, rows: chosen, weights: weights)
    self.init(mean: products.mean, covariance: products.covariance)
  }
}

/// What is known of each column before anything is estimated.
struct ColumnSummary: Sendable {
  /// The weighted mean of the answers, 0 without answers.
  let means: [Double]
  /// Their weighted variance with divisor Σw.
  let variances: [Double]
  let ranges: [ClosedRange<Int>]
  let activeColumns: [Int]
  let hasAnswers: Bool

  init(_ rows: IntegerMatrix, _ weights: WholeWeights) {
    let count = rows.columnCount
    var weight = [Int128](repeating: 0, count: count)
    var sum = weight
    var squares = weight
    var low = [Int](repeating: .max, count: count)
    var high = [Int](repeating: .min, count: count)
    for row in 0..<rows.rowCount where weights[row] > 0 {
      for (column, cell) in rows.row(row).enumerated() where cell != IntegerMatrix.missing {
        let value = Int(cell)
        weight[column] += Int128(weights[row])
        sum[column] += Int128(weights[row] * Int64(value))
        squares[column] += Int128(weights[row] * Int64(value * value))
        low[column] = min(low[column], value)
        high[column] = max(high[column], value)
      }
    }
    means = (0..<count).map { weight[$0] > 0 ? sum[$0].real / weight[$0].real : 0 }
    variances = (0..<count).map { column in
      let total = weight[column]
      let numerator = total * squares[column] - sum[column] * sum[column]
      return total > 0 ? numerator.real / (total.real * total.real) : 0
    }
    ranges = (0..<count).map { low[$0] <= high[$0] ? low[$0]...high[$0] : 0...0 }
    activeColumns = (0..<count).filter { low[$0] < high[$0] }
    hasAnswers = low.contains { $0 != .max }
  }
}
