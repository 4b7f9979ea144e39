import Survey
import Tables

/// `rollups.csv`: opportunity by part of the job, for everybody and each group.
enum RollupsCSV {
  static let columns = [
    "segmentation", "segment", "kind", "id", "label", "outcomes", "scored", "coverage",
    "jobs_below", "jobs_below_covered", "opportunity", "se", "low", "high", "highest",
    "highest_opportunity", "underserved", "share_of_opportunity", "share_se", "share_low",
    "share_high", "note",
  ]

  static func bytes(_ section: RollupSection, _ study: Study) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for group in section.groups {
      for (part, figure) in zip(section.parts, group.figures) {
        writer.text(group.segmentation)
        writer.text(group.segment)
        write(part, figure, study, to: &writer)
        writer.text(note(part, figure, group.reason))
        writer.endRecord()
      }
    }
    return writer.bytes
  }

  // MARK: - What rows hold

  private static func write(
    _ part: RollupSection.Part, _ figure: RollupSection.Figure, _ study: Study,
    to writer: inout CSVWriter
  ) {
    writer.rawText(part.kind.rawValue)
    writer.text(part.id)
    writer.text(part.label)
    writer.integer(part.outcomes.count)
    writer.integer(figure.scoredCount)
    writer.finite(
      part.outcomes.isEmpty ? 0 : Double(figure.scoredCount) / Double(part.outcomes.count))
    writer.integer(part.jobsBelow?.all)
    writer.integer(part.jobsBelow?.covered)
    mean(figure.opportunity, to: &writer)
    writer.text(
      figure.highest.map { part.isOfSuccess ? study.success[$0].id : study.outcomes[$0].id } ?? "")
    writer.finite(figure.highestOpportunity)
    writer.integer(figure.underservedCount)
    mean(figure.share, to: &writer)
  }

  private static func mean(_ mean: ReplicateMean?, to writer: inout CSVWriter) {
    writer.finite(mean?.value)
    writer.finite(mean?.standardError)
    writer.finite(mean?.low)
    writer.finite(mean?.high)
  }

  private static func note(
    _ part: RollupSection.Part, _ figure: RollupSection.Figure, _ reason: String
  ) -> String {
    guard figure.scoredCount > 0 else {
      let why =
        part.outcomes.isEmpty
        ? "no outcome in this survey" : reason.isEmpty ? "no outcome scored" : reason
      return "not covered: \(why)"
    }
    return RollupSection.isCovered(part, figure) ? "" : "partly covered"
  }
}

/// `related-jobs.csv`: whether people with a large gap in one job have one in a related job.
enum RelatedJobsCSV {
  static let columns = [
    "segmentation", "segment", "job", "related", "n", "n_effective", "correlation", "se", "low",
    "high", "note",
  ]

  static func bytes(_ section: RollupSection) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for group in section.groups {
      for pair in group.related {
        writer.text(group.segmentation)
        writer.text(group.segment)
        writer.text(pair.job)
        writer.text(pair.related)
        writer.people(pair.correlation)
        writer.text(pair.reason)
        writer.endRecord()
      }
    }
    return writer.bytes
  }
}
