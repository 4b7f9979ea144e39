public import NumericCore

/// Whether the numbers of one group tend to be larger than those of another in a sample of any
/// design: Wilcoxon's test for two groups, that of Kruskal and Wallis for more.
///
/// The scores are ranks in the estimated population as shares of it, 0...1; the means of the
/// groups are compared by their design covariance, which takes the scores as known. It may: where
/// the groups are alike, an error in the population's distribution moves all means alike.
///
/// ```text
/// W = d' V(d)^-1 d,   F = W / (k - 1)   on   k - 1   and   ν - (k - 1)   degrees of freedom,
/// ```
///
/// with d the means less the first and ν the design's degrees of freedom. For two groups F = t².
///
/// Source: Lumley and Scott (2013), Two-sample rank tests under complex sampling.
public struct DesignRankTest: Sendable, Equatable {
  /// The mean score of each group; of ranks 0.5 where a group is like all others.
  public let means: [Double]
  /// Their design covariance `[k x k]`.
  public let covariance: Matrix
  /// The Wald statistic of equal means, 0 or more.
  public let wald: Double
  /// ν - (k - 1), above 0.
  public let denominatorDegrees: Int

  /// Tests ranks.
  ///
  /// - Parameters:
  ///   - values: the numbers by row, infinite ones allowed; `nil` is missing.
  ///   - groups: by row, `0..<groupCount`; below 0 for a row in none.
  ///   - groupCount: k, 2 or more.
  ///   - sample: design, weights and calibration of the rows. The test is `nil` where a group is
  ///     empty, no number differs from the others, one is not a number, or no degree of freedom
  ///     is left.
  ///   - tied: what rank rows with equal numbers have.
  public init?(
    _ values: [Double?], groups: [Int32], groupCount: Int, sample: Sample,
    tied: TiedRows = .alike
  ) {
    precondition(
      values.count == groups.count, "\(values.count) values, \(groups.count) groups")
    let taking = zip(values, groups).map { $1 < 0 ? nil : $0 }
    guard let scores = DesignRankTest.ranks(taking, weights: sample.weights, tied: tied) else {
      return nil
    }
    self.init(scores: scores, groups: groups, groupCount: groupCount, sample: sample)
  }

  /// Tests any scores, such as normal quantiles of `ranks`.
  ///
  /// - Parameters:
  ///   - scores: finite numbers by row; `nil` is missing.
  ///   - groups: by row, `0..<groupCount`; below 0 for a row in none.
  ///   - groupCount: k, 2 or more.
  ///   - sample: design, weights and calibration of the rows. The test is `nil` as above.
  public init?(scores: [Double?], groups: [Int32], groupCount: Int, sample: Sample) {
    precondition(
      groupCount > 1 && scores.count == groups.count && scores.count == sample.design.rowCount,
      "\(scores.count) scores of \(sample.design.rowCount) rows in \(groupCount) groups")
    let weights = (0..<scores.count).map { Double(sample.weights?[$0] ?? 1) }
    let estimates = (0..<groupCount).compactMap { group in
      LinearEstimate.mean(scores, weights: weights, in: groups.map { $0 == group })
    }
    let degrees = DomainDegrees(
      groups: zip(scores, groups).map { $0 == nil ? -1 : $1 }, groupCount: groupCount,
      sample: sample
    ).degreesOfFreedom(of: Array(0..<groupCount))
    guard estimates.count == groupCount, degrees >= groupCount else { return nil }
    means = estimates.map(\.value)
    covariance = sample.covariance(of: estimates)
    denominatorDegrees = degrees - (groupCount - 1)
    guard let wald = DesignRankTest.wald(means, covariance) else { return nil }
    self.wald = wald
  }

  /// k - 1.
  public var numeratorDegrees: Int { means.count - 1 }

  /// W / (k - 1).
  public var f: Double { wald / Double(numeratorDegrees) }

  /// How often chance alone makes means as far apart, 0...1.
  public var p: Double {
    FDistribution.upperTail(
      f, numerator: Double(numeratorDegrees), denominator: Double(denominatorDegrees))
  }

  /// Student's t test of two groups alone; with two groups in all it is the whole test.
  ///
  /// - Parameters:
  ///   - left: one group.
  ///   - right: the other group.
  /// - Returns: the mean score of the left less that of the right, and its test.
  public func difference(_ left: Int, less right: Int) -> DifferenceTest {
    DifferenceTest(
      difference: means[left] - means[right],
      variance: covariance[left, left] + covariance[right, right] - covariance[left, right]
        - covariance[right, left], degreesOfFreedom: Double(denominatorDegrees))
  }

  /// The rank of each number as a share of the estimated population: the weight of smaller numbers
  /// and half the weight of equal ones, in any order of the rows.
  ///
  /// R's survey gives tied rows the plain mean of the ranks that they would have one after the
  /// other, which is the same where their weights are equal, and hangs on the order of the rows
  /// where they are not: `rowOrder`. The weighted mean of such ranks need not be 0.5.
  ///
  /// - Parameters:
  ///   - values: by row, infinite ones allowed; `nil` is missing.
  ///   - weights: by row, 0 or more in any whole unit; `nil` for equal ones.
  ///   - tied: what rank rows with equal numbers have.
  /// - Returns: by row, 0...1, with the weighted mean 0.5; `nil` where one is not a number, or all
  ///   weights are 0.
  ///
  /// Source: as for the test.
  public static func ranks(
    _ values: [Double?], weights: [Int64]?, tied: TiedRows = .alike
  ) -> [Double?]? {
    guard tied == .rowOrder else {
      return WeightedDistribution(values, weights: weights).map { distribution in
        values.map { $0.flatMap { distribution.rank(of: $0) } }
      }
    }
    return OrderedRows(values, weights: weights, tied: tied).map { rows in
      let middles = rows.meanMiddles()
      return values.map { $0.flatMap { middles[$0] } }
    }
  }

  // MARK: - Steps

  /// d' V(d)^-1 d; `nil` where V(d) has no full rank.
  private static func wald(_ means: [Double], _ covariance: Matrix) -> Double? {
    let count = means.count - 1
    var variances = Matrix(rowCount: count, columnCount: count)
    for row in 0..<count {
      for column in 0..<count {
        variances[row, column] =
          covariance[row + 1, column + 1] - covariance[row + 1, 0] - covariance[0, column + 1]
          + covariance[0, 0]
      }
    }
    let differences = means.dropFirst().map { $0 - means[0] }
    guard let factor = try? Cholesky(of: variances) else { return nil }
    return zip(differences, factor.solve(differences)).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
