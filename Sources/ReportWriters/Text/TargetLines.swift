import Statistics
import Survey

/// Whether what was set as done is done.
enum TargetLines {
  static func lines(_ result: AnalysisResult) -> [String] {
    guard let section = result.job.targets.section else { return [] }
    return ["ARE THE TARGETS MET?"]
      + section.results.flatMap {
        TextLayout.paragraph(sentence($0, result.study), rest: "      ")
      } + TextLayout.paragraph(note)
  }

  // MARK: - Steps

  private static let note =
    "Bounds are one-sided, 95 % each. MET: the bound on the near side reaches the target; NOT MET: "
    + "the other bound excludes it; UNPROVEN: neither. Verdicts are not adjusted for the number of "
    + "targets: of twenty figures exactly at their target, one is called MET by chance alone; more "
    + "where a baseline is given, for it is taken as exact: `unmet compare` counts its error too. "
    + "targets.csv has all figures."

  private static func sentence(_ result: TargetResult, _ study: Study) -> String {
    let target = result.target
    let word = result.test.map { $0.verdict.rawValue.uppercased() } ?? "NOT TESTED"
    var text = "\(word): \(TargetWords.subject(target, study)), \(TargetWords.goal(target))"
    if let baseline = target.baseline {
      text += " on \(TargetWords.figure(baseline, target.metric))"
    }
    guard let figure = result.figure else { return text + " (\(Naming.safe(result.refusal)))." }
    text += "; found \(value(figure.value, target.metric))"
    if let bounds = figure.bounds, result.test != nil {
      text += ", bounds \(value(bounds.lowerBound, target.metric)) to "
      text += value(bounds.upperBound, target.metric)
    }
    if let ratio = result.ratio { text += ", \(NumberText.decimal(ratio, 2)) times the baseline" }
    guard result.test != nil else { return text + " (\(Naming.safe(result.refusal)))." }
    return text + further(result) + "."
  }

  private static func further(_ result: TargetResult) -> String {
    guard let test = result.test, test.verdict == .unproven else { return "" }
    let metric = result.target.metric
    guard test.distance > 0 else {
      return "; it falls short by \(difference(-test.distance, metric))"
    }
    guard let lacking = result.stillNeededCount else { return "" }
    let noun = lacking == 1 ? "respondent" : "respondents"
    return "; it takes \(NumberText.needed(lacking)) \(noun) more to prove it in four of five "
      + "surveys, were the figure the true one"
  }

  private static func value(_ value: Double, _ metric: Target.Metric) -> String {
    metric.isShare ? NumberText.percent(value) : NumberText.decimal(value, 2)
  }

  private static func difference(_ value: Double, _ metric: Target.Metric) -> String {
    metric.isShare
      ? "\(NumberText.decimal(100 * value)) percentage points" : NumberText.decimal(value, 2)
  }
}
