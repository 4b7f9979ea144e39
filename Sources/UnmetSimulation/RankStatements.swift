import Groundwork
import NumericCore
import Statistics

/// How often the ranks that the engine allows hold all true ranks at once.
struct RankStatements: Experiment {
  static let name = "ranks"

  private static let replicateCount = 1_000
  /// By outcome, its step of satisfaction; drawn once.
  private static let twenty = [
    3, 8, 12, 13, 14, 16, 10, 15, 1, 6, 0, 7, 4, 18, 5, 19, 17, 2, 9, 11,
  ]
  private static let eight = [0, 6, 7, 2, 4, 5, 1, 3]

  /// Who is asked about which outcomes.
  private struct Setting {
    var outcomes: [Int]
    var count: Int
    /// Whether all outcomes are alike, so that any statement is false.
    var isEqual = false
    /// Sampling units of equal size; `nil` for people drawn one by one.
    var units: Int?

    var name: String { "\(outcomes.count) \(count) \(isEqual) \(units ?? 0)" }
    /// The others are measured without a bar.
    var hasBar: Bool { outcomes.count == 20 }

    var battery: BatterySurvey {
      isEqual
        ? BatterySurvey(importance: (0.7, 0.7), satisfaction: (0.3, 0.3), order: outcomes)
        : BatterySurvey(importance: (0.2, 1.2), satisfaction: (0.5, 0.1), order: outcomes)
    }
  }

  private static let settings =
    [Setting(outcomes: twenty, count: 200), Setting(outcomes: twenty, count: 600)]
    + [Setting(outcomes: eight, count: 200)]
    + [40, 60, 200].map { Setting(outcomes: eight, count: $0, isEqual: true) }
    + [4, 6, 12, 24, 40].map { Setting(outcomes: eight, count: 240, isEqual: true, units: $0) }

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let rows = settings.map { setting in
      Section.Row(
        labels: [
          String(setting.outcomes.count), setting.isEqual ? "equal" : "in steps",
          String(setting.count), setting.units.map { String($0) } ?? "-",
        ], cells: cells(monteCarlo, setting))
    }
    return Section(
      title: "12. Statements about ranks",
      text: """
        Top-box scores of correlated outcomes; \(grouped(replicateCount)) replicates by
        `ReplicateWeights` and `ReplicateMeans`, read by `RankSummary`. Simultaneous: all true
        ranks lie in the simultaneous ranks, promised at 0.95; where all outcomes are equal, any
        statement that one is above another is false. Sampling units have 0.08 of each answer's
        variance. Beside it the 5 % and 95 % percentiles of each rank, which promise 0.90 one at a
        time and nothing together; mean widths in ranks; and how often the sample's highest outcome
        is a true one.
        """,
      labelHeads: ["Outcomes", "truths", "n", "units"],
      cellHeads: [
        "simultaneous, all", "percentiles, each", "percentiles, all", "width, simultaneous",
        "width, percentiles", "top is true top",
      ], rows: rows,
      verdicts: [
        Verdict(
          12, "simultaneous ranks, 20 outcomes", bar: ">= 0.95",
          cells: Section.cells(rows))
      ])
  }

  private static func cells(_ monteCarlo: MonteCarlo, _ setting: Setting) -> [Cell] {
    let battery = setting.battery
    let truths = battery.truths
    let ranks = truths.map { own in 1 + truths.count { $0 > own + 1e-9 } }
    let limits: Limits? = setting.hasBar ? Limits(low: 0.95) : nil
    return monteCarlo.cells(
      "ranks \(setting.name)", limits: [limits] + [Limits?](repeating: nil, count: 5)
    ) { stream in
      var columns = [PairRows](repeating: PairRows([]), count: truths.count)
      for _ in 0..<(setting.units ?? 1) {
        let own = setting.units == nil ? battery : battery.inUnit(0.08, &stream)
        own.draw(setting.count / (setting.units ?? 1), into: &columns, &stream)
      }
      // Respondents of different surveys are different people: their draws must differ.
      let keys = (0..<setting.count).map { _ in stream.next() }
      guard let summary = summary(columns, keys, units: setting.units) else { return nil }
      return findings(summary.ranks, ranks, top: summary.top)
    }
  }

  /// The engine's summary, and the outcome with the highest score.
  private static func summary(
    _ columns: [PairRows], _ keys: [UInt64], units: Int?
  ) -> (ranks: RankSummary, top: Int?)? {
    let size = keys.count / (units ?? keys.count)
    let design =
      units == nil
      ? SamplingDesign(rowCount: keys.count)
      : try? SamplingDesign(
        rowCount: keys.count, units: keys.indices.map { Int32($0 / size) })
    guard let design, let sample = try? Sample(design: design, weights: nil) else { return nil }
    let weights = ReplicateWeights(
      sample,
      keys: ReplicateWeights.Keys(
        rows: keys, units: Array(keys.prefix(units ?? 0)), strata: [keys[0]]),
      count: replicateCount, seed: 1)
    let ones = ReplicateWeights(given: [[Int64](repeating: 1, count: keys.count)])
    let estimates = scores(columns, ones).map { $0[0] }
    let ranks = RankSummary(
      estimates: estimates, replicates: scores(columns, weights),
      degreesOfFreedom: design.degreesOfFreedom())
    return (ranks, estimates.indices.max { estimates[$0] < estimates[$1] })
  }

  /// By outcome, then replicate.
  private static func scores(_ columns: [PairRows], _ weights: ReplicateWeights) -> [[Double]] {
    let rows = columns[0].first.indices.map { Int32($0) }
    let means = ReplicateMeans(
      rows: rows, first: columns.map(\.first), second: columns.map(\.second),
      rule: Scorer.topBox.rule, weights: weights, workers: Workers(threadCount: 1))
    return columns.indices.map { outcome in
      (0..<means.replicateCount).map { replicate in
        means.means(pair: outcome, replicate: replicate)
          .map { Scorer.score($0.first, $0.second) } ?? 0
      }
    }
  }

  private static func findings(
    _ summary: RankSummary, _ ranks: [Int], top: Int?
  ) -> [Double] {
    let count = Double(ranks.count)
    let together = zip(summary.simultaneousRanks, ranks).count { $0.contains($1) }
    let alone = zip(summary.intervals, ranks).count { $0.contains($1) }
    func width(_ intervals: [ClosedRange<Int>]) -> Double {
      Double(intervals.reduce(0) { $0 + $1.count }) / count
    }
    return [
      together == ranks.count ? 1 : 0, Double(alone) / count, alone == ranks.count ? 1 : 0,
      width(summary.simultaneousRanks), width(summary.intervals),
      top.map { ranks[$0] == 1 } ?? false ? 1 : 0,
    ]
  }
}
