/// Kish's effective numbers of rows under the two means of a domain.
struct PairBase: Sendable, Equatable {
  let first: Double
  let second: Double

  /// The bases of all domains.
  ///
  /// - Parameters:
  ///   - columns: the two columns and the groups.
  ///   - domains: the groups of each domain.
  ///   - rule: what the codes are worth.
  ///   - weights: by row; `nil` for equal ones.
  /// - Returns: by domain.
  static func all(
    _ columns: PairCovariance.Columns, _ domains: [[Int]], _ rule: PairRule, _ weights: [Int64]?
  ) -> [PairBase] {
    let terms = rule.terms
    var sums = [(first: Sum, second: Sum)](
      repeating: (Sum(), Sum()), count: columns.groupCount)
    for row in columns.first.indices {
      let term = terms[Int(columns.first[row] & 15) << 4 | Int(columns.second[row] & 15)]
      let (group, weight) = (Int(columns.groups?[row] ?? 0), weights?[row] ?? 1)
      if term.firstBase != 0 { sums[group].first.add(weight) }
      if term.secondBase != 0 { sums[group].second.add(weight) }
    }
    return domains.map { domain in
      PairBase(
        first: domain.reduce(into: Sum()) { $0.merge(sums[$1].first) }.effectiveCount,
        second: domain.reduce(into: Sum()) { $0.merge(sums[$1].second) }.effectiveCount)
    }
  }

  /// Σ w and Σ w², whole.
  private struct Sum {
    var weight: Int64 = 0
    var square: Int128 = 0

    mutating func add(_ own: Int64) {
      weight += own
      square += Int128(own) * Int128(own)
    }

    mutating func merge(_ other: Sum) {
      weight += other.weight
      square += other.square
    }

    var effectiveCount: Double {
      square > 0 ? Double(weight) * Double(weight) / Double(square) : 0
    }
  }
}
