import Survey
import Tables

/// `segments.csv`: every segment with its base, scored or not, and why not.
///
/// A refused segment of fewer respondents than the disclosure floor shows neither its number nor
/// its share.
enum SegmentsCSV {
  static let columns = [
    "segmentation", "segment", "n", "share", "effective_n", "status", "reason",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for segment in result.segments {
      let isHidden = Disclosure.hidesSize(of: segment)
      writer.text(segment.segmentation)
      writer.text(segment.segment)
      writer.integer(isHidden ? nil : segment.respondentCount)
      writer.finite(isHidden ? nil : segment.share)
      writer.finite(isHidden ? nil : segment.effectiveCount)
      writer.text(segment.status.rawValue)
      writer.text(segment.reason)
      writer.endRecord()
    }
    return writer.bytes
  }
}
