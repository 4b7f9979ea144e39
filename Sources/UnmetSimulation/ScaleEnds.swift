import Statistics

/// The score's interval where it does not hold: nearly everybody on one side of the top box's cut.
struct ScaleEnds: Experiment {
  static let name = "ends"

  /// True top boxes of importance and satisfaction, and n.
  private static let settings = [
    (0.97, 0.97, 100), (0.95, 0.95, 50), (0.03, 0.5, 100), (0.97, 0.03, 60), (0.92, 0.92, 100),
    (0.9, 0.9, 100), (0.88, 0.88, 100), (0.97, 0.5, 100), (0.7, 0.97, 100),
  ]

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    Section(
      title: "2. Where the score's interval does not hold",
      text: """
        Top boxes near 0 or 1, people drawn one by one: share of 95 % intervals that hold the true
        score. Beside: the people expected on the smaller side of importance's cut. Where the score
        hangs on a share with fewer than ten there, opportunities.csv says "few answers beside the
        cut: interval too narrow". The last two hang on the other share, and hold.
        """,
      labelHeads: ["Important", "Satisfied", "n", "beside the cut"], cellHeads: ["top box"],
      rows: settings.map { row(monteCarlo, $0) }, verdicts: [])
  }

  private static func row(
    _ monteCarlo: MonteCarlo, _ setting: (Double, Double, Int)
  ) -> Section.Row {
    let (importance, satisfaction, count) = setting
    let outcome = TopBoxOutcome(
      importance: importance, satisfaction: satisfaction, correlation: 0.2)
    let cells = monteCarlo.cells(
      "ends \(importance) \(satisfaction) \(count)", limits: [nil], times: 10
    ) { stream in
      [outcome.survey(count, &stream).covers(outcome.score)]
    }
    return Section.Row(
      labels: [
        fixed(importance, 2), fixed(satisfaction, 2), String(count),
        fixed(min(importance, 1 - importance) * Double(count), 1),
      ], cells: cells)
  }
}
