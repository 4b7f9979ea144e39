import Statistics

/// Ward's tree of the people of a small sample: how clusters lie inside each other.
public struct Dendrogram: Sendable, Equatable {
  /// The most people a tree is made of: beyond, nobody can read it.
  public static let peopleLimit = 500

  /// One merge of two people or groups, numbered as SciPy's linkage does: people from 0 in the
  /// order of a hash of their ids, then merges.
  public struct Merge: Sendable, Equatable {
    /// The person or earlier merge that comes first.
    public var first: Int
    /// The other one.
    public var second: Int
    /// How much the merge costs, in feature units: two people join at their distance.
    public var height: Double
    /// The people in it, unweighted.
    public var size: Int
    /// The position of the published cluster in which they all lie; `nil` where there is none.
    public var cluster: Int?
  }

  /// The number of people.
  public var peopleCount: Int
  /// All merges, the lowest first.
  public var merges: [Merge]
  /// The adjusted Rand index of the clusters and the tree cut into as many groups; `nil` without
  /// clusters.
  public var agreement: Double?
}

extension Dendrogram {
  /// Makes the tree; fails above the limit.
  ///
  /// - Parameters:
  ///   - rows: what was clustered, in the order of a hash of the ids.
  ///   - weights: by row; `nil` for weight 1 each.
  ///   - clusters: the published ones, of these rows.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  init?(
    _ rows: GridMatrix, weights: [Int64]?, clusters: Partition?
  ) throws(StatisticsFailure) {
    guard (2...Dendrogram.peopleLimit).contains(rows.rowCount) else { return nil }
    let tree = try WardTree(rows, weights: weights)
    var nodes = (0..<rows.rowCount).map { row in
      Node(number: row, size: 1, cluster: clusters.map { Int($0.labels[row]) })
    }
    peopleCount = rows.rowCount
    merges = []
    // A merge names a group by its first row: there its latest node lies.
    for merge in tree.merges {
      let (one, other) = (nodes[merge.first], nodes[merge.second])
      let node = Node(
        number: rows.rowCount + merges.count, size: one.size + other.size,
        cluster: one.cluster == other.cluster ? one.cluster : nil)
      merges.append(
        Merge(
          first: min(one.number, other.number), second: max(one.number, other.number),
          height: merge.height, size: node.size, cluster: node.cluster))
      nodes[merge.first] = node
    }
    agreement = clusters.map {
      tree.partition(into: $0.clusterCount).adjustedRandIndex(with: $0)
    }
  }

  /// A person or a group that is still apart.
  private struct Node {
    var number: Int
    var size: Int
    var cluster: Int?
  }
}
