import Survey
import Tables

/// `growth.csv`: each segment's cell of the growth strategy matrix, by a rule of thumb.
enum GrowthCSV {
  static let columns =
    ["segmentation", "segment", "n", "cell", "certainty"]
    + GrowthSection.Cell.allCases.map { "p_\($0.rawValue)" }
    + ["scored", "underserved", "overserved", "uses_nothing", "kept_back", "note"]

  static func bytes(_ section: GrowthSection) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for segment in section.segments {
      writer.text(segment.segmentation)
      writer.text(segment.segment)
      writer.integer(segment.cell == nil ? nil : segment.respondentCount)
      writer.text(segment.cell?.rawValue ?? "")
      writer.finite(segment.certainty)
      for place in GrowthSection.Cell.allCases.indices {
        writer.finite(segment.cellShares.isEmpty ? nil : segment.cellShares[place])
      }
      let isScored = segment.cell != nil
      writer.integer(isScored ? segment.scoredCount : nil)
      writer.integer(isScored ? segment.underservedCount : nil)
      writer.integer(isScored ? segment.overservedCount : nil)
      writer.finite(segment.nothing?.value)
      writer.finite(segment.keptBack?.value)
      writer.text(segment.note)
      writer.endRecord()
    }
    return writer.bytes
  }
}
