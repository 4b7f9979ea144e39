import Survey
import Tables

/// `proposals.csv`: what each proposed solution covers, a row for each measure.
enum ProposalsCSV {
  static let columns = [
    "proposal", "measure", "item", "n", "n_effective", "value", "se", "low", "high", "note",
  ]

  static func bytes(_ section: ProposalSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for coverage in section.coverages {
      for line in lines(coverage, study) {
        writer.text(study.proposals[coverage.proposal].name)
        writer.rawText(line.measure)
        writer.text(line.item)
        writer.integer(line.mean?.respondentCount)
        writer.finite(line.mean?.effectiveCount)
        writer.finite(line.mean?.value ?? line.share?.value ?? line.value)
        writer.finite(line.mean?.standardError ?? line.share?.standardError)
        writer.finite(line.mean?.low ?? line.share?.low)
        writer.finite(line.mean?.high ?? line.share?.high)
        writer.text(line.note)
        writer.endRecord()
      }
    }
    return writer.bytes
  }

  /// One measure.
  private struct Line {
    var measure: String
    var item = ""
    var mean: PeopleMean?
    var share: ReplicateMean?
    var value: Double?
    var note = ""
  }

  // MARK: - What rows hold

  private static func lines(
    _ coverage: ProposalSection.Coverage, _ study: Study
  ) -> [Line] {
    var lines = [
      Line(
        measure: "opportunity-share", share: coverage.opportunityShare,
        note: "\(coverage.scoredCount) outcomes scored"),
      Line(
        measure: "underserved-served", value: Double(coverage.underservedServed),
        note: "of \(coverage.underservedCount) underserved"),
    ]
    for (place, step) in study.steps.enumerated()
    where study.outcomes.contains(where: { $0.step == step.id }) {
      let isUntouched = coverage.untouchedSteps.contains(place)
      lines.append(Line(measure: "step-touched", item: step.id, value: isUntouched ? 0 : 1))
    }
    lines += coverage.roles.map {
      Line(
        measure: "role-opportunity-share", item: $0.role.rawValue, value: $0.opportunityShare,
        note: $0.reason)
    }
    lines += coverage.progress.map {
      Line(
        measure: "progress-served", item: $0.name, value: Double($0.servedCount),
        note: "of \($0.outcomeCount) outcomes\($0.isPromised ? ", promised" : "")")
    }
    lines += [
      Line(measure: "people-reached", mean: coverage.reached),
      Line(measure: "experience-now", mean: coverage.experienceNow),
      Line(measure: "experience-repaired", mean: coverage.experienceRepaired),
    ]
    if let expected = coverage.experienceExpected {
      lines.append(Line(measure: "experience-expected", mean: expected))
    }
    return lines
  }
}
