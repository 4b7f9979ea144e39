import NumericCore
import Statistics

/// The score's interval in samples of people drawn one by one.
struct SimpleCoverage: Experiment {
  static let name = "simple"

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let settings = GapSetting.usual + [.ceiling]
    let rows = settings.flatMap { gap in
      [50, 100, 200, 400].map { count in
        Section.Row(
          labels: [gap.name, String(count)], cells: cells(monteCarlo, gap, count))
      }
    }
    return Section(
      title: "2. The score's interval, people drawn one by one",
      text: """
        One outcome, five points, importance and satisfaction correlated at 0.3; `JointMoments`
        and `PairScore`. Share of 95 % intervals that hold the true score.
        """,
      labelHeads: ["Gap", "n"], cellHeads: Scorer.allCases.map(\.rawValue), rows: rows,
      verdicts: [
        Verdict(
          2, "score, drawn one by one", bar: "0.93 to 0.97", cells: Section.cells(rows))
      ])
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ gap: GapSetting, _ count: Int
  ) -> [Cell] {
    let shares = gap.population().shares
    let sampler = DiscreteSampler(shares)
    let truths = Scorer.allCases.map { $0.truth(shares) }
    return monteCarlo.cells(
      "simple \(gap.name) \(count)", limits: [.coverage, .coverage]
    ) { stream in
      let pairs = (0..<count).map { _ in sampler.draw(&stream) }
      let table = PairRows(pairs).table(weights: nil)
      return zip(Scorer.allCases, truths).map { scorer, truth in
        scorer.score(table, rowCount: count).covers(truth)
      }
    }
  }
}
