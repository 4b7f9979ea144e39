import Statistics

/// Fits weights to margins and trims them, and keeps the account.
struct WeightFitting {
  /// A margin with its categories by row; the category behind the targets is "no answer".
  struct Margin {
    let plan: RakingPlan.Margin
    let codes: [Int32]
    let hasMissing: Bool

    var categoryCount: Int { plan.targets.count + (hasMissing ? 1 : 0) }
  }

  let plan: RakingPlan
  let margins: [Margin]
  /// By row, in any unit; other weights can be fitted to the same margins.
  var weights: [Int64]?
  let rowCount: Int
  /// What messages call the weights' origin.
  var input: String
  /// The rows by category of all margins; `nil` without margins.
  private(set) var cells: MarginCells?
  private(set) var summary = Weighting()

  init(
    plan: RakingPlan, margins: [Margin], weights: [Int64]?, rowCount: Int, input: String
  ) {
    (self.plan, self.margins, self.weights) = (plan, margins, weights)
    (self.rowCount, self.input) = (rowCount, input)
    if !margins.isEmpty {
      cells = MarginCells(
        margins: margins.map(\.codes), categoryCounts: margins.map(\.categoryCount))
    }
  }

  /// By row, the fitted weights, in the unit of those given.
  mutating func fit() throws(SurveyError) -> [Double] {
    let before = weights?.map { Double($0) } ?? [Double](repeating: 1, count: rowCount)
    let targets = targets(before)
    var cycles = (count: 0, change: 0.0)
    let cells = cells
    let calibrate = { (weights: [Double]) throws(StatisticsFailure) -> [Double] in
      guard let cells else { return weights }
      let raking = try Raking(cells, weights: cells.sums(weights), targets: targets)
      cycles = (raking.cycleCount, raking.lastChange)
      return weights.indices.map { weights[$0] * raking.factors[Int(cells.cellOfRow[$0])] }
    }
    do throws(StatisticsFailure) {
      var fitted = try calibrate(before)
      if let trimming = try trimming(fitted, calibrate) {
        fitted = trimming.weights
        note(trimming)
      }
      (summary.cycleCount, summary.lastChange) = cycles
      account(before, fitted, targets)
      return fitted
    } catch {
      throw translated(error, targets)
    }
  }

  // MARK: - Steps

  /// By margin, the wished shares; "no answer" keeps the share that it has.
  private func targets(_ before: [Double]) -> [[Double]] {
    let total = before.reduce(0, +)
    return margins.enumerated().map { index, margin in
      guard margin.hasMissing, let cells else { return margin.plan.targets.map(\.share) }
      let sums = cells.sums(ofCells: cells.sums(before), by: index)
      let missing = (sums.last ?? 0) / total
      return margin.plan.targets.map { $0.share * (1 - missing) } + [missing]
    }
  }

  private func trimming(
    _ fitted: [Double], _ calibrate: ([Double]) throws(StatisticsFailure) -> [Double]
  ) throws(StatisticsFailure) -> Trimming? {
    guard let limit = plan.limit else { return nil }
    let total = fitted.reduce(0, +)
    let hasMargins = cells != nil
    let again = { (cut: [Double]) throws(StatisticsFailure) -> [Double] in
      hasMargins
        ? try calibrate(cut)
        : Trimming.redistributed(cut, cap: cut.max() ?? 0, total: total)
    }
    switch limit {
    case .medians(let factor):
      return try Trimming(fitted, medians: factor, calibrate: again)
    case .designEffect(let target):
      return try Trimming.toDesignEffect(fitted, target: target, calibrate: again)
    }
  }

  private mutating func note(_ trimming: Trimming) {
    summary.capInMedians = trimming.cap / Trimming.median(trimming.weights)
    summary.trimmedCount = trimming.trimmedCount
    summary.isWithinLimit = trimming.isWithinCap
  }

  private mutating func account(_ before: [Double], _ after: [Double], _ targets: [[Double]]) {
    summary.effectBefore = DesignEffect.kish(before) ?? 1
    summary.effectAfter = DesignEffect.kish(after) ?? 1
    if case .designEffect(let wished) = plan.limit {
      summary.isWithinLimit = summary.effectAfter <= wished * (1 + 1e-9)
    }
    let sorted = after.filter { $0 > 0 }.sorted()
    summary.range = (sorted.last ?? 1) / (sorted.first ?? 1)
    summary.largestInMedians = (sorted.last ?? 1) / Trimming.median(after)
    let top = max(1, sorted.count / 100)
    summary.topShare = sorted.suffix(top).reduce(0, +) / after.reduce(0, +)
    guard let cells else { return }
    let counts = cells.sums(before.map { $0 > 0 ? 1 : 0 })
    let sums = [counts, cells.sums(before), cells.sums(after)]
    for (index, margin) in margins.enumerated() {
      let columns = sums.map { cells.sums(ofCells: $0, by: index) }
      let totals = columns.map { $0.reduce(0, +) }
      for category in 0..<margin.categoryCount {
        let answers = margin.plan.targets
        summary.categories.append(
          Weighting.Category(
            margin: margin.plan.column.text,
            answer: category < answers.count ? answers[category].answer : "",
            respondentCount: Int(columns[0][category]),
            shareBefore: columns[1][category] / totals[1], target: targets[index][category],
            shareAfter: columns[2][category] / totals[2]))
      }
    }
  }

  private func translated(_ failure: StatisticsFailure, _ targets: [[Double]]) -> SurveyError {
    switch failure {
    case .emptyCategory(let margin, let category):
      return .emptyTarget(
        margins[margin].plan.column, input: input, answer: answer(margin, category),
        share: targets[margin][category])
    case .notConverged(let margin, let category, let found, let target, let cycles):
      let share = targets[margin][category]
      return .marginsNotMet(
        margins[margin].plan.column, input: input, answer: answer(margin, category),
        found: found / target * share, target: share, cycles: cycles)
    default: preconditionFailure("a raking cannot fail by \(failure)")
    }
  }

  private func answer(_ margin: Int, _ category: Int) -> String {
    let targets = margins[margin].plan.targets
    return category < targets.count ? targets[category].answer : "(no answer)"
  }
}
