import Statistics

/// How one group of people differs from another in a mean or a score.
public struct GroupDifference: Sendable, Equatable {
  /// The difference; its standard error is never less than where both groups are the same.
  public var value: Estimate
  /// The interval; `nil` without a degree of freedom.
  public var low: Double?
  /// The upper end of that interval.
  public var high: Double?
  /// The p-value of "both are the same"; `nil` where nothing can be said.
  public var p: Double?
  /// `p`, adjusted for its family.
  public var adjustedP: Double?
}

/// Holds groups of one survey against each other, in one outcome: what two groups share (sampling
/// units, margins) is in the covariance.
struct GroupDifferences {
  /// Of the groups compared, in their order.
  let covariance: PairCovariance
  let isFloored: Bool

  /// - Parameters:
  ///   - codes: rating codes of the first and the second question by respondent.
  ///   - groups: the positions of the groups compared.
  ///   - grouping: who belongs where.
  ///   - rule: what the codes are worth.
  ///   - isFloored: whether a gap below 0 counts as 0.
  ///   - sample: the design.
  init(
    _ codes: (first: [UInt8], second: [UInt8]), groups: [Int], of grouping: Grouping,
    rule: PairRule, isFloored: Bool, sample: Sample
  ) {
    covariance = PairCovariance(
      .init(
        first: codes.first, second: codes.second, groups: grouping.codes,
        groupCount: grouping.levels.count + 1),
      domains: groups.map { [$0] }, rule: rule, sample: sample)
    self.isFloored = isFloored
  }

  /// The score of a compared group.
  func score(_ place: Int) -> PairScore {
    covariance.score(of: place, isFloored: isFloored)
  }

  /// How two groups differ in the score: the guarded test.
  func opportunity(_ left: Int, _ right: Int) -> GroupDifference? {
    comparison(left, right, isPooled: true).map { GroupDifference($0.guarded) }
  }

  /// How two groups differ in the mean of the first question.
  func first(_ left: Int, _ right: Int, level: Double = 0.95) -> GroupDifference? {
    mean(left, right, \.first, level)
  }

  /// How two groups differ in the mean of the second question.
  func second(_ left: Int, _ right: Int, level: Double = 0.95) -> GroupDifference? {
    mean(left, right, \.second, level)
  }

  // MARK: - Steps

  private func comparison(_ left: Int, _ right: Int, isPooled: Bool) -> PairComparison? {
    // The smaller side decides how well the variance is known, as in `SegmentTests`.
    let degrees = min(covariance.degreesOfFreedom[left], covariance.degreesOfFreedom[right])
    guard degrees > 1 else { return nil }
    return PairComparison(
      covariance.score(of: left, degreesOfFreedom: degrees, isFloored: isFloored), left,
      covariance.score(of: right, degreesOfFreedom: degrees, isFloored: isFloored), right,
      covariance: covariance, degreesOfFreedom: degrees, isPooled: isPooled)
  }

  /// The test has the variance of equal shares, the interval that of the design unless the other
  /// is larger: where shares differ, a pooled one can be far too small.
  private func mean(
    _ left: Int, _ right: Int, _ part: KeyPath<PairComparison, DifferenceTest>, _ level: Double
  ) -> GroupDifference? {
    guard let pooled = comparison(left, right, isPooled: true)?[keyPath: part],
      let plain = comparison(left, right, isPooled: false)?[keyPath: part]
    else { return nil }
    let error = max(pooled.standardError, plain.standardError)
    var difference = GroupDifference(
      DifferenceTest(
        difference: plain.difference, variance: error * error,
        degreesOfFreedom: plain.degreesOfFreedom), level: level)
    difference.p = pooled.p
    return difference
  }
}

extension GroupDifference {
  /// What a test says, not adjusted yet.
  init(_ test: DifferenceTest, level: Double = 0.95) {
    let interval = test.interval(level: level)
    self.init(
      value: Estimate(value: test.difference, standardError: test.standardError),
      low: interval?.low, high: interval?.high, p: test.p)
  }
}
