import Survey
import Tables

/// `dendrogram.csv`: Ward's tree of a small sample, a row a merge, the lowest first.
///
/// `first`, `second`, `height` and `size` are the linkage matrix of SciPy. People are numbered from
/// 0 in an order that tells nothing of their ids.
enum DendrogramCSV {
  static let columns = ["merge", "first", "second", "height", "size", "cluster"]

  /// Rows of single people: only its owner may read it.
  static func paper(_ tree: Dendrogram, _ clusters: [ClusterDescription]) -> Paper {
    Paper(name: "dendrogram.csv", isPrivate: true) { sink throws(PublicationFailure) in
      try sink(bytes(tree, clusters))
    }
  }

  static func bytes(_ tree: Dendrogram, _ clusters: [ClusterDescription]) -> [UInt8] {
    var writer = CSVWriter()
    writer.header(columns)
    for (place, merge) in tree.merges.enumerated() {
      writer.integer(tree.peopleCount + place)
      writer.integer(merge.first)
      writer.integer(merge.second)
      writer.finite(merge.height)
      writer.integer(merge.size)
      writer.text(merge.cluster.map { clusters[$0].label } ?? "")
      writer.endRecord()
    }
    return writer.bytes
  }
}
