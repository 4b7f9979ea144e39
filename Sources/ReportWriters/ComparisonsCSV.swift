import Survey
import Tables

/// `comparisons.csv`: every outcome in every scored segment against all others (`rest`) and
/// against each other scored segment (`pairs`).
///
/// All others are everybody else with an answer of the segmentation, in groups that are not scored
/// too unless those are under the disclosure floor together.
/// `difference` is opportunity here less opportunity there, in points, with its guarded standard
/// error and 95 % interval. `p` tests the opportunity, `p_needs` importance and satisfaction
/// together; the adjusted ones hold the share of false findings down within the family: all rows
/// of a segmentation against the rest, or all its pairs.
enum ComparisonsCSV {
  static let columns = [
    "segmentation", "family", "segment", "against", "outcome", "difference", "difference_se", "low",
    "high", "p", "p_adjusted", "p_needs", "p_needs_adjusted",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for comparisons in result.comparisons {
      for (family, rows) in [("rest", comparisons.againstRest), ("pairs", comparisons.pairs)] {
        for row in rows {
          write(row, family, comparisons.segmentation, result.study, to: &writer)
        }
      }
    }
    return writer.bytes
  }

  private static func write(
    _ row: SegmentComparison, _ family: String, _ segmentation: String, _ study: Study,
    to writer: inout CSVWriter
  ) {
    writer.text(segmentation)
    writer.text(family)
    writer.text(row.segment)
    writer.text(row.against ?? "")
    writer.text(study.outcomes[row.outcome].id)
    writer.finite(row.difference.value)
    writer.finite(row.difference.standardError)
    for value in [row.low, row.high, row.p, row.adjustedP, row.needsP, row.adjustedNeedsP] {
      writer.finite(value)
    }
    writer.endRecord()
  }
}
