import NumericCore

/// Whether corrected scores keep their promises where the same people rate all outcomes, with
/// habits of their own, and where the outcomes lie close together.
struct StyledProbabilities: Experiment {
  static let name = "habits"

  private static let bar = Limits(high: 0.07)
  /// Fewest cases of a bin.
  private static let fewestCases = 200
  /// How often the interval of 1.96 standard deviations should hold the truth.
  private static let coverage = Limits(low: 0.93, high: 0.98)

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let rows = StyledPopulation.all.flatMap { population in
      CorrectedProbabilities.rowCounts.map { rowCount in
        Section.Row(
          labels: [population.name, String(rowCount)],
          cells: cells(monteCarlo, population, rowCount))
      }
    }
    return Section(
      title: "27. Same people, habits, close outcomes",
      text: """
        The same people rate all outcomes, each with a habit (0.35 of the variance of importance
        and of satisfaction, "habits") or without one. Shares as in the Perth park survey, or 20
        outcomes whose means on the normal scale spread by 0.35 ("apart") or 0.12 ("close") around
        a level that is drawn anew for each survey (spread 0.3). `SharedError`, `CorrectedScores`.
        Largest difference of the share that came true to the mean probability, over bins of equal
        width of \(fewestCases) outcomes or more: for "10 or more", and for all bands and zones but
        those of 15; how often 1.96 standard deviations around a corrected score hold the true one;
        and the squared error over that of raw scores.

        Only "10 or more", the cut in the midst of the outcomes, has a bar. Of close outcomes and
        few people the farther events are foretold too often: who comes near them mostly does so by
        a level that the survey drew too high or too low, and one survey cannot tell.

        "One level" draws the outcomes of all surveys around one and the same level, whose score is
        9.2, and shows this at its plainest. Whoever judges many surveys of that one level knows on
        which side of the cut of 10 its outcomes lie; one survey does not, and what it says where
        it has drawn the level too high comes true less often. No bar either.
        """,
      labelHeads: ["Population", "n"],
      cellHeads: ["10 or more", "bands and zones", "within 1.96 sd", "corrected over raw"],
      rows: rows, countHead: "Outcomes a cell", verdicts: verdicts(rows))
  }

  // MARK: - Steps

  private static func verdicts(_ rows: [Section.Row]) -> [Verdict] {
    let judged = rows.filter { row in row.cells.contains { $0.limits != nil } }
    return [
      Verdict(
        27, "10 or more, habits and close outcomes", bar: "off by <= 0.07",
        cells: judged.flatMap { $0.cells.prefix(1) }),
      Verdict(
        27, "1.96 standard deviations", bar: "0.93 to 0.98",
        cells: Section.cells(judged, column: 2)),
      Verdict(
        27, "squared error, corrected over raw", bar: "< 1",
        cells: Section.cells(judged, column: 3)),
    ]
  }

  private static func cells(
    _ monteCarlo: MonteCarlo, _ population: StyledPopulation, _ rowCount: Int
  ) -> [Cell] {
    let surveys = monteCarlo.surveys("\(population.name) \(rowCount)") { stream in
      try? CorrectedBattery(population, rowCount: rowCount, &stream)
    }.compactMap { $0 }
    let isJudged = !population.hasOneLevel
    func worst(_ events: [ScoreEvent], _ limits: Limits?) -> [Cell] {
      let cells = events.filter { !$0.isRare }.map {
        CorrectedProbabilities.calibration(surveys, $0).equalBins(
          limits: limits, slack: monteCarlo.slack, fewest: fewestCases)
      }
      return [cells.max { $0.value < $1.value }].compactMap { $0 }
    }
    let (held, ratio) = (isJudged ? coverage : nil, isJudged ? Limits(high: 1) : nil)
    return worst([.atLeast10], isJudged ? bar : nil) + worst(ScoreEvent.allCases, nil) + [
      CorrectedErrors.coverage(surveys, limits: held, slack: monteCarlo.slack),
      CorrectedErrors.ratio(surveys, limits: ratio, slack: monteCarlo.slack),
    ]
  }
}
