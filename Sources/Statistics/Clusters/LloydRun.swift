internal import Groundwork
internal import NumericCore

/// One start of k-means: its centers, its clusters and how far it has come.
struct LloydRun: Sendable {
  let rows: RowSet
  let clusterCount: Int
  var centers: [Int16]
  var clusters: RowClusters
  var iterationCount = 0
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

  /// The clusters that a search over few rows has found.
  init(_ rows: RowSet, _ found: FoundClusters, clusterCount: Int) {
    self.init(
      rows, centers: [Int16](repeating: 0, count: clusterCount * rows.columnCount),
      clusterCount: clusterCount)
    for row in 0..<rows.rowCount {
      clusters.move(
        row, cells: rows.row(row), weight: rows.weights[row], to: Int(found.labels[row]))
    }
    updateCenters()
    iterationCount = found.passCount
  }

  /// All starts over many rows: k-means++ and passes, one start after the other.
  static func runs(
    _ rows: RowSet, _ options: KMeans.Options, seed: UInt64, workers: Workers
  ) -> [LloydRun] {
    (0..<(options.clusterCount == 1 ? 1 : options.restartCount)).map { start in
      var stream = RandomStream(seed: seed, purpose: KMeans.startPurpose, index: UInt64(start))
      let chosen = PlusPlusStart.choose(options.clusterCount, of: rows, stream: &stream)
      var run = LloydRun(rows, centers: chosen, clusterCount: options.clusterCount)
      run.iterate(options.maximumIterations, workers)
      return run
    }
  }

  /// The run with the lowest inertia, the first of equals.
  static func best(of runs: [LloydRun]) -> LloydRun {
    let inertias = runs.map { $0.gridInertia }
    var best = 0
    for index in inertias.indices where inertias[index] < inertias[best] { best = index }
    return runs[best]
  }

  /// Carries a start to its local optimum.
  mutating func finish(_ maximumIterations: Int, _ workers: Workers) {
    if rows.isCached, clusterCount > 1 {
      moveSingleRows(maximumIterations, workers)
    } else if !hasConverged {
      updateCenters()
      iterate(maximumIterations, workers)
    }
  }

  /// Lloyd's passes until no row moves, or no more than `patience` rows.
  ///
  /// In the end each row is in the cluster of its nearest center.
  mutating func iterate(_ maximumIterations: Int, _ workers: Workers, patience: Int = 0) {
    hasConverged = false
    for pass in 1...maximumIterations {
      kernel.setCenters(centers)
      let changedCount = rows.assign(&clusters, &kernel, workers)
      iterationCount += 1
      let wasFilled = fillEmptyClusters()
      if changedCount <= patience, !wasFilled {
        hasConverged = changedCount == 0
        return
      }
      if pass < maximumIterations { updateCenters() }
    }
  }

  /// Σ w ||x - mean||² over all clusters, in grid units, rounded up by less than 1 a coordinate.
  var gridInertia: Int128 {
    var rest = rows.squares
    forEachMeanSquare { square, weight in rest -= square / weight }
    return rest
  }

  /// The same in feature units, with the fractions.
  var inertia: Double {
    var rest = rows.squares
    var fraction = 0.0
    forEachMeanSquare { square, weight in
      let (quotient, remainder) = square.quotientAndRemainder(dividingBy: weight)
      rest -= quotient
      fraction += remainder.real / weight.real
    }
    let step = Double(1 << rows.gridBits)
    return max(0, rest.real - fraction) / (step * step) / rows.weights.unit
  }

  /// Orders the clusters by weight, then by center, and lets Lloyd's passes settle ties in that
  /// order; repeats while that changes the order.
  mutating func takeCanonicalOrder(_ maximumIterations: Int, _ workers: Workers) {
    for _ in 0..<10 {
      let order = canonicalOrder()
      if order == Array(0..<clusterCount) { return }
      centers = order.flatMap { Array(center($0)) }
      clusters.reorder(order)
      if hasConverged { iterate(maximumIterations, workers) }
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

  mutating func updateCenters() {
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

  /// Visits the squared sum of each coordinate of each cluster, and the cluster's weight.
  private func forEachMeanSquare(_ body: (_ square: Int128, _ weight: Int128) -> Void) {
    for cluster in 0..<clusterCount where clusters.sums.weights[cluster] > 0 {
      let weight = Int128(clusters.sums.weights[cluster])
      for column in 0..<rows.columnCount {
        let sum = Int128(clusters.sums.sums[cluster * rows.columnCount + column])
        body(sum * sum, weight)
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
