public import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Assigns rows to groups of normal distributions with one covariance.
///
/// Use it with parameters estimated by `DiscriminantFit` to say which group a new row belongs to;
/// and as the yardstick of a simulation: with the true means, the true covariance within the
/// groups and the true shares, no other rule linear in the data assigns more rows rightly.
///
/// ```text
/// d_g(x) = x' S⁻¹ m_g - m_g' S⁻¹ m_g / 2 + log π_g
/// ```
public struct LinearDiscriminant: Sendable, Equatable {
  /// The number of groups g.
  public let groupCount: Int
  /// The coefficients `[g x p]`.
  public let coefficients: Matrix
  /// The constants, one a group.
  public let constants: [Double]

  /// Takes the parameters of the groups.
  ///
  /// - Parameters:
  ///   - means: `[g x p]`.
  ///   - covariance: within the groups, `[p x p]`, positive definite.
  ///   - shares: of the groups; a group of share 0 is never assigned.
  /// - Throws: `NumericError.notPositiveDefinite`.
  /// - Complexity: O(p³ + g p²).
  ///
  /// Source: Fisher (1936), The use of multiple measurements in taxonomic problems; Hastie,
  /// Tibshirani and Friedman (2009), The Elements of Statistical Learning, equation 4.10.
  public init(means: Matrix, covariance: Matrix, shares: [Double]) throws(NumericError) {
    self.init(means: means, factor: try Cholesky(of: covariance), shares: shares)
  }

  /// Takes the covariance within the groups as its factor.
  init(means: Matrix, factor: Cholesky, shares: [Double]) {
    precondition(shares.count == means.rowCount, "\(shares.count) shares, \(means.rowCount) means")
    groupCount = means.rowCount
    coefficients = factor.solve(means.transposed).transposed
    var constants: [Double] = []
    for group in 0..<means.rowCount {
      let half = zip(means.row(group), coefficients.row(group)).reduce(0) { $0 + $1.0 * $1.1 } / 2
      constants.append(log(shares[group]) - half)
    }
    self.constants = constants
  }

  /// The scores `d_g` of rows.
  ///
  /// - Parameter rows: `[n x p]`.
  /// - Returns: `[n x g]`.
  ///
  /// Source: Hastie, Tibshirani and Friedman (2009), equation 4.10.
  public func scores(_ rows: Matrix) -> Matrix {
    var result = Matrix.product(rows, coefficients, transposeRight: true)
    for row in 0..<result.rowCount {
      for group in 0..<groupCount { result[row, group] += constants[group] }
    }
    return result
  }

  /// The group of largest score of each row, the lowest at a tie.
  ///
  /// - Parameter rows: `[n x p]`.
  /// - Returns: n groups, 0 ..< g.
  ///
  /// Source: Fisher (1936), The use of multiple measurements in taxonomic problems.
  public func assign(_ rows: Matrix) -> [Int] {
    let scores = scores(rows)
    return (0..<rows.rowCount).map { row in
      (1..<max(1, groupCount)).reduce(0) { scores[row, $1] > scores[row, $0] ? $1 : $0 }
    }
  }

  /// The probabilities of the groups, given each row.
  ///
  /// ```text
  /// P(g | x) = exp d_g(x) / Σ_h exp d_h(x)
  /// ```
  ///
  /// - Parameter rows: `[n x p]`.
  /// - Returns: `[n x g]`, 0...1, each row's sum is 1.
  ///
  /// Source: Hastie, Tibshirani and Friedman (2009), section 4.3.
  public func posteriors(_ rows: Matrix) -> Matrix {
    var result = scores(rows)
    for row in 0..<result.rowCount {
      let shares = LinearDiscriminant.probabilities(result.row(row))
      for group in 0..<groupCount { result[row, group] = shares[group] }
    }
    return result
  }

  /// The probabilities that belong to scores: their exponentials over the sum of these.
  static func probabilities(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    let powers = scores.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
