/// The whole page: what is measured, the verdicts, the tables.
struct CoverageReport {
  let options: Options
  /// See `MonteCarlo.slack`.
  let slack: Double
  let sections: [Section]

  /// In Markdown.
  var text: String {
    ([head, Markdown.summary(sections)] + sections.map(Markdown.section))
      .joined(separator: "\n\n")
  }

  // MARK: - Steps

  private var head: String {
    """
    # What the intervals promise, measured

    Each number below comes from simulated surveys that went through the engine's own code. An
    interval that promises 95 % should hold the truth in 95 of 100 surveys, a test at 5 % should
    find nothing in 95 of 100 surveys in which there is nothing to be found. Answers are points of
    a five-point scale, cut from normal numbers, where a section names nothing else; the truth is
    computed from the same model, not estimated. A gap is importance less satisfaction in points of
    0 to 10 (top box: more).

    **Bars.** A cell holds when its number lies within the bar. With 2,000 surveys the Monte Carlo
    standard error of a coverage of 0.95 is 0.005, so that 0.93 to 0.97 is four of them on either
    side. A cell that comes within 0.005 of a limit is measured with five times as many surveys.
    \(bars)

    **Repeat.** `Scripts/simulate-coverage\(arguments) --out docs/coverage.md` writes this page
    again, the same on any number of threads: survey i of a cell draws from the stream
    (seed \(options.seed), the cell's name, i). `--only NAME` runs one experiment, `--seed S` draws
    other surveys, `--quick` draws 200 a cell. The status is 1 when a bar fails.

    **Not covered.** Opt-in panels, whose intervals rest on a model; response that depends on the
    answers beyond the margins; skip patterns; scales of other lengths.
    """
  }

  private var bars: String {
    slack == 0
      ? "A number in bold misses its bar; one in parentheses has none and is shown beside."
      : "**Few surveys: each bar gives way by \(Int(slack)) standard errors.** A number in "
        + "bold misses its bar; one in parentheses has none."
  }

  private var arguments: String {
    let count = options.surveyCount
    return (count == MonteCarlo.standardCount ? "" : " --surveys \(count)")
      + (options.seed == 1 ? "" : " --seed \(options.seed)")
  }
}
