import Survey
import Tables

/// `opportunities.csv`: a row for each segment and outcome, everybody together first.
///
/// Importance, satisfaction and gap are in the scorer's own unit; `unmet_share` is 0...1. Numbers
/// have the shortest digits that read back exactly; what could not be computed is an empty cell,
/// and `note` says why. Refused segments have no rows here: segments.csv names them.
enum OpportunitiesCSV {
  /// The columns in their order; those before `note` are a promise to readers of the file.
  static let columns = [
    "segmentation", "segment", "outcome", "step", "text", "n_importance", "n_satisfaction",
    "n_paired", "effective_n", "importance", "importance_se", "satisfaction", "satisfaction_se",
    "gap", "gap_se", "opportunity", "opportunity_se", "opportunity_low", "opportunity_high",
    "rank", "band", "zone", "unmet_share", "note",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for segment in result.segments {
      for score in segment.outcomes {
        write(score, of: segment, study: result.study, to: &writer)
      }
    }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(
    _ score: OutcomeScore, of segment: SegmentScores, study: Study, to writer: inout CSVWriter
  ) {
    let outcome = study.outcomes[score.outcome]
    writer.text(segment.segmentation)
    writer.text(segment.segment)
    writer.text(outcome.id)
    writer.text(outcome.step ?? "")
    writer.text(outcome.text)
    writer.integer(score.importanceCount)
    writer.integer(score.satisfactionCount)
    writer.integer(score.pairedCount)
    writer.finite(score.effectiveCount)
    for estimate in [score.importance, score.satisfaction, score.gap, score.opportunity] {
      writer.finite(estimate?.value)
      writer.finite(estimate?.standardError)
    }
    writer.finite(score.low)
    writer.finite(score.high)
    writer.integer(score.rank)
    writer.text(score.band?.rawValue ?? "")
    writer.text(score.zone?.rawValue ?? "")
    writer.finite(score.unmetShare)
    writer.text(score.note)
    writer.endRecord()
  }
}
