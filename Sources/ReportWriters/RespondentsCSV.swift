import Survey
import Tables

/// `respondents.csv`: each respondent's weight and cluster, and how clearly the respondent belongs
/// to it.
///
/// It is the only file with ids, exactly as read (no guard against spreadsheet formulas, so that
/// they match the survey again), and only its owner may read it. Sorted by the bytes of the id.
/// `weight` is the weight of this run, `weight_given` that of the data: raked and trimmed weights
/// can be taken along to other programs. `cluster` is empty for a respondent without a single
/// answered feature, or when there are no clusters. `margin` is how much nearer the own center is
/// than the next one, in units of the feature: 0 on the border between two clusters.
enum RespondentsCSV {
  /// Rows handed over at a time.
  private static let rowsPerPiece = 8192

  static func paper(_ result: AnalysisResult) -> Paper {
    Paper(name: "respondents.csv", isPrivate: true) { sink throws(PublicationFailure) in
      try sink(Array("id,weight_given,weight,cluster,margin\n".utf8))
      let order = result.respondents.order
      for start in stride(from: 0, to: order.count, by: rowsPerPiece) {
        try sink(piece(result, start..<min(start + rowsPerPiece, order.count)))
      }
    }
  }

  private static func piece(_ result: AnalysisResult, _ rows: Range<Int>) -> [UInt8] {
    let respondents = result.respondents
    let labels = result.clusters.section?.clusters.map(\.label) ?? []
    var writer = CSVWriter()
    for row in rows {
      let respondent = Int(respondents.order[row])
      writer.rawText(respondents.ids.string(of: respondent))
      writer.finite(weight(respondents.givenWeights, respondent))
      writer.finite(weight(respondents.weights, respondent))
      let cluster =
        respondent < respondents.clusters.count ? Int(respondents.clusters[respondent]) : 255
      let isAssigned = labels.indices.contains(cluster)
      writer.text(isAssigned ? labels[cluster] : "")
      writer.finite(
        isAssigned && respondent < respondents.margins.count
          ? respondents.margins[respondent] : nil)
      writer.endRecord()
    }
    return writer.bytes
  }

  private static func weight(_ weights: [Double], _ respondent: Int) -> Double {
    weights.indices.contains(respondent) ? weights[respondent] : 1
  }
}
