/// Which cluster each row belongs to.
public struct Partition: Sendable, Equatable {
  /// The cluster of each row, 0 ..< `clusterCount`.
  public let labels: [UInt8]
  /// The number of clusters.
  public let clusterCount: Int

  /// Takes the clusters of rows.
  public init(labels: [UInt8], clusterCount: Int) {
    precondition(
      labels.allSatisfy { Int($0) < clusterCount }, "a label beyond \(clusterCount) clusters")
    self.labels = labels
    self.clusterCount = clusterCount
  }

  /// The partition of some of the rows.
  func selecting(_ isChosen: [Bool]) -> Partition {
    Partition(
      labels: labels.indices.filter { isChosen[$0] }.map { labels[$0] },
      clusterCount: clusterCount)
  }

  /// How many rows each pair of clusters of two partitions has in common.
  ///
  /// - Parameter other: a partition of the same rows.
  /// - Returns: `[k x l]`, row after row.
  public func table(with other: Partition) -> [Int] {
    precondition(labels.count == other.labels.count, "\(other.labels.count) rows")
    var counts = [Int](repeating: 0, count: clusterCount * other.clusterCount)
    for (label, otherLabel) in zip(labels, other.labels) {
      counts[Int(label) * other.clusterCount + Int(otherLabel)] += 1
    }
    return counts
  }

  /// The agreement of two partitions, corrected for chance: 1 for equal ones, about 0 for
  /// unrelated ones.
  ///
  /// ```text
  /// E   = Σ C(n_a., 2) Σ C(n_.b, 2) / C(n, 2)
  /// ARI = (Σ C(n_ab, 2) - E) / ((Σ C(n_a., 2) + Σ C(n_.b, 2)) / 2 - E)
  /// ```
  ///
  /// - Parameter other: a partition of the same rows.
  /// - Returns: at most 1; 1 also where both partitions are trivial in the same way.
  /// - Complexity: O(n + k l).
  ///
  /// Source: Hubert and Arabie (1985), Comparing partitions, equation 5.
  public func adjustedRandIndex(with other: Partition) -> Double {
    let counts = table(with: other)
    func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }
    var rows = [Int](repeating: 0, count: clusterCount)
    var columns = [Int](repeating: 0, count: other.clusterCount)
    for (cell, count) in counts.enumerated() {
      rows[cell / other.clusterCount] += count
      columns[cell % other.clusterCount] += count
    }
    let together = counts.reduce(0.0) { $0 + pairs($1) }
    let inRows = rows.reduce(0.0) { $0 + pairs($1) }
    let inColumns = columns.reduce(0.0) { $0 + pairs($1) }
    let all = pairs(labels.count)
    guard all > 0 else { return 1 }
    let expected = inRows * inColumns / all
    let largest = (inRows + inColumns) / 2
    return largest == expected ? 1 : (together - expected) / (largest - expected)
  }

  /// For each cluster the best Jaccard similarity with a cluster of another partition of the
  /// same rows.
  ///
  /// ```text
  /// J(a) = max over b of |a ∩ b| / |a ∪ b|
  /// ```
  ///
  /// - Parameter other: a partition of the same rows.
  /// - Returns: k numbers, 0...1; 0 for an empty cluster.
  ///
  /// Source: Hennig (2007), Cluster-wise assessment of cluster stability, section 2.
  public func bestJaccards(with other: Partition) -> [Double] {
    let counts = table(with: other)
    var columns = [Int](repeating: 0, count: other.clusterCount)
    for (cell, count) in counts.enumerated() { columns[cell % other.clusterCount] += count }
    return (0..<clusterCount).map { cluster in
      let row = counts[cluster * other.clusterCount..<(cluster + 1) * other.clusterCount]
      let size = row.reduce(0, +)
      guard size > 0 else { return 0 }
      return zip(row, columns).reduce(0) { best, pair in
        max(best, Double(pair.0) / Double(size + pair.1 - pair.0))
      }
    }
  }
}
