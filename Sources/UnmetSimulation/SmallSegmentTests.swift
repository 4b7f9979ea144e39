import NumericCore
import Statistics

/// How often a small segment of a population whose shares are near 0 or 1 is called different.
struct SmallSegmentTests: Experiment {
  static let name = "small"

  /// True top boxes of importance and satisfaction.
  private static let shares = [
    (0.5, 0.5), (0.7, 0.5), (0.8, 0.4), (0.9, 0.1), (0.9, 0.5), (0.93, 0.6), (0.95, 0.6),
    (0.95, 0.95), (0.97, 0.2), (0.97, 0.97), (0.03, 0.5),
  ]
  private static let split = (30, 570)
  private static let limits: [Limits?] = [
    Limits(high: 0.06), Limits(low: 0.04, high: 0.065), Limits(low: 0.03, high: 0.065), nil, nil,
    nil,
  ]

  private static let bars = ["<= 0.06", "0.04 to 0.065", "0.03 to 0.065"]

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let rows = try shares.flatMap { shares in
      let cells = try cells(monteCarlo, shares)
      return Scorer.allCases.indices.map { place in
        Section.Row(
          labels: [fixed(shares.0, 2), fixed(shares.1, 2), Scorer.allCases[place].rawValue],
          cells: Array(cells[6 * place..<6 * place + 6]))
      }
    }
    return Section(
      title: "10. Tests of a small segment, shares near 0 and 1, nothing to be found",
      text: """
        30 people against 570 of one population; share of surveys with p <= 0.05. Top boxes have
        the variance of equal shares (`EqualShares`), in the test of importance (a letter of
        `unmet tabulate`) and in Wald's in full, in the guarded one where it is larger. Means have
        no such correction and no bar. In parentheses at the right the three without it.
        """,
      labelHeads: ["Important", "Satisfied", "Scorer"],
      cellHeads: [
        "guarded", "Wald", "importance", "guarded, own", "Wald, own", "importance, own",
      ], rows: rows,
      verdicts: ["guarded test of the score", "Wald's test of the needs", "test of a share"]
        .enumerated().map { column, what in
          Verdict(
            10, "size, 30 v 570, \(what)", bar: bars[column],
            cells: Section.cells(rows, column: column))
        })
  }

  /// By scorer: the six columns of the table.
  private static func cells(
    _ monteCarlo: MonteCarlo, _ shares: (Double, Double)
  ) throws -> [Cell] {
    // A top box begins at the fourth of the five points.
    let edge = RatingPopulation.thresholds[2]
    let population = RatingPopulation(
      importance: edge + Normal.quantile(shares.0),
      satisfaction: edge + Normal.quantile(shares.1))
    let sampler = DiscreteSampler(population.shares)
    let count = split.0 + split.1
    let groups = (0..<count).map { UInt16($0 < split.0 ? 0 : 1) }
    let sample = try Sample(design: SamplingDesign(rowCount: count), weights: nil)
    return monteCarlo.cells(
      "small \(shares.0) \(shares.1)",
      limits: Scorer.allCases.flatMap { $0 == .topBox ? limits : limits.map { _ in nil } },
      times: 5
    ) { stream in
      let rows = PairRows((0..<count).map { _ in sampler.draw(&stream) })
      return Scorer.allCases.flatMap { scorer in
        let covariance = rows.covariance(scorer, groups, sample)
        return [true, false].flatMap { isPooled in
          let test = covariance.comparison(degreesOfFreedom: split.0 - 1, isPooled: isPooled)
          return [test.guarded.p, test.p, test.first.p].map { ($0 ?? 1) <= 0.05 ? 1.0 : 0 }
        }
      }
    }
  }
}
