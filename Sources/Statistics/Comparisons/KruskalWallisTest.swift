internal import NumericCore

/// Several groups of people, each drawn one by one with equal weights: whether the numbers of one
/// tend to be larger than those of another, by their ranks alone.
///
/// ```text
/// H = 12 / (n (n + 1)) Σ n_g (mean rank of g - (n + 1)/2)² / (1 - Σ (t³ - t) / (n³ - n))
/// ```
///
/// t counts the numbers of a tie. H is about chi-square with k - 1 degrees of freedom.
///
/// Source: Kruskal and Wallis (1952), Use of ranks in one-criterion variance analysis.
public struct KruskalWallisTest: Sendable, Equatable {
  /// H, 0 or more.
  public let h: Double
  /// The mean rank of each group among all numbers, 1 the smallest.
  public let meanRanks: [Double]
  /// All people, n.
  public let count: Int

  /// Takes the groups.
  ///
  /// - Parameter values: the numbers of each group, infinite ones allowed; the test is `nil` for
  ///   fewer than 2 groups, an empty group, only equal numbers, and what is not a number.
  public init?(_ values: [[Double]]) {
    guard values.count > 1, values.allSatisfy({ !$0.isEmpty }),
      let ranked = MidRanks(values.flatMap { $0 }), ranked.tiedShare < 1
    else { return nil }
    var rest = ranked.ranks[...]
    let sums = values.map { group in
      defer { rest = rest.dropFirst(group.count) }
      return rest.prefix(group.count).reduce(0, +)
    }
    count = ranked.ranks.count
    meanRanks = zip(sums, values).map { $0 / Double($1.count) }
    let n = Double(count)
    let spread = zip(meanRanks, values).compensatedSum { rank, group in
      Double(group.count) * (rank - (n + 1) / 2) * (rank - (n + 1) / 2)
    }
    h = 12 / (n * (n + 1)) * spread / (1 - ranked.tiedShare)
  }

  /// k - 1.
  public var degreesOfFreedom: Int { meanRanks.count - 1 }

  /// How often chance alone makes so large an H, 0...1.
  public var p: Double { ChiSquare.upperTail(h, degreesOfFreedom: Double(degreesOfFreedom)) }

  /// ε², the share of the ranks' spread that is between the groups, 0...1: H / (n - 1).
  ///
  /// Source: Tomczak and Tomczak (2014), The need to report effect size estimates revisited.
  public var epsilonSquared: Double { h / Double(count - 1) }
}
