public import NumericCore

/// The linear discriminant of rows whose groups are known.
///
/// Use it to learn from people who have been grouped which answers tell the groups apart, and to
/// type new people by them. Never publish `resubstitution` as the accuracy to expect: the rows
/// that shaped a rule flatter it. `leaveOneOut` is honest for given columns, `GoldenQuestions` also
/// where the columns were chosen by the rows.
///
/// ```text
/// S = Σ w (x - m_g)(x - m_g)' / (n - g),   d_g(x) = x' S⁻¹ m_g - m_g' S⁻¹ m_g / 2 + log π_g
/// ```
///
/// Weights are scaled so that their sum is the number of rows.
public struct DiscriminantFit: Sendable {
  /// The prior shares of the groups: those of the weights, unless given.
  public let shares: [Double]
  /// The means of the groups `[g x p]`.
  public let means: Matrix
  /// The covariance within the groups `[p x p]`, divisor n - g, shrunken where that was wished.
  public let covariance: Matrix
  /// How far it was shrunken, 0...1.
  public let shrinkage: Double
  /// Coefficients and constants.
  public let rule: LinearDiscriminant
  /// The directions that part the groups.
  public let axes: CanonicalAxes
  /// Whether the means differ at all; `nil` where the columns are too many for the test.
  public let wilks: WilksTest?

  let sums: LabelledSums
  let factor: Cholesky

  /// Fits.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, complete.
  ///   - labels: the group of each row, 0 ..< g; each group has rows.
  ///   - groupCount: g, 2 or more.
  ///   - weights: of the rows, 0 or more, or `nil` for 1 each.
  ///   - shares: prior shares that sum to 1, or `nil` for the groups' own.
  ///   - shrinkage: how far the covariance is drawn to its diagonal.
  /// - Throws: `NumericError.notPositiveDefinite` where columns are constant within the groups or
  ///   copies of one another, `.noConvergence`.
  /// - Complexity: O(n p² + p³).
  ///
  /// Source: Fisher (1936), The use of multiple measurements in taxonomic problems; Hastie,
  /// Tibshirani and Friedman (2009), The Elements of Statistical Learning, section 4.3.
  public init(
    _ rows: Matrix, labels: [Int], groupCount: Int, weights: [Double]? = nil,
    shares: [Double]? = nil, shrinkage: WithinShrinkage = .none
  ) throws(NumericError) {
    let weights = DiscriminantFit.scaled(weights)
    let columns = Array(0..<rows.columnCount)
    sums = LabelledSums(
      rows, chosen: Array(0..<rows.rowCount), labels: labels, groupCount: groupCount,
      weights: weights, origin: DiscriminantFit.origin(rows))
    let total = sums.totalWeight
    self.shares = shares ?? sums.weights.map { $0 / total }
    means = sums.means(columns)
    self.shrinkage = shrinkage.share(rows, labels: labels, sums: sums, weights: weights)
    covariance = DiscriminantFit.covariance(sums, columns, self.shrinkage)
    factor = try Cholesky(of: covariance)
    rule = LinearDiscriminant(means: means, factor: factor, shares: self.shares)
    axes = try CanonicalAxes(
      means: means, covariance: factor, shares: self.shares, rowCount: total)
    wilks = try? WilksTest(sums, columns: columns)
  }

  // MARK: - Steps

  /// The columns' means: whatever they are, differences from them are small.
  static func origin(_ rows: Matrix) -> [Double] {
    var sums = [Double](repeating: 0, count: rows.columnCount)
    for row in 0..<rows.rowCount {
      for column in sums.indices { sums[column] += rows[row, column] }
    }
    return sums.map { $0 / Double(max(1, rows.rowCount)) }
  }

  /// Weights whose sum is their number.
  static func scaled(_ weights: [Double]?) -> [Double]? {
    weights.map { all in
      let sum = all.reduce(0, +)
      return all.map { $0 * Double(all.count) / sum }
    }
  }

  private static func covariance(
    _ sums: LabelledSums, _ columns: [Int], _ shrinkage: Double
  ) -> Matrix {
    var result = sums.within(columns)
    let degrees = sums.degreesOfFreedom
    for row in columns {
      for column in columns {
        result[row, column] *= (row == column ? 1 : 1 - shrinkage) / degrees
      }
    }
    return result
  }
}
