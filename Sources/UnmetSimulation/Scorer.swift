import Statistics

/// What a code is worth: the two variants of the score.
enum Scorer: String, CaseIterable, Sendable {
  case mean
  case topBox = "top box"

  /// The engine's rule for codes 0...4.
  var rule: PairRule {
    let points = (0..<16).map { code -> Int? in
      guard code < RatingPopulation.pointCount else { return nil }
      return self == .mean ? code : code >= 3 ? 1 : 0
    }
    return PairRule(
      first: points, second: points, factor: self == .mean ? 2.5 : 10, isPaired: true)
  }

  /// By code, 0...10; `nil` for codes that are no answers.
  var values: [Double?] { rule.first.map { $0.map { Double($0) * rule.factor } } }

  /// The two means of a population of pairs.
  ///
  /// - Parameter shares: by pair of codes, as in `RatingPopulation`.
  /// - Returns: those of importance and satisfaction, 0...10.
  func means(_ shares: [Double]) -> (first: Double, second: Double) {
    let (values, count) = (values, RatingPopulation.pointCount)
    return shares.indices.reduce(into: (first: 0.0, second: 0.0)) { sums, pair in
      sums.first += shares[pair] * (values[pair / count] ?? 0)
      sums.second += shares[pair] * (values[pair % count] ?? 0)
    }
  }

  /// The score of a population of pairs, the truth that an interval is to hold.
  func truth(_ shares: [Double]) -> Double {
    let means = means(shares)
    return Scorer.score(means.first, means.second)
  }

  /// The score of two means.
  static func score(_ first: Double, _ second: Double) -> Double {
    max(first, 2 * first - second)
  }

  /// The engine's score of a sample of rows drawn one by one, from its joint table alone.
  ///
  /// - Parameters:
  ///   - table: the joint table of the codes.
  ///   - rowCount: n.
  /// - Returns: means, variances and degrees of freedom.
  func score(_ table: JointTable, rowCount: Int) -> PairScore {
    let moments = JointMoments(
      table, firstValues: values, secondValues: values, isPaired: true, designCount: rowCount)
    return PairScore(
      means: (moments.firstMean ?? 0, moments.secondMean ?? 0),
      variances: (moments.firstVariance, moments.secondVariance),
      covariance: moments.covariance, degreesOfFreedom: moments.pairedCount - 1)
  }
}

extension PairScore {
  /// Whether the 95 % interval holds the truth: 1 or 0.
  func covers(_ truth: Double) -> Double {
    guard let bounds = interval() else { return 0 }
    return bounds.low <= truth + 1e-9 && truth - 1e-9 <= bounds.high ? 1 : 0
  }
}

/// Population shares of subgroups put together.
///
/// - Parameter parts: the share of each subgroup and its pairs' shares.
/// - Returns: by pair of codes.
func mixture(_ parts: [(share: Double, shares: [Double])]) -> [Double] {
  guard let first = parts.first else { return [] }
  return first.shares.indices.map { pair in
    parts.reduce(0) { $0 + $1.share * $1.shares[pair] }
  }
}
