internal import Groundwork
internal import NumericCore

/// One start of k-means: its centers, its clusters and how far it has come.
struct LloydRun: Sendable {
  let rows: RowSet
  let clusterCount: Int
  var centers: [Int16]
  var clusters: RowClusters
  private(set) var iterationCount = 0
  private(set) var hasConverged = false
  var kernel: NearestCenters

  init(_ rows: RowSet, centers: [Int16], clusterCount: Int) {
    self.rows = rows
    self.clusterCount = clusterCount
    self.centers = centers
    clusters = RowClusters(
      unassigned: 0..<rows.rowCount, clusterCount: clusterCount, columnCount: rows.columnCount)
    kernel = NearestCenters(clusterCount: clusterCount, columnCount: rows.columnCount)
  }

  /// A whole start: k-means++, Lloyd's passes, single moves.
  static func start(
    _ rows: RowSet, _ options: KMeans.Options, stream: RandomStream, workers: Workers
  ) -> LloydRun {
    var stream = stream
    let chosen = PlusPlusStart.choose(options.clusterCount, of: rows, stream: &stream)
    var run = LloydRun(rows, centers: chosen, clusterCount: options.clusterCount)
    run.iterate(options.maximumIterations, workers)
    if rows.isCached { run.moveSingleRows(options.maximumIterations, workers) }
    return run
  }

  /// Lloyd's passes until no row moves.
  mutating func iterate(_ maximumIterations: Int, _ workers: Workers) {
    hasConverged = false
    for _ in 0..<maximumIterations {
      kernel.setCenters(centers)
      let changedCount = rows.assign(&clusters, &kernel, workers)
      iterationCount += 1
      let wasFilled = fillEmptyClusters()
      if changedCount == 0, !wasFilled {
        hasConverged = true
        return
      }
      updateCenters()
    }
  }

  /// Σ w ||x - mean||² over all clusters, in grid units, rounded up by less than 1 a coordinate.
  var gridInertia: Int128 {
    var rest = rows.squares
    forEachMeanSquare { quotient, _ in rest -= quotient }
    return rest
  }

  /// The same in feature units, with the fractions.
  var inertia: Double {
    var rest = rows.squares
    var fraction = 0.0
    forEachMeanSquare { quotient, remainder in
      rest -= quotient
      fraction += remainder
    }
    let step = Double(1 << rows.gridBits)
    return max(0, Double(rest) - fraction) / (step * step) / rows.weights.unit
  }

  /// Orders the clusters by weight, then by center, and lets Lloyd's passes settle ties in that
  /// order; repeats while that changes the order.
  mutating func takeCanonicalOrder(_ maximumIterations: Int, _ workers: Workers) {
    for _ in 0..<10 {
      let order = canonicalOrder()
      if order == Array(0..<clusterCount) { return }
      centers = order.flatMap { Array(center($0)) }
      clusters = RowClusters(
        unassigned: 0..<rows.rowCount, clusterCount: clusterCount, columnCount: rows.columnCount)
      iterate(maximumIterations, workers)
    }
  }
}

// MARK: - Steps

extension LloydRun {
  func center(_ cluster: Int) -> ArraySlice<Int16> {
    centers[cluster * rows.columnCount..<(cluster + 1) * rows.columnCount]
  }

  mutating func setCenter(_ cluster: Int, _ cells: some Collection<Int16>) {
    centers.replaceSubrange(
      cluster * rows.columnCount..<(cluster + 1) * rows.columnCount, with: cells)
  }

  private mutating func updateCenters() {
    for cluster in 0..<clusterCount where clusters.sums.weights[cluster] > 0 {
      setCenter(cluster, clusters.sums.roundedMean(of: cluster))
    }
  }

  private func canonicalOrder() -> [Int] {
    (0..<clusterCount).sorted { first, second in
      let weights = clusters.sums.weights
      if weights[first] != weights[second] { return weights[first] > weights[second] }
      for (left, right) in zip(center(first), center(second)) where left != right {
        return left < right
      }
      return first < second
    }
  }

  /// Visits Σ_j S_j² / W of each cluster as whole quotients and fractional remainders.
  private func forEachMeanSquare(_ body: (Int128, Double) -> Void) {
    let sums = clusters.sums
    for cluster in 0..<clusterCount where sums.weights[cluster] > 0 {
      let weight = Int128(sums.weights[cluster])
      for column in 0..<rows.columnCount {
        let sum = Int128(sums.sums[cluster * rows.columnCount + column])
        let (quotient, remainder) = (sum * sum).quotientAndRemainder(dividingBy: weight)
        body(quotient, Double(remainder) / Double(weight))
      }
    }
  }

  /// Moves the row farthest from its center into each cluster without weight; whether it did.
  private mutating func fillEmptyClusters() -> Bool {
    let empty = (0..<clusterCount).filter { clusters.sums.weights[$0] == 0 }
    guard !empty.isEmpty else { return false }
    var isFilled = false
    for cluster in empty {
      guard let row = farthestRow() else { break }
      let buffer = rows.row(row)
      clusters.move(row, cells: buffer, weight: rows.weights[row], to: cluster)
      setCenter(cluster, buffer)
      isFilled = true
    }
    return isFilled
  }

  /// The row with the largest distance to the center of its cluster, the first of equals; rows
  /// without weight and rows alone in their cluster stay.
  private func farthestRow() -> Int? {
    var found: Int?
    var largest: Int64 = 0
    for row in 0..<rows.rowCount where rows.weights[row] > 0 {
      let cluster = Int(clusters.labels[row])
      guard clusters.sums.weights[cluster] > rows.weights[row] else { continue }
      var distance: Int64 = 0
      for (cell, mean) in zip(rows.row(row), center(cluster)) {
        let difference = Int64(cell) - Int64(mean)
        distance += difference * difference
      }
      if distance > largest {
        largest = distance
        found = row
      }
    }
    return found
  }
}
