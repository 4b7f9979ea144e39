import NumericCore
import Statistics

/// What a screening of many outcomes finds, and how much of it is false.
struct FalseDiscoveries: Experiment {
  static let name = "discoveries"

  /// By outcome, its step of satisfaction; drawn once.
  private static let order = [
    27, 31, 38, 26, 11, 29, 12, 57, 39, 41, 17, 47, 59, 6, 9, 55, 24, 22, 18, 34, 44, 30, 36, 35,
    2, 20, 32, 50, 49, 42, 13, 28, 7, 23, 51, 52, 19, 58, 43, 25, 33, 3, 8, 48, 21, 1, 16, 56, 14,
    4, 5, 15, 10, 45, 54, 0, 37, 53, 46, 40,
  ]
  /// The outcomes in which the segments differ; drawn once.
  private static let different = [11, 17, 19, 20, 21, 25, 26, 36, 37, 50, 52, 57]

  private static let tests = ["guarded", "plain", "Wald"]

  static func run(_ monteCarlo: MonteCarlo) throws -> Section {
    let counts = [150, 300]
    let measured = try counts.map { try cells(monteCarlo, $0) }
    let rows = zip(counts, measured).flatMap { count, cells in
      tests.indices.map { test in
        Section.Row(
          labels: [String(count), tests[test]], cells: Array(cells[4 * test..<4 * test + 4]))
      }
    }
    return Section(
      title: "11. Screening of 60 correlated outcomes, 12 of them different",
      text: """
        Two segments, top-box scores, p-values of `PairComparison` adjusted by
        `AdjustedPValues.benjaminiHochberg` at 0.05. False: share of the findings that are false;
        power: share of the 12 that are found; beside them the same without adjustment. The bar is
        for the guarded test of the score at 150 a segment.
        """,
      labelHeads: ["n a segment", "Test"],
      cellHeads: ["false", "power", "false, unadjusted", "power, unadjusted"], rows: rows,
      verdicts: [
        Verdict(
          11, "false discoveries, 60 outcomes", bar: "<= 0.05 + 2 standard errors",
          cells: Section.cells(rows, column: 0)),
        Verdict(
          11, "power of the screening", bar: ">= 0.75", cells: Section.cells(rows, column: 1)),
      ])
  }

  /// For each test: false share and power, adjusted and unadjusted.
  private static func cells(_ monteCarlo: MonteCarlo, _ count: Int) throws -> [Cell] {
    let battery = BatterySurvey(importance: (0.1, 1.1), satisfaction: (0.6, -0.2), order: order)
    let other = battery.shifted(by: 0.35, in: different)
    let groups = (0..<2 * count).map { UInt16($0 < count ? 0 : 1) }
    let sample = try Sample(design: SamplingDesign(rowCount: 2 * count), weights: nil)
    let isJudged = count == 150
    let limits: [Limits?] =
      (isJudged ? [Limits(high: 0.05, errors: 2), Limits(low: 0.75)] : [nil, nil])
      + [Limits?](repeating: nil, count: 10)
    return monteCarlo.cells("discoveries \(count)", limits: limits) { stream in
      var columns = [PairRows](repeating: PairRows([]), count: order.count)
      battery.draw(count, into: &columns, &stream)
      other.draw(count, into: &columns, &stream)
      let comparisons = columns.map {
        $0.covariance(.topBox, groups, sample).comparison(degreesOfFreedom: 2 * count - 1)
      }
      return [comparisons.map(\.guarded.p), comparisons.map(\.plain.p), comparisons.map(\.p)]
        .flatMap { findings(AdjustedPValues.benjaminiHochberg($0)) + findings($0) }
    }
  }

  /// The share of the findings that are false, and the share of the differences found.
  private static func findings(_ values: [Double?]) -> [Double] {
    let found = values.indices.filter { values[$0] ?? 1 <= 0.05 }
    let right = found.count { different.contains($0) }
    return [
      Double(found.count - right) / Double(max(1, found.count)),
      Double(right) / Double(different.count),
    ]
  }
}
