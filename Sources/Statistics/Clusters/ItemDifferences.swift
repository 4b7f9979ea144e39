internal import NumericCore

/// How far clusters lie apart on the items they were made from.
///
/// Such differences are no evidence of groups: clusters are chosen to differ. Beside those of
/// reference sets without groups they show what clustering alone does.
///
/// ```text
/// d = (largest mean - smallest mean) / s_within,   eta² = SS_between / SS_total
/// ```
///
/// Source: Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, chapter 8.
public struct ItemDifferences: Sendable, Equatable {
  /// By item, the largest difference of two clusters' means in standard deviations within
  /// clusters; 0 for an item without variance.
  public let differences: [Double]
  /// By item, the share of its variance between clusters, 0...1.
  public let shares: [Double]

  /// The largest of `differences`.
  public var largestDifference: Double { differences.max() ?? 0 }
  /// The largest of `shares`.
  public var largestShare: Double { shares.max() ?? 0 }

  /// Measures.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`, plain.
  ///   - clusters: of these rows.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  /// - Returns: the differences of every item.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  ///
  /// Source: Cohen (1988), chapter 8.
  public static func measure(
    _ rows: GridMatrix, clusters: Partition, weights: [Int64]?
  ) throws(StatisticsFailure) -> ItemDifferences {
    ItemDifferences(of: rows, clusters: clusters, try KMeans.usable(weights, rows.rowCount))
  }

  init(of rows: GridMatrix, clusters: Partition, _ weights: WholeWeights) {
    let columns = rows.columnCount
    var sums = [Double](repeating: 0, count: clusters.clusterCount * columns)
    var squares = [Double](repeating: 0, count: columns)
    var sizes = [Double](repeating: 0, count: clusters.clusterCount)
    for (row, label) in clusters.labels.enumerated() {
      let (weight, cluster) = (Double(weights[row]), Int(label))
      sizes[cluster] += weight
      for column in 0..<columns {
        let cell = Double(rows.elements[row * columns + column])
        sums[cluster * columns + column] += weight * cell
        squares[column] += weight * cell * cell
      }
    }
    let total = sizes.reduce(0, +)
    var (differences, shares): ([Double], [Double]) = ([], [])
    for column in 0..<columns {
      var (sum, between, low, high) = (0.0, 0.0, Double.infinity, -Double.infinity)
      for cluster in sizes.indices where sizes[cluster] > 0 {
        let part = sums[cluster * columns + column]
        let mean = part / sizes[cluster]
        (low, high) = (min(low, mean), max(high, mean))
        sum += part
        between += part * mean
      }
      let all = squares[column] - sum * sum / total
      let within = squares[column] - between
      let deviation = (max(0, within) / total).squareRoot()
      differences.append(deviation > 0 ? (high - low) / deviation : 0)
      shares.append(all > 0 ? max(0, 1 - within / all) : 0)
    }
    (self.differences, self.shares) = (differences, shares)
  }
}
