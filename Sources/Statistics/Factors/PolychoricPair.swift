public import NumericCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The polychoric correlation of two ordered answers: that of the two normal numbers whose steps
/// they are.
///
/// Use it for scales of four points or fewer, and for strongly skewed ones, where Pearson's
/// correlation of the codes is too near 0. In two steps: thresholds from the table's margins, then
/// the correlation of largest likelihood. No continuity correction; cells may be empty.
///
/// ```text
/// a_i = Φ⁻¹(share of rows up to category i),   l(ρ) = Σ_ij n_ij log P_ij(ρ; a, b)
/// ```
///
/// The likelihood may have flat stretches, so it is first computed on a grid over -1...1; the
/// score is then solved inside the bracket of the best point.
///
/// Source: Olsson (1979), Maximum likelihood estimation of the polychoric correlation
/// coefficient, section 3 (the two-step estimator).
public struct PolychoricPair: Sendable, Equatable {
  /// The correlation ρ, -0.9999...0.9999.
  public let correlation: Double
  /// Its standard error, with what the thresholds add; `nil` at the limit.
  public let standardError: Double?
  /// The thresholds between the categories of the rows that occur, ascending.
  public let rowThresholds: [Double]
  /// The thresholds between the categories of the columns that occur.
  public let columnThresholds: [Double]
  /// The log likelihood l(ρ), in units of the table's cells.
  public let logLikelihood: Double
  /// How many of the table's cells are empty.
  public let emptyCellCount: Int
  /// Whether the likelihood still rises where ρ ends, as in tables with all answers on a diagonal.
  public let isAtLimit: Bool

  /// The largest absolute correlation.
  public static let limit = 0.9999

  /// Estimates the correlation of a table; fails where one of the two answers has fewer than two
  /// categories.
  ///
  /// - Parameters:
  ///   - table: `[K x L]` summed weights, 0 or more; categories that do not occur are left out.
  ///   - effectiveCount: the number of rows that the standard error goes by; the table's sum
  ///     without it.
  /// - Complexity: O(K L) a step, some 60 steps.
  public init?(_ table: Matrix, effectiveCount: Double? = nil) {
    let rows = (0..<table.rowCount).filter { table.row($0).contains { $0 > 0 } }
    let columns = (0..<table.columnCount).filter { table.column($0).contains { $0 > 0 } }
    guard rows.count > 1, columns.count > 1 else { return nil }
    let cells = table.selecting(rows: rows, columns: columns)
    let likelihood = PolychoricLikelihood(cells)
    let (place, isAtLimit) = PolychoricPair.maximum(likelihood)
    correlation = place
    self.isAtLimit = isAtLimit
    rowThresholds = likelihood.rows
    columnThresholds = likelihood.columns
    logLikelihood = likelihood.at(place).value
    emptyCellCount = cells.elements.count { $0 <= 0 }
    standardError =
      isAtLimit
      ? nil
      : likelihood.variance(place, count: effectiveCount ?? likelihood.total).squareRoot()
  }

  // MARK: - Steps

  private static func maximum(
    _ likelihood: PolychoricLikelihood
  ) -> (place: Double, isAtLimit: Bool) {
    let edge = atanh(limit)
    let grid = (-12...12).map { tanh(edge * Double($0) / 12) }
    let found = grid.map { likelihood.at($0) }
    let best = found.indices.reduce(0) { found[$1].value > found[$0].value ? $1 : $0 }
    let rises = found[best].slope > 0
    if best == 0, !rises { return (-limit, true) }
    if best == grid.count - 1, rises { return (limit, true) }
    var (inside, outside) = (grid[best], rises ? grid[best + 1] : grid[best - 1])
    // A maximum lies between them; move until the score changes its sign there.
    for _ in 0..<60 where (likelihood.at(outside).slope > 0) == rises {
      let middle = (inside + outside) / 2
      let (there, here) = (likelihood.at(middle), likelihood.at(inside))
      if (there.slope > 0) == rises, there.value >= here.value {
        inside = middle
      } else {
        outside = middle
      }
    }
    return (BracketedRoot.find(from: inside, to: outside) { likelihood.at($0).slope }.place, false)
  }
}

