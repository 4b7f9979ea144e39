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
        spread as in the Perth park survey, each rated by n people of its own; top-box scores by
        `JointMoments`, `CorrectedScores`.
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
      let calibration = calibration(surveys, event)
      let limits = event.isRare ? nil : bar
      return [
        calibration.deciles(limits: limits, slack: monteCarlo.slack),
        calibration.equalBins(limits: limits, slack: monteCarlo.slack),
      ]
    }
  }

  /// The probabilities of an event with what came true.
  static func calibration(_ surveys: [CorrectedBattery], _ event: ScoreEvent) -> Calibration {
    Calibration(
      surveys.flatMap { survey in
        zip(survey.corrected, survey.truths).map { score, truth in
          (event.probability(score), event.holds(truth))
        }
      })
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
    let surveys = CorrectedBattery.surveys(monteCarlo, rowCount)
    let means = means(surveys)
    return [means.corrected, means.raw].map {
      Cell(
        value: $0, error: 0, surveyCount: surveys.count, limits: nil, slack: monteCarlo.slack)
    } + [ratio(surveys, limits: Limits(high: 1), slack: monteCarlo.slack)]
  }

  /// The squared error of corrected scores over that of raw ones.
  static func ratio(_ surveys: [CorrectedBattery], limits: Limits?, slack: Double) -> Cell {
    let means = means(surveys)
    let ratio = means.corrected / means.raw
    let squares = surveys.map(\.squaredErrors).reduce(0) { sum, own in
      sum + (own.corrected - ratio * own.raw) * (own.corrected - ratio * own.raw)
    }
    return Cell(
      value: ratio, error: squares.squareRoot() / (Double(surveys.count) * means.raw),
      surveyCount: surveys.count, limits: limits, slack: slack)
  }

  /// How often 1.96 standard deviations around corrected scores hold the true ones; the error
  /// counts the outcomes of a survey as one.
  static func coverage(_ surveys: [CorrectedBattery], limits: Limits?, slack: Double) -> Cell {
    let shares = surveys.map { survey in
      let held = zip(survey.corrected, survey.truths).count {
        abs($0.value - $1.score) <= 1.96 * $0.standardDeviation
      }
      return Double(held) / Double(survey.truths.count)
    }
    let count = Double(shares.count)
    let mean = shares.reduce(0, +) / count
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return Cell(
      value: mean, error: (variance / count).squareRoot(), surveyCount: surveys.count,
      limits: limits, slack: slack)
  }

  private static func means(_ surveys: [CorrectedBattery]) -> (corrected: Double, raw: Double) {
    let (errors, count) = (surveys.map(\.squaredErrors), Double(surveys.count))
    return (
      errors.reduce(0) { $0 + $1.corrected } / count, errors.reduce(0) { $0 + $1.raw } / count
    )
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
