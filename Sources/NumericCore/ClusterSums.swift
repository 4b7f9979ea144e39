/// For each cluster the exact weighted sums of its rows: the mergeable part of a Lloyd pass.
///
/// Adding two of these is plain integer addition, so the result does not depend on how rows were
/// cut into blocks or on which thread was faster.
public struct ClusterSums: Sendable, Equatable {
  /// The number of clusters.
  public let clusterCount: Int
  /// The number of columns.
  public let columnCount: Int
  /// The weighted sums of the cells `[k x p]`, row after row.
  public internal(set) var sums: [Int64]
  /// The sum of the weights of each cluster.
  public internal(set) var weights: [Int64]
  /// The number of rows of each cluster.
  public internal(set) var counts: [Int]

  /// Makes the sums of no rows.
  public init(clusterCount: Int, columnCount: Int) {
    self.clusterCount = clusterCount
    self.columnCount = columnCount
    sums = [Int64](repeating: 0, count: clusterCount * columnCount)
    weights = [Int64](repeating: 0, count: clusterCount)
    counts = [Int](repeating: 0, count: clusterCount)
  }

  /// Adds the sums of other rows.
  public mutating func merge(_ other: ClusterSums) {
    precondition(
      other.sums.count == sums.count && other.clusterCount == clusterCount,
      "sums of \(other.clusterCount) x \(other.columnCount)")
    for index in sums.indices { sums[index] += other.sums[index] }
    for index in weights.indices {
      weights[index] += other.weights[index]
      counts[index] += other.counts[index]
    }
  }

  /// Moves one row out of a cluster (`nil`: the row is new) into another.
  ///
  /// - Parameters:
  ///   - cells: the row's cells.
  ///   - weight: the row's weight.
  ///   - source: the cluster it leaves.
  ///   - target: the cluster it joins.
  public mutating func move(
    _ cells: ArraySlice<Int16>, weight: Int64, from source: Int?, to target: Int
  ) {
    for (column, cell) in cells.enumerated() {
      let value = weight * Int64(cell)
      sums[target * columnCount + column] += value
      if let source { sums[source * columnCount + column] -= value }
    }
    weights[target] += weight
    counts[target] += 1
    guard let source else { return }
    weights[source] -= weight
    counts[source] -= 1
  }

  /// The weighted mean of a cluster, each cell rounded once to the nearest whole number, halves
  /// away from zero.
  ///
  /// - Parameter cluster: a cluster of positive weight.
  /// - Returns: p cells.
  public func roundedMean(of cluster: Int) -> [Int16] {
    let weight = weights[cluster]
    precondition(weight > 0, "cluster \(cluster) has weight \(weight)")
    return (0..<columnCount).map { column in
      let sum = sums[cluster * columnCount + column]
      let half = weight / 2
      return Int16(sum >= 0 ? (sum + half) / weight : -((-sum + half) / weight))
    }
  }
}

/// The clusters of a range of rows, with the sums that belong to them.
public struct RowClusters: Sendable, Equatable {
  /// The number of the first row.
  public let firstRow: Int
  /// The cluster of each row, `NearestCenters.unassigned` at first.
  public internal(set) var labels: [UInt8]
  /// The sums of the assigned rows.
  public internal(set) var sums: ClusterSums

  /// Rows that have no cluster yet.
  ///
  /// - Parameters:
  ///   - rows: their numbers.
  ///   - clusterCount: the number of clusters.
  ///   - columnCount: the number of columns.
  public init(unassigned rows: Range<Int>, clusterCount: Int, columnCount: Int) {
    firstRow = rows.lowerBound
    labels = [UInt8](repeating: NearestCenters.unassigned, count: rows.count)
    sums = ClusterSums(clusterCount: clusterCount, columnCount: columnCount)
  }

  /// Rows whose clusters are known; the sums start empty and gather changes alone.
  ///
  /// - Parameters:
  ///   - rows: their numbers.
  ///   - labels: the clusters of these rows.
  ///   - sums: the shape of the sums.
  public init(rows: Range<Int>, labels: ArraySlice<UInt8>, shapeOf sums: ClusterSums) {
    firstRow = rows.lowerBound
    self.labels = Array(labels)
    self.sums = ClusterSums(clusterCount: sums.clusterCount, columnCount: sums.columnCount)
  }

  /// Moves one row into another cluster.
  ///
  /// - Parameters:
  ///   - row: its number.
  ///   - cells: its cells.
  ///   - weight: its weight.
  ///   - target: the cluster it joins.
  public mutating func move(
    _ row: Int, cells: ArraySlice<Int16>, weight: Int64, to target: Int
  ) {
    let source = labels[row - firstRow]
    sums.move(
      cells, weight: weight, from: source == NearestCenters.unassigned ? nil : Int(source),
      to: target)
    labels[row - firstRow] = UInt8(target)
  }

  /// Numbers the clusters anew.
  ///
  /// - Parameter order: the old number of each new cluster.
  public mutating func reorder(_ order: [Int]) {
    var newNumbers = [UInt8](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { newNumbers[old] = UInt8(new) }
    for row in labels.indices where labels[row] != NearestCenters.unassigned {
      labels[row] = newNumbers[Int(labels[row])]
    }
    let columns = sums.columnCount
    sums.sums = order.flatMap { Array(sums.sums[$0 * columns..<($0 + 1) * columns]) }
    sums.weights = order.map { sums.weights[$0] }
    sums.counts = order.map { sums.counts[$0] }
  }

  /// Puts the changed pieces of a pass together: their labels in order, their sums added.
  public mutating func merge(_ pieces: [RowClusters]) {
    labels.removeAll(keepingCapacity: true)
    for piece in pieces {
      labels.append(contentsOf: piece.labels)
      sums.merge(piece.sums)
    }
  }
}
