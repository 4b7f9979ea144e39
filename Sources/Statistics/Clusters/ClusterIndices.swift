public import NumericCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Indices of how compact and how far apart clusters are, for rows of real numbers.
///
/// Use them to show clusters, never to choose their number: none can say that there are none.
/// Rows on the grid have faster ways (`Silhouette`, `ClusterSearch`); this one takes any numbers,
/// such as z-scores, and computes every distance directly.
///
/// ```text
/// silhouette   s_i = (b_i - a_i) / max(a_i, b_i), 0 for a row alone; simplified: by centers
/// CH           (T - W) / (k - 1) / (W / (n - k))
/// DB           mean over i of max over j of (S_i + S_j) / ||c_i - c_j||, S mean distance to c
/// Dunn         smallest distance between clusters / largest distance within one
/// ```
///
/// Source: Rousseeuw (1987), Silhouettes; Caliński and Harabasz (1974), A dendrite method for
/// cluster analysis; Davies and Bouldin (1979), A cluster separation measure; Dunn (1974),
/// Well-separated clusters and optimal fuzzy partitions; Hruschka, Campello and de Castro (2006),
/// Evolving clusters in gene-expression data, for the simplified silhouette.
public struct ClusterIndices: Sendable, Equatable {
  /// The mean silhouette, -1...1.
  public let silhouette: Double
  /// The mean silhouette of the rows of each cluster.
  public let clusterSilhouettes: [Double]
  /// The mean simplified silhouette, -1...1.
  public let simplifiedSilhouette: Double
  /// The Calinski-Harabasz index; `nil` where k is n or nothing lies within clusters.
  public let calinskiHarabasz: Double?
  /// The Davies-Bouldin index, 0 or more.
  public let daviesBouldin: Double
  /// The Dunn index, 0 or more.
  public let dunn: Double

  /// Computes all indices of one partition, unweighted.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`.
  ///   - clusters: of these rows, 2 or more, none empty.
  /// - Complexity: O(n² p).
  ///
  /// Source: as for the type.
  public init(of rows: Matrix, clusters: Partition) {
    precondition(rows.rowCount == clusters.labels.count, "\(clusters.labels.count) labels")
    let pairs = PairwiseDistances(rows, clusters)
    let centers = CenterDistances(rows, clusters)
    silhouette = pairs.silhouettes.reduce(0, +) / Double(rows.rowCount)
    clusterSilhouettes = clusters.means(of: pairs.silhouettes)
    dunn = pairs.smallestBetween / pairs.largestWithin
    simplifiedSilhouette = centers.simplifiedSilhouette
    daviesBouldin = centers.daviesBouldin
    calinskiHarabasz = ClusterSearch.calinskiHarabasz(
      centers.inertia, of: centers.totalInertia, clusterCount: clusters.clusterCount,
      rowCount: rows.rowCount)
  }
}

/// What needs the distances of all pairs of rows.
private struct PairwiseDistances {
  private(set) var silhouettes: [Double] = []
  private(set) var smallestBetween = Double.infinity
  private(set) var largestWithin = 0.0

  init(_ rows: Matrix, _ clusters: Partition) {
    let sizes = clusters.sizes
    for row in 0..<rows.rowCount {
      let own = Int(clusters.labels[row])
      var sums = [Double](repeating: 0, count: clusters.clusterCount)
      for other in 0..<rows.rowCount where other != row {
        let distance = rows.squaredDistance(row, other).squareRoot()
        let cluster = Int(clusters.labels[other])
        sums[cluster] += distance
        if cluster == own {
          largestWithin = max(largestWithin, distance)
        } else {
          smallestBetween = min(smallestBetween, distance)
        }
      }
      silhouettes.append(PairwiseDistances.silhouette(sums, own, sizes))
    }
  }

