internal import NumericCore

/// Several groups of people, each drawn one by one with equal weights: whether their means differ,
/// and how much of all spread is between them.
///
/// Holds for equal variances within the groups; `WelchAnalysisOfVariance` does without.
///
/// Source: Fisher (1925), Statistical Methods for Research Workers, chapter 7.
public struct AnalysisOfVariance: Sendable, Equatable {
  /// The groups, k, 2 or more.
  public let groups: [Moments]
  /// Σ n (m - M)²: the group means about the mean of all.
  public let sumOfSquaresBetween: Double
  /// Σ (x - m)²: the numbers about their group's mean.
  public let sumOfSquaresWithin: Double
  /// k - 1.
  public let degreesBetween: Int
  /// n - k, 1 or more.
  public let degreesWithin: Int

  /// Takes the groups.
  ///
  /// - Parameter values: the numbers of each group; the analysis is `nil` for fewer than 2 groups,
  ///   an empty group, only groups of one number, and numbers or sums of squares that are not
  ///   finite.
  public init?(_ values: [[Double]]) {
    let groups = values.compactMap(Moments.init)
    let count = groups.reduce(0) { $0 + $1.count }
    guard groups.count == values.count, groups.count > 1, count > groups.count else { return nil }
    let between = Moments.sumOfSquares(
      between: groups, weights: groups.map { Double($0.count) })
    let within = groups.compensatedSum(\.sumOfSquares)
    guard (between + within).isFinite else { return nil }
    (self.groups, sumOfSquaresBetween, sumOfSquaresWithin) = (groups, between, within)
    (degreesBetween, degreesWithin) = (groups.count - 1, count - groups.count)
  }

  /// Fisher's F; `nil` where no group has any spread, or F is beyond the range of a `Double`.
  public var f: Double? {
    guard sumOfSquaresWithin > 0 else { return nil }
    let f =
      sumOfSquaresBetween / Double(degreesBetween) / (sumOfSquaresWithin / Double(degreesWithin))
    return f.isFinite ? f : nil
  }

  /// How often chance alone makes so large an F, 0...1; `nil` without F.
  public var p: Double? {
    f.map {
      FDistribution.upperTail(
        $0, numerator: Double(degreesBetween), denominator: Double(degreesWithin))
    }
  }

  /// η², the share of all spread that is between the groups, 0...1; `nil` without any spread.
  public var etaSquared: Double? { share(sumOfSquaresBetween, of: 0) }

  /// ω², η² without what chance alone adds to it: may be below 0; `nil` without any spread.
  ///
  /// Source: Hays (1963), Statistics for Psychologists, chapter 12.
  public var omegaSquared: Double? {
    let residual = sumOfSquaresWithin / Double(degreesWithin)
    return share(sumOfSquaresBetween - Double(degreesBetween) * residual, of: residual)
  }

  /// The standard deviation within the groups, 0 or more.
  public var residualStandardDeviation: Double {
    (sumOfSquaresWithin / Double(degreesWithin)).squareRoot()
  }

  // MARK: - Steps

  private func share(_ part: Double, of more: Double) -> Double? {
    let all = sumOfSquaresBetween + sumOfSquaresWithin
    return all > 0 ? part / (all + more) : nil
  }
}
