import Statistics
import Survey
import Tables

/// `targets.csv`: a row for each target of the study.
///
/// Figures are in the metric's unit; `low` and `high` are one-sided bounds of 95 % each, `target`
/// is what the figure is held against: of an improvement the baseline times one and the part.
enum TargetsCSV {
  static let columns = [
    "outcome", "text", "segmentation", "segment", "metric", "goal", "baseline", "target", "n",
    "n_effective", "value", "se", "low", "high", "degrees_of_freedom", "ratio", "ratio_low",
    "ratio_high", "distance", "verdict", "respondents_needed", "respondents_still_needed", "note",
  ]

  static func bytes(_ section: TargetSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for result in section.results { write(result, study, to: &writer) }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(_ result: TargetResult, _ study: Study, to writer: inout CSVWriter) {
    let target = result.target
    writer.text(study.id(of: target.subject))
    writer.text(study.text(of: target.subject))
    writer.text(target.segmentation ?? "all")
    writer.text(target.segment ?? "all")
    writer.rawText(target.metric.rawValue)
    writer.text(TargetWords.goal(target))
    writer.finite(target.baseline)
    writer.finite(result.threshold)
    let figure = result.figure
    writer.integer(figure?.respondentCount)
    writer.finite(figure?.effectiveCount)
    for value in [
      figure?.value, figure?.standardError, figure?.bounds?.lowerBound, figure?.bounds?.upperBound,
    ] { writer.finite(value) }
    writer.integer(figure?.degreesOfFreedom)
    writer.finite(result.ratio)
    writer.finite(result.ratioBounds?.lowerBound)
    writer.finite(result.ratioBounds?.upperBound)
    writer.finite(result.test?.distance)
    writer.rawText(result.test?.verdict.rawValue ?? "")
    writer.integer(result.neededCount)
    writer.integer(result.stillNeededCount)
    writer.text(result.refusal.isEmpty ? figure?.note ?? "" : result.refusal)
    writer.endRecord()
  }
}

/// Targets in words.
enum TargetWords {
  /// `at least 6`, `at most 9`, `improve by 20 %`.
  static func goal(_ target: Target) -> String {
    switch target.goal {
    case .atLeast(let value): "at least \(figure(value, target.metric))"
    case .atMost(let value): "at most \(figure(value, target.metric))"
    case .improveBy(let part, _): "improve by \(percent(part))"
    }
  }

  /// A figure as people set it: `6`, `6.25`, `80 %`.
  static func figure(_ value: Double, _ metric: Target.Metric) -> String {
    metric.isShare ? percent(value) : trimmed(value)
  }

  /// What the target is about: `satisfaction with 01`, `attained of s1 in role "Support"`.
  static func subject(_ target: Target, _ study: Study) -> String {
    let id = Naming.safe(study.id(of: target.subject))
    var text = "\(target.metric.rawValue) of \(id)"
    if let segmentation = target.segmentation, let segment = target.segment {
      text += " in \(Naming.safe(segmentation)) \"\(Naming.safe(segment))\""
    }
    return text
  }

  private static func percent(_ part: Double) -> String { trimmed(100 * part) + " %" }

  /// Up to two decimals.
  private static func trimmed(_ value: Double) -> String {
    var digits = Substring(NumberText.decimal(value, 2))
    while digits.last == "0" { digits.removeLast() }
    if digits.last == "." { digits.removeLast() }
    return String(digits)
  }
}
