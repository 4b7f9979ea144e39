import Survey
import Tables

/// `quality.csv`: the findings, sorted as the result holds them; places joined by `; `.
enum QualityCSV {
  static let columns = ["severity", "kind", "subject", "count", "text", "places"]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for finding in result.findings {
      writer.text(finding.severity.rawValue)
      writer.text(finding.kind)
      writer.text(finding.subject)
      writer.integer(finding.count)
      writer.text(finding.text)
      writer.text(finding.places.joined(separator: "; "))
      writer.endRecord()
    }
    return writer.bytes
  }
}
