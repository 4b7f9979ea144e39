import NumericCore
import Statistics

/// How often two segments of one population are called different.
struct SegmentTests: Experiment {
  static let name = "tests"

  /// How many respondents the two segments have.
  private static let splits = [(100, 100), (60, 240), (300, 300), (40, 800)]
  private static let guardedLimits = Limits(high: 0.06)
  /// Shares are tested with the variance of equal shares, which depends less on the small segment
  /// than the degrees of freedom say: the test stays a little below its level.
  private static let waldLimits = Limits(low: 0.04, high: 0.065)

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let rows = try GapSetting.many.flatMap { gap in
      try splits.flatMap { split in
        let cells = try cells(monteCarlo, gap, split)
        return Scorer.allCases.indices.map { place in
          Section.Row(
            labels: [gap.name, "\(split.0), \(split.1)", Scorer.allCases[place].rawValue],
            cells: Array(cells[5 * place..<5 * place + 5]))
        }
      }
    }
    return Section(
      title: "10. Tests of two segments, nothing to be found",
      text: """
        Two segments of one population; share of surveys with p <= 0.05. `PairComparison` with the
        degrees of freedom of the smaller segment, as the reports use it: the guarded test of the
        scores ("the opportunity differs") and Wald's test of both means ("the needs differ"). In
        parentheses the plain delta method, and both tests with those of both segments together.
        """,
      labelHeads: ["Gap", "Segments", "Scorer"],
      cellHeads: ["guarded", "Wald", "plain", "guarded, both", "Wald, both"], rows: rows,
      verdicts: [
        Verdict(
          10, "size, guarded test of the score", bar: "<= 0.06",
          cells: Section.cells(rows, column: 0)),
        Verdict(
          10, "size, Wald's test of the needs", bar: "0.04 to 0.065",
          cells: Section.cells(rows, column: 1)),
      ])
  }

  /// By scorer: the five columns of the table.
  private static func cells(
    _ monteCarlo: MonteCarlo, _ gap: GapSetting, _ split: (Int, Int)
  ) throws -> [Cell] {
    let count = split.0 + split.1
    let sampler = DiscreteSampler(gap.population().shares)
    let groups = (0..<count).map { UInt16($0 < split.0 ? 0 : 1) }
    let sample = try Sample(design: SamplingDesign(rowCount: count), weights: nil)
    return monteCarlo.cells(
      "tests \(gap.name) \(split.0) \(split.1)",
      limits: Scorer.allCases.flatMap { _ in [guardedLimits, waldLimits, nil, nil, nil] },
      times: 10
    ) { stream in
      let rows = PairRows((0..<count).map { _ in sampler.draw(&stream) })
      return Scorer.allCases.flatMap { scorer in
        let covariance = rows.covariance(scorer, groups, sample)
        let full = covariance.comparison(degreesOfFreedom: count - 1)
        let smaller = covariance.comparison(degreesOfFreedom: min(split.0, split.1) - 1)
        return [smaller.guarded.p, smaller.p, smaller.plain.p, full.guarded.p, full.p].map {
          ($0 ?? 1) <= 0.05 ? 1.0 : 0
        }
      }
    }
  }
}
