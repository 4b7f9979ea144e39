public import Groundwork
internal import NumericCore

/// How much nearer rows are to their own cluster than to the next one.
///
/// Use it to show how clear clusters are (above .7 strong, below .25 hardly any structure). It
/// cannot say that there are no clusters, so it does not choose their number.
///
/// ```text
/// a_i = Σ_{j ≠ i in own} w_j d_ij / (W_own - w_i)
/// b_i = min over other clusters of Σ_j w_j d_ij / W
/// s_i = (b_i - a_i) / max(a_i, b_i), 0 for a row alone in its cluster
/// mean = Σ w_i s_i / Σ w_i
/// ```
public struct Silhouette: Sendable, Equatable {
  /// The weighted mean over all rows, -1...1.
  public let mean: Double
  /// The weighted mean over the rows of each cluster, 0 for an empty one.
  public let clusterMeans: [Double]
  /// The weighted standard deviation of the rows' values.
  public let deviation: Double

  /// The silhouettes of several partitions of the same rows, from one pass over all distances.
  ///
  /// - Parameters:
  ///   - rows: `[n x p]`; pass a sample when n is large.
  ///   - weights: n whole millionths, or `nil` for weight 1 each.
  ///   - partitions: partitions of these rows into at least 2 clusters.
  ///   - workers: the threads to use; they change no result.
  /// - Returns: one silhouette a partition.
  /// - Throws: `StatisticsFailure.unusableWeights`.
  /// - Complexity: O(n² (p + Σk)) time, O(128 n) memory a thread.
  ///
  /// Source: Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation
  /// of cluster analysis, section 2; weights after Studer (2013), WeightedCluster library manual,
  /// section on cluster quality.
  public static func of(
    _ rows: GridMatrix, weights: [Int64]?, partitions: [Partition], workers: Workers
  ) throws(StatisticsFailure) -> [Silhouette] {
    let whole = try KMeans.usable(weights, rows.rowCount)
    guard !partitions.isEmpty else { return [] }
    var all = WholeRows(columnCount: rows.columnCount)
    all.load(rows.elements, rows: 0..<rows.rowCount)
    let others = all
    let memberships = Silhouette.memberships(whole, partitions)
    let sums = clusterWeights(whole, partitions)
    let pieces = workers.mapRanges(of: rows.rowCount, size: 512) { range in
      var block = WholeRows(columnCount: rows.columnCount)
      block.load(rows.elements, rows: range)
      let distances = RowDistances.sums(from: block, to: others, memberships: memberships)
      return values(range, distances, whole, partitions, sums)
    }
    return partitions.indices.map { index in
      average(pieces.flatMap { $0[index] }, whole, partitions[index])
    }
  }

  // MARK: - Steps

  /// `[n x Σk]`: each row's weight in its cluster of each partition.
  private static func memberships(_ weights: WholeWeights, _ partitions: [Partition]) -> Matrix {
    let width = partitions.reduce(0) { $0 + $1.clusterCount }
    var result = Matrix(rowCount: weights.rowCount, columnCount: width)
    var offset = 0
    for partition in partitions {
      for (row, label) in partition.labels.enumerated() {
        result.elements[row * width + offset + Int(label)] = Double(weights[row])
      }
      offset += partition.clusterCount
    }
    return result
  }

  private static func clusterWeights(
    _ weights: WholeWeights, _ partitions: [Partition]
  ) -> [[Double]] {
    partitions.map { partition in
      var sums = [Int64](repeating: 0, count: partition.clusterCount)
      for (row, label) in partition.labels.enumerated() { sums[Int(label)] += weights[row] }
      return sums.map(Double.init)
    }
  }

  /// The silhouettes s_i of a range of rows, for each partition.
  private static func values(
    _ range: Range<Int>, _ distances: Matrix, _ weights: WholeWeights,
    _ partitions: [Partition], _ sums: [[Double]]
  ) -> [[Double]] {
    var offset = 0
    return zip(partitions, sums).map { partition, clusterWeights in
      defer { offset += partition.clusterCount }
      return range.map { row in
        let first = (row - range.lowerBound) * distances.columnCount + offset
        return value(
          distances.elements[first..<first + partition.clusterCount],
          own: Int(partition.labels[row]), weight: Double(weights[row]), clusterWeights)
      }
    }
  }

  private static func value(
    _ distances: ArraySlice<Double>, own: Int, weight: Double, _ clusterWeights: [Double]
  ) -> Double {
    let rest = clusterWeights[own] - weight
    guard rest > 0 else { return 0 }
    let within = distances[distances.startIndex + own] / rest
    var between = Double.infinity
    for (cluster, sum) in zip(clusterWeights.indices, distances)
    where cluster != own && clusterWeights[cluster] > 0 {
      between = min(between, sum / clusterWeights[cluster])
    }
    let larger = max(within, between)
    return larger > 0 && larger < .infinity ? (between - within) / larger : 0
  }

  private static func average(
    _ values: [Double], _ weights: WholeWeights, _ partition: Partition
  ) -> Silhouette {
    var sums = [Double](repeating: 0, count: partition.clusterCount)
    var clusterWeights = sums
    for (row, label) in partition.labels.enumerated() {
      sums[Int(label)] += Double(weights[row]) * values[row]
      clusterWeights[Int(label)] += Double(weights[row])
    }
    let mean = sums.reduce(0, +) / Double(weights.total)
    let squares = values.indices.reduce(0) { sum, row in
      sum + Double(weights[row]) * (values[row] - mean) * (values[row] - mean)
    }
    return Silhouette(
      mean: mean, clusterMeans: zip(sums, clusterWeights).map { $1 > 0 ? $0 / $1 : 0 },
      deviation: (squares / Double(weights.total)).squareRoot())
  }
}
