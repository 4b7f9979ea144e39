/// A quantile of numbers whose weights say how often each was met: 3 people of the same age are
/// one row of weight 3. It is that of the list in which each number stands as often.
///
/// Weights that say how many people a respondent stands for are no such frequencies: take
/// `DesignQuantile` for them. The rules are continued to weights that are no whole numbers.
///
/// Source: Harrell, Hmisc: Harrell miscellaneous, `wtd.quantile`; Hyndman and Fan (1996), Sample
/// quantiles in statistical packages, definitions 6 and 7.
public struct FrequencyQuantile: Sendable {
  /// How a quantile is read off; C is the weight up to and with a number, n that of all.
  public enum Rule: Sendable {
    /// Between the numbers that stand in the list at the whole parts of 1 + (n - 1) share and
    /// after it.
    case listed
    /// On straight lines between the different numbers at (C - 1) / (n - 1).
    case fromOne
    /// On straight lines between the different numbers at C / (n + 1).
    case inside
  }

  private let distribution: WeightedDistribution
  /// C by different number.
  private let counts: [Double]

  /// - Parameters:
  ///   - values: by row, infinite ones allowed; `nil` is missing.
  ///   - weights: by row, whole and 0 or more, their sum at most `Sample.weightLimit`; `nil` for
  ///     once each.
  ///   - unit: the weight of one person, above 0. It is `nil` where one value is not a number, or
  ///     one person or fewer is left.
  public init?(_ values: [Double?], weights: [Int64]?, unit: Int64 = 1) {
    precondition(unit > 0, "a unit of \(unit)")
    guard let distribution = WeightedDistribution(values, weights: weights),
      distribution.total > unit
    else { return nil }
    self.distribution = distribution
    counts = distribution.sums.map { Double($0) / Double(unit) }
  }

  /// The quantile.
  ///
  /// - Parameters:
  ///   - share: of the people at or below it, 0...1.
  ///   - rule: how it is read off.
  /// - Returns: a number of the data or between two; not a number between -∞ and ∞.
  public func value(_ share: Double, rule: Rule) -> Double {
    precondition(share >= 0 && share <= 1, "a quantile of \(share)")
    let count = counts[counts.count - 1]
    switch rule {
    case .listed: return listed(1 + (count - 1) * share, count)
    case .fromOne: return line(1 + (count - 1) * share)
    case .inside: return line((count + 1) * share)
    }
  }

  // MARK: - Steps

  private func listed(_ order: Double, _ count: Double) -> Double {
    let whole = order.rounded(.down)
    let (low, high) = (number(at: whole), number(at: min(whole + 1, count)))
    return WeightedDistribution.between(low, high, part: order - whole)
  }

  /// The smallest number that so many people do not exceed.
  private func number(at order: Double) -> Double {
    distribution.values[counts.firstIndex { $0 >= order } ?? counts.count - 1]
  }

  /// The number at a weight C, on straight lines between the different numbers.
  private func line(_ order: Double) -> Double {
    let values = distribution.values
    guard let next = counts.firstIndex(where: { $0 >= order }) else {
      return values[values.count - 1]
    }
    guard next > 0 else { return values[0] }
    let part = (order - counts[next - 1]) / (counts[next] - counts[next - 1])
    return WeightedDistribution.between(values[next - 1], values[next], part: part)
  }
}
