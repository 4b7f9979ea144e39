import Survey
import Tables

/// `steps.csv`: where in the chain of the job's steps people fail, for everybody and each group.
///
/// A row holds one measure of one step, or of the whole chain where `step` is empty.
enum StepsCSV {
  static let columns = [
    "segmentation", "segment", "step", "measure", "n", "n_effective", "value", "se", "low", "high",
    "note",
  ]

  static func bytes(_ section: StepSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for group in section.groups {
      for line in chain(group) { write(line, group, "", to: &writer) }
      for (place, step) in group.steps.enumerated() {
        for line in lines(step) {
          write(line, group, study.steps[place].id, to: &writer)
        }
      }
    }
    return writer.bytes
  }

  /// One measure with what it rests on.
  private struct Line {
    var measure: String
    var mean: PeopleMean?
    var value: Double?
    var error: Double?
    var interval: ClosedRange<Double>?
    var count: Int?
    var note = ""
  }

  // MARK: - What rows hold

  private static func chain(_ group: StepSection.Group) -> [Line] {
    var lines = [
      Line(measure: "all-steps", mean: group.passRate, note: group.reason),
      Line(
        measure: "independent", value: group.independentRate,
        count: group.passRate?.respondentCount),
      Line(
        measure: "independence-gap", value: group.independenceGap?.value,
        error: group.independenceGap?.standardError, interval: group.gapInterval,
        count: group.passRate?.respondentCount, note: group.gapReason),
    ]
    if let gaveUp = group.abandonedShare { lines.append(Line(measure: "gave-up", mean: gaveUp)) }
    return lines
  }

  private static func lines(_ step: StepSection.Step) -> [Line] {
    var lines = [
      Line(measure: "success", mean: step.success, note: step.isWeakest ? "weakest" : ""),
      Line(measure: "sole-blocker", mean: step.soleBlocker),
    ]
    if let share = step.weakestShare { lines.append(Line(measure: "weakest", value: share)) }
    lines.append(
      Line(
        measure: "opportunity", value: step.opportunity,
        note: "\(step.scoredCount) outcomes scored"))
    if let mean = step.repeats { lines.append(Line(measure: "repeats", mean: mean)) }
    if let share = step.repeated { lines.append(Line(measure: "repeated", mean: share)) }
    if let share = step.dropOff { lines.append(Line(measure: "drop-off", mean: share)) }
    return lines
  }

  private static func write(
    _ line: Line, _ group: StepSection.Group, _ step: String, to writer: inout CSVWriter
  ) {
    writer.text(group.segmentation)
    writer.text(group.segment)
    writer.text(step)
    writer.rawText(line.measure)
    writer.integer(line.mean?.respondentCount ?? line.count)
    writer.finite(line.mean?.effectiveCount)
    writer.finite(line.mean?.value ?? line.value)
    writer.finite(line.mean?.standardError ?? line.error)
    writer.finite(line.mean?.low ?? line.interval?.lowerBound)
    writer.finite(line.mean?.high ?? line.interval?.upperBound)
    writer.text(line.note)
    writer.endRecord()
  }
}
