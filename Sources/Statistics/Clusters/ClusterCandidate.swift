/// One number of clusters that was tried, with all that speaks for and against it.
public struct ClusterCandidate: Sendable, Equatable {
  /// Why a number of clusters may or may not be chosen by the rule.
  public enum Verdict: Sendable, Equatable {
    /// All conditions hold.
    case passes
    /// The number is outside the range from which the rule chooses.
    case notOffered
    /// The smallest Jaccard similarity of a cluster is under the limit.
    case unstableCluster
    /// The mean Jaccard similarity is under the limit.
    case unstableOnAverage
    /// A cluster has too few rows or too small a share.
    case smallCluster
  }

  /// The number of clusters k.
  public let clusterCount: Int
  /// The clusters themselves.
  public let solution: KMeansSolution
  /// The mean silhouette, `nil` for k = 1; of a random sample of the rows when they are many.
  public internal(set) var silhouette: Double?
  /// The Calinski-Harabasz index, `nil` for k = 1 and for k = n.
  public let calinskiHarabasz: Double?
  /// The mean bootstrap Jaccard similarity of each cluster, empty where it was not computed.
  public let jaccards: [Double]
  /// The verdict of the rule.
  public let verdict: Verdict
  /// The Monte Carlo standard error of `silhouette`; 0 when it is of all rows.
  public internal(set) var silhouetteError = 0.0
  /// The mean simplified silhouette of all rows, by distances to centers; `nil` for k = 1.
  public internal(set) var simplifiedSilhouette: Double?
  /// The Davies-Bouldin index, `nil` for k = 1.
  public internal(set) var daviesBouldin: Double?
  /// The Dunn index, `nil` for k = 1 and for many rows.
  public internal(set) var dunn: Double?
  /// The bootstrap stability that `jaccards` come from; `nil` where it was not computed.
  public internal(set) var stability: ClusterStability?
  /// The prediction strength; `nil` where it was not computed.
  public internal(set) var predictionStrength: Double?

  /// Whether the rule may choose this number.
  public var passes: Bool { verdict == .passes }
  /// The within-cluster sum of squares.
  public var inertia: Double { solution.inertia }
  /// How many starts reached the best solution.
  public var restartHits: Int { solution.restartHits }
  /// The smallest Jaccard similarity of a cluster, `nil` where it was not computed.
  public var smallestJaccard: Double? { jaccards.min() }
  /// The mean Jaccard similarity, `nil` where it was not computed.
  public var meanJaccard: Double? {
    jaccards.isEmpty ? nil : jaccards.reduce(0, +) / Double(jaccards.count)
  }
  /// The smallest number of rows of a cluster.
  public var smallestSize: Int { solution.clusterSizes.min() ?? 0 }
  /// The smallest effective number of rows of a cluster.
  public var smallestEffectiveSize: Double { solution.clusterEffectiveSizes.min() ?? 0 }
  /// The smallest weighted share of a cluster, 0...1.
  public var smallestShare: Double {
    let total = solution.clusterWeights.reduce(0, +)
    return (solution.clusterWeights.min() ?? 0) / total
  }
}
