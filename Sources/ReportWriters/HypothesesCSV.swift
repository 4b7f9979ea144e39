import Survey
import Tables

/// `hypotheses.csv`: what the study claimed before the data, and what the data say.
///
/// `estimate` is the opportunity, or its difference from that of all other groups together, in
/// points, with its 95 % interval; `p` is one-sided for directed claims; `p_adjusted` is Holm's
/// over all declared hypotheses.
enum HypothesesCSV {
  static let columns = [
    "outcome", "segmentation", "segment", "claim", "estimate", "se", "low", "high", "p",
    "p_adjusted", "verdict", "note",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for row in result.hypotheses {
      writer.text(result.study.outcomes[row.hypothesis.outcome].id)
      writer.text(row.hypothesis.segmentation ?? "all")
      writer.text(row.hypothesis.segment ?? "all")
      writer.text(HypothesisWords.claim(row.hypothesis.claim))
      writer.finite(row.estimate?.value)
      writer.finite(row.estimate?.standardError)
      for value in [row.low, row.high, row.p, row.adjustedP] { writer.finite(value) }
      writer.text(HypothesisWords.verdict(row))
      writer.text(row.refusal)
      writer.endRecord()
    }
    return writer.bytes
  }
}