/// The likelihood of a table of two ordered answers with thresholds from its margins.
struct PolychoricLikelihood {
  let rows: [Double]
  let columns: [Double]
  let total: Double
  /// Row after row.
  private let cells: [Double]
  private let columnCount: Int

  /// Takes a table without empty rows and columns.
  init(_ table: Matrix) {
    cells = table.elements
    columnCount = table.columnCount
    let rowSums = (0..<table.rowCount).map { table.row($0).reduce(0, +) }
    let columnSums = (0..<table.columnCount).map { table.column($0).reduce(0, +) }
    total = rowSums.reduce(0, +)
    rows = PolychoricLikelihood.thresholds(rowSums)
    columns = PolychoricLikelihood.thresholds(columnSums)
  }

  /// Between categories of given sizes, the normal quantiles of the shares up to them.
  static func thresholds(_ sizes: [Double]) -> [Double] {
    let total = sizes.reduce(0, +)
    var (below, above) = (0.0, total)
    return sizes.dropLast().map { size in
      below += size
      above -= size
      return below <= total / 2
        ? Normal.quantile(below / total) : Normal.upperQuantile(max(0, above) / total)
    }
  }

  /// The log likelihood and its derivative at a correlation.
  func at(_ correlation: Double) -> (value: Double, slope: Double) {
    let model = BivariateNormal(correlation: correlation).cells(rows, columns)
    var (value, slope) = (0.0, 0.0)
    for (place, count) in cells.enumerated() where count > 0 {
      let probability = max(model.probabilities[place], PolychoricLikelihood.floor)
      value += count * log(probability)
      slope += count * model.slopes[place] / probability
    }
    return (value, slope)
  }

  /// What rounding leaves of a probability that is 0.
  private static let floor = 1e-17

  /// The variance of the two-step estimate: the influence of a row in each cell on ρ, directly and
  /// through the thresholds, squared and averaged over the rows.
  ///
  /// - Parameters:
  ///   - correlation: the estimate.
  ///   - count: the number of rows.
  /// - Returns: the variance, 0 or more.
  func variance(_ correlation: Double, count: Double) -> Double {
    let normal = BivariateNormal(correlation: correlation)
    let model = normal.cells(rows, columns)
    let scores = model.slopes.indices.map {
      model.slopes[$0] / max(model.probabilities[$0], PolychoricLikelihood.floor)
    }
    let information = zip(model.slopes, scores).reduce(0) { $0 + $1.0 * $1.1 }
    guard information > 0 else { return .infinity }
    let rowPulls = pulls(rows, columns, correlation) { scores[$0 * columnCount + $1] }
    let columnPulls = pulls(columns, rows, correlation) { scores[$1 * columnCount + $0] }
    let sum = cells.indices.reduce(0.0) { sum, place in
      let influence =
        scores[place] - rowPulls[place / columnCount] - columnPulls[place % columnCount]
      return sum + cells[place] / total * influence * influence
    }
    return sum / (information * information * count)
  }

  /// By category of one answer, how far a row in it moves the score through the thresholds.
  ///
  /// A threshold t_k moves the probability of the cells at its sides by
  /// `±φ(t_k) [Φ((b_j - ρ t_k) / s) - Φ((b_(j-1) - ρ t_k) / s)]`, and a row in category i moves
  /// t_k by `(1{i <= k} - F_k) / φ(t_k)`: φ cancels.
  private func pulls(
    _ own: [Double], _ other: [Double], _ correlation: Double,
    _ score: (Int, Int) -> Double
  ) -> [Double] {
    let spread = ((1 - correlation) * (1 + correlation)).squareRoot()
    var result = [Double](repeating: 0, count: own.count + 1)
    for (place, threshold) in own.enumerated() {
      let shares = BivariateNormal.shares(other.map { ($0 - correlation * threshold) / spread })
      let pull = shares.indices.reduce(0.0) {
        $0 + shares[$1] * (score(place, $1) - score(place + 1, $1))
      }
      let below = Normal.cumulative(threshold)
      for category in result.indices {
        result[category] += pull * ((category <= place ? 1 : 0) - below)
      }
    }
    return result
  }
}
