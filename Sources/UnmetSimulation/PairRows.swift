import Statistics

/// Two coded columns as the engine takes them.
struct PairRows: Sendable {
  /// Codes 0...4 by row.
  var first: [UInt8]
  /// Codes 0...4 by row.
  var second: [UInt8]

  /// - Parameter pairs: by row, `first code * 5 + second code`.
  init(_ pairs: [Int]) {
    first = pairs.map { UInt8($0 / RatingPopulation.pointCount) }
    second = pairs.map { UInt8($0 % RatingPopulation.pointCount) }
  }

  /// Their joint table.
  ///
  /// - Parameter weights: by row, whole; `nil` for equal ones.
  /// - Returns: the table of all rows.
  func table(weights: [Int64]?) -> JointTable {
    var tally = JointTally(groupCount: 1)
    tally.add(
      0..<first.count, first: first, second: second, groups: nil, weights: weights)
    return tally.total
  }

  /// The design covariance of their means.
  ///
  /// - Parameters:
  ///   - scorer: what codes are worth.
  ///   - sample: how the rows were drawn.
  /// - Returns: that of one domain, all rows.
  func covariance(_ scorer: Scorer, _ sample: Sample) -> PairCovariance {
    PairCovariance(
      PairCovariance.Columns(first: first, second: second, groups: nil, groupCount: 1),
      domains: [[0]], rule: scorer.rule, sample: sample)
  }

  /// The design covariance of the means of two groups of the rows.
  ///
  /// - Parameters:
  ///   - scorer: what codes are worth.
  ///   - groups: 0 or 1 by row.
  ///   - sample: how the rows were drawn.
  /// - Returns: that of two domains, the groups.
  func covariance(_ scorer: Scorer, _ groups: [UInt16], _ sample: Sample) -> PairCovariance {
    PairCovariance(
      PairCovariance.Columns(first: first, second: second, groups: groups, groupCount: 2),
      domains: [[0], [1]], rule: scorer.rule, sample: sample)
  }
}

extension PairCovariance {
  /// How the first domain differs from the second.
  ///
  /// - Parameters:
  ///   - degreesOfFreedom: those of the test.
  ///   - isPooled: whether shares have the variance of equal shares, as in the reports.
  /// - Returns: the first less the second.
  func comparison(degreesOfFreedom: Int, isPooled: Bool = true) -> PairComparison {
    PairComparison(
      score(of: 0), 0, score(of: 1), 1, covariance: self, degreesOfFreedom: degreesOfFreedom,
      isPooled: isPooled)
  }
}
