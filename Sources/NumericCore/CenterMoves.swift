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
    let center = MoveWeighing.Center(
      norm: meanNorms[cluster], index: Double(cluster), size: clusterWeights[cluster])
    saved.withUnsafeMutableBufferPointer { saved in
      best.withUnsafeMutableBufferPointer { best in
        scores.withUnsafeBufferPointer { scores in
          norms.withUnsafeBufferPointer { norms in
            bestIndex.withUnsafeBufferPointer { own in
              guard let savedBase = saved.baseAddress, let bestBase = best.baseAddress,
                let scoreBase = scores.baseAddress, let normBase = norms.baseAddress,
                let ownBase = own.baseAddress
              else { return }
              let rows = MoveWeighing(
                saved: savedBase, best: bestBase, products: scoreBase + cluster * count,
                norms: normBase, own: ownBase, count: count)
              if let weights {
                weights.withUnsafeBufferPointer { weights in
                  if let base = weights.baseAddress { rows.weigh(center, weights: base) }
                }
              } else {
                rows.weigh(center)
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

/// What moves to one center cost, four rows at a time.
private struct MoveWeighing {
  struct Center {
    let norm: Double
    let index: Double
    let size: Double
  }

  let saved: UnsafeMutablePointer<Double>
  let best: UnsafeMutablePointer<Double>
  let products: UnsafePointer<Double>
  let norms: UnsafePointer<Double>
  let own: UnsafePointer<Double>
  let count: Int

  private typealias Four = SIMD4<Double>

  /// All rows weigh 1.
  func weigh(_ center: Center) {
    let (leaving, joining) = (
      center.size / (center.size - 1), center.size / (center.size + 1)
    )
    weigh(center) { _, isOwn in
      Four(repeating: joining).replacing(with: leaving, where: isOwn)
    } scalar: { _, isOwn in
      isOwn ? leaving : joining
    }
  }

  func weigh(_ center: Center, weights: UnsafePointer<Double>) {
    weigh(center) { row, isOwn in
      let weight = MoveWeighing.four(weights + row)
      return center.size / (center.size + weight.replacing(with: -weight, where: isOwn))
    } scalar: { row, isOwn in
      center.size / (center.size + (isOwn ? -weights[row] : weights[row]))
    }
  }

  @inline(__always)
  private func weigh(
    _ center: Center, factors: (Int, SIMDMask<SIMD4<Int64>>) -> Four,
    scalar: (Int, Bool) -> Double
  ) {
    var row = 0
    while row &+ 4 <= count {
      let product = MoveWeighing.four(products + row)
      let isOwn = MoveWeighing.four(own + row) .== center.index
      let distance = (MoveWeighing.four(norms + row) + center.norm) - (product + product)
      let cost = distance * factors(row, isOwn)
      let former = MoveWeighing.four(best + row)
      MoveWeighing.store(
        MoveWeighing.four(saved + row).replacing(with: cost, where: isOwn), saved + row)
      MoveWeighing.store(
        former.replacing(with: cost, where: (cost .< former) .& .!isOwn), best + row)
      row = row &+ 4
    }
    while row < count {
      let isOwn = own[row] == center.index
      let distance = (norms[row] + center.norm) - (products[row] + products[row])
      let cost = distance * scalar(row, isOwn)
      if isOwn { saved[row] = cost } else if cost < best[row] { best[row] = cost }
      row = row &+ 1
    }
  }

  @inline(__always)
  private static func four(_ place: UnsafePointer<Double>) -> Four {
    UnsafeRawPointer(place).loadUnaligned(as: Four.self)
  }

  @inline(__always)
  private static func four(_ place: UnsafeMutablePointer<Double>) -> Four {
    UnsafeRawPointer(place).loadUnaligned(as: Four.self)
  }

  @inline(__always)
  private static func store(_ value: Four, _ place: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(place).storeBytes(of: value, as: Four.self)
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
