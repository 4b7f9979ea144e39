import Statistics
import Survey
import Tables

/// `stability.csv`: everything that speaks for or against each number of clusters, and where the
/// chosen one stands among surveys without segments.
///
/// A row a number and k, long form: `measure` names it, `feature` is what it rests on, `value` is
/// that of the data, `standard_error` its Monte Carlo error. Rows with a `null_mean` compare with
/// `null_sets` surveys drawn from one population with the same answers and correlations; `p`
/// stands with the existence test alone. When clustering was refused, the only row holds the
/// reason.
enum StabilityCSV {
  static let columns = [
    "k", "measure", "feature", "value", "standard_error", "null_mean", "null_low", "null_high",
    "null_sets",
    "p", "note",
  ]

  static func bytes(_ result: AnalysisResult) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    switch result.clusters {
    case .refused(let reason):
      writer.blanks(columns.count - 1)
      writer.text(reason)
      writer.endRecord()
    case .done(let section):
      for candidate in section.candidates {
        write(candidate.figures, candidate.feature, section.search, to: &writer)
      }
      write(section, to: &writer)
      if let check = section.check { write(check, section, to: &writer) }
    }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(
    _ candidate: ClusterCandidate, _ feature: ClusterFeature, _ search: ClusterSearch,
    to writer: inout CSVWriter
  ) {
    let place = candidate.clusterCount - 1
    // The gap statistic is that of the search; clusters formed anew have none.
    let gaps = candidate == search.anew ? [] : search.gap?.gaps ?? []
    let gap = gaps.indices.contains(place) ? gaps[place] : nil
    let measures: [(String, Double?, Double?)] = [
      ("inertia", candidate.inertia, nil),
      ("calinski_harabasz", candidate.calinskiHarabasz, nil),
      ("davies_bouldin", candidate.daviesBouldin, nil), ("dunn", candidate.dunn, nil),
      ("silhouette", candidate.silhouette, candidate.silhouetteError),
      ("simplified_silhouette", candidate.simplifiedSilhouette, nil),
      ("gap", gap, gap == nil ? nil : search.gap?.errors[place]),
      ("prediction_strength", candidate.predictionStrength, nil),
      ("jaccard_min", candidate.smallestJaccard, nil),
      ("jaccard_mean", candidate.meanJaccard, nil),
      ("resample_agreement", candidate.stability?.agreement, candidate.stability?.agreementError),
      ("smallest_effective", candidate.smallestEffectiveSize, nil),
      ("starts_at_best", Double(candidate.restartHits), nil),
    ]
    for (name, value, error) in measures {
      guard let value, value.isFinite else { continue }
      writer.integer(candidate.clusterCount)
      writer.text(name)
      writer.text(feature.rawValue)
      writer.finite(value)
      writer.finite(error)
      writer.blanks(columns.count - 5)
      writer.endRecord()
    }
  }

  /// Latent classes and single starts.
  private static func write(
    _ check: ClusterCheck, _ section: ClusterSection, to writer: inout CSVWriter
  ) {
    func row(_ count: Int, _ measure: String, _ value: Double?, _ feature: ClusterFeature? = nil) {
      guard let value else { return }
      writer.integer(count)
      writer.text(measure)
      writer.text(feature?.rawValue ?? "")
      writer.finite(value)
      writer.blanks(columns.count - 4)
      writer.endRecord()
    }
    for (count, bic) in check.criteria { row(count, "latent_class_bic", bic) }
    let chosen = section.search.chosenCount ?? 0
    row(chosen, "latent_class_agreement", check.classAgreement, section.feature)
    row(chosen, "single_start_agreement", check.starts?.mean, section.feature)
  }

  /// The chosen number beside surveys without segments.
  private static func write(_ section: ClusterSection, to writer: inout CSVWriter) {
    guard let test = section.search.existence else { return }
    let comparisons: [(String, ExistenceTest.Comparison, Double?)] = [
      ("log_tightness", test.tightness, test.pValue),
      ("resample_agreement_of_one_pair", test.stability, nil),
      ("largest_difference", test.largestDifference, nil),
      ("largest_share_between", test.largestShare, nil),
    ]
    for (name, comparison, p) in comparisons {
      writer.integer(test.clusterCount)
      writer.text(name)
      writer.text(section.candidates.last?.feature.rawValue ?? "")
      writer.finite(comparison.observed)
      writer.blanks(1)
      writer.finite(comparison.mean)
      writer.finite(comparison.quantile(0.05))
      writer.finite(comparison.quantile(0.95))
      writer.integer(comparison.reference.count)
      writer.finite(p)
      writer.text(p == nil ? "" : section.search.verdict.kind.rawValue)
      writer.endRecord()
    }
  }
}
