import Statistics
import Survey
import Tables

/// `clusters.csv`: the table of all k, and below the rows of each chosen cluster.
///
/// A row with an empty `cluster` is about its k as a whole; a row with a `cluster` is about one
/// cluster of the chosen k and leaves the columns of the whole k empty. `feature` is what the
/// figures rest on: where the chosen clusters were formed anew, they have a row of their own.
/// `passes` and `chosen` are `true` or `false`. Of a cluster of fewer than ten people nothing but
/// its label is shown. When clustering was refused, the only row holds the reason.
enum ClustersCSV {
  static let columns = [
    "k", "cluster", "feature", "inertia", "silhouette", "calinski_harabasz", "jaccard_min",
    "jaccard_mean",
    "smallest_n", "smallest_effective", "smallest_share", "passes", "chosen", "n", "share",
    "effective_n", "jaccard", "suggested_name", "note",
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
        write(candidate.figures, candidate.feature, of: section, to: &writer)
      }
      for cluster in section.clusters { write(cluster, of: section, to: &writer) }
    }
    return writer.bytes
  }

  // MARK: - Steps

  private static func write(
    _ candidate: ClusterCandidate, _ feature: ClusterFeature, of section: ClusterSection,
    to writer: inout CSVWriter
  ) {
    writer.integer(candidate.clusterCount)
    writer.text("")
    writer.text(feature.rawValue)
    writer.finite(candidate.inertia)
    writer.finite(candidate.silhouette)
    writer.finite(candidate.calinskiHarabasz)
    writer.finite(candidate.smallestJaccard)
    writer.finite(candidate.meanJaccard)
    writer.integer(candidate.smallestSize)
    writer.finite(candidate.smallestEffectiveSize)
    writer.finite(candidate.smallestShare)
    writer.boolean(candidate.passes)
    writer.boolean(candidate.clusterCount == section.search.chosenCount)
    writer.blanks(6)
    writer.endRecord()
  }

  private static func write(
    _ cluster: ClusterDescription, of section: ClusterSection, to writer: inout CSVWriter
  ) {
    writer.integer(section.search.chosenCount)
    writer.text(cluster.label)
    writer.text(section.feature.rawValue)
    writer.blanks(10)
    if cluster.respondentCount < Disclosure.floor {
      writer.blanks(5)
      writer.text("fewer than \(Disclosure.floor) people")
    } else {
      writer.integer(cluster.respondentCount)
      writer.finite(cluster.share)
      writer.finite(cluster.effectiveCount)
      writer.finite(cluster.jaccard)
      writer.text(cluster.suggestedName)
      writer.text("")
    }
    writer.endRecord()
  }
}

extension ClusterSection {
  /// All numbers of clusters with the feature that their figures rest on, and below the published
  /// clusters where these were formed anew.
  var candidates: [(figures: ClusterCandidate, feature: ClusterFeature)] {
    let searched = feature == .levelledGap ? ClusterFeature.centredGap : feature
    return search.candidates.map { ($0, searched) } + (search.anew.map { [($0, feature)] } ?? [])
  }
}
