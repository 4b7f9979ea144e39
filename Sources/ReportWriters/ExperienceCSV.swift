import Survey
import Tables

/// `experience.csv`: efficiency, effectiveness and both together, and the success outcomes one by
/// one, for everybody and each group.
enum ExperienceCSV {
  static let columns = [
    "segmentation", "segment", "part", "item", "measure", "n", "n_effective", "value", "se", "low",
    "high",
  ]

  static func bytes(_ section: ExperienceSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for group in section.groups {
      for line in lines(group, study) {
        writer.text(group.segmentation)
        writer.text(group.segment)
        writer.rawText(line.part)
        writer.text(line.item)
        writer.rawText(line.measure)
        if let mean = line.mean { writer.people(mean) } else { writer.plain(line.value) }
        writer.endRecord()
      }
    }
    return writer.bytes
  }

  /// One figure.
  private struct Line {
    var part: String
    var item: String
    var measure: String
    var mean: PeopleMean?
    var value: Double?
  }

  // MARK: - What rows hold

  private static func lines(_ group: ExperienceSection.Group, _ study: Study) -> [Line] {
    var lines = [
      Line(part: "index", item: "efficiency", measure: "mean", mean: group.efficiency),
      Line(part: "index", item: "effectiveness", measure: "mean", mean: group.effectiveness),
    ]
    lines += zip(ExperienceSection.Quadrant.allCases, group.quadrants).map {
      Line(part: "quadrant", item: $0.rawValue, measure: "share", mean: $1)
    }
    lines.append(
      Line(part: "quadrant", item: "dependence", measure: "phi", value: group.dependence))
    lines += group.rollups.flatMap { rollup in
      [
        Line(
          part: rollup.kind, item: rollup.label, measure: "attained", mean: rollup.attained),
        Line(
          part: rollup.kind, item: rollup.label, measure: "opportunity",
          value: rollup.opportunity),
      ]
    }
    for (outcome, own) in zip(study.success, group.outcomes) { lines += self.lines(outcome, own) }
    return lines
  }

  private static func lines(
    _ outcome: SuccessOutcome, _ own: ExperienceSection.Outcome
  ) -> [Line] {
    func scored(_ measure: String, _ value: Double?) -> [Line] {
      value.map { [Line(part: "success", item: outcome.id, measure: measure, value: $0)] } ?? []
    }
    let means: [(String, PeopleMean?)] = [
      ("met", own.metRate), ("exceeded", own.exceededRate), ("shortfall", own.shortfall),
      ("excess", own.excess), ("hazard", own.hazardRate),
    ]
    return [Line(part: "success", item: outcome.id, measure: "attained", mean: own.attained)]
      + scored("importance", own.score?.importance?.value)
      + scored("satisfaction", own.score?.satisfaction?.value)
      + scored("opportunity", own.score?.opportunity?.value)
      + scored("opportunity-low", own.score?.low) + scored("opportunity-high", own.score?.high)
      + means.compactMap { measure, mean in
        mean.map { Line(part: "success", item: outcome.id, measure: measure, mean: $0) }
      }
  }
}
