import Statistics

/// The score's interval after raking.
struct RakedCoverage: Experiment {
  static let name = "raked"

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let rows = GapSetting.usual.flatMap { gap in
      [200, 400].map { count in
        Section.Row(
          labels: [gap.name, String(count)], cells: cells(monteCarlo, gap, count))
      }
    }
    return Section(
      title: "6. The score's interval after raking",
      text: """
        Unequal response, then weights fitted to three margins (3 x 3 x 2 categories) that predict
        the answers. `Raking` and `PairCovariance` with residuals on the margins; beside it, in
        parentheses, the fitted weights taken for given ones, and n = 200, which has no bar.
        """,
      labelHeads: ["Gap", "n"],
      cellHeads: Scorer.allCases.flatMap { [$0.rawValue, "\($0.rawValue), weights as given"] },
      rows: rows,
      verdicts: [
        Verdict(6, "score, raked, n = 400", bar: "0.93 to 0.97", cells: Section.cells(rows))
      ])
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ gap: GapSetting, _ count: Int
  ) -> [Cell] {
    let survey = RakedSurvey(gap, rowCount: count)
    let truths = Scorer.allCases.map { $0.truth(survey.shares) }
    let limits: Limits? = count >= 400 ? .coverage : nil
    return monteCarlo.cells(survey.purpose, limits: [limits, nil, limits, nil]) { stream in
      guard let drawn = survey.draw(&stream) else { return nil }
      return zip(Scorer.allCases, truths).flatMap { scorer, truth in
        [drawn.raked, drawn.given].map {
          drawn.rows.covariance(scorer, $0).score(of: 0).covers(truth)
        }
      }
    }
  }
}
