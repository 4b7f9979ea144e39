import Statistics
import Survey
import Tables

/// `opportunities.csv`: a row for each segment and outcome, everybody together first.
///
/// Importance, satisfaction and gap are in the scorer's own unit; `unmet_share` is 0...1. Numbers
/// have the shortest digits that read back exactly; what could not be computed is an empty cell,
/// and `note` says why. `rank_low` and `rank_high` are the 5 % and 95 % quantiles of the rank, the
/// `joint` ones hold for all outcomes of the segment together with 95 %; `p_top5` is the share of
/// replicates, 0...1, in which the outcome is among the five highest. `corrected` is the score
/// without the luck of the draw, `p_10` the probability that the true score is 10 or more.
/// `respondents_needed` are the paired respondents at which four of five surveys find the interval
/// within one band. Refused segments have no rows here: segments.csv names them.
enum OpportunitiesCSV {
  /// The columns in their order; those before `note` are a promise to readers of the file.
  static let columns = [
    "segmentation", "segment", "outcome", "step", "text", "n_importance", "n_satisfaction",
    "n_paired", "effective_n", "importance", "importance_se", "satisfaction", "satisfaction_se",
    "gap", "gap_se", "gap_p", "gap_p_adjusted", "opportunity", "opportunity_se", "opportunity_low",
    "opportunity_high",
    "degrees_of_freedom", "rank", "rank_low", "rank_high", "rank_low_joint", "rank_high_joint",
    "tier", "p_top1", "p_top5", "p_top10", "corrected", "corrected_sd", "band", "p_10", "p_12",
    "p_15", "respondents_needed", "respondents_still_needed", "zone", "p_overserved",
    "p_underserved", "p_table_stakes", "p_appropriate", "unmet_share", "mentions", "note",
  ]

  /// What stands for more respondents than are worth asking.
  private static let beyondReach = ">\(NeededCount.most)"

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
    for estimate in [score.importance, score.satisfaction, score.gap] {
      writer.finite(estimate?.value)
      writer.finite(estimate?.standardError)
    }
    writer.finite(score.gapP)
    writer.finite(score.adjustedGapP)
    writer.finite(score.opportunity?.value)
    writer.finite(score.opportunity?.standardError)
    writer.finite(score.low)
    writer.finite(score.high)
    writer.integer(score.opportunity == nil ? nil : score.degreesOfFreedom)
    writer.integer(score.rank)
    for ranks in [score.ranking?.interval, score.ranking?.simultaneous] {
      writer.integer(ranks?.lowerBound)
      writer.integer(ranks?.upperBound)
    }
    writer.integer(score.ranking?.tier)
    for place in RankSummary.tops.indices { writer.finite(score.ranking?.topShares[place]) }
    writer.finite(score.corrected?.value)
    writer.finite(score.corrected?.standardDeviation)
    writer.text(score.band?.rawValue ?? "")
    let bands = score.corrected?.bands
    for share in [bands?.atLeast10, bands?.atLeast12, bands?.atLeast15] { writer.finite(share) }
    writer.text(score.needed.map { $0.total.map(String.init) ?? beyondReach } ?? "")
    writer.text(score.needed.map { $0.further.map(String.init) ?? beyondReach } ?? "")
    writer.text(score.zone?.rawValue ?? "")
    let zones = score.corrected?.zones
    for share in [
      zones?.overserved, zones?.underserved, zones?.tableStakes, zones?.appropriatelyServed,
    ] { writer.finite(share) }
    writer.finite(score.unmetShare)
    writer.integer(outcome.mentions)
    writer.text(score.note)
    writer.endRecord()
  }
}
