import NumericCore
import Statistics

/// The 95 % interval of a change between two waves, of whose people none, half or all are the same.
struct WaveChanges: Experiment {
  static let name = "waves"

  private static let heads = [
    "importance", "satisfaction", "opportunity", "guarded error", "plain error",
  ]

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let rows = WaveSurvey.Setting.allCases.flatMap { setting in
      [0, 0.5, 1].flatMap { overlap in
        [false, true].map { isWeighted in
          Section.Row(
            labels: [setting.rawValue, "\(Int(100 * overlap)) %", isWeighted ? "yes" : "no"],
            cells: Scorer.allCases.flatMap { scorer in
              cells(
                monteCarlo,
                WaveSurvey(setting, overlap: overlap, isWeighted: isWeighted), scorer)
            })
        }
      }
    }
    let count = heads.count
    let judged = rows.flatMap { row in
      row.cells.enumerated().filter { $0.offset % count < 3 }.map(\.element)
    }
    return Section(
      title: "28. Changes between two waves",
      text: """
        Two waves of \(WaveSurvey.rowCount) people; who is in both answers alike \
        (correlation \(fixed(WaveSurvey.persistence, 1)) between waves). `PairCovariance` over a \
        `SamplePanel`, `PairComparison` with the averaged error for the opportunity; beside it the \
        guarded one and the delta method's, which have no bar. Settings: one population in both \
        waves; a rise in satisfaction; one that crosses the point where importance and \
        satisfaction are equal.
        """,
      labelHeads: ["Change", "In both", "Weights"],
      cellHeads: Scorer.allCases.flatMap { scorer in heads.map { "\(scorer.rawValue), \($0)" } },
      rows: rows,
      verdicts: [
        Verdict(
          28, "changes between waves", bar: "0.93 to 0.97", cells: judged)
      ])
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ survey: WaveSurvey, _ scorer: Scorer
  ) -> [Cell] {
    let means = (scorer.means(survey.shares.old), scorer.means(survey.shares.new))
    let truths = (
      importance: means.1.first - means.0.first, satisfaction: means.1.second - means.0.second,
      opportunity: Scorer.score(means.1.first, means.1.second)
        - Scorer.score(means.0.first, means.0.second)
    )
    return monteCarlo.cells(
      survey.purpose + scorer.rawValue, limits: [.coverage, .coverage, .coverage, nil, nil]
    ) { stream in
      let covariance = survey.draw(&stream, scorer)
      let degrees = min(covariance.degreesOfFreedom[0], covariance.degreesOfFreedom[1])
      let test = PairComparison(
        covariance.score(of: 1), 1, covariance.score(of: 0), 0, covariance: covariance,
        degreesOfFreedom: degrees)
      return [
        test.first.covers(truths.importance), test.second.covers(truths.satisfaction),
        test.averaged.covers(truths.opportunity), test.guarded.covers(truths.opportunity),
        test.plain.covers(truths.opportunity),
      ]
    }
  }
}

extension DifferenceTest {
  /// Whether the 95 % interval holds the truth: 1 or 0.
  func covers(_ truth: Double) -> Double {
    guard let bounds = interval() else { return 0 }
    return bounds.low <= truth + 1e-9 && truth - 1e-9 <= bounds.high ? 1 : 0
  }
}
