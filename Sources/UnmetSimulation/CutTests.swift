import NumericCore
import Statistics

/// How often a claim that a score is at least, or below, its own true value is supported.
struct CutTests: Experiment {
  static let name = "claims"

  /// True top boxes of importance and satisfaction.
  private static let shares = [
    (0.3, 0.3), (0.5, 0.5), (0.7, 0.7), (0.8, 0.8), (0.9, 0.9), (0.6, 0.8), (0.6, 0.5), (0.8, 0.5),
  ]
  private static let counts = [60, 200, 400]

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let rows = shares.flatMap { shares in
      counts.map { count in
        Section.Row(
          labels: [fixed(shares.0, 2), fixed(shares.1, 2), String(count)],
          cells: cells(monteCarlo, shares, count))
      }
    }
    return Section(
      title: "10. Claims about one score, at their limit",
      text: """
        Top boxes, the cut is the true score; share of surveys with p <= 0.05 by `PairCutTest`.
        Cells with fewer than 50 people on one side of a cut are shown without a bar: there the
        answers lean, and "at least" comes to .07 or .08. At the right the smaller of the two
        parts' p-values, which takes the better of two chances.
        """,
      labelHeads: ["Important", "Satisfied", "n"],
      cellHeads: ["at least", "below", "at least, smaller p"], rows: rows,
      verdicts: [
        Verdict(
          10, "size, claim \"at least\"", bar: "0.03 to 0.065",
          cells: Section.cells(rows, column: 0)),
        Verdict(
          10, "size, claim \"below\"", bar: "<= 0.065", cells: Section.cells(rows, column: 1)),
      ])
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ shares: (Double, Double), _ count: Int
  ) -> [Cell] {
    let outcome = TopBoxOutcome(
      importance: shares.0, satisfaction: shares.1, correlation: 0.2)
    let share = [shares.0, 1 - shares.0, shares.1, 1 - shares.1].min() ?? 0
    let isJudged = share * Double(count) >= 50 - 1e-9
    let limits = [Limits(low: 0.03, high: 0.065), Limits(high: 0.065), nil]
    return monteCarlo.cells(
      "claims \(shares.0) \(shares.1) \(count)",
      limits: isJudged ? limits : limits.map { _ in nil }, times: 10
    ) { stream in
      let pair = outcome.survey(count, &stream)
      let test = PairCutTest(pair, cut: outcome.score)
      let parts = [PairScore.Gradient.floor, .above].map { gradient in
        DifferenceTest(
          difference: gradient.first * pair.first + gradient.second * pair.second - outcome.score,
          variance: pair.standardError(gradient) * pair.standardError(gradient),
          degreesOfFreedom: Double(pair.degreesOfFreedom)
        ).upperP
      }
      return [test.atLeastP, test.belowP, parts.min()].map { ($0 ?? 1) <= 0.05 ? 1.0 : 0 }
    }
  }
}
