/// Clusters found by k-means, in canonical order: by weighted size, largest first, then by the
/// centers' coordinates.
public struct KMeansSolution: Sendable, Equatable {
  /// The number of clusters k.
  public var clusterCount: Int { centers.rowCount }
  /// The centers `[k x p]` on the grid of the rows.
  public let centers: GridMatrix
  /// The cluster of each row, 0 ..< k: its nearest center, the lowest at a tie.
  public let assignments: [UInt8]
  /// How much nearer each row's own center is than its second nearest one, as a difference of
  /// Euclidean distances in feature units, 0 or more; not a number when k = 1.
  public internal(set) var margins: [Double]
  /// The weighted within-cluster sum of squares about the exact cluster means, in grid units
  /// times weight units, rounded up by less than one unit a center coordinate: the number by
  /// which solutions on the same rows are compared.
  public let gridInertia: Int128
  /// The weighted within-cluster sum of squares about the exact cluster means, in squared
  /// feature units times weight.
  public let inertia: Double
  /// The summed weight of each cluster (the number of rows when there are no weights).
  public let clusterWeights: [Double]
  /// The number of rows of each cluster.
  public let clusterSizes: [Int]
  /// The effective number of rows of each cluster, `(Σ w)² / Σ w²`.
  public let clusterEffectiveSizes: [Double]
  /// How many of the starts ended at this inertia.
  public let restartHits: Int
  /// The number of passes of the winning start and the passes after it.
  public let iterationCount: Int
  /// Whether the last pass changed nothing.
  public let hasConverged: Bool
}
