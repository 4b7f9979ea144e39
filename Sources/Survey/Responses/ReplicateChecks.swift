import Statistics

/// Finds columns that cannot be the replicate weights that the study says they are. Each of these
/// mistakes would else make every standard error wrong by a constant, and nobody would notice.
struct ReplicateChecks {
  let plan: ReplicatePlan
  /// By replicate, then respondent.
  let columns: [[Int64]]
  let weights: [Int64]

  /// How far the sum of replicate weights may be from that of the weights.
  private static let plausibleRatios = 0.5...2
  /// Printed weights differ by this share from what they stand for.
  private static let rounding = 1e-3

  /// The first column with a fault, and the fault.
  var firstFault: (column: Int, fault: ReplicateFault)? {
    let total = Double(weights.reduce(0, +))
    for (index, column) in columns.enumerated() {
      let ratio = Double(column.reduce(0, +)) / total
      if !ReplicateChecks.plausibleRatios.contains(ratio) { return (index, .sum(ratio: ratio)) }
      if column == weights { return (index, .fullWeights) }
    }
    if areFactors { return (0, .factors) }
    return methodFault.map { (0, $0) }
  }

  // MARK: - Steps

  /// Whether the means of the replicates are nearer to a constant than to the weights.
  private var areFactors: Bool {
    let means = weights.indices.map { row in
      columns.reduce(0) { $0 + Double($1[row]) } / Double(columns.count)
    }
    let level = means.reduce(0, +) / Double(means.count)
    let slope = means.reduce(0, +) / weights.reduce(0) { $0 + Double($1) }
    func distance(_ expected: (Int) -> Double) -> Double {
      means.indices.reduce(0) {
        $0 + (means[$1] - expected($1)) * (means[$1] - expected($1))
      }
    }
    // Equal weights tell nothing, and need not: only their ratios matter.
    return distance { _ in level } < 0.5 * distance { slope * Double(weights[$0]) }
  }

  private var methodFault: ReplicateFault? {
    switch plan.method {
    case .brr where plan.scale == nil: halves
    case .jackknife where plan.scales == nil && plan.scale == nil: leavesWeights ? .strata : nil
    default: nil
    }
  }

  /// The share of the weight that every replicate keeps of everybody, against the stated one.
  private var halves: ReplicateFault? {
    var kept = Double.infinity
    for column in columns {
      for (row, weight) in weights.enumerated() where weight > 0 {
        kept = min(kept, Double(column[row]) / Double(weight))
      }
    }
    // Raked half samples keep a little more or less than the factor, whole halves are gone.
    let isNone = kept < ReplicateChecks.rounding
    let isWrong =
      plan.fay == 0 ? !isNone : isNone || kept > 2 * plan.fay || kept < 0.5 * plan.fay
    return isWrong ? .halves(kept: isNone ? 0 : kept, stated: plan.fay) : nil
  }

  /// Whether replicates leave some weights as they are and raise others: units of other strata.
  private var leavesWeights: Bool {
    columns.contains { column in
      var (same, raised) = (0, 0)
      for (row, weight) in weights.enumerated() where weight > 0 {
        let change = Double(column[row]) / Double(weight) - 1
        if abs(change) < 0.1 * ReplicateChecks.rounding { same += 1 }
        if change > ReplicateChecks.rounding { raised += 1 }
      }
      return same * 10 > weights.count && raised * 100 > weights.count
    }
  }
}
