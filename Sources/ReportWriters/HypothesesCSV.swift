import Survey
import Tables

/// `hypotheses.csv`: what the study claimed before the data, and what the data say.
///
/// `estimate` is the opportunity, or its difference from that of all others with an answer
/// of the segmentation, in points, with its two-sided 95 % interval; `p` is one-sided for directed
/// claims, `p_opposite` that of the opposite claim; the adjusted ones are Holm's over all declared
/// hypotheses. `verdict` is `supported` where `p_adjusted`, `refuted` where `p_opposite_adjusted`
/// is at most .05, else `unproven`, or `not tested`.
enum HypothesesCSV {
  static let columns = [
    "outcome", "segmentation", "segment", "claim", "estimate", "se", "low", "high", "p",
    "p_adjusted", "p_opposite", "p_opposite_adjusted", "verdict", "note",
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
      for value in [
        row.low, row.high, row.p, row.adjustedP, row.oppositeP, row.adjustedOppositeP,
      ] { writer.finite(value) }
      writer.text(row.verdict.rawValue)
      writer.text(row.refusal)
      writer.endRecord()
    }
    return writer.bytes
  }
}
