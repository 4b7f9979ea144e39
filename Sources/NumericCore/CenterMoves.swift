internal import COpenBLAS

/// Moves of single rows that lower the inertia where Lloyd's passes have stopped.
///
/// Taking a row of weight w out of a cluster of weight A lowers the inertia by `A w / (A - w) d²`,
/// putting it into a cluster of weight B raises it by `B w / (B + w) d²`.
///
/// Source: Hartigan and Wong (1979), Algorithm AS 136, the optimal-transfer stage.
extension CenterSearch {
  /// A gain below this share is not worth a move.
  private static let smallestGain = 1e-9

  /// Sweeps over all rows and moves those that gain, until none does.
  ///
  /// Between two sweeps over all rows, those whose second best cluster is nearly as good as their
  /// own are swept alone: only they can move soon, and they are few.
  ///
  /// - Parameter limit: the largest number of sweeps.
  ///
  /// Source: Hartigan and Wong (1979); the rows that are swept again play the part of its live
  /// sets.
  public mutating func refine(limit: Int) {
    guard clusterCount > 1 else { return }
    var near = NearRows(rows.columnCount)
    var sweepCount = 0
    while sweepCount < limit {
      sweepCount += 1
      weighAll()
      let moving = candidates(in: &near)
      guard moveWorthy(moving) > 0 else { break }
      near.gather(rows)
      while sweepCount < limit {
        sweepCount += 1
        let moving = weigh(&near)
        if moving.isEmpty || moveWorthy(moving) == 0 { break }
      }
    }
    passCount += sweepCount
    followCenters()
  }

  /// Rows without weight go to the nearest center.
  private mutating func followCenters() {
    guard let weights else { return }
    for row in labels.indices where weights[row] == 0 {
      fillDistances(row)
      var nearest = 0
      for cluster in 1..<clusterCount where distances[cluster] < distances[nearest] {
        nearest = cluster
      }
      labels[row] = UInt8(nearest)
    }
  }

  // MARK: - Sweeps

  private mutating func weighAll() {
    let count = rows.rowCount
    rows.multiply(means, count: clusterCount, into: &scores)
    for row in 0..<count {
      (best[row], bestIndex[row]) = (.infinity, Double(labels[row]))
    }
    for cluster in 0..<clusterCount {
      weighMoves(cluster, count, rows.squaredNorms, weights)
    }
  }

  /// The rows that gain by a move, and into `near` those that nearly do.
  private mutating func candidates(in near: inout NearRows) -> [Int] {
    near.rows.removeAll(keepingCapacity: true)
    var moving: [Int] = []
    let close = 1 + nearness
    for row in labels.indices where best[row] < saved[row] * close {
      if let weights, weights[row] == 0 { continue }
      near.rows.append(row)
      if best[row] < saved[row] * (1 - CenterSearch.smallestGain) { moving.append(row) }
    }
    if near.rows.count > labels.count / 3 { nearness /= 2 }
    if near.rows.count < labels.count / 10 { nearness *= 2 }
    return moving
  }

  /// Weighs the near rows alone; which of them gain.
  private mutating func weigh(_ near: inout NearRows) -> [Int] {
    let count = near.rows.count
    guard count > 0 else { return [] }
    SearchRows.multiply(
      means, count: clusterCount, byColumn: near.byColumn, rowCount: count, stride: count,
      into: &scores)
    for (place, row) in near.rows.enumerated() {
      (best[place], bestIndex[place]) = (.infinity, Double(labels[row]))
    }
    let weights = weights.map { weights in near.rows.map { weights[$0] } }
    for cluster in 0..<clusterCount { weighMoves(cluster, count, near.norms, weights) }
    return near.rows.indices.filter {
      best[$0] < saved[$0] * (1 - CenterSearch.smallestGain)
    }.map { near.rows[$0] }
  }