  private static func silhouette(_ sums: [Double], _ own: Int, _ sizes: [Int]) -> Double {
    guard sizes[own] > 1 else { return 0 }
    let within = sums[own] / Double(sizes[own] - 1)
    let between =
      sums.indices.filter { $0 != own && sizes[$0] > 0 }
      .map { sums[$0] / Double(sizes[$0]) }.min() ?? within
    let larger = max(within, between)
    return larger > 0 ? (between - within) / larger : 0
  }
}

/// What needs the distances of rows to centers alone; weighted.
struct CenterDistances {
  let inertia: Double
  let totalInertia: Double
  let simplifiedSilhouette: Double
  let daviesBouldin: Double

  /// Rows with weights and the clusters they belong to.
  init(_ rows: Matrix, _ clusters: Partition, weights: [Double]? = nil) {
    let (count, columns) = (clusters.clusterCount, rows.columnCount)
    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }
    let centers = CenterDistances.centers(rows, clusters, weight)
    var spreads = [Double](repeating: 0, count: count)
    var sizes = spreads
    var (inertia, silhouettes) = (0.0, 0.0)
    for row in 0..<rows.rowCount {
      let own = Int(clusters.labels[row])
      let squares = (0..<count).map { cluster in
        (0..<columns).reduce(0.0) { sum, column in
          let difference =
            rows.elements[row * columns + column] - centers.elements[cluster * columns + column]
          return sum + difference * difference
        }
      }
      let within = squares[own].squareRoot()
      let other = squares.indices.filter { $0 != own }.map { squares[$0] }.min() ?? squares[own]
      let larger = max(within, other.squareRoot())
      inertia += weight(row) * squares[own]
      spreads[own] += weight(row) * within
      sizes[own] += weight(row)
      silhouettes += larger > 0 ? weight(row) * (other.squareRoot() - within) / larger : 0
    }
    self.inertia = inertia
    totalInertia = inertia + CenterDistances.between(centers, sizes)
    simplifiedSilhouette = silhouettes / sizes.reduce(0, +)
    daviesBouldin = CenterDistances.daviesBouldin(
      centers, zip(spreads, sizes).map { $1 > 0 ? $0 / $1 : 0 })
  }

  private static func centers(
    _ rows: Matrix, _ clusters: Partition, _ weight: (Int) -> Double
  ) -> Matrix {
    var result = Matrix(rowCount: clusters.clusterCount, columnCount: rows.columnCount)
    var sizes = [Double](repeating: 0, count: clusters.clusterCount)
    for (row, label) in clusters.labels.enumerated() {
      sizes[Int(label)] += weight(row)
      for column in 0..<rows.columnCount {
        result[Int(label), column] += weight(row) * rows[row, column]
      }
    }
    for cluster in sizes.indices where sizes[cluster] > 0 {
      for column in 0..<rows.columnCount { result[cluster, column] /= sizes[cluster] }
    }
    return result
  }

  /// The sum of squares between centers.
  private static func between(_ centers: Matrix, _ sizes: [Double]) -> Double {
    let total = sizes.reduce(0, +)
    return (0..<centers.columnCount).reduce(0) { sum, column in
      let values = centers.column(column)
      let mean = zip(values, sizes).reduce(0) { $0 + $1.0 * $1.1 } / total
      return sum + zip(values, sizes).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
    }
  }

  private static func daviesBouldin(_ centers: Matrix, _ spreads: [Double]) -> Double {
    let worst = spreads.indices.map { first in
      spreads.indices.filter { $0 != first }.map { second in
        (spreads[first] + spreads[second]) / centers.squaredDistance(first, second).squareRoot()
      }.max() ?? 0
    }
    return worst.reduce(0, +) / Double(max(1, worst.count))
  }
}

extension Matrix {
  /// The squared distance of two rows.
  func squaredDistance(_ first: Int, _ second: Int) -> Double {
    let (left, right) = (first * columnCount, second * columnCount)
    return (0..<columnCount).reduce(0) { sum, column in
      let difference = elements[left + column] - elements[right + column]
      return sum + difference * difference
    }
  }
}
