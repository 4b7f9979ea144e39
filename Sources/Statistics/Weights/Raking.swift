/// Weights fitted to known margins by iterative proportional fitting: each weight is multiplied by
/// target over current sum, margin after margin, until nothing moves.
///
/// With one margin this is post-stratification, exact after one step. The factor depends on a
/// row's cell alone, so that design weights keep their proportions inside each cell.
///
/// Source: Deming and Stephan (1940), On a least squares adjustment of a sampled frequency table.
public struct Raking: Sendable, Equatable {
  /// By cell, what its weights are multiplied by.
  public let factors: [Double]
  /// Full cycles over all margins.
  public let cycleCount: Int
  /// The largest relative change of a cell's factor in the last cycle.
  public let lastChange: Double
  /// By margin, then category: the sums that were reached for.
  public let targets: [[Double]]

  /// The relative change under which a cycle counts as none.
  public static let tolerance = 1e-12
  /// The most cycles.
  public static let cycleLimit = 1_000

  /// Fits weights to margins.
  ///
  /// - Parameters:
  ///   - cells: the rows' categories.
  ///   - weights: by cell, the sum of the weights to start from, 0 or more.
  ///   - targets: by margin, then category, in any unit; each margin is scaled to `total`.
  ///   - total: the sum of the fitted weights; `nil` keeps the sum of the weights.
  /// - Throws: `StatisticsFailure.emptyCategory` where a target has no weight to raise,
  ///   `.unwantedCategory` where weight stands in a category with target 0, `.notConverged` with
  ///   the worst category when the margins contradict each other.
  public init(
    _ cells: MarginCells, weights: [Double], targets: [[Double]], total: Double? = nil
  ) throws(StatisticsFailure) {
    let total = total ?? weights.reduce(0, +)
    let scaled = targets.map { margin in margin.map { $0 / margin.reduce(0, +) * total } }
    try Raking.check(cells, weights, scaled)
    var factors = [Double](repeating: 1, count: cells.cellCount)
    var (cycle, change) = (0, Double.infinity)
    while change > Raking.tolerance, cycle < Raking.cycleLimit {
      let before = factors
      for margin in scaled.indices {
        Raking.fit(&factors, cells, weights, margin, scaled[margin])
      }
      change = zip(factors, before).reduce(0) { max($0, abs($1.0 / $1.1 - 1)) }
      cycle += 1
    }
    (self.factors, cycleCount, lastChange, self.targets) = (factors, cycle, change, scaled)
    // Margins that contradict each other leave one of them unmet, even where nothing moves from
    // cycle to cycle.
    if let worst = worst(cells, weights) { throw worst }
  }

  /// The category farthest from its target as a failure; `nil` when all are met to a billionth.
  private func worst(_ cells: MarginCells, _ weights: [Double]) -> StatisticsFailure? {
    let fitted = zip(weights, factors).map(*)
    var worst: StatisticsFailure?
    var largest = 1e-9
    for margin in targets.indices {
      for (category, sum) in cells.sums(ofCells: fitted, by: margin).enumerated() {
        let target = targets[margin][category]
        guard target > 0, !(abs(sum / target - 1) <= largest) else { continue }
        largest = abs(sum / target - 1)
        worst = .notConverged(
          margin: margin, category: category, found: sum, target: target, cycles: cycleCount)
      }
    }
    return worst
  }

  // MARK: - Steps

  private static func check(
    _ cells: MarginCells, _ weights: [Double], _ targets: [[Double]]
  ) throws(StatisticsFailure) {
    precondition(
      targets.map(\.count) == cells.categoryCounts && weights.count == cells.cellCount,
      "targets of \(targets.map(\.count)) categories for \(cells.categoryCounts)")
    for margin in targets.indices {
      for (category, sum) in cells.sums(ofCells: weights, by: margin).enumerated() {
        let target = targets[margin][category]
        if target > 0, sum == 0 { throw .emptyCategory(margin: margin, category: category) }
        if target == 0, sum > 0 { throw .unwantedCategory(margin: margin, category: category) }
      }
    }
  }

  private static func fit(
    _ factors: inout [Double], _ cells: MarginCells, _ weights: [Double], _ margin: Int,
    _ target: [Double]
  ) {
    let sums = cells.sums(ofCells: zip(weights, factors).map(*), by: margin)
    for cell in factors.indices {
      let category = cells.categories[cell][margin]
      if sums[category] > 0 { factors[cell] *= target[category] / sums[category] }
    }
  }
}
