#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How far two partitions of the same rows agree: everything that is commonly reported.
///
/// Use the adjusted Rand index first: only it is 0 for unrelated partitions.
///
/// ```text
/// rand   = (C(n, 2) + 2 Σ C(n_ab, 2) - Σ C(n_a., 2) - Σ C(n_.b, 2)) / C(n, 2)
/// I      = Σ p_ab log(p_ab / (p_a. p_.b)),   nmi = 2 I / (H_a + H_b),   vi = H_a + H_b - 2 I
/// purity = Σ over b of max over a of n_ab / n
/// ```
///
/// Source: Rand (1971), Objective criteria for the evaluation of clustering methods; Meilă (2007),
/// Comparing clusterings: an information based distance; Manning, Raghavan and Schütze (2008),
/// Introduction to Information Retrieval, section 16.3.
public struct PartitionAgreement: Sendable, Equatable {
  /// How many rows each pair of clusters has in common `[k x l]`, row after row.
  public let table: [Int]
  /// The adjusted Rand index, at most 1.
  public let adjustedRand: Double
  /// The Rand index, 0...1.
  public let rand: Double
  /// The mutual information in nats.
  public let mutualInformation: Double
  /// The mutual information over the mean of both entropies, 0...1; 1 where both are 0.
  public let normalizedInformation: Double
  /// The variation of information in nats.
  public let variation: Double
  /// For each cluster of the first partition its best Jaccard similarity.
  public let bestJaccards: [Double]
  /// The share of rows that are in the most frequent first cluster of their second cluster.
  public let purity: Double

  /// Compares two partitions of the same rows.
  public init(_ first: Partition, _ second: Partition) {
    table = first.table(with: second)
    adjustedRand = first.adjustedRandIndex(with: second)
    bestJaccards = first.bestJaccards(with: second)
    let (rows, columns, count) = (first.sizes, second.sizes, Double(first.labels.count))
    func pairs(_ counts: [Int]) -> Double {
      counts.reduce(0) { $0 + Double($1) * Double($1 - 1) / 2 }
    }
    func entropy(_ counts: [Int]) -> Double {
      counts.filter { $0 > 0 }.reduce(0) { $0 - Double($1) / count * log(Double($1) / count) }
    }
    let all = count * (count - 1) / 2
    rand = all > 0 ? (all + 2 * pairs(table) - pairs(rows) - pairs(columns)) / all : 1
    var (information, purest) = (0.0, [Int](repeating: 0, count: columns.count))
    for (cell, shared) in table.enumerated() where shared > 0 {
      let (row, column) = (cell / columns.count, cell % columns.count)
      let ratio = Double(shared) * count / Double(rows[row]) / Double(columns[column])
      information += Double(shared) / count * log(ratio)
      purest[column] = max(purest[column], shared)
    }
    let entropies = entropy(rows) + entropy(columns)
    mutualInformation = information
    normalizedInformation = entropies > 0 ? 2 * information / entropies : 1
    variation = entropies - 2 * information
    purity = count > 0 ? Double(purest.reduce(0, +)) / count : 1
  }
}

extension Partition {
  /// The number of rows of each cluster.
  public var sizes: [Int] {
    var counts = [Int](repeating: 0, count: clusterCount)
    for label in labels { counts[Int(label)] += 1 }
    return counts
  }

  /// The mean of a number over the rows of each cluster, 0 for an empty one.
  func means(of values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: clusterCount)
    for (label, value) in zip(labels, values) { sums[Int(label)] += value }
    return zip(sums, sizes).map { $1 > 0 ? $0 / Double($1) : 0 }
  }

  /// Which cluster of another partition each cluster corresponds to: the pairing, one to one,
  /// with the most rows in common.
  ///
  /// Use it to follow clusters from one solution to another.
  ///
  /// - Parameter other: a partition of the same rows into l clusters.
  /// - Returns: for each cluster its partner, `nil` for those that are left over when k > l.
  /// - Complexity: O(max(k, l)³).
  ///
  /// Source: Kuhn (1955), The Hungarian method for the assignment problem; Jonker and Volgenant
  /// (1987), A shortest augmenting path algorithm for dense and sparse linear assignment problems.
  public func matching(with other: Partition) -> [Int?] {
    let shared = table(with: other)
    return Assignment.pairs(
      (0..<clusterCount).map { row in
        (0..<other.clusterCount).map { -shared[row * other.clusterCount + $0] }
      })
  }
}
