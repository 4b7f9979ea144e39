import Statistics

/// The score's interval in weighted samples.
struct WeightedCoverage: Experiment {
  static let name = "weights"

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let rows = GapSetting.usual.flatMap { gap in
      [150, 300, 600].map { count in
        Section.Row(
          labels: [gap.name, String(count)], cells: cells(monteCarlo, gap, count))
      }
    }
    return Section(
      title: "3. The score's interval, unequal weights",
      text: """
        Five kinds of people, reached with unequal chances and weighted back; Kish's design effect
        is \(fixed(WeightedSurvey.effect, 2)). `JointMoments` and `PairScore`; n = 150 has no bar.
        """,
      labelHeads: ["Gap", "n"], cellHeads: Scorer.allCases.map(\.rawValue), rows: rows,
      verdicts: [
        Verdict(
          3, "score, unequal weights, n >= 300", bar: "0.93 to 0.97", cells: Section.cells(rows))
      ])
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ gap: GapSetting, _ count: Int
  ) -> [Cell] {
    let survey = WeightedSurvey(gap, rowCount: count)
    let truths = Scorer.allCases.map { $0.truth(survey.shares) }
    let limits: Limits? = count >= 300 ? .coverage : nil
    return monteCarlo.cells(survey.purpose, limits: [limits, limits]) { stream in
      let table = survey.draw(&stream)
      return zip(Scorer.allCases, truths).map { scorer, truth in
        scorer.score(table, rowCount: count).covers(truth)
      }
    }
  }
}
