import NumericCore
import Statistics

/// Whether outcomes are in a band or zone as often as their corrected scores say.
struct CorrectedProbabilities: Experiment {
  static let name = "corrected"

  /// n of the surveys.
  static let rowCounts = [60, 200, 600]
  /// The largest difference of a share that came true to the one foretold.
  private static let bar = Limits(high: 0.05)

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let measured = rowCounts.map { cells(monteCarlo, $0) }
    let rows = ScoreEvent.allCases.enumerated().map { place, event in
      Section.Row(labels: [event.rawValue], cells: measured.flatMap { $0[place] })
    }
    let judged = rows.flatMap { row in row.cells.indices.map { (row.cells[$0], $0 % 2) } }
    return Section(
      title: "25. Probabilities of bands and zones",
      text: """
        \(AngledBattery.outcomeCount) outcomes whose true shares are drawn anew for each survey,
        spread as in the Perth park survey; top-box scores by `JointMoments`, `CorrectedScores`.
        Outcomes of all surveys are sorted by the probability of an event and cut into tenths
        (deciles) and into bins of equal width with \(grouped(Calibration.fewestCases)) outcomes
        or more: the largest difference of the share that came true to the mean probability. A
        score of 15 is rare here (2 in 1,000 outcomes): its rows are shown without a bar, for bins
        of \(grouped(Calibration.fewestRareCases)) outcomes or more.
        """,
      labelHeads: ["Event"],
      cellHeads: rowCounts.flatMap { ["n = \($0), deciles", "n = \($0), bins"] }, rows: rows,
      countHead: "Outcomes a cell",
      verdicts: ["deciles", "bins of equal width"].enumerated().map { kind, what in
        Verdict(
          25, "probabilities, \(what)", bar: "off by <= 0.05",
          cells: judged.filter { $0.1 == kind }.map(\.0))
      })
  }

  /// By event, the cells of deciles and bins.
  private static func cells(_ monteCarlo: MonteCarlo, _ rowCount: Int) -> [[Cell]] {
    let surveys = CorrectedBattery.surveys(monteCarlo, rowCount)
    return ScoreEvent.allCases.map { event in
      let calibration = Calibration(
        surveys.flatMap { survey in
          zip(survey.corrected, survey.truths).map { score, truth in
            (event.probability(score), event.holds(truth))
          }
        })
      let limits = event.isRare ? nil : bar
      return [
        calibration.deciles(limits: limits, slack: monteCarlo.slack),
        calibration.equalBins(limits: limits, slack: monteCarlo.slack),
      ]
    }
  }
}

/// Whether corrected scores are nearer to the truth than raw ones.
struct CorrectedErrors: Experiment {
  static let name = "accuracy"

  static func run(_ monteCarlo: MonteCarlo) -> Section {
    let rows = CorrectedProbabilities.rowCounts.map { rowCount in
      Section.Row(labels: [String(rowCount)], cells: cells(monteCarlo, rowCount))
    }
    return Section(
      title: "25. Errors of corrected scores",
      text: """
        The surveys of the last table: the mean squared difference of corrected and of raw scores
        to the true ones, and the first over the second.
        """,
      labelHeads: ["n"], cellHeads: ["corrected", "raw", "corrected over raw"], rows: rows,
      verdicts: [
        Verdict(
          25, "squared error, corrected over raw", bar: "< 1", cells: Section.cells(rows))
      ])
  }

  private static func cells(_ monteCarlo: MonteCarlo, _ rowCount: Int) -> [Cell] {
    let errors = CorrectedBattery.surveys(monteCarlo, rowCount).map(\.squaredErrors)
    let count = Double(errors.count)
    let corrected = errors.reduce(0) { $0 + $1.corrected } / count
    let raw = errors.reduce(0) { $0 + $1.raw } / count
    let ratio = corrected / raw
    let squares = errors.reduce(0) { sum, own in
      sum + (own.corrected - ratio * own.raw) * (own.corrected - ratio * own.raw)
    }
    func cell(_ value: Double, _ error: Double, _ limits: Limits?) -> Cell {
      Cell(
        value: value, error: error, surveyCount: errors.count, limits: limits,
        slack: monteCarlo.slack)
    }
    return [
      cell(corrected, 0, nil), cell(raw, 0, nil),
      cell(ratio, squares.squareRoot() / (count * raw), Limits(high: 1)),
    ]
  }
}

extension CorrectedBattery {
  /// Many surveys of n people.
  static func surveys(_ monteCarlo: MonteCarlo, _ rowCount: Int) -> [CorrectedBattery] {
    monteCarlo.surveys("corrected \(rowCount)", times: 5) { stream in
      CorrectedBattery(rowCount: rowCount, &stream)
    }.compactMap { $0 }
  }

  /// Summed over the outcomes.
  var squaredErrors: (corrected: Double, raw: Double) {
    truths.indices.reduce(into: (corrected: 0, raw: 0)) { sums, outcome in
      let (own, truth) = (corrected[outcome].value, truths[outcome].score)
      sums.corrected += (own - truth) * (own - truth) / Double(truths.count)
      sums.raw += (raw[outcome] - truth) * (raw[outcome] - truth) / Double(truths.count)
    }
  }
}