  /// For one cluster: what its own rows save by leaving, and what others cost by joining.
  private mutating func weighMoves(
    _ cluster: Int, _ count: Int, _ norms: [Double], _ weights: [Double]?
  ) {
    let (norm, index, offset) = (meanNorms[cluster], Double(cluster), cluster * count)
    let size = clusterWeights[cluster]
    let (leaving, joining) = (size / (size - 1), size / (size + 1))
    saved.withUnsafeMutableBufferPointer { saved in
      best.withUnsafeMutableBufferPointer { best in
        scores.withUnsafeBufferPointer { scores in
          norms.withUnsafeBufferPointer { norms in
            bestIndex.withUnsafeBufferPointer { own in
              guard let weights else {
                for place in 0..<count {
                  let distance = norms[place] + norm - 2 * scores[offset + place]
                  let isOwn = own[place] == index
                  let cost = distance * (isOwn ? leaving : joining)
                  let lowest = cost < best[place] ? cost : best[place]
                  saved[place] = isOwn ? cost : saved[place]
                  best[place] = isOwn ? best[place] : lowest
                }
                return
              }
              weights.withUnsafeBufferPointer { weights in
                for place in 0..<count {
                  let distance = norms[place] + norm - 2 * scores[offset + place]
                  let isOwn = own[place] == index
                  let change = isOwn ? -weights[place] : weights[place]
                  let cost = distance * size / (size + change)
                  let lowest = cost < best[place] ? cost : best[place]
                  saved[place] = isOwn ? cost : saved[place]
                  best[place] = isOwn ? best[place] : lowest
                }
              }
            }
          }
        }
      }
    }
  }

  // MARK: - Moves

  /// Moves the rows one after another, each judged by the centers of that moment.
  private mutating func moveWorthy(_ candidates: [Int]) -> Int {
    var movedCount = 0
    for row in candidates {
      let source = Int(labels[row])
      fillDistances(row)
      guard let target = target(source, weight(row)) else { continue }
      join(row, target)
      updateMean(of: source)
      updateMean(of: target)
      movedCount += 1
    }
    return movedCount
  }

  /// The cluster that a row should join, or `nil` when it should stay.
  private func target(_ source: Int, _ weight: Double) -> Int? {
    let rest = clusterWeights[source] - weight
    guard weight > 0, rest > 0 else { return nil }
    var lowest =
      distances[source] * clusterWeights[source] / rest * (1 - CenterSearch.smallestGain)
    var found: Int?
    for cluster in 0..<clusterCount where cluster != source {
      let cost =
        distances[cluster] * clusterWeights[cluster] / (clusterWeights[cluster] + weight)
      if cost < lowest { (lowest, found) = (cost, cluster) }
    }
    return found
  }

  /// Fills `distances` with a row's squared distances to all centers.
  private mutating func fillDistances(_ row: Int) {
    let columns = Int32(rows.columnCount)
    OpenBLAS.useOneThread()
    rows.byRow.withUnsafeBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      cblas_dgemv(
        CblasRowMajor, CblasNoTrans, Int32(clusterCount), columns, -2, means, columns,
        base + row * rows.columnCount, 1, 0, &distances, 1)
    }
    let norm = rows.squaredNorms[row]
    for cluster in 0..<clusterCount { distances[cluster] += norm + meanNorms[cluster] }
  }
}

/// The rows that may move soon, with their columns side by side.
private struct NearRows {
  var rows: [Int] = []
  private(set) var byColumn: [Double] = []
  private(set) var norms: [Double] = []
  private let columnCount: Int

  init(_ columnCount: Int) { self.columnCount = columnCount }

  mutating func gather(_ source: SearchRows) {
    let count = rows.count
    byColumn = [Double](repeating: 0, count: count * columnCount)
    norms = rows.map { source.squaredNorms[$0] }
    for column in 0..<columnCount {
      let (from, to) = (column * source.rowCount, column * count)
      for (place, row) in rows.enumerated() { byColumn[to + place] = source.byColumn[from + row] }
    }
  }
}
