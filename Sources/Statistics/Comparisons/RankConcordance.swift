/// How far several orders of the same things agree.
///
/// ```text
/// W = 12 S / (m² (n³ - n) - m Σ T)      S = Σ_j (R_j - m (n + 1) / 2)²
/// ```
///
/// with R_j the sum of thing j's ranks in the m orders and T = Σ (t³ - t) over the ties of an
/// order. W is 1 where all orders are the same and near 0 where they have nothing to do with each
/// other.
public struct RankConcordance: Sendable, Equatable {
  /// Kendall's W, 0...1.
  public let w: Double
  /// m (n - 1) W, nearly chi-squared with n - 1 degrees of freedom among unrelated orders.
  public let chiSquared: Double
  /// The degrees of freedom, n - 1.
  public let degreesOfFreedom: Int

  /// - Parameter orders: m of them, 2 or more: the same n things by any numbers, equal ones tied.
  ///   With fewer than 2 things, a number that is none, or orders that tie all, there is no W.
  ///
  /// Source: Kendall and Gibbons (1990), Rank Correlation Methods, chapter 6.
  public init?(_ orders: [[Double]]) {
    precondition(
      orders.count > 1 && orders.allSatisfy { $0.count == orders[0].count },
      "\(orders.count) orders")
    let ranked = orders.compactMap { MidRanks($0) }
    let (m, n) = (Double(orders.count), Double(orders[0].count))
    guard ranked.count == orders.count, n > 1 else { return nil }
    // Ranks are whole halves, so these sums are exact.
    let sums = orders[0].indices.map { thing in ranked.reduce(0) { $0 + $1.ranks[thing] } }
    let middle = m * (n + 1) / 2
    let squares = sums.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let ties = ranked.reduce(0) { $0 + $1.ties }
    let largest = m * m * n * (n - 1) * (n + 1) - m * ties
    guard largest > 0 else { return nil }
    w = min(1, 12 * squares / largest)
    chiSquared = m * (n - 1) * w
    degreesOfFreedom = orders[0].count - 1
  }
}
