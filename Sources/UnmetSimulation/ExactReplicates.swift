import Groundwork
import Statistics

/// The bootstrap by random draws against the bootstrap of all samples that there are.
struct ExactReplicates: Experiment {
  static let name = "exact"

  private static let probabilities = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975]
  /// Replicates for each survey that a cell would have.
  private static let factor = 50

  /// A table, what its codes are worth, and how many rows a replicate has.
  private struct Setting: Sendable {
    let table: RatingTable
    let scorer: Scorer
    /// 0 for n draws, 1 for n - 1.
    let fewer: Int
  }

  private static let settings = RatingTable.all.flatMap { table in
    Scorer.allCases.flatMap { scorer in
      [0, 1].map { Setting(table: table, scorer: scorer, fewer: $0) }
    }
  }

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let count = factor * monteCarlo.surveyCount
    let rows = monteCarlo.workers.map(settings.count) { number in
      row(settings[number], count, seed: StableHash.combine(monteCarlo.seed, UInt64(number)))
    }
    return Section(
      title: "13. The bootstrap by random draws against the exact one",
      text: """
        Three tables of the General Social Survey 2016, importance against the own job, and one of
        eight people. \(grouped(count)) replicates of `MultinomialBootstrap` beside
        `ExactBootstrap`: the standard deviations' difference, in its standard errors
        sd/√(2B), and the largest difference of seven quantiles (0.025 to 0.975) in steps of the
        lattice on which the scores lie.
        """,
      labelHeads: ["Table", "n", "Scorer", "Draws"],
      cellHeads: ["exact sd", "sd off, in errors", "quantiles off, in steps"], rows: rows,
      verdicts: [
        Verdict(
          13, "standard deviation of the bootstrap", bar: "<= 4 errors off",
          cells: Section.cells(rows, column: 1)),
        Verdict(
          13, "quantiles of the bootstrap", bar: "<= 1 step off",
          cells: Section.cells(rows, column: 2)),
      ])
  }

  private static func row(_ setting: Setting, _ count: Int, seed: UInt64) -> Section.Row {
    let (table, rule) = (setting.table.table, setting.scorer.rule)
    let drawCount = setting.table.rowCount - setting.fewer
    let labels = [
      setting.table.name, String(setting.table.rowCount), setting.scorer.rawValue,
      setting.fewer == 0 ? "n" : "n - 1",
    ]
    guard let exact = ExactBootstrap(table, rule: rule, drawCount: drawCount),
      let drawn = MultinomialBootstrap(
        table, rule: rule, drawCount: drawCount, count: count, seed: seed)
    else { return Section.Row(labels: labels, cells: []) }
    let scores = drawn.sums.map { max($0.x, 2 * $0.x - $0.y) }.sorted()
    let error = exact.standardDeviation / (2 * Double(count)).squareRoot()
    let difference = deviation(scores, step: exact.step) - exact.standardDeviation
    let steps = probabilities.map { probability in
      let rank = Int((probability * Double(count)).rounded(.up))
      return abs(scores[max(rank, 1) - 1] - exact.quantileSteps(probability))
    }
    return Section.Row(
      labels: labels,
      cells: [
        Cell(exact: exact.standardDeviation, limits: nil),
        Cell(exact: abs(difference) / error, limits: Limits(high: 4)),
        Cell(exact: Double(steps.max() ?? 0), limits: Limits(high: 1)),
      ])
  }

  /// The standard deviation of scores given in steps.
  private static func deviation(_ scores: [Int], step: Double) -> Double {
    let count = Double(scores.count)
    let mean = Double(scores.reduce(0, +)) / count
    let squares = scores.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return step * (squares / count).squareRoot()
  }
}
